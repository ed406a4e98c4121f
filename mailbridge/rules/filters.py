"""Filters for templates: `{{ text | shorten(200) }}`. Few, and only what rules for a CRM need. Pure.

They get texts and give texts; what they give is outside text as everything that an expression prints.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime


def shorten(text: str, length: int = 100) -> str:
    """At most so many characters, cut at a word, with … where something is missing."""
    words = str(text).strip()
    most = max(1, int(length))
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    at_word = cut.rpartition(" ")[0] if not words[most - 1].isspace() else cut
    return f"{(at_word or cut).rstrip()}…"


def domain(address: str) -> str:
    """`jane@mail.acme.example` -> mail.acme.example; "" for what is no address."""
    return str(address).rpartition("@")[2].casefold() if "@" in str(address) else ""


def first_name(name: str) -> str:
    """`Jane van Doe` and `van Doe, Jane` -> Jane."""
    last, comma, first = str(name).partition(",")
    return (first if comma else last).strip().partition(" ")[0]


def last_name(name: str) -> str:
    """`Jane van Doe` and `van Doe, Jane` -> van Doe; "" for a single word."""
    last, comma, _ = str(name).partition(",")
    return last.strip() if comma else last.strip().partition(" ")[2].strip()


def phone(text: str) -> str:
    """A number as people dial it: `+49 (0)30-90 18 20` -> +49 30 90 18 20; other text is left as it is."""
    words = str(text).strip()
    digits = sum(char.isdigit() for char in words)
    if digits < 5 or not all(char.isdigit() or char in "+()-/. \u00a0" for char in words):
        return words
    plain = words.replace("(0)", " ") if words.startswith("+") else words
    return " ".join("".join(char if char.isdigit() or char == "+" else " " for char in plain).split())


def date(text: str, shape: str = "%Y-%m-%d") -> str:
    """A date or time of a mail in another shape: `{{ date | date("%d.%m.%Y") }}`; what is none is left as it is."""
    try:
        return datetime.fromisoformat(str(text).strip()[:32]).strftime(str(shape)[:50])
    except ValueError:
        return str(text)


FILTERS: dict[str, tuple[Callable[..., str], str]] = {
    "shorten": (shorten, "at most so many characters, cut at a word: `{{ text | shorten(200) }}`"),
    "domain": (domain, "the domain of an address"),
    "first_name": (first_name, "the first of a name's words"),
    "last_name": (last_name, "what is left of a name"),
    "phone": (phone, "a number in plain groups of digits"),
    "date": (date, "a date in another shape: `{{ date | date('%d.%m.%Y') }}`"),
}
"""Name -> (the filter, what it does). Beside them the template engine's own: upper, lower, title, trim, replace …"""
