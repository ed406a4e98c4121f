"""Three nodes on one PostgreSQL: killed, frozen, cut off, the database restarted; each hits work in hand, which is taken over
within half a minute.

Nothing is lost and nothing doubled, counted in the sandbox's own database, and what a node had in hand goes on elsewhere.
The long form is `make nodes`: NODES_MAILS mails, and each outage NODES_TIMES times.
"""

from __future__ import annotations

import itertools
import os
import smtplib
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from journey_parts import RECIPIENT, Process, Sandbox, settings_text, until
from outages import Line, Node, Outages, Supply
from postgresql import PASSWORD, PostgreSQL

MAILS = int(os.environ.get("NODES_MAILS", "200"))
TIMES = int(os.environ.get("NODES_TIMES", "1"))
SENDERS = 4
LEASE_SECONDS = 5

Nodes = tuple[Node, ...]


@pytest.fixture
def nodes(tmp_path: Path, sandbox: Sandbox, postgresql: PostgreSQL, database: str) -> Iterator[Nodes]:
    made = [node_of(name, tmp_path, sandbox, postgresql, database) for name in "abc"]
    try:
        for node in made:
            node.process.start()
        for node in made:
            node.process.wait_for("ready\n")
        yield tuple(made)
    finally:
        for node in made:
            if node.process.runs():
                node.process.kill()
            node.line.cut()


def node_of(name: str, folder: Path, sandbox: Sandbox, postgresql: PostgreSQL, database: str) -> Node:
    line = Line(postgresql.port)
    settings = folder / f"node-{name}.yaml"
    settings.write_text(settings_text(sandbox, spool=postgresql.over_tcp(database, PASSWORD, line.port),
                                      lease_seconds=LEASE_SECONDS), "utf-8")
    environment = {"MAILBRIDGE_HEAP__LOGIN_PASSWORD": sandbox.login_password}
    return Node(Process(["--config", str(settings), "run"], folder / f"node-{name}.log", environment), line)


class Sender(threading.Thread):
    """Behaves like a mail server with several hosts to send to: what got no 250 from one is offered to the next.

    There are several; each sends its share of what may be sent.
    """

    def __init__(self, nodes: Nodes, first: int, supply: Supply) -> None:
        super().__init__(daemon=True)
        self._nodes = nodes
        self._first = first
        self._supply = supply

    def run(self) -> None:
        for number in itertools.count(self._first, SENDERS):
            while number >= self._supply.allowed:
                if self._supply.is_over:
                    return
                time.sleep(0.05)
            turn = number
            while not self._send(number, self._nodes[turn % len(self._nodes)]):
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


def is_done(node: Node, postgresql: PostgreSQL, database: str) -> bool:
    """Whether every mail is. What waits for a person is tried again, as one would who has looked at it: a write that was
    about to be sent three times and never found is not sent a fourth time without one."""
    for (item,) in postgresql.sql("select id from items where state in ('review', 'failed')", database):
        node.command("items", "retry", str(item))
    return states(postgresql, database).keys() == {"done"}


@pytest.mark.timeout(300 + 60 * 5 * TIMES)
@pytest.mark.parametrize("sandbox", [("slow=0.05",)], indirect=True, ids=["slow"])
def test_three_nodes_lose_and_double_nothing_whatever_befalls_them(
    nodes: Nodes, sandbox: Sandbox, postgresql: PostgreSQL, database: str
) -> None:
    sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
    supply = Supply()
    outages = Outages(postgresql, database, supply, LEASE_SECONDS)
    kinds = [outages.kill, outages.freeze, outages.freeze_within_a_claim, outages.cut_off, outages.restart_database]
    senders = [Sender(nodes, first, supply) for first in range(SENDERS)]
    for sender in senders:
        sender.start()
    seconds: dict[str, list[float]] = defaultdict(list)
    for number, outage in enumerate(kinds * TIMES):     # five kinds in turn on three nodes: in time each on each
        supply.allowed += MAILS // (len(kinds) * TIMES)
        seconds[outage.__name__].append(outage(nodes[number % len(nodes)]))
    supply.allowed = mails = max(MAILS, supply.allowed)
    supply.is_over = True
    for sender in senders:
        sender.join(240)
        assert not sender.is_alive(), "every mail was taken by some node"
    with suppress(AssertionError):      # what is then left is told below
        until(lambda: is_done(nodes[0], postgresql, database), "every mail is done", 60 + mails / 4)
    assert states(postgresql, database) == {"done": mails}, postgresql.sql(
        "select id, state, attempts, deaths, owner, reason from items where state <> 'done' limit 20", database)
    print(f"{mails} mails;", "; ".join(f"{name} {len(took)} times, taken over within {max(took):.1f} s"
                                       for name, took in seconds.items()))
    doubled = "title in (select title from records where kind = 'message' group by title having count(*) > 1)"
    assert (mails - sandbox.count("message"), sandbox.count("message", doubled)) == (0, 0), "lost, doubled"


def test_somebody_new_who_writes_to_all_nodes_at_once_becomes_one_person(
    nodes: Nodes, sandbox: Sandbox, postgresql: PostgreSQL, database: str
) -> None:
    people = range(12)
    for number in people:
        letters = [threading.Thread(target=send, args=(node, f"new{number}@acme.example", f"question {number} {which}"))
                   for which, node in enumerate(nodes)]
        for letter in letters:
            letter.start()
        for letter in letters:
            letter.join()
    until(lambda: not states(postgresql, database).keys() & {"waiting", "claimed"}, "every mail came to its end", 90)
    assert sum(states(postgresql, database).values()) == len(nodes) * len(people)
    assert sandbox.count("person") == len(people)
