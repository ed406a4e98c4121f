"""How words of the tables in `patterns` become something that can be looked for. Knows scripts, not mail."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailbridge.reading.patterns.habit import Habit

# Scripts that put no space between words: a boundary there would never be found.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def words_of(habits: Iterable[Habit]) -> tuple[str, ...]:
    """Every word of the habits once, case-folded, longest first so that the fullest wording is found."""
    return tuple(sorted({fold(word) for habit in habits for word in habit.words}, key=lambda word: (-len(word), word)))


def alternation(words: Iterable[str]) -> str:
    """A regex for any of the words, as whole words where the script has spaces."""
    return "(?:" + "|".join(_bounded(word) for word in words) + ")"


def fold(text: str) -> str:
    """Case, typographic apostrophes, hard spaces and direction marks taken out of the comparison.

    Clients in Hebrew and Arabic put invisible direction marks around names and dates (U+200E to U+202E).
    """
    folded = text.casefold()
    return folded if folded.isascii() else folded.translate(_PLAIN)


_PLAIN = {
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F),
                     *range(0x2066, 0x206A))),
    **dict.fromkeys((0x2018, 0x2019, 0x02BC), "'"),
    **dict.fromkeys((0xA0, 0x2007, 0x202F, 0x3000), " "),
}


def _bounded(word: str) -> str:
    before = r"(?<!\w)" if word[0].isalpha() and not _UNSPACED.match(word[0]) else ""
    after = r"(?!\w)" if word[-1].isalpha() and not _UNSPACED.match(word[-1]) else ""
    return before + re.escape(word) + after
