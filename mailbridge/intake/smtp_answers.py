"""Brings what another thread has finished into a loop: one wake-up for all that came in the same moment.

asyncio's own bridge between futures writes a byte to the loop's socket for each; twenty mails of one commit cost twenty
system calls so, in the thread that should be at the next commit.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
Then = Callable[[Future[Any]], None]


class Answers:
    """For one loop and the threads that answer it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._came: deque[tuple[Then, Future[Any]]] = deque()
        self._is_called = False

    def tell(self, asked: Future[T], then: Callable[[Future[T]], None]) -> None:
        """Call `then` in the loop once the answer is there. It must not raise."""
        asked.add_done_callback(lambda done: self._comes(then, done))

    def _comes(self, then: Then, done: Future[Any]) -> None:
        """In the other's thread. What is put down after the loop was called is still seen when it comes.

        Two threads may both find that it was not called, and call it: then the second call finds nothing to hand out.
        """
        self._came.append((then, done))
        if not self._is_called:
            self._is_called = True
            with suppress(RuntimeError):        # the loop is closed, so nobody waits any more
                self._loop.call_soon_threadsafe(self._hand_out)

    def _hand_out(self) -> None:
        self._is_called = False
        while self._came:
            then, done = self._came.popleft()
            then(done)
