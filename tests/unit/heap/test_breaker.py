"""When a login rests, for how long, and what is told of it. The clock is moved by hand."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

import pytest

from mailbridge.heap.breaker import Breaker, Rests

RESTS = Rests(after=3, first_seconds=60, longest_seconds=200, refused_seconds=300, try_seconds=30)


@dataclass
class Login:
    seconds: float = 0
    breaker: Breaker = field(init=False)

    def __post_init__(self) -> None:
        self.breaker = Breaker("bridge@example.com", lambda: self.seconds, RESTS)

    def fail(self, times: int = 1) -> None:
        for _ in range(times):
            self.breaker.failed("connection refused")


@pytest.fixture
def login() -> Login:
    return Login()


def told(caplog: pytest.LogCaptureFixture) -> list[int]:
    return [record.levelno for record in caplog.records]


def test_failures_with_an_answer_between_them_are_no_reason_to_rest(login: Login) -> None:
    for _ in range(5):
        login.fail(2)
        login.breaker.answered()
    assert login.breaker.wait_seconds() == 0


def test_failures_in_a_row_make_it_rest_and_raise_one_alarm(login: Login, caplog: pytest.LogCaptureFixture) -> None:
    login.fail(3)
    assert login.breaker.wait_seconds() == 60
    login.fail(4)                       # these had left before the rest began
    assert login.breaker.wait_seconds() == 60
    assert told(caplog) == [logging.ERROR]


def test_after_the_rest_one_goes_ahead_and_the_others_wait_for_what_it_finds(login: Login) -> None:
    login.fail(3)
    login.seconds = 60
    assert [login.breaker.wait_seconds() for _ in range(3)] == [0, 30, 30]
    login.breaker.answered()
    assert login.breaker.wait_seconds() == 0


def test_one_that_goes_ahead_and_never_tells_does_not_block_the_next(login: Login) -> None:
    login.fail(3)
    login.seconds = 60
    assert login.breaker.wait_seconds() == 0
    login.seconds = 90
    assert [login.breaker.wait_seconds() for _ in range(2)] == [0, 30]


def test_the_rests_grow_up_to_the_longest_and_start_anew_after_an_answer(login: Login) -> None:
    login.fail(3)
    rests = []
    for _ in range(4):
        login.seconds += login.breaker.rest_seconds()
        assert login.breaker.wait_seconds() == 0
        login.fail()
        rests.append(login.breaker.rest_seconds())
    assert rests == [120, 200, 200, 200]
    login.breaker.answered()
    login.fail(3)
    assert login.breaker.rest_seconds() == 60


def test_a_refused_login_rests_at_once_and_is_told_once_until_it_works_again(
    login: Login, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        login.breaker.refused("invalid login")
        assert login.breaker.rest_seconds() == 300
        login.seconds += 300
        assert login.breaker.wait_seconds() == 0
    assert told(caplog) == [logging.ERROR]
    login.breaker.answered()
    assert told(caplog) == [logging.ERROR, logging.WARNING]
    login.breaker.refused("invalid login")
    assert told(caplog) == [logging.ERROR, logging.WARNING, logging.ERROR]


def test_a_heap_that_comes_back_and_refuses_the_login_is_another_trouble(
    login: Login, caplog: pytest.LogCaptureFixture
) -> None:
    login.fail(3)
    login.breaker.refused("invalid login")
    assert told(caplog) == [logging.ERROR, logging.ERROR]


def test_being_asked_to_wait_is_a_wait_and_no_alarm(login: Login, caplog: pytest.LogCaptureFixture) -> None:
    login.breaker.asked_to_wait(50)
    assert login.breaker.wait_seconds() == 50
    login.breaker.asked_to_wait(10_000)
    assert login.breaker.wait_seconds() == 200, "never longer than a rest"
    login.seconds = 201
    assert [login.breaker.wait_seconds() for _ in range(2)] == [0, 0]
    assert told(caplog) == []


def test_a_clock_that_is_set_back_makes_no_rest_longer(login: Login) -> None:
    login.seconds = 10_000
    login.fail(3)
    login.seconds = 1000
    assert login.breaker.wait_seconds() == 0
    login.breaker.asked_to_wait(20)
    assert login.breaker.wait_seconds() == 30, "one goes ahead, and has its thirty seconds"


def test_nobody_rests_for_failures_when_the_settings_say_never() -> None:
    breaker = Breaker("bridge@example.com", lambda: 0.0, Rests(after=0))
    for _ in range(100):
        breaker.failed("connection refused")
    assert breaker.wait_seconds() == 0
