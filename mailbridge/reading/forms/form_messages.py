"""Where a visitor's message ends: which of its lines is the next question of the form.

Messages have colons, lists and signatures too ("Size: XL", "Best, Bill"), so a line counts only when it looks like the
labels above it and, where its words are not in the tables, when nothing but labels follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailbridge.reading.forms import form_words
from mailbridge.reading.forms.form_lines import Line
from mailbridge.reading.forms.form_splits import Split, Style, is_end, is_like_label, is_ticked, split
from mailbridge.reading.forms.form_words import Role

ONCE = frozenset((Role.NAME, Role.FIRST, Role.LAST, Role.EMAIL, Role.PHONE, Role.COMPANY))
_OF_TABLES = frozenset((Style.BRACKETS, Style.STARS, Style.RULED))

_MAX_TAIL = 20                          # lines
_SENTENCE_ENDS = (".", "!", "?", ",", "\u3002", "\uff01", "\uff1f")


@dataclass(frozen=True, slots=True)
class Place:
    """A line within a message. `usual` is the style of the mail's known labels, None when there are too few.

    `is_begun`: the message has words already. `is_block`: it stands below its label, the other answers beside theirs.
    `answered`: the questions that have an answer. `is_lower`: the mail's labels begin with small letters.
    """

    lines: Sequence[Line]
    number: int
    usual: Style | None
    answered: frozenset[Role]
    is_begun: bool
    is_block: bool
    is_lower: bool

    def is_label(self, found: Split) -> bool:
        """Is the line the form's next question? No question about the visitor is asked twice."""
        asked = form_words.exact(found.label) or (found.asked if found.asked is Role.SENDER else None)
        if not self.is_begun and asked in ONCE and found.value and asked not in self.answered:
            return True                 # "Message details:" above all answers
        if self.usual is not None and found.style is not self.usual:
            return self._is_label_of_another_style(found, asked)
        if self.usual is not None and found.label[:1].islower() and not self.is_lower:
            return False
        if asked is None:
            return self._is_unknown_label(found)
        if asked in ONCE:
            return asked not in self.answered
        return asked is not Role.OTHER or not self.is_block or self._is_tail()

    def _is_label_of_another_style(self, found: Split, asked: Role | None) -> bool:
        """"Message:" above many lines, a question left empty, or what a plugin adds below a blank line."""
        if found.style is Style.ABOVE_COLON and self.usual is Style.COLON:
            is_empty = asked in ONCE and asked not in self.answered and self._known(self.number + 1)
            return is_empty or asked is Role.MESSAGE
        is_added = asked is Role.OTHER and found.style is Style.COLON and bool(found.value)
        return is_added and not self._row(self.number - 1) and self._is_tail()

    def _is_unknown_label(self, found: Split) -> bool:
        """Nobody knows the words: by its shape, a tick behind it, and what follows."""
        if self.usual is None or not found.is_marked or not found.label[:1].isupper():
            return self.usual in _OF_TABLES
        if is_ticked(found.value) and self.is_begun:
            return self._is_tail()
        if not is_like_label(found.label):
            return self.usual in _OF_TABLES
        if found.style is Style.ABOVE_COLON:
            return not self._row(self.number - 1) and bool(self._row(self.number + 1)) and len(found.label) <= 30
        is_short = len(found.label.split()) <= 3 and len(found.value) <= 80
        return is_short and not found.value.endswith(_SENTENCE_ENDS) and not self.is_block and self._is_tail()

    def _is_tail(self) -> bool:
        """Whether labels, and no prose, follow to the end of the form or to a label of the tables."""
        for number in range(self.number + 1, min(self.number + _MAX_TAIL, len(self.lines))):
            row = self._row(number)
            if self.lines[number].label or (row and is_end(row)):
                return True
            found = split(row) if row else None
            if found and not (found.is_marked and (is_like_label(found.label) or is_ticked(found.value))):
                return False
            if found and self._known(number) and not self.is_block:
                return True
        return True

    def _known(self, number: int) -> bool:
        row = self._row(number)
        found = split(row) if row else None
        return found is not None and found.is_marked and form_words.exact(found.label) is not None

    def _row(self, number: int) -> str:
        return row_at(self.lines, number)


def row_at(lines: Sequence[Line], number: int) -> str:
    """What stands on a line, "" for a blank one and beyond the ends."""
    line = lines[number] if 0 <= number < len(lines) else Line()
    return (line.label or line.text).strip()
