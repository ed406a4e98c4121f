"""How fast one account may ask. Heap's limits are unknown, so ours are kept low; the clock is passed in."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SHORTEST_SPAN_SECONDS = 0.05
_ROUNDING_SECONDS = 1e-6


class Pace:
    """At most `at_once` requests at a time and `creates_per_second` creates, shared by the threads of one account."""

    def __init__(
        self, *, creates_per_second: float = 5.0, at_once: int = 2,
        clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._spacing_seconds = 1 / creates_per_second
        self._places = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._next_create = 0.0
        self._span_end = 0.0
        self._reserve: Callable[[float], float] | None = None
        self._clock = clock
        self._sleep = sleep

    def share(self, reserve: Callable[[float], float]) -> None:
        """Share the creates with other processes too.

        `reserve` gives the seconds until a span of so many seconds begins that is nobody else's; what it raises passes
        through. Short spans are asked for together, so that it is asked at most twenty times a second.
        """
        self._reserve = reserve

    @contextmanager
    def turn(self, *, create: bool) -> Iterator[None]:
        """Waits for a place and, before a create, for its moment; the place is free again afterwards."""
        with self._places:
            if create:
                self._wait_for_moment()
            yield

    def _wait_for_moment(self) -> None:
        with self._lock:                # only to take a moment; the waiting itself holds up nobody
            moment = max(self._clock(), self._next_create)
            if self._reserve is not None and moment + self._spacing_seconds > self._span_end + _ROUNDING_SECONDS:
                span = max(self._spacing_seconds, _SHORTEST_SPAN_SECONDS)
                moment = self._reserve(span) + self._clock()
                self._span_end = moment + span
            self._next_create = moment + self._spacing_seconds
        wait_seconds = moment - self._clock()
        if wait_seconds > 0:
            self._sleep(wait_seconds)
