"""The spool is lost and an older copy is put in its place: what the copy had is not lost, and nothing is doubled."""

from __future__ import annotations

import email
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from journey_parts import Bridge, Sandbox, until
from test_crash import Sender

MAILS = 120


def subjects(copy: Path) -> set[str]:
    """Of all mails that a copy holds."""
    with closing(sqlite3.connect(copy)) as database:
        return {email.message_from_bytes(raw)["Subject"] for (raw,) in database.execute("select raw from originals")}


@pytest.mark.parametrize("sandbox", [("slow=0.2:create:40%", "lost-reply:create:5%")], indirect=True, ids=["slow"])
def test_a_copy_made_under_load_is_restored_and_nothing_is_lost_or_doubled(
    bridge: Bridge, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
    senders = [Sender(bridge, range(start, MAILS, 2)) for start in range(2)]
    for sender in senders:
        sender.start()
    until(lambda: bridge.states().get("done", 0) >= 5, "some mails are done")
    copy = tmp_path / "copy.db"
    made = bridge.command("backup", str(copy))
    assert made.returncode == 0, made.stderr
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    had = subjects(copy)
    written = sandbox.count("message")
    until(lambda: sandbox.count("message") >= min(written + 20, MAILS), "more is written than the copy knows of")

    bridge.process.kill()
    for file in tmp_path.glob("spool.db*"):
        file.unlink()
    os.replace(copy, bridge.spool)
    assert bridge.command("verify").returncode == 0
    bridge.restart()
    for sender in senders:
        sender.join()

    until(lambda: set(bridge.states()) <= {"done", "skipped"}, "everything has come to its end", 60)
    assert bridge.command("verify").returncode == 0
    assert "is a copy of" in bridge.process.output()
    with closing(sqlite3.connect(sandbox.data)) as database:
        titles = [title for (title,) in database.execute("select title from records where kind = 'message'")]
    assert had <= set(titles), "lost"
    assert len(titles) == len(set(titles)), "doubled"
    with closing(sqlite3.connect(f"file:{bridge.spool}?mode=ro", uri=True)) as database:
        found = database.execute("select count(*) from writes where said = 'found in Heap'").fetchone()[0]
    assert found >= 5, "the copy was too fresh to show anything"
