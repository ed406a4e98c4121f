"""One at a time for each contact, so that two mails of one new person make one record (row F1).

A race, told as a story: somebody new sends two mails within a second; two threads ask Heap, both hear "nobody", and
both create the person. Here the second is told to come again until the first has written; then it hears "known". No
thread waits: four mails of one contact would otherwise hold up everybody else's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType


class ContactBusy(Exception):
    """Another mail has this contact in hand, for so many seconds already. Whoever gets this tries again in a moment."""

    def __init__(self, seconds: float = 0) -> None:
        super().__init__()
        self.seconds = seconds


class Turns:
    """The turns of one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._taken: dict[str, float] = {}      # address -> since when

    def turn(self) -> Turn:
        """A turn that is to be had in a `with`; it takes no address yet."""
        return Turn(self)

    def take(self, address: str) -> None:
        """Have the address. Raises ContactBusy when another has it."""
        with self._lock:
            if address in self._taken:
                raise ContactBusy(self._clock() - self._taken[address])
            self._taken[address] = self._clock()

    def give_back(self, address: str) -> None:
        """Let the next one have it."""
        with self._lock:
            self._taken.pop(address, None)


class Turn:
    """One mail's turn. It takes the first address it is asked for and no other."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._address = ""

    def take(self, address: str) -> None:
        """Have the address until the `with` ends. Raises ContactBusy when another mail has it."""
        if not self._address and address:
            self._turns.take(address.casefold())
            self._address = address.casefold()

    def end(self) -> None:
        """Give the address back before the `with` ends: whom Heap knows nobody is going to create."""
        if self._address:
            self._turns.give_back(self._address)
            self._address = ""

    def __enter__(self) -> Turn:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
