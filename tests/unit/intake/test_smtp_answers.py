"""What another thread finishes comes into the loop, in order and with few calls."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest

from mailbridge.intake.smtp_answers import Answers


def test_answers_come_in_their_order_and_in_the_loop() -> None:
    came: list[tuple[str, int]] = []

    async def waited() -> None:
        answers, all_came = Answers(asyncio.get_running_loop()), asyncio.Event()
        first, second, last = (answers.to(hear) for hear in (
            lambda answer: came.append((answer, threading.get_ident())),
            lambda answer: came.append((answer, threading.get_ident())), lambda answer: all_came.set()))

        def finish() -> None:
            second("second")
            first("first")
            last("last")

        await asyncio.to_thread(finish)
        await asyncio.wait_for(all_came.wait(), 5)

    asyncio.run(waited())
    assert came == [("second", threading.get_ident()), ("first", threading.get_ident())]


def test_all_that_comes_at_a_moment_is_told_with_one_call_of_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    async def waited() -> int:
        loop, told, calls = asyncio.get_running_loop(), asyncio.Event(), []
        call = loop.call_soon_threadsafe
        monkeypatch.setattr(loop, "call_soon_threadsafe", lambda act: (calls.append(act), call(act)))
        answers = Answers(loop)
        for number in range(20):
            answers.to(lambda answer: told.set() if answer == 19 else None)(number)
        await asyncio.wait_for(told.wait(), 5)
        return len(calls)

    assert asyncio.run(waited()) == 1


def test_an_answer_that_comes_while_the_loop_closes_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    loop = asyncio.new_event_loop()
    late = Answers(loop).to(lambda answer: None)
    loop.close()
    monkeypatch.setattr(loop, "is_closed", lambda: False)       # as it was a moment before
    with caplog.at_level(logging.ERROR):
        late("kept")
    assert caplog.text == ""
