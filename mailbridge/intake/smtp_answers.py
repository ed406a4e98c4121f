"""Brings what another thread has finished into a loop: one wake-up for all that came in the same moment.

asyncio's own bridge between futures writes a byte to the loop's socket for each; twenty mails of one commit cost twenty
system calls so, in the thread that should be at the next commit.
"""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


class Answers:
    """For one loop and the threads that answer it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._came: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._is_called = False

    def to(self, asked: Future[T]) -> asyncio.Future[T]:
        """The same answer for the loop. Whoever gives up waiting for it undoes nothing."""
        waiting: asyncio.Future[T] = self._loop.create_future()
        asked.add_done_callback(lambda done: self._comes(waiting, done))
        return waiting

    def _comes(self, waiting: asyncio.Future[T], done: Future[T]) -> None:
        """In the other's thread. What is put down after the loop was called is still seen when it comes.

        Two threads may both find that it was not called, and call it: then the second call finds nothing to hand out.
        """
        self._came.append((waiting, done))
        if not self._is_called:
            self._is_called = True
            with suppress(RuntimeError):        # the loop is closed, so nobody waits any more
                self._loop.call_soon_threadsafe(self._hand_out)

    def _hand_out(self) -> None:
        self._is_called = False
        while self._came:
            waiting, done = self._came.popleft()
            if waiting.done():          # given up
                continue
            if done.cancelled():        # the one asked for never comes; the others do
                waiting.cancel()
            elif (error := done.exception()) is None:
                waiting.set_result(done.result())
            else:
                waiting.set_exception(error)
