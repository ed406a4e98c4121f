"""The records that Heap keeps: kinds, and the fields that the vendor's page names for each (heap-api.txt).

One table for the whole program: rules are checked against it, the client sends by it, replies are read by it. The
sandbox does not use it: it is written from the page, so that a misreading here shows there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The seven kinds, by the words of this program. What each is called on the wire is `heap.wire`'s knowledge."""

    LEAD = "lead"
    OPPORTUNITY = "opportunity"
    CUSTOMER = "customer"
    ARCHIVE = "archive"
    PERSON = "person"
    EVENT = "event"
    MESSAGE = "message"


def a(kind: Kind) -> str:
    """`a lead`, `an event`: the kind with its article, for sentences."""
    return f"{'an' if kind.value[0] in 'aeiou' else 'a'} {kind.value}"


PROSPECTS = (Kind.LEAD, Kind.OPPORTUNITY, Kind.CUSTOMER, Kind.ARCHIVE)
"""Kinds with the same fields, differing in where a contact stands in the sale."""

CONTACT_KINDS = (Kind.PERSON, *PROSPECTS)
"""Kinds under which a contact's address may be found."""

_PERSON_FIELDS = ("name", "phone", "fax", "mobile", "email", "address", "city", "state", "zip", "title", "country",
                  "url")
_PROSPECT_FIELDS = (*_PERSON_FIELDS, "probability", "value", "moreinfo")

CREATE_FIELDS: dict[Kind, tuple[str, ...]] = {
    **dict.fromkeys(PROSPECTS, _PROSPECT_FIELDS),
    Kind.PERSON: _PERSON_FIELDS,
    Kind.EVENT: ("year", "month", "day", "title", "location", "description"),
    Kind.MESSAGE: ("title", "body"),
}
"""What may be sent when creating, in the page's order."""

NEWER_FIELDS = ("category", "notes")
"""Fields of the vendor's newer page, for people and prospects; a setting turns them on."""


def create_fields(kind: Kind, *, newer: bool = False) -> tuple[str, ...]:
    """What may be sent when creating the kind, with the newer page's fields if they are turned on."""
    return CREATE_FIELDS[kind] + (NEWER_FIELDS if newer and kind in CONTACT_KINDS else ())


_CONTACT_REPLY_FIELDS = ("name", "title", "phone", "mobile", "fax", "email", "url", "address", "city", "state", "zip",
                         "country", "update")

GET_FIELDS: dict[Kind, tuple[str, ...]] = {
    **dict.fromkeys(PROSPECTS, (*_CONTACT_REPLY_FIELDS, "probability", "value", "moreinfo")),
    Kind.PERSON: _CONTACT_REPLY_FIELDS,
    Kind.EVENT: ("date", "title", "location", "description", "complete", "association"),
    Kind.MESSAGE: ("title", "body", "creator", "emailedfrom", "emailedto", "update", "association"),
}
"""What a reply holds, in the page's order."""

REQUIRED_FIELDS: dict[Kind, tuple[str, ...]] = {
    **dict.fromkeys(CONTACT_KINDS, ("name",)),
    Kind.EVENT: ("year", "month", "day", "title"),
    Kind.MESSAGE: ("title",),
}
"""Without these a record would be of no use to anybody; Heap's page itself requires nothing."""

LONG_FIELD: dict[Kind, str] = {
    **dict.fromkeys(PROSPECTS, "moreinfo"),
    Kind.EVENT: "description",
    Kind.MESSAGE: "body",
}
"""The field of several lines, which also carries the marker. People have none."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record as Heap told it. `fields` holds the first value of each known field, "" where Heap sent none.

    `dates` keeps an event's repeated <date> as it came ("May 8th"): no year, so never identity and never a cursor.
    """

    kind: Kind
    fields: tuple[tuple[str, str], ...]
    dates: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")

    def get(self, name: str) -> str:
        """The field's value, "" when the record has none."""
        return self[name]

    @property
    def person_name(self) -> str:
        """The name without the company: Heap writes both into one field, `Josh Taylor - IBM`."""
        return self["name"].partition(" - ")[0].strip()

    @property
    def company(self) -> str:
        """What stands behind the first ` - ` of the name, "" if nothing does."""
        return self["name"].partition(" - ")[2].strip()
