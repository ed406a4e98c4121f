"""The signed cookie: how long it lives and what ends it."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from mailbridge.console.sessions import Sessions
from mailbridge.settings import ConsoleUser

USERS = {"ann": ConsoleUser(password_hash=SecretStr("one"), role="admin"),
         "rob": ConsoleUser(password_hash=SecretStr("two"), role="reader")}


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    return Sessions(USERS, b"secret", clock)


def test_a_cookie_brings_back_user_role_and_token(sessions: Sessions) -> None:
    begun = sessions.begin("rob")
    found = sessions.read(sessions.cookie(begun))
    assert found is not None
    assert (found.user, found.role, found.csrf, found.is_admin) == ("rob", "reader", begun.csrf, False)


def test_half_an_hour_without_a_page_ends_it(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.cookie(sessions.begin("ann"))
    clock.now += 30 * 60
    assert sessions.read(cookie)
    clock.now += 1
    assert sessions.read(cookie) is None


def test_eight_hours_end_it_however_busy_it_is(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.cookie(sessions.begin("ann"))
    for _ in range(24):
        clock.now += 20 * 60
        session = sessions.read(cookie)
        assert session is not None
        assert sessions.is_due(session)
        cookie = sessions.cookie(session)
    clock.now += 60
    assert sessions.read(cookie) is None


def test_a_copy_of_the_cookie_is_worth_nothing_after_signing_out(sessions: Sessions) -> None:
    session = sessions.begin("ann")
    cookie = sessions.cookie(session)
    sessions.end(session)
    assert sessions.read(cookie) is None


def test_a_new_password_ends_the_sessions_of_the_old_one(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.cookie(sessions.begin("ann"))
    changed = {**USERS, "ann": ConsoleUser(password_hash=SecretStr("three"), role="admin")}
    assert Sessions(changed, b"secret", clock).read(cookie) is None
    assert Sessions({"rob": USERS["rob"]}, b"secret", clock).read(cookie) is None


def test_the_role_is_that_of_the_settings_and_not_of_the_cookie(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.cookie(sessions.begin("ann"))
    lowered = {**USERS, "ann": ConsoleUser(password_hash=SecretStr("one"), role="reader")}
    found = Sessions(lowered, b"secret", clock).read(cookie)
    assert found is not None and not found.is_admin


@pytest.mark.parametrize("bent", ["", "x", "a.b", ".", "eyJ.x.y", "[]"])
def test_what_is_not_signed_by_us_is_nobody(sessions: Sessions, bent: str) -> None:
    assert sessions.read(bent) is None
    cookie = sessions.cookie(sessions.begin("ann"))
    assert sessions.read(cookie + bent + "x") is None


def test_a_cookie_of_another_spool_is_nobody(sessions: Sessions, clock: Clock) -> None:
    assert Sessions(USERS, b"other", clock).read(sessions.cookie(sessions.begin("ann"))) is None
