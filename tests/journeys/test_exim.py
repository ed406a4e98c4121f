"""A real Exim hands mail over by the settings of deploy/exim: SMTP, LMTP and pipe."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from dovecot import free_port
from exim import CAN_RUN, Exim
from journey_parts import MAILBRIDGE, RECIPIENT, RULES, Bridge, Process

pytestmark = pytest.mark.skipif(not CAN_RUN, reason="Exim is not here, or only root may have it deliver")
TAGGED = RECIPIENT.replace("@", "+task-friday@")
MAIL = (f"From: Jane Doe <jane@acme.test>\nTo: {RECIPIENT}\nSubject: By Exim\nMessage-ID: <1@acme.test>\n\n"
        "Grüße.\n").encode()
SCRIPT = """#!/bin/sh
cat > {folder}/mail
echo "$SENDER $RECIPIENT" > {folder}/words
exit {code}
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not below pytest's folders: those are closed to Exim's user."""
    with tempfile.TemporaryDirectory(prefix="exim-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def exim(folder: Path) -> Exim:
    return Exim(folder)


@pytest.fixture
def settings(folder: Path) -> Path:
    file = folder / "mailbridge.yaml"
    file.write_text(f"""
heap: {{url: "http://127.0.0.1:9/api.php", login_email: b@example.com, login_password: x}}
team: {{domains: [example.com]}}
smtp: {{listen: "127.0.0.1:0", recipients: [{RECIPIENT}]}}
lmtp: {{listen: "unix:{folder}/lmtp", recipients: [{RECIPIENT}]}}
spool: sqlite:///kept.db
rules: {RULES}
""")
    return file


@pytest.fixture
def service(settings: Path, folder: Path, tmp_path: Path) -> Iterator[Bridge]:
    process = Process(["--config", str(settings), "run"], tmp_path / "run.log")
    with process.up():
        yield Bridge(process, settings, folder / "kept.db")


def kept(folder: Path) -> list[tuple[str, str, str, bytes]]:
    """Door, sender, recipients and the whole mail of what is kept."""
    with closing(sqlite3.connect(f"file:{folder}/kept.db?mode=ro", uri=True)) as database:
        return database.execute("select door, sender, recipients, raw from items join originals on item = items.id").fetchall()


@pytest.mark.parametrize(("transport", "door"), [("mailbridge_smtp", "smtp"), ("mailbridge_lmtp", "lmtp")])
def test_exim_hands_mail_to_a_door_with_its_tag(
    exim: Exim, service: Bridge, folder: Path, transport: str, door: str
) -> None:
    exim.configure(transport, port=service.port(), socket=f"{folder}/lmtp")
    assert f"transport = {transport}" in exim.route(TAGGED)
    exim.send(MAIL, TAGGED)
    assert exim.queued() == 0, exim.log()
    ((came_by, sender, recipients, raw),) = kept(folder)
    assert (came_by, sender) == (door, "jane@acme.test")
    assert TAGGED in recipients
    assert "Grüße.".encode() in raw


@pytest.mark.parametrize("code", [0, 75])
def test_exim_pipes_to_accept_and_keeps_what_is_not_taken(exim: Exim, settings: Path, folder: Path, code: int) -> None:
    script = folder / "accept"
    script.write_text(SCRIPT.format(folder=folder / "piped", code=code))
    script.chmod(0o755)
    (folder / "piped").mkdir()
    (folder / "piped").chmod(0o777)         # Exim runs a pipe as a user without rights, never as root
    exim.configure("mailbridge_pipe", accept=str(script))
    exim.send(MAIL, TAGGED)
    assert exim.queued() == (1 if code else 0), exim.log()
    sender_told, recipient_told = (folder / "piped" / "words").read_text().split()
    subprocess.run([MAILBRIDGE, "--config", settings, "accept"], input=(folder / "piped" / "mail").read_bytes(), check=True,
                   timeout=60, env={**os.environ, "SENDER": sender_told, "RECIPIENT": recipient_told})
    ((door, sender, recipients, raw),) = kept(folder)
    assert (door, sender) == ("pipe", "jane@acme.test")
    assert TAGGED in recipients
    assert "Grüße.".encode() in raw


def test_exim_keeps_what_no_door_takes(exim: Exim) -> None:
    exim.configure("mailbridge_smtp", port=free_port())
    exim.send(MAIL, RECIPIENT)
    assert exim.queued() == 1, exim.log()


def test_other_addresses_of_the_domain_are_unknown_to_exim(exim: Exim) -> None:
    exim.configure("mailbridge_smtp")
    assert "Unrouteable address" in exim.route("nobody@bridge.example.com")
