"""The shape of one row in the tables about replies: everything that one family of clients writes in one language."""

from __future__ import annotations

from typing import NamedTuple


class Habit(NamedTuple):
    """`words` are compared case-folded; `language` is the ISO 639-1 code, `client` where it was seen."""

    language: str
    client: str
    words: tuple[str, ...]
