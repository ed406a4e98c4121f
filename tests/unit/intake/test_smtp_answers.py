"""What another thread finishes comes into the loop, whatever becomes of its neighbours."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Future

import pytest

from mailbridge.intake.smtp_answers import Answers


def test_an_answer_that_never_comes_holds_up_no_other() -> None:
    async def waited() -> str:
        answers = Answers(asyncio.get_running_loop())
        never, soon = Future[str](), Future[str]()
        waiting, other = answers.to(never), answers.to(soon)
        never.cancel()
        soon.set_result("kept")
        kept = await asyncio.wait_for(other, 5)
        assert waiting.cancelled()
        return kept

    assert asyncio.run(waited()) == "kept"


def test_one_who_gave_up_waiting_holds_up_no_other() -> None:
    async def waited() -> str:
        answers = Answers(asyncio.get_running_loop())
        first, second = Future[str](), Future[str]()
        given_up, other = answers.to(first), answers.to(second)
        given_up.cancel()
        first.set_exception(OSError("nobody hears it"))
        second.set_result("kept")
        return await asyncio.wait_for(other, 5)

    assert asyncio.run(waited()) == "kept"


def test_an_answer_that_comes_while_the_loop_closes_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    loop = asyncio.new_event_loop()
    late = Future[str]()
    Answers(loop).to(late)
    loop.close()
    monkeypatch.setattr(loop, "is_closed", lambda: False)       # as it was a moment before
    with caplog.at_level(logging.ERROR):
        late.set_result("kept")
    assert caplog.text == ""
