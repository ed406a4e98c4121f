"""Two nodes on one PostgreSQL: one is killed, one stands still past its lease and comes back, the database restarts.

Nothing is lost and nothing doubled, counted in the sandbox's own database.
"""

from __future__ import annotations

import os
import signal
import smtplib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from journey_parts import RECIPIENT, RULES, Process, Sandbox, until
from postgresql import PostgreSQL

MAILS = int(os.environ.get("NODES_MAILS", "300"))
LEASE_SECONDS = 5


@dataclass
class Node:
    """A service of its own, with its own log, on the shared database."""

    process: Process

    def restart(self) -> None:
        times = self.process.output().count("ready\n")
        self.process.start()
        self.process.wait_for("ready\n", times + 1)

    def port(self) -> int:
        lines = [line for line in self.process.output().splitlines() if "listening on port" in line]
        return int(lines[-1].rsplit(" ", 1)[-1])

    def send_signal(self, number: signal.Signals) -> None:
        assert self.process.popen is not None
        self.process.popen.send_signal(number)


@pytest.fixture
def nodes(tmp_path: Path, sandbox: Sandbox, database: str) -> Iterator[tuple[Node, Node]]:
    settings = tmp_path / "mailbridge.yaml"
    settings.write_text(f"""
heap:
  url: {sandbox.url}
  login_email: {sandbox.login_email}
  creates_per_second: 500
  settle_seconds: 1
  second_look_seconds: 0.5
team: {{domains: [example.com]}}
smtp: {{listen: "127.0.0.1:0", recipients: [{RECIPIENT}]}}
work: {{first_wait_seconds: 0.5, longest_wait_seconds: 2, lease_seconds: {LEASE_SECONDS}}}
spool: {database}
rules: {RULES}
""")
    environment = {"MAILBRIDGE_HEAP__LOGIN_PASSWORD": sandbox.login_password}
    made = [Node(Process(["--config", str(settings), "run"], tmp_path / f"node-{name}.log", environment)) for name in "ab"]
    for node in made:
        node.restart()
    yield made[0], made[1]
    for node in made:
        if node.process.runs():
            node.process.kill()


class Sender(threading.Thread):
    """Behaves like a mail server with two hosts to send to: what got no 250 from one is offered to the other."""

    def __init__(self, nodes: tuple[Node, Node], numbers: range) -> None:
        super().__init__(daemon=True)
        self._nodes = nodes
        self._numbers = numbers

    def run(self) -> None:
        for number in self._numbers:
            turn = number
            while not self._send(number, self._nodes[turn % 2]):
                turn += 1
                time.sleep(0.1)

    def _send(self, number: int, node: Node) -> bool:
        try:
            send(node, "jane@acme.example", f"mail {number}")
            return True
        except (OSError, smtplib.SMTPException):
            return False


def send(node: Node, sender: str, subject: str) -> None:
    raw = (f"From: {sender}\r\nTo: {RECIPIENT}\r\nSubject: {subject}\r\nMessage-ID: <{subject.replace(' ', '.')}@acme.example>"
           f"\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\n\r\nThis is {subject}.\r\n")
    with smtplib.SMTP("127.0.0.1", node.port(), timeout=3) as smtp:
        smtp.sendmail(sender, [RECIPIENT], raw)


def states(postgresql: PostgreSQL, database: str) -> dict[str, int]:
    found = postgresql.sql("select state, count(*) from items group by state", database)
    return {str(state): int(str(count)) for state, count in found}


def test_two_nodes_lose_and_double_nothing_whatever_befalls_them(
    nodes: tuple[Node, Node], sandbox: Sandbox, postgresql: PostgreSQL, database: str
) -> None:
    first, second = nodes
    sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
    senders = [Sender(nodes, range(start, MAILS, 4)) for start in range(4)]
    for sender in senders:
        sender.start()
    time.sleep(1)
    first.process.kill()
    time.sleep(0.5)
    first.restart()
    second.send_signal(signal.SIGSTOP)
    time.sleep(LEASE_SECONDS + 2)       # by now the other has taken over what it held
    second.send_signal(signal.SIGCONT)
    time.sleep(0.5)
    postgresql.stop("fast")
    postgresql.start()
    for sender in senders:
        sender.join(120)
        assert not sender.is_alive(), "every mail was taken by some node"
    until(lambda: states(postgresql, database) == {"done": MAILS}, "every mail is done", 60 + MAILS / 5)
    assert sandbox.count("message") == MAILS
    doubled = "title in (select title from records where kind = 'message' group by title having count(*) > 1)"
    assert sandbox.count("message", doubled) == 0


def test_somebody_new_who_writes_to_both_nodes_at_once_becomes_one_person(
    nodes: tuple[Node, Node], sandbox: Sandbox, postgresql: PostgreSQL, database: str
) -> None:
    people = range(12)
    for number in people:
        both = [threading.Thread(target=send, args=(node, f"new{number}@acme.example", f"question {number} {which}"))
                for which, node in enumerate(nodes)]
        for each in both:
            each.start()
        for each in both:
            each.join()
    until(lambda: not states(postgresql, database).keys() & {"waiting", "claimed"}, "every mail came to its end", 90)
    assert sum(states(postgresql, database).values()) == 2 * len(people)
    assert sandbox.count("person") == len(people)
