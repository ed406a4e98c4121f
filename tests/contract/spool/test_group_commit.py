"""Concurrent changes share a flush of the disk, and none suffers for another."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from spool.kit import arrival, raw_mail

from mailbridge.plan import ItemState
from mailbridge.spool import Spool, SpoolTrouble, lists
from mailbridge.spool.troubles import SpoolFull


@pytest.fixture
def commits(spool: Spool) -> list[int]:
    """One entry for each commit from here on."""
    seen: list[int] = []
    sa.event.listen(spool._engine, "commit", lambda connection: seen.append(1))
    return seen


@pytest.fixture
def gate(spool: Spool) -> Iterator[Callable[[], None]]:
    """Holds the committer until it is called, so that changes gather."""
    opened = threading.Event()
    begun = threading.Event()

    def wait(connection: sa.Connection) -> None:
        begun.set()
        opened.wait(10)

    spool._committer.submit(wait)
    begun.wait(10)
    yield opened.set
    opened.set()


def test_twenty_senders_at_once_share_commits_and_each_mail_is_kept(spool: Spool, commits: list[int]) -> None:
    together = threading.Barrier(20)

    def send(n: int) -> None:
        for each in range(5):
            together.wait(10)
            spool.accept(arrival(raw_mail(f"mail {n} {each}")))

    with ThreadPoolExecutor(20) as senders:
        list(senders.map(send, range(20)))
    assert lists.counts(spool)[ItemState.WAITING] == 100
    assert 5 <= len(commits) < 80


def test_many_mails_at_once_share_one_commit_and_come_out_in_their_order(spool: Spool, commits: list[int]) -> None:
    mails = [arrival(raw_mail(f"mail {n % 700}")) for n in range(800)]
    kept = spool.accept_many(mails)
    assert len(commits) == 1
    assert [each.new for each in kept] == [True] * 700 + [False] * 100
    assert [each.item for each in kept[700:]] == [each.item for each in kept[:100]]
    assert lists.original(spool, kept[699].item) == raw_mail("mail 699")
    assert spool.accept_many([]) == []


def test_a_mail_that_cannot_be_kept_takes_none_of_those_with_it_that_share_its_commit(
    spool: Spool, gate: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def must_be(connection: sa.Connection, size: int) -> None:
        if size >= len(raw_mail("too large")):
            raise SpoolFull("no room")

    monkeypatch.setattr(spool.room, "must_be", must_be)
    kept = [spool.accept_soon(arrival(raw_mail(subject))) for subject in ("one", "too large", "two")]
    gate()
    assert [kept[0].result(10).new, kept[2].result(10).new] == [True, True]
    with pytest.raises(SpoolFull):
        kept[1].result(10)
    assert lists.counts(spool)[ItemState.WAITING] == 2


def test_nobody_is_told_kept_before_the_commit(spool: Spool, gate: Callable[[], None]) -> None:
    futures = [spool.accept_soon(arrival(raw_mail(f"mail {n}"))) for n in range(3)]
    assert not any(future.done() for future in futures)
    assert lists.counts(spool)[ItemState.WAITING] == 0
    gate()
    assert [future.result(10).item for future in futures] == [1, 2, 3]


def test_a_mail_that_was_told_kept_is_on_disk_for_every_other_process(spool: Spool, address: str) -> None:
    accepted = spool.accept(arrival())
    other = Spool(address)
    try:
        assert lists.original(other, accepted.item) == raw_mail()
    finally:
        other.close()


@pytest.mark.parametrize("error", [ValueError("a bug"), sa.exc.IntegrityError("insert", None, Exception("UNIQUE"))])
def test_a_change_that_fails_takes_no_other_with_it(
    spool: Spool, gate: Callable[[], None], error: Exception
) -> None:
    def break_off(connection: sa.Connection) -> None:
        connection.execute(sa.text("update items set reason = 'half done'"))
        raise error

    first = spool.accept_soon(arrival(raw_mail("first")))
    broken = spool._committer.submit(break_off)
    second = spool.accept_soon(arrival(raw_mail("second")))
    gate()
    assert first.result(10).new
    assert second.result(10).new
    with pytest.raises(SpoolTrouble if isinstance(error, sa.exc.SQLAlchemyError) else ValueError):
        broken.result(10)
    assert [item.reason for item in lists.summaries(spool)] == ["", ""]


def test_a_future_that_nobody_waits_for_any_more_stops_nothing(spool: Spool, gate: Callable[[], None]) -> None:
    given_up: Future[object] = spool._committer.submit(lambda connection: None)
    given_up.cancel()
    gate()
    assert spool.accept(arrival()).new


def test_a_waker_that_breaks_stops_nothing(spool: Spool) -> None:
    def broken() -> None:
        raise RuntimeError("the event loop is closed")

    spool.on_arrival(broken)
    assert spool.accept(arrival(raw_mail("first"))).new
    assert spool.accept_soon(arrival(raw_mail("second"))).result(10).new


def test_closing_finishes_what_was_asked_for_and_takes_nothing_more(spool: Spool, gate: Callable[[], None]) -> None:
    last = spool.accept_soon(arrival())
    gate()
    spool.close()
    assert last.result(0).new
    with pytest.raises(SpoolTrouble, match="stopping"):
        spool.accept(arrival())
    spool.close()


def test_nobody_who_asks_while_it_closes_waits_for_ever(spool: Spool) -> None:
    asking = threading.Event()
    asked: list[Future[object]] = []

    def dawdle(_frame: object, event: str, called: object) -> None:
        if event == "c_call" and getattr(called, "__name__", "") == "put":
            asking.set()
            time.sleep(0.2)

    def ask() -> None:
        sys.setprofile(dawdle)
        asked.append(spool._committer.submit(lambda connection: None))

    sender = threading.Thread(target=ask)
    sender.start()
    asking.wait(10)
    spool.close()
    sender.join(10)
    assert [future.done() for future in asked] == [True]


def test_a_worker_is_woken_after_the_commit_and_not_before(spool: Spool, gate: Callable[[], None]) -> None:
    seen: list[int] = []
    spool.on_arrival(lambda: seen.append(lists.counts(spool)[ItemState.WAITING]))
    kept = spool.accept_soon(arrival())
    assert 1 not in seen
    gate()
    kept.result(10)
    spool.close()
    assert 1 in seen
