"""What a text begins with, of many wordings at once."""

from __future__ import annotations

from collections.abc import Sequence


class Beginnings:
    """Wordings that a text may begin with, by first letters: there are hundreds, and most texts begin otherwise."""

    __slots__ = ("_by_letters", "_length")

    def __init__(self, words: Sequence[str]) -> None:
        self._length = min(3, *map(len, words))
        by_letters: dict[str, list[str]] = {}
        for word in words:
            by_letters.setdefault(word[:self._length], []).append(word)
        self._by_letters = {letters: tuple(its) for letters, its in by_letters.items()}

    def of(self, text: str) -> str:
        """The first of the wordings that `text` begins with, "" if it begins with none."""
        its = self._by_letters.get(text[:self._length])
        return next(filter(text.startswith, its), "") if its else ""
