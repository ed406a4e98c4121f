"""The seven kinds of record and their fields, as the vendor's page names them, and what makes an entry acceptable.

Written from the page alone, on purpose a second time: the client has a table of its own, so a misreading on one side
shows as a refusal on the other. The page leaves open what an error looks like and which fields are needed; the
choices made here (a sentence that starts with `Error:`, a name or a title, a real date) are marked as such below.

This file knows nothing of how records are kept or printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

PROSPECTS = ("lead", "opportunity", "customer", "archive")
CONTACTS = (*PROSPECTS, "person")
KINDS = (*CONTACTS, "event", "message")

_PERSON = ("name", "phone", "fax", "mobile", "email", "address", "city", "state", "zip", "title", "country", "url")
_PROSPECT = (*_PERSON, "probability", "value", "moreinfo")

SETTABLE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(PROSPECTS, _PROSPECT),
    "person": _PERSON,
    "event": ("year", "month", "day", "title", "location", "description"),
    "message": ("title", "body"),
}
"""What may be posted with `create=`, in the page's order."""

NEWER = ("category", "notes")
"""Fields of the vendor's later page for all contacts; accepted only by a sandbox that was started with them."""

READ_ONLY = ("complete", "association", "emailedfrom", "emailedto")
"""Fields that replies show and nobody can set through the API. `creator` and `update` come from the request itself."""

CREATE_WORDS = {**{kind: kind for kind in KINDS}, "people": "person"}
"""`create=` word to kind. The page's list says `people`, its own section says `person`: both are taken."""

GET_WORDS = {"people" if kind == "person" else kind: kind for kind in KINDS}
"""`get=` word to kind. Here the page says `people` and nothing else."""

_LARGEST_VALUE = Decimal("1e12")
_FOUR_PLACES = Decimal("0.0001")


class Refused(Exception):
    """An entry that Heap would not add. The message is the reply's text, without the leading `Error: `."""


def accepted(kind: str, posted: Mapping[str, str], *, newer_fields: bool = False) -> dict[str, str]:
    """The fields to keep for a new record of `kind`, numbers and dates in the form in which replies print them.

    `posted` holds every posted variable except the login and `create`. Raises `Refused`.
    """
    known = SETTABLE[kind] + (NEWER if newer_fields and kind in CONTACTS else ())
    for name in posted:
        if name not in known:
            raise Refused(_unknown(name, kind))
    fields = {name: posted.get(name, "") for name in known}
    needed = "name" if kind in CONTACTS else "title"
    if not fields[needed].strip():
        raise Refused(f"{needed} is required")
    if kind in PROSPECTS:
        fields["probability"] = _probability(fields["probability"])
        fields["value"] = _decimal("value", fields["value"])
    if kind == "event":
        fields |= _date(fields)
    return fields


def _unknown(name: str, kind: str) -> str:
    # A real server may well ignore what it does not know. Saying so is what a place to practise is for.
    if name in READ_ONLY or name in ("creator", "update", "date"):
        return f"{name} can be read but not set"
    return f"a {kind} has no field {name[:60]!r}"


def _probability(text: str) -> str:
    number = _decimal("probability", text)
    if number and not 0 <= Decimal(number) <= 1:
        raise Refused("probability must be between 0 and 1")
    return number


def _decimal(name: str, text: str) -> str:
    """Four decimals, as the page's sample prints them (`0.2500`, `5000.0000`); "" stays "" (nothing was said)."""
    if not text.strip():
        return ""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > _LARGEST_VALUE:
        raise Refused(f"{name} must be a number")
    return f"{number.quantize(_FOUR_PLACES):f}"


def _date(fields: Mapping[str, str]) -> dict[str, str]:
    """Year, month and day without leading zeros; they must make a day of the calendar."""
    words = {name: fields[name].strip() for name in ("year", "month", "day")}
    if not all(words.values()):
        raise Refused("year, month and day are required")
    if not all(word.isascii() and word.isdigit() and len(word) <= 4 for word in words.values()):
        raise Refused("year, month and day must be numbers")
    numbers = {name: int(word) for name, word in words.items()}
    try:
        date(**numbers)
    except ValueError:
        raise Refused("year, month and day must be a real date") from None
    return {name: str(number) for name, number in numbers.items()}
