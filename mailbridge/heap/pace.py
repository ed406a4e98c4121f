"""How fast one account may ask. Heap's limits are unknown, so ours are kept low; the clock is passed in."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
        self._clock = clock
        self._sleep = sleep

    @contextmanager
    def turn(self, *, create: bool) -> Iterator[None]:
        """Waits for a place and, before a create, for its moment; the place is free again afterwards."""
        with self._places:
            if create:
                self._wait_for_moment()
            yield

    def _wait_for_moment(self) -> None:
        with self._lock:                # only to take a moment; the waiting itself holds up nobody
            now = self._clock()
            moment = max(now, self._next_create)
            self._next_create = moment + self._spacing_seconds
        if moment > now:
            self._sleep(moment - now)
