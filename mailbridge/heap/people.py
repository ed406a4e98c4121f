"""Who an address is, by Heap. Searches loosely, as Heap does, and compares exactly, on our side.

Knows contacts under all their kinds. What to do about a person known, unknown or ambiguous is for the rules; an error
from Heap passes through, for "could not ask" is never "nobody".
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from mailbridge.plan import Person, PersonState
from mailbridge.records import CONTACT_KINDS, Kind, Record

Get = Callable[[Kind, str], tuple[Record, ...]]
"""`HeapClient.get`, or what stands for it."""

_BETWEEN_ADDRESSES = re.compile(r"[\s,;<>()\"]+")


def has_address(record: Record, email: str) -> bool:
    """Whether one of the addresses in the record's email field is exactly this one, upper and lower case alike.

    The field is free text that people typed: several addresses, `mailto:`, `Name <a@b>`.
    """
    wanted = _folded(email)
    return any(_folded(part) == wanted for part in _BETWEEN_ADDRESSES.split(record["email"]) if "@" in part)


def _folded(address: str) -> str:
    bare = address.strip().casefold().removeprefix("mailto:")
    return bare.partition("?")[0] if address.casefold().startswith("mailto:") else bare


class People:
    """Answers "who is this address?", and remembers the answer for a bounded time. Safe for several threads."""

    def __init__(
        self, get: Get, *, kinds: tuple[Kind, ...] = CONTACT_KINDS, remember_seconds: float = 300.0,
        max_remembered: int = 10_000, clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._get = get
        self._kinds = kinds
        self._remember_seconds = remember_seconds
        self._max_remembered = max_remembered
        self._clock = clock
        self._lock = threading.Lock()
        self._remembered: OrderedDict[str, tuple[float, Person]] = OrderedDict()
        self._forgotten = 0

    def find(self, email: str) -> Person:
        """The records of the first kind, in the set order, that hold exactly this address.

        Why the first kind only? A new sender becomes a person and a lead by the usual rules: one human being, who must
        not look like two. The order says which kind speaks for a contact; two records of one kind are ambiguous.

        Raises the errors of `HeapClient.get`, which are not remembered, and `ValueError` for no address at all.
        """
        address = _folded(email)
        if "@" not in address:
            raise ValueError(f"{email!r} is no address to look for")
        with self._lock:
            expires, person = self._remembered.get(address, (0.0, None))
            if person is not None and self._clock() < expires:
                return person
            forgotten = self._forgotten
        person = self._ask(address)
        self._remember(address, person, forgotten)
        return person

    def forget(self, email: str) -> None:
        """Called when a contact has been created: the next `find` asks Heap again."""
        with self._lock:
            self._forgotten += 1
            self._remembered.pop(_folded(email), None)

    def _ask(self, address: str) -> Person:
        for kind in self._kinds:
            hits = tuple(record for record in self._get(kind, address) if has_address(record, address))
            if hits:
                return Person(PersonState.KNOWN if len(hits) == 1 else PersonState.AMBIGUOUS, hits)
        return Person(PersonState.UNKNOWN)

    def _remember(self, address: str, person: Person, forgotten: int) -> None:
        with self._lock:
            if forgotten != self._forgotten:
                return                  # a contact was created while Heap answered; the answer may be older than that
            self._remembered.pop(address, None)
            self._remembered[address] = (self._clock() + self._remember_seconds, person)
            while len(self._remembered) > self._max_remembered:
                self._remembered.popitem(last=False)
