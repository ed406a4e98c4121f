"""How words of the tables in `patterns` become something that can be looked for. Knows scripts, not mail."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailbridge.reading.patterns.habit import Habit

# Latin, Greek and Cyrillic separate words. Others put no space between them, or join small words to the next.
_LETTER = "[a-z0-9_\u00c0-\u024f\u0370-\u052f]"
_SEPARATED = re.compile(_LETTER)


def words_of(habits: Iterable[Habit]) -> tuple[str, ...]:
    """Every word of the habits once, case-folded, longest first so that the fullest wording is found."""
    return tuple(sorted({fold(word) for habit in habits for word in habit.words}, key=lambda word: (-len(word), word)))


def alternation(words: Iterable[str], *, whole: bool = True) -> str:
    """A regex for any of the words, as whole words (or as their beginnings) where the script has spaces.

    Words with the same bounds stand in one group: a bound is then looked at once a place, not once a word. Which of
    several words at one place is found is not defined.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for word in words:
        groups.setdefault(_bounds(word, whole), []).append(re.escape(word))
    return "(?:" + "|".join(f"{before}(?:{'|'.join(its)}){after}" for (before, after), its in groups.items()) + ")"


def fold(text: str) -> str:
    """Case, typographic apostrophes, hard spaces and direction marks taken out of the comparison.

    Clients in Hebrew and Arabic put invisible direction marks around names and dates (U+200E to U+202E).
    """
    folded = text.casefold()
    return folded.translate(_PLAIN) if not folded.isascii() and _ODD.search(folded) else folded


_PLAIN = {
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F),
                     *range(0x2066, 0x206A))),
    **dict.fromkeys((0x2018, 0x2019, 0x02BC), "'"),
    **dict.fromkeys((0xA0, 0x2007, 0x202F, 0x3000), " "),
}
_ODD = re.compile("[" + "".join(map(chr, _PLAIN)) + "]")        # most texts have none: looking for them is quicker


def _bounds(word: str, whole: bool) -> tuple[str, str]:
    before = f"(?<!{_LETTER})" if _SEPARATED.match(word[0]) else ""
    after = f"(?!{_LETTER})" if whole and _SEPARATED.match(word[-1]) else ""
    return before, after
