"""SIGTERM, and a second one, in every state that a mail can be in: an orderly end in time, nothing lost, nothing doubled."""

from __future__ import annotations

import signal
import smtplib
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

import pytest
import requests
from journey_parts import RECIPIENT, Bridge, Sandbox, until

GRACE_SECONDS = 30
RAW = "From: jane@acme.example\r\nSubject: Stop\r\nMessage-ID: <stop@acme.example>\r\n\r\nPlease call.\r\n"


def stop(bridge: Bridge, *, twice: bool = True) -> float:
    """End it with SIGTERM; how many seconds that took. Its exit code must be 0."""
    assert bridge.process.popen is not None
    began = time.monotonic()
    bridge.process.popen.send_signal(signal.SIGTERM)
    if twice:
        time.sleep(0.2)
        if bridge.process.runs():
            bridge.process.popen.send_signal(signal.SIGTERM)
    assert bridge.process.popen.wait(GRACE_SECONDS + 15) == 0, bridge.process.output()[-2000:]
    return time.monotonic() - began


def send(bridge: Bridge) -> None:
    with smtplib.SMTP("127.0.0.1", bridge.port(), timeout=30) as smtp:
        smtp.sendmail("jane@acme.example", [RECIPIENT], RAW)


def writes(bridge: Bridge) -> set[str]:
    with closing(sqlite3.connect(f"file:{bridge.spool}?mode=ro", uri=True)) as database:
        return {state for (state,) in database.execute("select state from writes")}


IN_STATE: dict[str, tuple[str, Callable[[Bridge], bool]]] = {
    "a request to Heap is in hand": ("slow=5:create:1", lambda bridge: "sending" in writes(bridge)),
    "a lost reply is to be looked up": ("lost-reply:create:1", lambda bridge: "unknown" in writes(bridge)),
    "a request was dropped": ("drop:create:1", lambda bridge: "unknown" in writes(bridge)),
    "Heap asked to wait": ("rate-limit=5:create:1", lambda bridge: "waiting" in bridge.states()),
    "Heap answers with errors": ("error-500:get:6", lambda bridge: "waiting" in bridge.states()),
    "all is done": ("slow=0.1:get:1", lambda bridge: bridge.states() == {"done": 1}),
}


@pytest.mark.parametrize("state", IN_STATE)
def test_sigterm_ends_it_in_time_and_the_next_start_brings_all_to_its_end(
    bridge: Bridge, sandbox: Sandbox, state: str
) -> None:
    fault, has_come = IN_STATE[state]
    sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
    requests.post(f"{sandbox.url.rpartition('/')[0]}/faults", data={"fault": fault}, timeout=30).raise_for_status()
    send(bridge)
    until(lambda: has_come(bridge), state, 60)
    assert stop(bridge) < GRACE_SECONDS
    assert "claimed" not in bridge.states(), "nothing is left in hand"
    bridge.restart()
    until(lambda: bridge.is_done(1), "the mail is done", 60)
    assert sandbox.count("message") == 1


def test_a_mail_that_is_coming_in_gets_its_answer_and_what_was_promised_is_kept(bridge: Bridge, sandbox: Sandbox) -> None:
    with closing(smtplib.SMTP("127.0.0.1", bridge.port(), timeout=60)) as smtp:     # a QUIT may be answered with 421
        smtp.ehlo("client.example")
        smtp.mail("jane@acme.example")
        smtp.rcpt(RECIPIENT)
        smtp.putcmd("data")
        assert smtp.getreply()[0] == 354
        smtp.send(RAW.encode())
        assert bridge.process.popen is not None
        bridge.process.popen.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        smtp.send(b".\r\n")
        code = smtp.getreply()[0]
    assert bridge.process.popen.wait(GRACE_SECONDS) == 0
    assert code in (250, 421, 451)
    kept = sum(bridge.states().values())
    assert kept == 1 if code == 250 else kept <= 1, "what was promised is kept; what was not comes once more, and is the same mail"
