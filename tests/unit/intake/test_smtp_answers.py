"""What another thread finishes comes into the loop, whatever becomes of its neighbours."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Future

import pytest

from mailbridge.intake.smtp_answers import Answers


def test_an_answer_that_never_comes_holds_up_no_other() -> None:
    came: list[Future[str]] = []

    async def waited() -> None:
        answers, other_came = Answers(asyncio.get_running_loop()), asyncio.Event()
        never, soon = Future[str](), Future[str]()
        answers.tell(never, came.append)
        answers.tell(soon, came.append)
        answers.tell(soon, lambda _: other_came.set())
        never.cancel()
        await asyncio.to_thread(soon.set_result, "kept")
        await asyncio.wait_for(other_came.wait(), 5)
        assert came == [never, soon]

    asyncio.run(waited())


def test_all_that_comes_at_a_moment_is_told_with_one_call_of_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    async def waited() -> int:
        loop, told, calls = asyncio.get_running_loop(), asyncio.Event(), []
        answers, asked = Answers(loop), [Future[str]() for _ in range(20)]
        call = loop.call_soon_threadsafe
        monkeypatch.setattr(loop, "call_soon_threadsafe", lambda act: (calls.append(act), call(act)))
        for each in asked:
            answers.tell(each, lambda done: told.set() if done is asked[-1] else None)
        for each in asked:
            each.set_result("kept")
        await asyncio.wait_for(told.wait(), 5)
        return len(calls)

    assert asyncio.run(waited()) == 1


def test_an_answer_that_comes_while_the_loop_closes_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    loop = asyncio.new_event_loop()
    late = Future[str]()
    Answers(loop).tell(late, lambda done: None)
    loop.close()
    monkeypatch.setattr(loop, "is_closed", lambda: False)       # as it was a moment before
    with caplog.at_level(logging.ERROR):
        late.set_result("kept")
    assert caplog.text == ""
