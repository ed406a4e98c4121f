"""Did a write arrive? Asked after an unknown outcome, before anything is sent again.

Knows what in a record proves a write. When to ask, how often, and what follows is `delivery`'s. Errors of
`HeapClient.get` pass through: Heap not answering proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbridge.heap.client import HeapClient
from mailbridge.heap.outcomes import CannotTell, Found, LookupOutcome, NotFound
from mailbridge.heap.people import has_address
from mailbridge.heap.wire import Problems
from mailbridge.plan import Write
from mailbridge.records import LONG_FIELD, PROSPECTS, Kind, Record


def count_matches(client: HeapClient, write: Write) -> int | None:
    """How many people with the write's address and name Heap holds, to be noted before a person is created.

    None when there is nothing to count by: another kind (those carry a marker), or a person without an address.
    """
    matches = _same_people(client, write)
    return None if matches is None else len(matches)


def lookup(client: HeapClient, write: Write, marker: str, before: int | None = None) -> LookupOutcome:
    """Whether the write is in Heap. `before`: what `count_matches` said before it was first sent, for people.

    Messages and events: the page says that their text is searched, so the marker decides. Prospects: it does not say
    whether `moreinfo` is searched, so their address is searched as well; without one, not found proves nothing.
    People carry no text for a marker: one more of the same address and name than before is the proof.
    """
    if write.kind is Kind.PERSON:
        return _person(client, write, before)
    if not marker:
        return CannotTell("the record carries no marker")
    if record := _marked(client, write.kind, marker, marker):
        return Found(record)
    if write.kind in (Kind.MESSAGE, Kind.EVENT):
        return NotFound()
    email = _as_sent(client, write, "email")
    if not email:
        return CannotTell(f"this {write.kind} has no address, and Heap may not search where its marker stands")
    record = _marked(client, write.kind, marker, email)
    return Found(record) if record else NotFound()


def brought(client: HeapClient, markers: Sequence[str], email: str) -> tuple[int, Record] | None:
    """A record that bears one of a mail's markers, and the marker's place; None if there is none.

    Messages and events are found by a marker, prospects by the contact's address (see `lookup`).
    """
    searches = [(kind, marker) for kind in (Kind.MESSAGE, Kind.EVENT) for marker in markers]
    searches += [(kind, email) for kind in PROSPECTS if email]
    return next(((place, hit) for kind, search in searches for hit in client.get(kind, search)
                 for place, marker in enumerate(markers) if marker in hit[LONG_FIELD[kind]]), None)


def _marked(client: HeapClient, kind: Kind, marker: str, search: str) -> Record | None:
    return next((hit for hit in client.get(kind, search) if marker in hit[LONG_FIELD[kind]]), None)


def _person(client: HeapClient, write: Write, before: int | None) -> LookupOutcome:
    matches = _same_people(client, write)
    if matches is None or before is None:
        return CannotTell("a person without an address, or not counted before sending, cannot be recognised")
    return Found(matches[-1]) if len(matches) > before else NotFound()


def _same_people(client: HeapClient, write: Write) -> tuple[Record, ...] | None:
    if write.kind is not Kind.PERSON:
        return None
    email, name = _as_sent(client, write, "email"), _as_sent(client, write, "name")
    if not email:
        return None
    return tuple(hit for hit in client.get(Kind.PERSON, email)
                 if has_address(hit, email) and _folded(hit["name"]) == _folded(name))


def _as_sent(client: HeapClient, write: Write, field: str) -> str:
    """The field as the last gate lets it through: that is what Heap holds."""
    sending = client.fields_to_send(write, "")
    return "" if isinstance(sending, Problems) else sending[field]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
