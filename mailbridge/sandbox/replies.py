"""Replies of the API as bytes: the word `Success`, an error, and the XML exactly as the vendor's page prints it.

Exactly means its mistakes too: the DOCTYPE that no parser accepts (`<!ELEMENT result(lead) >`), the second <date> that
the event's own declaration does not know, several records where the declaration allows one, no line end after the
last tag. A well-formed DOCTYPE or none is to be had on request, for the day on which Heap mends it.

This file knows nothing of where records come from, nor of faults beyond the variants named here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any
from xml.sax.saxutils import escape

from mailbridge.sandbox.kinds import PROSPECTS

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")
_CONTACT = ("name", "title", "phone", "mobile", "fax", "email", "url", "address", "city", "state", "zip", "country",
            "update")
_EVENT = ("date", "title", "location", "description", "complete", "association")

DECLARED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(PROSPECTS, (*_CONTACT, "probability", "value", "moreinfo")),
    "person": _CONTACT,
    "event": _EVENT,
    "message": ("title", "body", "creator", "emailedfrom", "emailedto", "update", "association"),
}
"""Elements of a record as the sample's DOCTYPE lists them."""

PRINTED = DECLARED | {"event": ("date", "title", "date", *_EVENT[2:])}
"""Elements as the sample prints them: an event has its date twice."""


class Doctype(Enum):
    """`AS_PRINTED` is the page's own, which is not well-formed."""

    AS_PRINTED = "as-printed"
    VALID = "valid"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP reply. `drip_seconds` is the time over which its bytes are spread."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=UTF-8"),)
    drip_seconds: float = 0


SUCCESS = Reply(b"Success")


def error(sentence: str) -> Reply:
    """A refusal: HTTP 200 with a sentence. The page says no more than that an error is returned."""
    return Reply(f"Error: {sentence}".encode())


def found(kind: str, records: Sequence[Mapping[str, Any]], *, doctype: Doctype = Doctype.AS_PRINTED,
          escaped: bool = True, encoding: str = "utf-8", cut_at: float = 1) -> Reply:
    """The XML for some records of a kind, none included.

    `escaped=False` leaves `&` and `<` of the values as they are; an `encoding` other than UTF-8 goes unannounced;
    `cut_at` is the part of the text that is sent, 1 for all of it.
    """
    text = xml(kind, records, doctype=doctype, escaped=escaped)
    text = text[:int(len(text) * cut_at)]
    content_type = "text/xml; charset=UTF-8" if encoding == "utf-8" else "text/xml"
    return Reply(text.encode(encoding, "xmlcharrefreplace"), headers=(("Content-Type", content_type),))


def xml(kind: str, records: Sequence[Mapping[str, Any]], *, doctype: Doctype = Doctype.AS_PRINTED,
        escaped: bool = True) -> str:
    """The text of a `get=` reply."""
    lines = ['<?xml version="1.0"?>', *_doctype(kind, doctype), "<result>"]
    for record in records:
        lines.append(f"<{kind}>")
        for name in PRINTED[kind]:
            value = _value(record, name)
            lines.append(f"<{name}>{escape(value) if escaped else value}</{name}>")
        lines.append(f"</{kind}>")
    lines.append("</result>")
    return "\n".join(lines)


def spoken(day: date) -> str:
    """`May 8th`: English whatever the machine's language, and no year, as on the page."""
    ending = "th" if 11 <= day.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{_MONTHS[day.month - 1]} {day.day}{ending}"


def _doctype(kind: str, doctype: Doctype) -> list[str]:
    if doctype is Doctype.NONE:
        return []
    if doctype is Doctype.AS_PRINTED:
        declarations = [f"result({kind}) ", f"{kind}({', '.join(DECLARED[kind])}) "]
        declarations += [f"{name} (#PCDATA) " for name in DECLARED[kind]]
    else:
        declarations = [f"result ({kind}*)", f"{kind} ({', '.join(PRINTED[kind])})"]
        declarations += [f"{name} (#PCDATA)" for name in DECLARED[kind]]
    return ["<!DOCTYPE result [", *(f"<!ELEMENT {declaration}>" for declaration in declarations), "]>"]


def _value(record: Mapping[str, Any], name: str) -> str:
    if name == "update":
        return spoken(date.fromisoformat(record["updated_on"]))
    if name == "date":
        return spoken(date(int(record["year"]), int(record["month"]), int(record["day"])))
    return str(record[name])
