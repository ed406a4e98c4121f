"""Pace and rests of a Heap login, shared by processes that each have a spool of their own on one database."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator

import pytest
from spool.kit import Clock

from mailbridge.heap.breaker import Breaker, Rests, Standing
from mailbridge.heap.pace import Pace
from mailbridge.sharing import BELIEVED_SECONDS, SharedLogins
from mailbridge.spool import Spool, SpoolTrouble, logins

LOGIN = "bridge@example.com"
RESTS = Rests(after=3, first_seconds=60, longest_seconds=200, refused_seconds=300, try_seconds=30)


@pytest.fixture
def spools(address: str, clock: Clock) -> Iterator[tuple[Spool, Spool]]:
    opened = Spool(address, now=clock, has_siblings=True), Spool(address, now=clock, has_siblings=True)
    yield opened
    for spool in opened:
        spool.close()


@pytest.fixture
def two(spools: tuple[Spool, Spool], clock: Clock) -> tuple[Breaker, Breaker]:
    """The breakers of two processes."""
    def seconds() -> float:
        return clock().timestamp()

    first, second = (Breaker(LOGIN, seconds, RESTS, SharedLogins(spool, seconds)) for spool in spools)
    return first, second


def hears(clock: Clock) -> None:
    clock.forward(BELIEVED_SECONDS)


def test_what_one_finds_out_makes_the_other_rest_and_is_told_once(
    two: tuple[Breaker, Breaker], clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = two
    assert second.wait_seconds() == 0
    for _ in range(3):
        first.failed("connection refused")
    hears(clock)
    assert second.wait_seconds() == pytest.approx(59)
    assert second.standing == (Standing.AWAY, "connection refused")
    for _ in range(3):
        second.failed("connection refused")     # had left before
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_after_a_rest_one_of_all_goes_ahead(two: tuple[Breaker, Breaker], clock: Clock) -> None:
    first, second = two
    for _ in range(3):
        first.failed("connection refused")
    clock.forward(61)
    assert first.rest_seconds() == second.rest_seconds() == 0
    assert second.wait_seconds() == 0
    assert first.wait_seconds() == 30
    second.failed("connection refused")
    hears(clock)
    assert first.wait_seconds() == pytest.approx(119), "the rests grow for both"


def test_who_goes_ahead_and_is_answered_sets_all_free(
    two: tuple[Breaker, Breaker], clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = two
    first.refused("Login failed.")
    hears(clock)
    assert second.standing == (Standing.REFUSED, "Login failed.")
    clock.forward(300)
    assert second.wait_seconds() == 0
    second.answered()
    first.answered()
    hears(clock)
    assert first.wait_seconds() == second.wait_seconds() == 0
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]


def test_when_heap_asked_one_to_wait_all_wait(two: tuple[Breaker, Breaker], clock: Clock) -> None:
    first, second = two
    first.asked_to_wait(40)
    hears(clock)
    assert second.wait_seconds() == pytest.approx(39)
    clock.forward(39)
    assert first.wait_seconds() == second.wait_seconds() == 0


def test_a_process_that_starts_during_a_rest_rests_too(
    two: tuple[Breaker, Breaker], spools: tuple[Spool, Spool], clock: Clock
) -> None:
    two[0].refused("Login failed.")
    later = Breaker(LOGIN, lambda: clock().timestamp(), RESTS, SharedLogins(spools[1]))
    assert later.wait_seconds() == 300


def test_when_the_spool_cannot_be_asked_each_goes_by_what_it_knows(
    two: tuple[Breaker, Breaker], spools: tuple[Spool, Spool], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise SpoolTrouble("away")

    for name in ("standing", "keep", "goes_ahead"):
        monkeypatch.setattr(logins, name, away)
    first, second = two
    first.refused("Login failed.")
    hears(clock)
    assert first.wait_seconds() == pytest.approx(299)
    assert second.wait_seconds() == 0


def test_a_clock_that_is_set_back_makes_no_rest_longer(two: tuple[Breaker, Breaker], clock: Clock) -> None:
    first, second = two
    first.refused("Login failed.")
    hears(clock)
    assert second.wait_seconds() == pytest.approx(299)
    clock.forward(-3 * 3600)
    assert (second.rest_seconds(), second.wait_seconds()) == (0, 0)
    assert 0 < first.wait_seconds() <= 30, "one goes ahead, not each"


def test_while_the_spool_cannot_be_asked_not_every_caller_waits_for_it(
    spool: Spool, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def away(*_: object) -> None:
        asked.append("spool")
        raise SpoolTrouble("away")

    monkeypatch.setattr(logins, "standing", away)
    shared = SharedLogins(spool, lambda: clock().timestamp())
    assert [shared.rest(LOGIN) for _ in range(5)] == [None] * 5
    assert len(asked) == 1


@pytest.mark.parametrize("per_second", [20, 200])
def test_creates_of_all_processes_together_keep_the_pace(address: str, per_second: int) -> None:
    spools = [Spool(address, has_siblings=True) for _ in range(2)]
    moments: list[float] = []

    def create(spool: Spool) -> None:
        shared = SharedLogins(spool)
        pace = Pace(creates_per_second=per_second)
        pace.share(lambda span: shared.reserve(LOGIN, span))
        for _ in range(per_second // 4):
            with pace.turn(create=True):
                moments.append(time.monotonic())

    threads = [threading.Thread(target=create, args=(spool,)) for spool in spools]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for spool in spools:
        spool.close()
    moments.sort()
    assert len(moments) == per_second // 2
    allowed = per_second * (moments[-1] - moments[0]) + 1 + per_second * 0.05     # a thread may wake up late
    assert len(moments) <= allowed


def test_a_moment_that_a_wrong_clock_gave_holds_nobody_up(spool: Spool, clock: Clock) -> None:
    assert logins.reserve(spool, LOGIN, 200) == 0
    assert logins.reserve(spool, LOGIN, 200) == 200
    clock.forward(-3600)
    assert logins.reserve(spool, LOGIN, 200) == 0
