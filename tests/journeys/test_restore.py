"""The spool is lost and an older copy is put in its place: what the copy had is not lost, and nothing is doubled."""

from __future__ import annotations

import email
import os
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from journey_parts import RECIPIENT, RULES, Bridge, Process, Sandbox, Sender, all_sent, until
from postgresql import PROGRAMS, PostgreSQL

MAILS = 120
slowly = pytest.mark.parametrize("sandbox", [("slow=0.2:create:40%", "lost-reply:create:5%")], indirect=True, ids=["slow"])
Sql = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def senders(sandbox: Sandbox) -> Callable[[Bridge], list[Sender]]:
    """Start two mail servers that send to a bridge, all about somebody whom Heap knows."""
    def started(bridge: Bridge) -> list[Sender]:
        sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
        made = [Sender(bridge, range(start, MAILS, 2)) for start in range(2)]
        for sender in made:
            sender.start()
        return made

    return started


@pytest.fixture
def on_postgresql(tmp_path: Path, sandbox: Sandbox, database: str) -> Iterator[Bridge]:
    settings = tmp_path / "node.yaml"
    settings.write_text(f"""
heap: {{url: "{sandbox.url}", login_email: {sandbox.login_email}, settle_seconds: 1, second_look_seconds: 0.5}}
team: {{domains: [example.com]}}
smtp: {{listen: "127.0.0.1:0", recipients: [{RECIPIENT}]}}
work: {{first_wait_seconds: 0.5, longest_wait_seconds: 2, lease_seconds: 5}}
spool: "{database}"
rules: {RULES}
""", "utf-8")
    process = Process(["--config", str(settings), "run"], tmp_path / "node.log",
                      {"MAILBRIDGE_HEAP__LOGIN_PASSWORD": sandbox.login_password})
    with process.up():
        yield Bridge(process, settings, tmp_path)


def subjects(ask: Sql) -> set[str]:
    """Of all mails that a copy holds."""
    return {email.message_from_bytes(bytes(raw))["Subject"]     # type: ignore[arg-type]
            for (raw,) in ask("select raw from originals")}


def asking(file: Path) -> Sql:
    def ask(query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            return database.execute(query).fetchall()

    return ask


def more_than_the_copy_knows(sandbox: Sandbox) -> None:
    written = sandbox.count("message")
    until(lambda: sandbox.count("message") >= min(written + 20, MAILS), "more is written than the copy knows of")


def nothing_is_lost_or_doubled(bridge: Bridge, sandbox: Sandbox, ask: Sql, had: set[str]) -> None:
    """Once all has come to its end."""
    until(lambda: {state for (state,) in ask("select distinct state from items")} <= {"done", "skipped"}, "all has ended", 60)
    assert bridge.command("verify").returncode == 0
    titles = [title for (title,) in asking(sandbox.data)("select title from records where kind = 'message'")]
    assert had <= set(titles), "lost"
    assert len(titles) == len(set(titles)), "doubled"
    ((found,),) = ask("select count(*) from writes where said = 'found in Heap'")
    assert int(str(found)) >= 5, "the copy was too fresh to show anything"


@slowly
def test_a_copy_made_under_load_is_restored_and_nothing_is_lost_or_doubled(
    bridge: Bridge, sandbox: Sandbox, senders: Callable[[Bridge], list[Sender]], tmp_path: Path
) -> None:
    sending = senders(bridge)
    until(lambda: sandbox.count("message") >= 5, "some are written")
    copy = tmp_path / "copy.db"
    made = bridge.command("backup", str(copy))
    assert made.returncode == 0, made.stderr
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    had = subjects(asking(copy))
    more_than_the_copy_knows(sandbox)

    bridge.process.kill()
    for file in tmp_path.glob("spool.db*"):
        file.unlink()
    os.replace(copy, bridge.spool)
    assert bridge.command("verify").returncode == 0
    bridge.restart()
    all_sent(sending)

    assert "is a copy of" in bridge.process.output()
    nothing_is_lost_or_doubled(bridge, sandbox, asking(bridge.spool), had)


@slowly
def test_a_dump_made_under_load_is_restored_and_nothing_is_lost_or_doubled(
    on_postgresql: Bridge, sandbox: Sandbox, senders: Callable[[Bridge], list[Sender]], postgresql: PostgreSQL, database: str,
    tmp_path: Path,
) -> None:
    bridge, dump, other = on_postgresql, tmp_path / "dump", postgresql.database()
    sending = senders(bridge)
    until(lambda: sandbox.count("message") >= 5, "some are written")
    subprocess.run([PROGRAMS / "pg_dump", "--format=custom", f"--file={dump}", database], check=True, timeout=60)
    more_than_the_copy_knows(sandbox)

    bridge.process.kill()
    subprocess.run([PROGRAMS / "pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={other}", dump], check=True,
                   timeout=60)
    had = subjects(lambda query: [tuple(row) for row in postgresql.sql(query, other)])
    bridge.settings.write_text(bridge.settings.read_text("utf-8").replace(database, other), "utf-8")
    assert bridge.command("restored").returncode == 0
    assert bridge.command("verify").returncode == 0
    bridge.restart()
    all_sent(sending)

    nothing_is_lost_or_doubled(bridge, sandbox, lambda query: [tuple(row) for row in postgresql.sql(query, other)], had)
    bridge.process.kill()
    postgresql.drop(other)
