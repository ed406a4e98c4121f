"""A service that watches mailboxes, for the journeys to real IMAP servers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from dovecot import PASSWORD, Dovecot
from journey_parts import RULES, Bridge, Process, Sandbox, until


class Watch(Protocol):
    """Start a service; keyword arguments are further settings of its mailbox."""

    def __call__(self, *, wait: bool = True, **further: object) -> Bridge: ...


def mail(number: int | str, size: int = 0) -> bytes:
    return (f"From: Jane Doe <jane@acme.example>\r\nTo: sales@example.com\r\nSubject: mail {number}\r\n"
            f"Message-ID: <{number}@acme.example>\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\n\r\n"
            f"This is mail {number}.\r\n{'x' * 76}\r\n".replace("x" * 76, "\r\n".join(["x" * 76] * (size // 78))) +
            "Bye.\r\n").encode()


@contextmanager
def watching(folder: Path, sandbox: Sandbox, server: Dovecot, user: str, key: dict[str, object]) -> Iterator[Watch]:
    """How to start a service in `folder` that watches the user's mailbox, for a Heap that knows Jane.

    `key`: the settings that open the mailbox.
    """
    sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
    (folder / "password").write_text(PASSWORD)
    started: list[Process] = []

    def start(*, wait: bool = True, **further: object) -> Bridge:
        bridge = service(folder, sandbox, {
            "name": "sales", "host": "127.0.0.1", "port": server.port, "tls": "none", "user": user, "since": "all",
            **key, **further})
        started.append(bridge.process)
        bridge.process.start()
        bridge.process.wait_for("ready\n")
        if wait:
            bridge.process.wait_for("first look")
        return bridge

    try:
        yield start
    finally:
        for process in started:
            if process.runs():
                process.kill()


def service(folder: Path, sandbox: Sandbox, mailbox: dict[str, object]) -> Bridge:
    """A service with this mailbox, not started yet."""
    settings = folder / "mailbridge.yaml"
    settings.write_text(f"""
heap: {{url: "{sandbox.url}", login_email: {sandbox.login_email}, creates_per_second: 900, settle_seconds: 1,
       second_look_seconds: 0.5}}
team: {{domains: [example.com]}}
work: {{first_wait_seconds: 0.5, longest_wait_seconds: 2}}
imap:
  - {json.dumps(mailbox)}
spool: sqlite:///spool.db
rules: {RULES}
""")
    process = Process(["--config", str(settings), "run"], folder / "run.log",
                      {"MAILBRIDGE_HEAP__LOGIN_PASSWORD": sandbox.login_password})
    return Bridge(process, settings, folder / "spool.db")


def done(bridge: Bridge, count: int, seconds: float = 60) -> None:
    until(lambda: bridge.states() == {"done": count}, f"{count} mails are done", seconds)


def titles(sandbox: Sandbox) -> list[str]:
    with closing(sqlite3.connect(sandbox.data)) as database:
        rows = database.execute("select title from records where kind = 'message'").fetchall()
    return sorted(row[0] for row in rows)
