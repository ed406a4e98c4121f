"""kill -9 and freezes at random moments, and a Heap that loses replies, while mails come in: nothing lost, nothing
doubled, counted in the sandbox's own database.

The long form is `make crash`: CRASH_MAILS and CRASH_KILLS say how many.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable

import pytest
from journey_parts import Bridge, Sandbox, Sender, all_sent, until

MAILS, KILLS = int(os.environ.get("CRASH_MAILS", "300")), int(os.environ.get("CRASH_KILLS", "15"))
LEASE_SECONDS = 5                       # as the fixture's settings have it
FAULTS = ("lost-reply:create:5%", "error-after-keep:create:3%", "drop:3%", "html-page:create:2%", "html-page:create:kept:2%",
          "slow=0.3:5%")


Tell = Callable[[str], None]
"""Says how far it is."""


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


def bring_through(bridge: Bridge, sandbox: Sandbox, mails: int, kills: int, chance: random.Random, tell: Tell) -> None:
    """Send, kill, restart; then wait until all has come to its end, and count."""
    began = time.monotonic()
    sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
    senders = [Sender(bridge, range(start, mails, 4)) for start in range(4)]
    for sender in senders:
        sender.start()
    for number in range(kills):
        time.sleep(chance.uniform(0.1, 0.8))
        (freeze if number % 10 == 5 else kill)(bridge)
        tell(f"{time.monotonic() - began:4.0f} s: {number + 1} of {kills} kills, "
             f"{sum(sender.kept for sender in senders)} of {mails} mails kept, {bridge.states().get('done', 0)} done")
    all_sent(senders, 60 + mails / 5)
    tell(f"{time.monotonic() - began:4.0f} s: all {mails} mails kept, {bridge.states()}")
    until(lambda: bridge.is_done(mails), "every mail is done", 60 + mails / 5)
    assert bridge.command("verify").returncode == 0
    lost = mails - sandbox.count("message")
    twice = "title in (select title from records where kind = 'message' group by title having count(*) > 1)"
    doubled = sandbox.count("message", twice)
    tell(f"{time.monotonic() - began:4.0f} s: {mails} mails, {kills} kills: {lost} lost, {doubled} doubled")
    assert (lost, doubled) == (0, 0), "lost, doubled"


@pytest.mark.timeout(60 + MAILS + 20 * KILLS)
@pytest.mark.parametrize("sandbox", [FAULTS], indirect=True, ids=["faults"])
def test_mails_survive_kills_freezes_and_a_lying_heap_and_none_is_doubled(
    bridge: Bridge, sandbox: Sandbox, request: pytest.FixtureRequest
) -> None:
    plugins = request.config.pluginmanager
    terminal, capture = plugins.get_plugin("terminalreporter"), plugins.get_plugin("capturemanager")

    def tell(line: str) -> None:
        if terminal is not None:        # where tests run side by side there is none
            with capture.global_and_fixture_disabled():
                terminal.write_line(line)

    bring_through(bridge, sandbox, MAILS, KILLS, random.Random(MAILS + KILLS), tell)
