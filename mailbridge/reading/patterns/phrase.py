"""The shape of one phrase in the tables beside it."""

from __future__ import annotations

from typing import NamedTuple


class Phrase(NamedTuple):
    """Lower case, single spaces. `origin` is the program that writes it, `language` its ISO 639-1 code."""

    text: str
    origin: str
    language: str
