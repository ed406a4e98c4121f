"""Draining a mailbox into the spool, beside mbsync pulling the same mails: `python tests/bench/imap.py [MAILS] [ROUNDS]`.

Both keep every mail durably (mbsync with FSync). Ours is measured until the last mail is committed with its cursor, and
again for moving all of them away. Needs Debian's dovecot-imapd and isync. Machines are noisy: look at the ratios.
"""

from __future__ import annotations

import logging
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import sqlalchemy as sa
from dovecot import PASSWORD, Dovecot, running
from pydantic import SecretStr

from mailbridge.intake import imap_actions
from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_credentials import ByPassword
from mailbridge.intake.imap_folder import Folder
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.spool import Spool, utc_now
from mailbridge.spool.schema import items

MAIL_BYTES = 5000


def mail(number: int) -> bytes:
    head = (f"From: Jane Doe <jane{number}@acme.example>\r\nTo: sales@example.com\r\nSubject: Enquiry {number}\r\n"
            f"Message-ID: <{number}@acme.example>\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\n\r\n")
    lines = f"Line of mail {number}, as long as such lines are in most mails\r\n" * (MAIL_BYTES // 60)
    return (head + lines)[:MAIL_BYTES - 2].encode() + b"\r\n"


def fill(server: Dovecot, mails: int) -> None:
    """A folder Template with the mails; every round copies it into an INBOX of its own."""
    with server.client("all", "") as client:
        client.create("Template")
    server.deliver("all", [mail(number) for number in range(mails)], "Template")


def fresh(server: Dovecot) -> None:
    """The INBOX, from which the last round moved everything, holds the mails again; Done holds none."""
    with server.client("all", "Template") as client:
        client.delete("Done")
        assert client.copy("1:*", "INBOX")[0] == "OK"


def ours(server: Dovecot, folder: Path, mails: int) -> tuple[float, float]:
    """Seconds to keep all, seconds to move all away."""
    settings = ImapSettings.model_validate({
        "name": "all", "host": "127.0.0.1", "port": server.port, "tls": "none", "user": "all", "since": "all",
        "after": {"done": "move Done"}})
    spool = Spool(f"sqlite:///{folder}/spool.db")
    began = time.perf_counter()
    connection = Connection(settings, ByPassword(lambda: SecretStr(PASSWORD)))
    inbox = Folder(settings, "INBOX", spool, utc_now, lambda: False)
    inbox.take(connection)
    kept = time.perf_counter() - began
    spool.change(lambda connection: connection.execute(sa.update(items).values(state="done")))
    began = time.perf_counter()
    imap_actions.carry_out(connection, spool, inbox.place, inbox.uid_validity, settings.after)
    moved = time.perf_counter() - began
    connection.close()
    with spool.looking() as looking:
        assert looking.scalar(sa.select(sa.func.count()).select_from(items)) == mails
    spool.close()
    assert len(server.look("all", "Done")) == mails
    return kept, moved


def mbsync(server: Dovecot, folder: Path, mails: int) -> float:
    """Seconds to pull all into a Maildir."""
    (folder / "boxes").mkdir()
    (folder / "rc").write_text(f"""FSync yes

IMAPAccount a
Host 127.0.0.1
Port {server.port}
User all
Pass "{PASSWORD}"
SSLType None
AuthMechs LOGIN

IMAPStore far
Account a

MaildirStore near
Inbox {folder}/inbox/
Path {folder}/boxes/

Channel c
Far :far:
Near :near:
Sync Pull
Create Near
SyncState {folder}/state
""")
    began = time.perf_counter()
    subprocess.run(["mbsync", "-q", "-c", str(folder / "rc"), "c"], check=True)
    seconds = time.perf_counter() - began
    assert len(list((folder / "inbox/new").iterdir())) + len(list((folder / "inbox/cur").iterdir())) == mails
    return seconds


def main(mails: int = 10_000, rounds: int = 3) -> None:
    logging.basicConfig(level=logging.INFO, filename="/dev/null")   # lines are written as in the service
    logging.getLogger("imapclient").setLevel(logging.WARNING)
    print("| round | mbsync s | kept s | moved s | kept / mbsync | kept and moved / mbsync |")
    print("| --- | --- | --- | --- | --- | --- |")
    ratios = []
    with running() as server:
        fill(server, mails)
        for number in range(rounds):
            fresh(server)
            with tempfile.TemporaryDirectory(dir="/var/tmp") as theirs, tempfile.TemporaryDirectory(dir="/var/tmp") as own:
                pulled = mbsync(server, Path(theirs), mails)
                kept, moved = ours(server, Path(own), mails)
            ratios.append((kept + moved) / pulled)
            print(f"| {number + 1} | {pulled:.2f} | {kept:.2f} | {moved:.2f} | {kept / pulled:.2f} | {ratios[-1]:.2f} |",
                  flush=True)
    print(f"\n{mails} mails of {MAIL_BYTES} bytes; median ratio {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
