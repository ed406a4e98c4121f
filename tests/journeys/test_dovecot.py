"""A real Dovecot copies a mailbox's mail to the bridge by the script and the settings of deploy/dovecot."""

from __future__ import annotations

import shutil
import smtplib
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from dovecot import Dovecot, free_port
from journey_parts import RECIPIENT, Bridge, until

DEPLOY = Path(__file__).parents[2] / "deploy" / "dovecot"
USER = "ben@example.com"
MAIL = (b"From: Jane Doe <jane@acme.test>\r\nTo: ben@example.com\r\nSubject: By Dovecot\r\nMessage-ID: <1@acme.test>\r\n\r\n"
        b"Hello Ben.\r\n")


@pytest.fixture
def dovecot(bridge: Bridge) -> Iterator[tuple[Dovecot, int]]:
    """A server that takes mail by LMTP on a port and hands redirected mail to the bridge."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="dovecot-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        script = shutil.copy(DEPLOY / "mailbridge.sieve", folder)
        lines = (DEPLOY / "90-mailbridge.conf").read_text("utf-8")
        lines = lines.replace("/etc/dovecot/mailbridge.sieve", script).replace("127.0.0.1:25", f"127.0.0.1:{bridge.port()}")
        server = Dovecot(folder, more=f"{lines}\nprotocols = imap lmtp\npostmaster_address = postmaster@example.com\n"
                                      f"service lmtp {{\n  inet_listener lmtp {{\n    address = 127.0.0.1\n    port = {port}\n  }}\n}}\n")
        server.start()
        try:
            subprocess.run(["sievec", "-c", folder / "dovecot.conf", script], check=True, capture_output=True, timeout=30)
            yield server, port
        finally:
            server.stop()


def test_a_mailboxes_mail_is_copied_to_the_bridge_and_stays_where_it_is(
    dovecot: tuple[Dovecot, int], bridge: Bridge
) -> None:
    server, port = dovecot
    with smtplib.LMTP("127.0.0.1", port) as lmtp:
        lmtp.sendmail("jane@acme.test", [USER], MAIL)
    until(lambda: sum(bridge.states().values()) == 1, f"the bridge has it: {server.log()}")
    with closing(sqlite3.connect(f"file:{bridge.spool}?mode=ro", uri=True)) as database:
        sender, recipients, raw = database.execute(
            "select sender, recipients, raw from items join originals on item = items.id").fetchone()
    assert (sender, recipients) == ("jane@acme.test", f'["{RECIPIENT}"]')
    assert raw.endswith(b"\r\n\r\nHello Ben.\r\n")
    assert len(server.look(USER)) == 1
