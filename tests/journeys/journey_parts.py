"""Real processes for the journeys: the sandbox and the service as an operator starts them, swaks and curl as strangers.

Nothing of the package is imported here: what is proven is what people outside the code rely on.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MAILBRIDGE = Path(sys.executable).parent / "mailbridge"
RULES = Path(__file__).parents[2] / "rules"
RECIPIENT = "crm@bridge.example.com"


def settings_text(sandbox: Sandbox, *, spool: str = "sqlite:///spool.db", lease_seconds: int = 5,
                  recipients: str = RECIPIENT, more: str = "") -> str:
    """A service that is in a hurry, with an SMTP door on a free port; `more` are further lines."""
    return f"""
heap:
  url: {sandbox.url}
  login_email: {sandbox.login_email}
  creates_per_second: 500
  settle_seconds: 1
  second_look_seconds: 0.5
team: {{domains: [example.com]}}
smtp: {{listen: "127.0.0.1:0", recipients: [{recipients}]}}
work: {{first_wait_seconds: 0.5, longest_wait_seconds: 2, lease_seconds: {lease_seconds}}}
spool: "{spool}"
rules: {RULES}
{more}"""


def until(holds: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Wait for something that must come true."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds:g} seconds: {what}"
        time.sleep(0.05)


@dataclass
class Process:
    """A command in the background; its output goes to a file that tests read.

    The kernel kills it when the thread that started it ends, so that nothing is left of a run that was broken off.
    """

    arguments: list[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", str(MAILBRIDGE), *self.arguments],
                                          stdout=log, stderr=log, env={**os.environ, **self.environment})

    @contextmanager
    def up(self, once_it_says: str = "ready\n") -> Iterator[Process]:
        """Started, and gone afterwards whatever comes."""
        try:
            self.start()
            self.wait_for(once_it_says)
            yield self
        finally:
            if self.runs():
                self.kill()

    def output(self) -> str:
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def wait_for(self, text: str, times: int = 1) -> None:
        until(lambda: self.output().count(text) >= times or not self.runs(), f"{self.arguments[0]} says {text!r}", 90)
        assert self.output().count(text) >= times, self.output()

    def runs(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def kill(self) -> None:
        """kill -9: no chance to tidy up."""
        assert self.popen is not None
        self.popen.kill()
        self.popen.wait()

    def terminate(self) -> int:
        """SIGTERM, and how it ended."""
        assert self.popen is not None
        self.popen.send_signal(signal.SIGTERM)
        return self.popen.wait(30)


@dataclass
class Sandbox:
    """A running sandbox, as its own output describes it."""

    process: Process
    data: Path
    url: str
    login_email: str
    login_password: str

    def curl(self, *fields: str) -> str:
        """Ask api.php as a stranger would."""
        form = [f"login_email={self.login_email}", f"login_password={self.login_password}", *fields]
        arguments = [part for pair in form for part in ("--data-urlencode", pair)]
        return subprocess.run(["curl", "-sS", *arguments, self.url], check=True, capture_output=True, text=True,
                              timeout=30).stdout

    def count(self, kind: str, where: str = "1") -> int:
        """Records in the sandbox's own database."""
        with closing(sqlite3.connect(self.data)) as database:
            query = f"select count(*) from records where kind = ? and {where}"
            return int(database.execute(query, (kind,)).fetchone()[0])


@dataclass
class Bridge:
    """A running service and the settings it runs with."""

    process: Process
    settings: Path
    spool: Path

    def port(self) -> int:
        """Of the SMTP door, as the last start told it."""
        self.process.wait_for("ready")
        lines = [line for line in self.process.output().splitlines() if "listening on port" in line]
        return int(lines[-1].rsplit(" ", 1)[-1])

    def restart(self) -> None:
        times = self.process.output().count("ready\n")
        self.process.start()
        self.process.wait_for("ready\n", times + 1)

    def states(self) -> dict[str, int]:
        """How many items stand where, from the spool's own table."""
        with closing(sqlite3.connect(f"file:{self.spool}?mode=ro", uri=True)) as database:
            return dict(database.execute("select state, count(*) from items group by state").fetchall())

    def is_done(self, mails: int) -> bool:
        """Whether so many mails are done. What waits for a person is tried again, as one would who has looked at it:
        a write that Heap swallowed three times is never sent a fourth time without one."""
        with closing(sqlite3.connect(f"file:{self.spool}?mode=ro", uri=True)) as database:
            parked = database.execute("select id, reason from items where state in ('review', 'failed')").fetchall()
        for item, reason in parked:
            looked = ("--not-in-heap", "--yes") if "never found in Heap" in reason else ()
            self.command("items", "retry", str(item), *looked)
        return self.states() == {"done": mails}

    def command(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        """Another command on the same settings."""
        done = subprocess.run([str(MAILBRIDGE), "--config", str(self.settings), *arguments], input=stdin,
                              capture_output=True, env={**os.environ, **self.process.environment}, timeout=60)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def all_sent(senders: Iterable[Sender], seconds: float = 120) -> None:
    """Wait until every mail has got its 250."""
    for sender in senders:
        sender.join(seconds)
        assert not sender.is_alive(), f"not every mail was taken: {sender.kept} of one sender were"


class Sender(threading.Thread):
    """Behaves like a mail server: what got no 250 is sent again until it gets one."""

    def __init__(self, bridge: Bridge, numbers: range) -> None:
        super().__init__(daemon=True)           # a test that failed is not waited for
        self._bridge = bridge
        self._numbers = numbers
        self.kept = 0

    def run(self) -> None:
        for number in self._numbers:
            while not self._send(number):
                time.sleep(0.1)
            self.kept += 1

    def _send(self, number: int) -> bool:
        raw = (f"From: jane@acme.example\r\nTo: {RECIPIENT}\r\nSubject: mail {number}\r\nMessage-ID: <{number}@acme.example>"
               f"\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\n\r\nThis is mail {number}.\r\n")
        try:
            with smtplib.SMTP("127.0.0.1", self._bridge.port(), timeout=10) as smtp:
                smtp.sendmail("jane@acme.example", [RECIPIENT], raw)
            return True
        except (OSError, smtplib.SMTPException, AssertionError):
            return False
