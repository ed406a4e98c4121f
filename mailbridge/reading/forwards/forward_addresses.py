"""Addresses as clients write them into a text: "Roe, Jane <jane@x>; Tom [mailto:tom@x]", markdown links, names alone.

Header fields are read by `addresses`; this is for copies of them, whose names hold commas without quotes, whose
brackets repeat the address, and which may be names without any address (Exchange).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mailbridge.mail import NOBODY, Address
from mailbridge.reading.forwards import forward_lines
from mailbridge.reading.patterns.forwards import ON_BEHALF_OF

_MAX_CHARS = 16_000
_MAX_ADDRESSES = 500
_QUOTES = "\"'`‘’‚“”„«»‹›"
_OPENING = "<[(" + _QUOTES
_CLOSING = ">])" + _QUOTES
_OUTSIDE = frozenset(" \t\n@<>[](){}\"',;:|“”„«»‹›‘‚\\*،；，、")


@dataclass(frozen=True, slots=True)
class _Span:
    """An address in the text, with the brackets around it; `name` when an address stands where the name should."""

    start: int
    end: int
    email: str
    name: str = ""


def parse(value: str) -> tuple[Address, ...]:
    """All mailboxes of a copied header field, in order. A name without an address has an empty `email`."""
    value = _without_mailto(value[:_MAX_CHARS].translate(forward_lines.INVISIBLE))
    spans = list(_spans(value))[:_MAX_ADDRESSES]
    found: list[Address] = []
    at = 0
    for span in spans:
        *alone, name = _pieces(value[at:span.start])
        found += _without_address(alone)
        name = _person(span.name or name)
        found.append(Address("" if name.casefold() == span.email.casefold() else name, span.email))
        at = span.end
    if not spans or ";" in value[at:]:
        found += _without_address(_names(value[at:]))
    return tuple(found)


def sender(value: str) -> Address:
    """The author that a copied From field names: on whose behalf it was sent, else the first; `NOBODY` if none."""
    people = parse(value)
    behalf = any(words in value.casefold() for words in ON_BEHALF_OF)
    if behalf and len(people) > 1 and people[1].email:
        return people[1]
    return next(iter(people), NOBODY)


def _without_address(names: list[str]) -> list[Address]:
    """Names alone; "undisclosed-recipients:" is the empty group of RFC 5322 3.4 and nobody's name."""
    return [Address(name, "") for name in names if name and not name.endswith(":")]


def _without_mailto(value: str) -> str:
    for scheme in ("mailto:", "MAILTO:", "Mailto:"):
        value = value.replace(scheme, "")
    return value


def _spans(value: str) -> Iterator[_Span]:
    """Every address with its brackets; one that the next brackets repeat counts once."""
    last: _Span | None = None
    for start, end in _bare(value):
        span = _with_brackets(value, start, end, last.end if last else 0)
        if last and not value[last.end:span.start].strip():
            is_repeated = last.email.casefold() == span.email.casefold()
            if is_repeated or (value[span.start] == "<" and value[last.start] != "<"):
                last = _Span(last.start, span.end, span.email, "" if is_repeated else last.email)
                continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _bare(value: str) -> Iterator[tuple[int, int]]:
    """Start and end of everything around an @ that can be an address (RFC 5321 4.5.3.1: 64 and 255 octets)."""
    at, past = value.find("@"), 0
    while at >= 0:
        start, end = at, at + 1
        while start > max(past, at - 64) and value[start - 1] not in _OUTSIDE:
            start -= 1
        while end < min(len(value), at + 255) and value[end] not in _OUTSIDE:
            end += 1
        domain = value[at + 1:end].rstrip(".")
        is_domain = "." in domain or value[end:end + 1] == ">"      # "Jane Roe/Acme@Acme" is a name of Notes' own
        if start < at and is_domain and domain[:1].isalnum():
            yield start, at + 1 + len(domain)
            past = end
        at = value.find("@", end)


def _with_brackets(value: str, start: int, end: int, past: int) -> _Span:
    email = value[start:end]
    while (opening := _before(value, start, past)) >= past and value[opening] in _OPENING:
        start = opening
    while (closing := _behind(value, end)) < len(value) and value[closing] in _CLOSING:
        end = closing + 1
    return _Span(start, end, email)


def _before(value: str, start: int, past: int) -> int:
    start -= 1
    while start >= past and value[start] == " ":
        start -= 1
    return start


def _behind(value: str, end: int) -> int:
    while end < len(value) and value[end] == " ":
        end += 1
    return end


def _names(text: str) -> list[str]:
    """Names without addresses. One comma is "Roe, Jane", more are a list."""
    pieces = _pieces(text)
    if len(pieces) == 1 and pieces[0].count(",") > 1:
        return [_tidy(piece) for piece in pieces[0].split(",")]
    return pieces


def _pieces(text: str) -> list[str]:
    """What stands between addresses, cut at semicolons outside quotes; the last piece belongs to the next address."""
    pieces: list[str] = []
    piece: list[str] = []
    quoted = False
    for letter in text:
        quoted ^= letter == '"'
        if letter in ";；" and not quoted:
            pieces.append("".join(piece))
            piece = []
        else:
            piece.append(letter)
    return [_tidy(words) for words in (*pieces, "".join(piece))]


def _tidy(name: str) -> str:
    name = name.replace('\\"', '"').partition("<")[0]       # "Jane </O=ACME/CN=JANE>": a name of Exchange's own
    name = " ".join(name.split()).strip(" ,;，、،" + _QUOTES + "*[(")
    return name.removesuffix("]").removesuffix(")") if "[" not in name and "(" not in name else name


def _person(name: str) -> str:
    """The name behind "on behalf of"."""
    lowered = name.casefold()
    for words in ON_BEHALF_OF:
        if lowered.startswith(words + " "):
            return name[len(words) + 1:].strip(_QUOTES + " ")
    return name
