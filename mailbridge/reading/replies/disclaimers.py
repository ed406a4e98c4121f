"""What a legal disclaimer is, for all who leave one out: a paragraph that begins like one and goes on like one.

The wordings are data (`patterns.footers`). What else may end a mail is for `signatures` to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mailbridge.reading.beginnings import Beginnings
from mailbridge.reading.patterns.footers import DISCLAIMERS, LEGAL_WORDS
from mailbridge.reading.replies.signature_lines import DECORATION, is_rule, sentences
from mailbridge.reading.replies.wording import fold, words_of

MOST_LINES = 60                         # from the end of a text in which a disclaimer may begin
WORDINGS = Beginnings(words_of(DISCLAIMERS))
"""What a disclaimer begins with, folded and without ornament."""

ORNAMENT = DECORATION + "\"([<"         # what may stand in front of it
_FEWEST_LEGAL_WORDS = 2
_LEGAL = frozenset(map(fold, LEGAL_WORDS))


def start(lines: Sequence[str], candidates: Iterable[int]) -> int | None:
    """The first of the candidate lines at which a disclaimer begins, below which nothing but its like stands."""
    for at in candidates:
        opens = at == 0 or not lines[at - 1].strip() or is_rule(lines[at - 1])
        if not (opens and WORDINGS.of(fold(lines[at][:200]).lstrip(ORNAMENT))):
            continue
        first, *others = _paragraphs(lines[at:])
        said = _legal_words(" ".join([first, *others[:2]]))
        if said >= _FEWEST_LEGAL_WORDS and all(_legal_words(text) or not sentences(text) for text in others):
            return at
    return None


def without(text: str) -> str:
    """The text above its disclaimer; the whole text if nothing stands above or there is none."""
    lines = text.split("\n")
    at = start(lines, range(max(1, len(lines) - MOST_LINES), len(lines)))
    above = "\n".join(lines[:at]).rstrip("\n -_*=") if at is not None else ""
    return above if above.strip() else text


def _paragraphs(lines: Sequence[str]) -> list[str]:
    joined = "\n".join(line[:2000].strip() for line in lines)
    return [text.replace("\n", " ") for text in re.split("\n{2,}", joined) if text]


def _legal_words(text: str) -> int:
    folded = fold(text[:6000])
    return sum(word in folded for word in _LEGAL)
