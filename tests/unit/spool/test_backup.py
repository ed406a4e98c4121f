"""A copy of the spool while others write, and what a restored copy makes of its planned writes."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from postgresql import PROGRAMS, PostgreSQL

from mailbridge.errors import AdminError, MailbridgeError, OperatorError
from mailbridge.plan import ItemState, WriteState
from mailbridge.spool import Spool, SpoolTrouble, restored
from mailbridge.spool import backup as copying
from mailbridge.spool.backup import backup, backup_to
from mailbridge.spool.verify import verify

from .kit import Clock, arrival, message, open_spool, person, planned, raw_mail, story


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = open_spool(tmp_path, Clock())
    yield opened
    opened.close()


def test_a_copy_holds_what_was_there_and_is_for_its_owner_alone(spool: Spool, tmp_path: Path) -> None:
    for number in range(3):
        spool.accept(arrival(raw_mail(f"mail {number}"), at=spool.now()))
    copied = backup(spool, tmp_path / "copy.db")
    assert (copied.mails, copied.unsettled) == (3, 3)
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith("copy")} == {"copy.db"}
    again = Spool(f"sqlite:///{tmp_path}/copy.db")
    assert verify(again).states[ItemState.WAITING] == 3
    assert again.secret() == spool.secret()     # or none of its markers would be found
    again.close()


def test_a_copy_that_is_made_while_mail_comes_in_is_of_one_moment(spool: Spool, tmp_path: Path) -> None:
    stop = threading.Event()

    def arrive() -> None:
        number = 0
        while not stop.is_set():
            spool.accept(arrival(raw_mail(f"mail {number}"), at=spool.now() - timedelta(hours=1)))
            number += 1

    sender = threading.Thread(target=arrive)
    sender.start()
    try:
        for number in range(5):
            backup(spool, tmp_path / f"{number}.copy")
    finally:
        stop.set()
        sender.join()
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"{number}.copy")) as made:
            items, originals, events = (made.execute(f"select count(*) from {table}").fetchone()[0]
                                        for table in ("items", "originals", "events"))
        assert items == originals == events


def test_no_file_is_written_over(spool: Spool, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("somebody else's")
    with pytest.raises(AdminError, match="is there already"):
        backup(spool, tmp_path / "copy.db")


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(spool: Spool, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="cannot be written: No such file or directory; name another place"):
        backup(spool, tmp_path / "nowhere" / "copy.db")


def test_a_place_that_cannot_even_be_looked_at_is_told_in_a_sentence(spool: Spool, tmp_path: Path) -> None:
    for act in (backup, backup_to):
        with pytest.raises(OperatorError, match="cannot be written: File name too long; name another place"):
            act(spool, tmp_path / ("x" * 300))


ON_A_FULL_DISK = """
import resource, signal, sys
from mailbridge.cli import main

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
main(["--config", sys.argv[1], "backup", sys.argv[2]])
"""


def test_a_disk_that_takes_no_more_bytes_is_told_in_a_sentence(spool: Spool, tmp_path: Path) -> None:
    spool.accept(arrival(raw_mail("x" * 100_000), at=spool.now()))
    (tmp_path / "settings.yaml").write_text("spool: sqlite:///spool.db")
    done = subprocess.run([sys.executable, "-c", ON_A_FULL_DISK, tmp_path / "settings.yaml", tmp_path / "copy.db"],
                          capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (75, "")
    assert re.fullmatch(r"\S+/copy\.db\S* cannot be written \(.+\); free some space there, or name another place\n",
                        done.stderr)
    assert list(tmp_path.glob("copy*")) == []


@pytest.mark.parametrize("place", ["meta", "events"])
def test_a_spool_that_is_damaged_gives_no_copy(tmp_path: Path, place: str) -> None:
    spool = open_spool(tmp_path, Clock())
    spool.accept(arrival(raw_mail(), at=spool.now()))
    spool.close()
    with closing(sqlite3.connect(tmp_path / "spool.db")) as database:
        page = database.execute("select rootpage from sqlite_master where name = ?", (place,)).fetchone()[0]
        size = database.execute("pragma page_size").fetchone()[0]
    spool = open_spool(tmp_path, Clock())
    spool._engine.dispose()             # a connection would know the page by heart
    with (tmp_path / "spool.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"x" * size)
    with pytest.raises(SpoolTrouble, match="the spool is damaged, and so is this copy"):
        backup(spool, tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []
    spool.close()


def test_a_folder_keeps_the_newest_copies_and_everything_that_is_not_ours(tmp_path: Path) -> None:
    clock = Clock()
    spool = open_spool(tmp_path, clock)
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "mailbridge-before-the-move.db").touch()
    for _ in range(4):
        backup_to(spool, folder, keep=2)
        clock.forward(3600)
    spool.close()
    assert sorted(path.name for path in folder.iterdir()) == [
        "mailbridge-20260302T110000Z.db", "mailbridge-20260302T120000Z.db", "mailbridge-before-the-move.db"]


def test_a_copy_that_fails_leaves_nothing_behind(spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(copying.engines, "copy", full)
    with pytest.raises(MailbridgeError, match="No space left"):
        backup(spool, tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []


def test_only_a_copy_takes_itself_for_one_and_only_once(spool: Spool, tmp_path: Path) -> None:
    assert restored.take_up(spool) is None
    backup(spool, tmp_path / "copy.db")
    again = Spool(f"sqlite:///{tmp_path}/copy.db", now=spool.now)
    assert restored.take_up(again) == spool.now()
    assert restored.take_up(again) is None
    assert restored.looked_for_until(again) == spool.now() + restored.LOOKED_FOR
    assert restored.looked_for_until(spool) is None
    again.close()


def test_planned_writes_of_a_restored_copy_are_looked_up_first(spool: Spool) -> None:
    planned(spool, person(), message())
    assert restored.declare(spool) == 2
    first, second = story(spool, 1).writes
    assert (first.state, second.state) == (WriteState.UNKNOWN, WriteState.UNKNOWN)
    assert (first.looks, second.looks) == (0, 0)


def test_a_spool_in_postgresql_names_postgresqls_own_program(database: str, tmp_path: Path) -> None:
    spool = Spool(database)
    with pytest.raises(AdminError, match="pg_dump --format=custom --file=FILE spool_"):
        backup(spool, tmp_path / "copy")
    assert list(tmp_path.glob("copy*")) == []
    spool.close()


def test_a_dump_of_postgresql_is_restored_whole(postgresql: PostgreSQL, database: str, tmp_path: Path) -> None:
    spool = Spool(database)
    planned(spool, person(), message())
    spool.close()
    other = postgresql.database()
    dump = tmp_path / "dump"
    subprocess.run([PROGRAMS / "pg_dump", "--format=custom", f"--file={dump}", database], check=True, timeout=60)
    subprocess.run([PROGRAMS / "pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={other}", dump],
                   check=True, timeout=60)
    again = Spool(other)
    assert list(verify(again).problems()) == []
    assert restored.declare(again) == 2
    assert [write.state for write in story(again, 1).writes] == [WriteState.UNKNOWN] * 2
    again.close()
    postgresql.drop(other)
