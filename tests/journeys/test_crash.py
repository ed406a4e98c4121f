"""kill -9 at random moments while mails come in: nothing lost, nothing doubled, counted in the sandbox's own database.

The long form is `make crash`: CRASH_MAILS and CRASH_KILLS say how many.
"""

from __future__ import annotations

import os
import random
import smtplib
import threading
import time

from journey_parts import RECIPIENT, Bridge, Sandbox, until


class Sender(threading.Thread):
    """Behaves like a mail server: what got no 250 is sent again until it gets one."""

    def __init__(self, bridge: Bridge, numbers: range) -> None:
        super().__init__()
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


def bring_through(bridge: Bridge, sandbox: Sandbox, mails: int, kills: int, chance: random.Random) -> None:
    """Send, kill, restart; then wait until all has come to its end, and count."""
    sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
    senders = [Sender(bridge, range(start, mails, 4)) for start in range(4)]
    for sender in senders:
        sender.start()
    for _ in range(kills):
        time.sleep(chance.uniform(0.2, 1.2))
        bridge.process.kill()
        bridge.restart()
    for sender in senders:
        sender.join()
    until(lambda: sum(bridge.states().values()) == bridge.states().get("done", 0) == mails, "every mail is done", 60 + mails / 5)
    assert sandbox.count("message") == mails
    doubled = "title in (select title from records where kind = 'message' group by title having count(*) > 1)"
    assert sandbox.count("message", doubled) == 0


def test_mails_survive_kills_and_none_is_doubled(bridge: Bridge, sandbox: Sandbox) -> None:
    mails, kills = int(os.environ.get("CRASH_MAILS", "200")), int(os.environ.get("CRASH_KILLS", "6"))
    bring_through(bridge, sandbox, mails, kills, random.Random(mails + kills))
