"""A trouble that goes on: told when it comes, changes, and is over."""

from __future__ import annotations

import logging

import pytest

from mailbridge.ongoing import Ongoing


def test_a_trouble_is_told_when_it_comes_when_it_becomes_another_and_when_it_is_over(
    caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    trouble = Ongoing(logging.getLogger("mailbridge.test"))
    trouble.is_over()
    for words in ("refused", "refused", "starting up", "starting up"):
        trouble.met(OSError(words))
    trouble.is_over()
    trouble.is_over()
    trouble.met(OSError("starting up"))
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("ERROR", "refused"), ("ERROR", "starting up"), ("INFO", "over: starting up"), ("ERROR", "starting up")]
