"""Alarms as an admin gets them: a real service, a Heap that goes away, a kill in the midst of it, a real webhook."""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
from contextlib import ExitStack
from pathlib import Path

from journey_parts import RECIPIENT, RULES, Bridge, Process, until
from webhook_receiver import Receiver, receiving


def test_a_heap_that_goes_away_is_told_once_over_a_kill_and_once_when_it_is_back(tmp_path: Path) -> None:
    sandbox = Process(["sandbox", "--port", "0", "--data", str(tmp_path / "sandbox.db")], tmp_path / "sandbox.log")
    with receiving() as receiver, ExitStack() as running:
        running.enter_context(sandbox.up("login_password: "))
        told = dict(line.split(": ", 1) for line in sandbox.output().splitlines() if ": " in line)
        bridge = a_bridge(tmp_path, told, receiver)
        running.enter_context(bridge.process.up())
        sandbox.kill()
        with smtplib.SMTP("127.0.0.1", bridge.port(), timeout=30) as smtp:
            smtp.sendmail("omar@lumen.example", [RECIPIENT], "From: omar@lumen.example\r\nSubject: Prices\r\n\r\nHi\r\n")
        until(lambda: len(receiver.bodies) == 1, "the alarm is posted")
        bridge.process.kill()
        bridge.restart()
        port = told["url"].rsplit(":", 1)[-1].partition("/")[0]
        sandbox.arguments[2] = port
        sandbox.start()
        until(lambda: len(receiver.bodies) == 2, "the all-clear is posted")
        assert bridge.process.terminate() == 0
    alarm, clear = (json.loads(body) for body in receiver.bodies)
    assert (alarm["event"], alarm["trouble"], clear["event"]) == ("alarm", "heap-away", "all-clear")
    assert alarm["id"] == clear["id"]
    assert alarm["text"].startswith("Alarm: Heap is not to be reached")
    for body, headers in zip(receiver.bodies, receiver.headers, strict=True):
        assert headers["x-mailbridge-signature"] == "sha256=" + hmac.new(b"sign me", body, hashlib.sha256).hexdigest()


def a_bridge(folder: Path, heap: dict[str, str], receiver: Receiver) -> Bridge:
    settings = folder / "mailbridge.yaml"
    (folder / "hook-secret").write_text("sign me\n")
    settings.write_text(f"""
heap: {{url: "{heap['url']}", login_email: {heap['login_email']}}}
team: {{domains: [example.com]}}
smtp: {{listen: "127.0.0.1:0", recipients: [{RECIPIENT}]}}
work: {{first_wait_seconds: 0.5, longest_wait_seconds: 1, rest_after: 1}}
alarms: {{webhook: "{receiver.url}/alarms", webhook_secret_file: hook-secret, hold_seconds: 1}}
spool: sqlite:///spool.db
rules: {RULES}
""")
    process = Process(["--config", str(settings), "run"], folder / "run.log",
                      {"MAILBRIDGE_HEAP__LOGIN_PASSWORD": heap["login_password"]})
    return Bridge(process, settings, folder / "spool.db")
