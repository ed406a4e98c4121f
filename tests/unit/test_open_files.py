"""The process asks for as many open files as its doors' places need, and says so when it may not have them."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest

from mailbridge import open_files
from mailbridge.settings import Settings
from mailbridge.settings.doors import DoorLimits, SmtpSettings

FILES = resource.RLIMIT_NOFILE


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = resource.getrlimit(FILES)
    yield
    resource.setrlimit(FILES, before)


def soft(limit: int) -> int:
    resource.setrlimit(FILES, (limit, resource.getrlimit(FILES)[1]))
    return limit


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


def test_each_place_needs_its_connection_and_the_file_of_a_large_mail() -> None:
    none = Settings.model_construct(smtp=None, lmtp=None)
    some = Settings.model_construct(smtp=SmtpSettings(limits=DoorLimits(connections=300)), lmtp=None)
    assert open_files.needed(some) - open_files.needed(none) == 600


def test_what_is_needed_is_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    now = soft(512)
    open_files.allow(now + 100)
    assert resource.getrlimit(FILES)[0] == now + 100
    assert not warned(caplog)


def test_who_may_have_more_keeps_it(caplog: pytest.LogCaptureFixture) -> None:
    now = soft(512)
    open_files.allow(100)
    assert resource.getrlimit(FILES)[0] == now
    assert not warned(caplog)


def test_what_cannot_be_had_is_said_with_what_to_do(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (512, 800))
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    open_files.allow(20_200)
    assert asked == [(800, 800)], "all that the system allows"
    [said] = warned(caplog)
    assert "may have 800 files" in said
    assert "needs 20200" in said
    assert "LimitNOFILE" in said
    monkeypatch.undo()


def test_without_a_limit_nothing_is_asked(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", lambda *_: pytest.fail("nothing to ask"))
    open_files.allow(10_000)
    assert not warned(caplog)
    monkeypatch.undo()
