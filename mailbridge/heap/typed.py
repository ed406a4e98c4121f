"""A text that an admin typed or changed: which of it may act in Heap. Pure.

Such a text is mostly a stranger's still, moved, shortened and mended by hand, and nothing in it says any more who wrote
what. So all of it counts as outside text, but the operators that the admin typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from mailbridge.heap.operators import opens
from mailbridge.plan import Ours, Outside, Text

_OPERATOR = re.compile(r"\[[^\[\]\n:]{1,100}:[^\[\]\n]{0,500}\]")
"""As an admin types one: complete, in one line, nothing within it. All else with a bracket is left to the last gate."""

_MOST_BRACKETS = 500
_MOST_WITHIN = 1300

_Opening = tuple[str, bool]
"""Letters behind a bracket, and whether what it opens is closed."""

_SPARE_LETTERS = 20


def typed(text: str, theirs: str) -> Text:
    """The text, its operators marked as ours if an admin typed them. `theirs`: all that the stranger wrote.

    An operator is a stranger's when its letters stand in this order shortly behind any bracket of theirs: also when
    the admin only closed a gap in it, took something out of it, or moved it here from elsewhere in the mail.
    """
    if not any(opens(char) for char in set(text)):
        return (Ours(text),)            # nothing can act without a bracket, and lines of an admin stay lines
    openings = list(islice(_openings(theirs), _MOST_BRACKETS + 1))
    is_theirs = cache(lambda operator: _is_theirs(operator, openings))
    pieces: list[Ours | Outside] = []
    end = 0
    for found in _OPERATOR.finditer(text):
        if is_theirs(found[0]):
            continue
        pieces += [Outside(text[end:found.start()]), Ours(found[0])]
        end = found.end()
    return tuple(piece for piece in (*pieces, Outside(text[end:])) if piece.text)


def _openings(theirs: str) -> Iterator[_Opening]:
    """The letters behind each bracket of a stranger's, to the end of what it opens if it has one."""
    for at, char in enumerate(theirs):
        if opens(char):
            behind = theirs[at + 1:at + 1 + _MOST_WITHIN]
            end = behind.find("]", behind.find(":")) if ":" in behind else -1
            yield _letters(behind[:end] if end >= 0 else behind), end >= 0


def _is_theirs(operator: str, openings: list[_Opening]) -> bool:
    """What a stranger left open an admin may have closed: then the letters before the colon decide."""
    if len(openings) > _MOST_BRACKETS:
        return True                     # no honest mail; and each is looked at for each operator
    whole, head = _letters(operator), _letters(operator.partition(":")[0])
    return any(_in_order(whole if is_closed else head, letters[:2 * len(whole) + _SPARE_LETTERS])
               for letters, is_closed in openings)


def _in_order(wanted: Iterable[str], letters: str) -> bool:
    left = iter(letters)
    return all(letter in left for letter in wanted)


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
