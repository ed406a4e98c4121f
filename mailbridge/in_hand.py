"""What a worker's threads have in hand, and what may be claimed beside it.

One large mail at a time: each takes its size here, and again in the process that reads it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mailbridge.guarded import LARGE_BYTES
from mailbridge.spool import Claimed
from mailbridge.spool.claims import Wish


class InHand:
    """The items of one worker, from their claim to their end. Safe for several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._items: dict[int, Claimed] = {}
        self._may_bring_large = False   # a claim that is under way

    def all(self) -> list[Claimed]:
        """As of now."""
        with self._lock:
            return list(self._items.values())

    @property
    def has_room(self) -> bool:
        """Whether anything may be claimed beside what is in hand."""
        with self._lock:
            return len(self._items) < self._most

    def took(self, claimed: Sequence[Claimed]) -> None:
        """These are in hand from now on."""
        with self._lock:
            self._items.update({item.id: item for item in claimed})

    def let_go(self, item: Claimed) -> None:
        """It has come to its end, or another worker has it."""
        with self._lock:
            self._items.pop(item.id, None)

    @contextmanager
    def wishes(self, ended: Claimed | None = None) -> Iterator[list[Wish]]:
        """What to claim one after the other, as long as there is something. What is claimed is told within the `with`.

        `ended`: the one whose place is free then; no more is claimed than takes that.
        """
        with self._lock:
            held = [item for item in self._items.values() if item is not ended]
            free = self._most - len(held) if ended is None else 1
            is_any = free > 0 and not self._may_bring_large and all(len(i.arrival.raw) <= LARGE_BYTES for i in held)
            self._may_bring_large |= is_any
        wishes: list[Wish] = [(1, None), (free - 1, LARGE_BYTES)] if is_any else [(free, LARGE_BYTES)]
        try:
            yield [wish for wish in wishes if wish[0] > 0]
        finally:
            if is_any:
                with self._lock:
                    self._may_bring_large = False
