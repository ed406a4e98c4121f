"""Brings what another thread has finished into a loop: one wake-up for all that came in the same moment.

asyncio's own bridge between futures writes a byte to the loop's socket for each; twenty mails of one commit cost twenty
system calls so, in the thread that should be at the next commit.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
Then = Callable[[T], None]


class Answers:
    """For one loop and the threads that answer it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._came: deque[tuple[Then[Any], Any]] = deque()
        self._is_called = False

    def to(self, then: Then[T]) -> Then[T]:
        """What the other thread calls with an answer, so that `then` is called with it in the loop.

        `then` must not raise.
        """
        return lambda answer: self._comes(then, answer)

    def _comes(self, then: Then[T], answer: T) -> None:
        """In the other's thread. What is put down after the loop was called is still seen when it comes.

        Two threads may both find that it was not called, and call it: then the second call finds nothing to hand out.
        """
        self._came.append((then, answer))
        if not self._is_called:
            self._is_called = True
            with suppress(RuntimeError):        # the loop is closed, so nobody waits any more
                self._loop.call_soon_threadsafe(self._hand_out)

    def _hand_out(self) -> None:
        self._is_called = False
        while self._came:
            then, answer = self._came.popleft()
            then(answer)
