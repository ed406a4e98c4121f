"""The shape of one phrase in the tables beside it, and how a table is searched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Phrase(NamedTuple):
    """Lower case, single spaces. `origin` is the program that writes it, `language` its ISO 639-1 code."""

    text: str
    origin: str
    language: str


class Phrases(tuple[Phrase, ...]):
    """A table of phrases. Most texts hold none of them, which the bare wordings tell soonest."""

    _texts: tuple[str, ...]
    _by_letter: dict[str, tuple[Phrase, ...]]

    def __new__(cls, phrases: Iterable[Phrase]) -> Phrases:
        table = super().__new__(cls, phrases)
        table._texts = tuple(phrase.text for phrase in table)
        by_letter: dict[str, list[Phrase]] = {}
        for phrase in table:
            by_letter.setdefault(phrase.text[0], []).append(phrase)
        table._by_letter = {letter: tuple(its) for letter, its in by_letter.items()}
        return table

    def within(self, text: str) -> Phrase | None:
        """The first phrase that stands anywhere in the text."""
        for number, wording in enumerate(self._texts):
            if wording in text:
                return self[number]
        return None

    def at_start(self, text: str) -> Iterable[Phrase]:
        """The phrases that the text begins with, in the table's order."""
        return (phrase for phrase in self._by_letter.get(text[:1], ()) if text.startswith(phrase.text))
