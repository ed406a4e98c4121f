"""The line "On 28/10/2021 12:46, "Jane Roe" <jane@x> wrote:" above a copied mail, in any language and word order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbridge.mail import Address
from mailbridge.reading.forwards import forward_addresses
from mailbridge.reading.forwards.forward_lines import Lines
from mailbridge.reading.patterns.forwards_wrote import BESIDE_NAME, WROTE

_MAX_CHARS = 400
_MAX_LINES = 3                          # a long one is wrapped
_TIME_OR_ADDRESS = re.compile(r"[\d@]")
_QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("»", "«"))
_BESIDE_NAME = frozenset(word.casefold() for word in BESIDE_NAME)
_WORDS = tuple(w.casefold() for _, words, _ in WROTE for w in words.split("; "))


@dataclass(frozen=True, slots=True)
class Wrote:
    """Who wrote, the words around the name (the date is among them), the lines it stands on and its quote marks."""

    sender: Address
    when: str
    depth: int
    start: int
    end: int
    languages: tuple[str, ...]


def read(lines: Lines, start: int, *, announced: bool = False) -> Wrote | None:
    """The line that starts at `start`, None if it is none. An announced one need not say "wrote" (Yandex)."""
    if not any("@" in raw for raw in lines.raw[start:start + _MAX_LINES]):
        return None
    depth, joined = lines.read(start)
    if not _TIME_OR_ADDRESS.search(joined):
        return None                     # the comment's last line, with no empty line behind it
    at = start + 1
    while not _is_complete(joined, announced=announced):
        if at >= min(start + _MAX_LINES, len(lines)) or len(joined) > _MAX_CHARS:
            return None
        its_depth, words = lines.read(at)
        if not words or its_depth != depth or _is_complete(words, announced=announced):
            return None
        joined = f"{joined} {words}"
        at += 1
    person, when = _person(joined)
    if not person.email:
        return None
    return Wrote(person, when, depth, start, at, _languages(joined))


def _is_complete(words: str, *, announced: bool) -> bool:
    has_address = "." in words[words.find("@"):] if "@" in words else False
    if not has_address or len(words) > _MAX_CHARS or not any(c.isdigit() for c in words):
        return False
    folded = words.casefold()
    if not words.endswith((":", "：")):
        return not announced and _ends_in_time(words) and any(folded.rfind(w) > folded.rfind("@") for w in _WORDS)
    is_bare = words.endswith((">:", "> :")) and _names_a_time(words)
    return announced or is_bare or any(word in folded for word in _WORDS)


def _ends_in_time(words: str) -> bool:
    """Finnish Outlook puts the date last, and no colon: "Jane <jane@x> kirjoitti 28.10.2021 kello 12.46"."""
    return words.rstrip(".")[-2:].isdigit() and _names_a_time(words)


def _names_a_time(words: str) -> bool:
    return sum(c.isdigit() for c in words) >= 7     # as in 1.1.21 9:05


def _person(words: str) -> tuple[Address, str]:
    """The name and address in the line, and the line without them."""
    for comma in "、，،":
        words = words.replace(comma, ", ")
    start = _address_start(words)
    end = min((at + 1 for mark in ">)]" if (at := words.find(mark, start)) > 0), default=len(words))
    before = words[:start].rstrip()
    name, at = _quoted_name(before) or _name_at_end(before)
    email = forward_addresses.sender(words[start:end]).email
    return Address("" if name.casefold() == email.casefold() else name, email), f"{before[:at]} {words[end:]}"


def _quoted_name(before: str) -> tuple[str, int] | None:
    for opening, closing in _QUOTES:
        at = before.rfind(opening, 0, len(before) - 1)
        if before.endswith(closing) and at >= 0:
            return before[at + 1:-1].strip("' "), at
    return None


def _address_start(words: str) -> int:
    at = words.find("@")
    while at > 0 and words[at - 1] not in " <([\"'“„«、，":
        at -= 1
    while at > 0 and words[at - 1] in "<([ " and words[at - 1] != " ":
        at -= 1
    return at


def _name_at_end(before: str) -> tuple[str, int]:
    """The last words that are neither numbers nor such as stand beside a name, and where they start."""
    at = len(before)
    for word in reversed(before.split(" ")[-12:]):
        plain = word.casefold().strip(",;:،、，（）()")
        if any(c.isdigit() for c in word) or plain in _BESIDE_NAME or plain in _WORDS:
            break
        at -= len(word) + 1
    at = max(at, 0)
    return before[at:].strip(" ,;:،、，"), at


def _languages(words: str) -> tuple[str, ...]:
    folded = words.casefold()
    return tuple(language for language, its, _ in WROTE if any(w.casefold() in folded for w in its.split("; ")))
