"""kill -9 and freezes at random moments, and a Heap that loses replies, while mails come in: nothing lost, nothing
doubled, counted in the sandbox's own database.

The long form is `make crash`: CRASH_MAILS and CRASH_KILLS say how many.
"""

from __future__ import annotations

import os
import random
import signal
import smtplib
import threading
import time

import pytest
from journey_parts import RECIPIENT, Bridge, Sandbox, until

MAILS, KILLS = int(os.environ.get("CRASH_MAILS", "300")), int(os.environ.get("CRASH_KILLS", "15"))
LEASE_SECONDS = 5                       # as the fixture's settings have it
FAULTS = ("lost-reply:create:5%", "error-after-keep:create:3%", "drop:3%", "html-page:create:2%", "html-page:create:kept:2%",
          "slow=0.3:5%")


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


def kill(bridge: Bridge) -> None:
    """kill -9, and a fresh start."""
    bridge.process.kill()
    bridge.restart()


def freeze(bridge: Bridge) -> None:
    """Stand still for longer than the leases last, and go on as if nothing had been."""
    assert bridge.process.popen is not None
    bridge.process.popen.send_signal(signal.SIGSTOP)
    time.sleep(LEASE_SECONDS + 0.5)
    bridge.process.popen.send_signal(signal.SIGCONT)


def bring_through(bridge: Bridge, sandbox: Sandbox, mails: int, kills: int, chance: random.Random) -> None:
    """Send, kill, restart; then wait until all has come to its end, and count."""
    sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
    senders = [Sender(bridge, range(start, mails, 4)) for start in range(4)]
    for sender in senders:
        sender.start()
    for number in range(kills):
        time.sleep(chance.uniform(0.1, 0.8))
        (freeze if number % 10 == 5 else kill)(bridge)
    for sender in senders:
        sender.join()
    until(lambda: bridge.is_done(mails), "every mail is done", 60 + mails / 5)
    assert bridge.command("verify").returncode == 0
    lost = mails - sandbox.count("message")
    twice = "title in (select title from records where kind = 'message' group by title having count(*) > 1)"
    assert (lost, sandbox.count("message", twice)) == (0, 0), "lost, doubled"


@pytest.mark.timeout(60 + MAILS + 20 * KILLS)
@pytest.mark.parametrize("sandbox", [FAULTS], indirect=True, ids=["faults"])
def test_mails_survive_kills_freezes_and_a_lying_heap_and_none_is_doubled(bridge: Bridge, sandbox: Sandbox) -> None:
    bring_through(bridge, sandbox, MAILS, KILLS, random.Random(MAILS + KILLS))
