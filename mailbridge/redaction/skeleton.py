"""A text reduced to what numbers and words are made of, letter for letter, so that places in both are the same. Pure.

Who hides a number between invisible characters, in full-width digits or behind other blanks than the usual one finds
it written plainly here. What the last gate removes later is invisible here too: it cannot join what stood apart.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

UNSEEN = "\x00"
"""Stands for every character that nobody sees: it separates nothing."""

_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"       # letters and symbols that look like a space
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_UNSEEN_CATEGORIES = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me"))


def skeleton(text: str) -> str:
    """As long as the text: every script's digits as 0-9, letters small and bare, one blank, dash and line end."""
    return text.translate({ord(char): _role(char) for char in set(text)})


@lru_cache(maxsize=4096)
def _role(char: str) -> str:
    value = unicodedata.digit(char, None)
    if value is not None:
        return str(value)
    if char in _LINE_ENDS:
        return "\n"
    if char.isspace() or char in _BLANK_LETTERS:
        return " "
    category = unicodedata.category(char)
    if category in _UNSEEN_CATEGORIES:
        return UNSEEN
    if category == "Pd" or char == "\u2212":
        return "-"
    form = unicodedata.normalize("NFKD", char).lower()
    is_one = all(unicodedata.category(mark) == "Mn" for mark in form[1:])
    return _SAME.get(form[0], form[0]) if is_one else char


_SAME = {"ς": "σ", "ı": "i"}            # of which upper case makes no difference
