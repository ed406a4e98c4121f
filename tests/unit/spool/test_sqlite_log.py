"""SQLite's log of changes is carried over beside the commits, and begins anew while a door is busy."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from mailbridge.spool import Spool, sqlite_log
from mailbridge.spool.engines import reading
from mailbridge.spool.sqlite_log import Upkeep

from .kit import Clock, arrival, open_spool

MAIL_BYTES = 20_000
PAGE_BYTES = 8192
_numbers = count()


def take(spool: Spool, mails: int) -> None:
    """So many different mails in one commit."""
    spool.accept_many(arrival(b"Subject: %d\r\n\r\n" % next(_numbers) + b"x" * MAIL_BYTES) for _ in range(mails))


def comes(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()


def size(folder: Path, ending: str = "") -> int:
    return (folder / f"spool.db{ending}").stat().st_size


def beginning(folder: Path) -> bytes:
    """Which one of its beginnings a log is at (https://sqlite.org/fileformat2.html, "The Write-Ahead Log")."""
    with (folder / "spool.db-wal").open("rb") as log:
        return log.read(32)[12:16]


def keepers() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "spool-log"]


def test_after_many_changes_it_is_carried_over_while_nobody_commits(tmp_path: Path, clock: Clock) -> None:
    spool = open_spool(tmp_path, clock)
    take(spool, sqlite_log.CHANGES - 1)
    assert not keepers()
    assert size(tmp_path) < MAIL_BYTES
    take(spool, 1)
    assert comes(lambda: size(tmp_path) > sqlite_log.CHANGES * MAIL_BYTES)
    spool.close()
    assert not keepers(), "its thread ends with the spool"
    assert not (tmp_path / "spool.db-wal").exists(), "nobody has it open any more"


def test_it_begins_anew_while_mails_keep_coming(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two senders, so that there is always something that is not carried over yet."""
    monkeypatch.setattr(sqlite_log, "CHANGES", 20)
    monkeypatch.setattr(sqlite_log, "LONG_PAGES", 100)
    spool = open_spool(tmp_path, clock)
    first = beginning(tmp_path)

    def send() -> None:
        while beginning(tmp_path) == first and size(tmp_path, "-wal") < sqlite_log.LONGEST_PAGES * PAGE_BYTES / 2:
            take(spool, 5)

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    last = beginning(tmp_path)
    spool.close()
    assert last != first


def test_what_came_while_a_long_log_was_carried_over_follows_with_the_next_commit(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_log, "CHANGES", 20)
    monkeypatch.setattr(sqlite_log, "LONG_PAGES", 10)
    spool = open_spool(tmp_path, clock)
    take(spool, 20)
    upkeep = spool._committer._upkeep
    assert isinstance(upkeep, Upkeep)
    assert comes(lambda: upkeep._is_long)
    take(spool, 1)
    first = beginning(tmp_path)
    take(spool, 1)
    last = beginning(tmp_path)
    spool.close()
    assert last != first, "all was carried over before it"
    assert not upkeep._is_long


def test_nobody_waits_for_one_who_looks(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long look (a backup, a search) keeps the log from beginning anew, and keeps nobody else from anything."""
    monkeypatch.setattr(sqlite_log, "CHANGES", 10)
    monkeypatch.setattr(sqlite_log, "LONG_PAGES", 50)
    spool = open_spool(tmp_path, clock)
    take(spool, 1)
    with reading(spool._engine).connect() as looking:
        seen = looking.exec_driver_sql("select count(*) from items").scalar()
        began = time.monotonic()
        for _ in range(20):
            take(spool, 10)
        took = time.monotonic() - began
        assert looking.exec_driver_sql("select count(*) from items").scalar() == seen == 1
    assert took < 5, "SQLite would wait up to ten seconds for it"
    take(spool, 10)
    assert comes(lambda: size(tmp_path) > 200 * MAIL_BYTES), "it catches up once nobody looks"
    spool.close()


def test_a_thread_that_cannot_be_had_ends_nobody_and_is_asked_for_again(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(sqlite_log, "CHANGES", 1)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", fail)
        take(spool, 1)
        take(spool, 1)
    assert not keepers()
    take(spool, 1)
    assert comes(lambda: bool(keepers()))
    spool.close()
    assert not keepers()


def test_an_end_that_is_asked_for_in_the_moment_of_a_beginning_is_heard(spool: Spool) -> None:
    upkeep = Upkeep(spool._engine)

    class Moment(threading.Event):
        """The end is asked for when the thread has just woken, and before it makes ready to be woken again."""

        def clear(self) -> None:
            upkeep._is_over = True
            self.set()
            super().clear()

    upkeep._is_due = Moment()
    upkeep._begin()
    thread = upkeep._thread
    assert thread is not None
    thread.join(10)
    is_over = not thread.is_alive()
    upkeep.close()
    assert is_over
