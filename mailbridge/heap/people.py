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
from dataclasses import dataclass

from mailbridge.plan import Person, PersonState
from mailbridge.records import CONTACT_KINDS, Kind, Record

Get = Callable[[Kind, str], tuple[Record, ...]]
"""`HeapClient.get`, or what stands for it."""

_SHORTEST = 3
"""Characters; a shorter search would find half of Heap."""

_BETWEEN_ADDRESSES = re.compile(r"[\s,;<>()\"]+")


@dataclass(frozen=True, slots=True)
class Equality:
    """When two addresses are one: upper and lower case never matter; dots and a +tag in front of the @ only at
    `loose_domains`, since elsewhere they are other people's (row D3)."""

    loose_domains: frozenset[str] = frozenset()

    def bare(self, address: str) -> str:
        """The address by which it is compared: without brackets, `mailto:`, and what makes no difference."""
        folded = address.strip().casefold().removeprefix("mailto:").partition("?")[0]
        local, at, domain = folded.rpartition("@")
        if domain not in self.loose_domains:
            return folded
        return f"{local.partition('+')[0].replace('.', '')}{at}{domain}"


EXACT = Equality()


def has_address(record: Record, email: str, equality: Equality = EXACT) -> bool:
    """Whether one of the addresses in the record's email field is exactly this one, upper and lower case alike.

    The field is free text that people typed: several addresses, `mailto:`, `Name <a@b>`.
    """
    wanted = equality.bare(email)
    return any(equality.bare(part) == wanted for part in _addresses(record))


def _addresses(record: Record) -> list[str]:
    return [part for part in _BETWEEN_ADDRESSES.split(record["email"]) if "@" in part]


class People:
    """Answers "who is this address?", and remembers the answer for a bounded time. Safe for several threads."""

    def __init__(
        self, get: Get, *, kinds: tuple[Kind, ...] = CONTACT_KINDS, remember_seconds: float = 300.0,
        equality: Equality = EXACT, ambiguous: str = "ask", max_remembered: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`ambiguous`: of several records with the address, "ask" a person, or take the "oldest" (the first that Heap
        lists), the "newest" (the last), or "all"."""
        self._get = get
        self._kinds = kinds
        self._equality = equality
        self._ambiguous = ambiguous
        self._remember_seconds = remember_seconds
        self._max_remembered = max_remembered
        self._clock = clock
        self._lock = threading.Lock()
        self._remembered: OrderedDict[str, tuple[float, Person]] = OrderedDict()
        self._forgotten = 0

    def find(self, about: str) -> Person:
        """The records of the first kind, in the set order, that hold exactly this address.

        `about` may also be a name, which then must be the whole name of the person or of the record, or `@domain`, for
        anybody with an address there.

        Why the first kind only? A new sender becomes a person and a lead by the usual rules: one human being, who must
        not look like two. The order says which kind speaks for a contact; two records of one kind are ambiguous.

        Raises the errors of `HeapClient.get`, which are not remembered, and `ValueError` for nothing to look for.
        """
        key = self._equality.bare(about) if "@" in about else " ".join(about.casefold().split())
        if len(key) < _SHORTEST:
            raise ValueError(f"{about!r} is nothing to look for")
        with self._lock:
            expires, person = self._remembered.get(key, (0.0, None))
            if person is not None and self._clock() < expires:
                return person
            forgotten = self._forgotten
        person = self._ask(about.strip(), key)
        self._remember(key, person, forgotten)
        return person

    def forget(self, email: str) -> None:
        """Called when a contact has been created: the next `find` asks Heap again."""
        with self._lock:
            self._forgotten += 1
            self._remembered.pop(self._equality.bare(email), None)

    def _ask(self, about: str, key: str) -> Person:
        is_meant = self._test(key)
        for kind in self._kinds:
            found: list[Record] = []
            for words in self._searches(about, key):
                known = tuple(found)    # equal records of one answer are two records; of two answers they are one
                found.extend(record for record in self._get(kind, words) if record not in known)
            hits = tuple(record for record in found if is_meant(record))
            if hits:
                return self._chosen(hits)
        return Person(PersonState.UNKNOWN)

    def _searches(self, about: str, key: str) -> tuple[str, ...]:
        """What to search for: the address as written, and in the form that a loose provider takes for the same."""
        if "@" not in about or about.startswith("@"):
            return (about.casefold() if about.startswith("@") else " ".join(about.split()),)
        return tuple(dict.fromkeys((EXACT.bare(about), key)))

    def _test(self, key: str) -> Callable[[Record], bool]:
        if key.startswith("@"):
            return lambda record: any(EXACT.bare(part).endswith(key) for part in _addresses(record))
        if "@" in key:
            return lambda record: has_address(record, key, self._equality)
        return lambda record: key in (" ".join(record["name"].casefold().split()),
                                      " ".join(record.person_name.casefold().split()))

    def _chosen(self, hits: tuple[Record, ...]) -> Person:
        match self._ambiguous:
            case "oldest":
                return Person(PersonState.KNOWN, hits[:1])
            case "newest":
                return Person(PersonState.KNOWN, hits[-1:])
            case "all":
                return Person(PersonState.KNOWN, hits)
            case _:
                return Person(PersonState.KNOWN if len(hits) == 1 else PersonState.AMBIGUOUS, hits)

    def _remember(self, address: str, person: Person, forgotten: int) -> None:
        with self._lock:
            if forgotten != self._forgotten:
                return                  # a contact was created while Heap answered; the answer may be older than that
            self._remembered.pop(address, None)
            self._remembered[address] = (self._clock() + self._remember_seconds, person)
            while len(self._remembered) > self._max_remembered:
                self._remembered.popitem(last=False)
