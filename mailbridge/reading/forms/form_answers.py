"""Lines of a form mail -> its questions and answers, in order.

A label may stand before its answer or above it. Known labels count everywhere, unknown ones where something marks
them. Inside a visitor's message `form_messages` judges: messages have colons, lists and signatures too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from mailbridge.reading.forms import form_words
from mailbridge.reading.forms.form_lines import Line
from mailbridge.reading.forms.form_messages import ONCE, Place, row_at
from mailbridge.reading.forms.form_splits import (
    ADDRESS,
    Split,
    Style,
    at_colon,
    clean,
    is_end,
    is_like_label,
    is_prose,
    split,
)
from mailbridge.reading.forms.form_words import Role
from mailbridge.reading.patterns import form_surroundings, labels

MAX_ANSWERS = 300
_MAX_ROW = 20_000                       # letters of a line in which a label is looked for
_ABOUT_THE_VISITOR = ONCE | {Role.SENDER}
_AUTOLINK = re.compile(r"(?<=\S)\s?<(?:tel|mailto):[^<>\s]{1,200}>")     # clients write them behind what they link
_QUOTES = (('"', '"'), ("'", "'"), ("\u201e", "\u201c"), ("\u201c", "\u201d"), ("\u00ab", "\u00bb"))


@dataclass(slots=True)
class Answer:
    """One label as written, what it asks for (None when nobody knows), and the lines behind and below it."""

    label: str
    asked: Role | None
    rows: list[str] = field(default_factory=list)
    is_closed: bool = False

    @property
    def value(self) -> str:
        """The answer without outer blank lines and quotes; "" for "n/a" and the like."""
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self.rows)).strip()
        if "<" in text and not self.is_message:
            text = _AUTOLINK.sub("", text)
        bare = text.removesuffix(",")
        if len(bare) > 2 and (bare[0], bare[-1]) in _QUOTES and "\n" not in bare and not self.is_message:
            text = bare[1:-1]
        return "" if text.lower() in form_surroundings.PLACEHOLDERS else text

    @property
    def is_message(self) -> bool:
        """A text of the visitor's own, of any length."""
        return self.asked in (Role.MESSAGE, Role.REMARK)

    def takes(self, row: str) -> bool:
        """Does a further line belong here? A message goes on over blank lines, an address up to one, a name ends."""
        if self.is_closed:
            return False
        if self.is_message or not row or not any(self.rows):
            return True
        return self.asked in (None, Role.OTHER) and bool(self.rows[-1])


def gather(lines: list[Line]) -> tuple[list[Answer], int]:
    """All answers of the mail, and how many lines stand outside of them."""
    reader = _Reader(lines)
    reader.read()
    return [a for a in reader.answers if a.value or a.asked or a.is_closed][:MAX_ANSWERS], reader.outside


def own(lines: list[Line]) -> list[Line]:
    """What stands above the header of a mail that is quoted or forwarded: From, To and Subject in one block."""
    block: set[str] = set()
    begin = 0
    for number, line in enumerate(lines):
        if not (block or line.label or ":" in line.text or "\uff1a" in line.text):
            continue
        label, value = (line.label, line.text) if line.label else at_colon(line.text)
        kind = labels.FIELDS.get(label.strip(" *:").casefold()) if label else None
        if not block:
            begin = number
        if kind:
            block |= {kind} if value else set()
        elif line.text or line.label:
            block = set()
        is_travel = "subject" not in block and not any("@" in one.text for one in lines[begin:number + 1])
        if {"from", "to"} <= block and block & {"subject", "date"} and not is_travel:
            return lines[:begin]
    return lines


class _Reader:
    """Walks the lines once; `current` is the answer that further lines may belong to."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.answers: list[Answer] = []
        self.current: Answer | None = None
        self.current_style = Style.ABOVE
        self.outside = 0
        self.styles: Counter[Style] = Counter()     # of the known labels so far

    def read(self) -> None:
        for number, line in enumerate(self.lines):
            if len(self.answers) > MAX_ANSWERS:
                return
            if line.label:
                self._labelled(line)
            elif line.is_closed:
                self._end_of_row()
            elif line.is_answer or not self._begins(number, line.text.strip()):
                self._goes_on(line.text.strip())

    def _end_of_row(self) -> None:
        if self.current is not None and any(self.current.rows):
            self.current = None

    def _labelled(self, line: Line) -> None:
        """The markup says what is label and what answer."""
        label = clean(line.label)
        asked = form_words.role(label)
        is_waited_for = self.current is not None and self.current.asked is not None and not any(self.current.rows)
        if is_waited_for and not line.text and form_words.exact(label) is None:
            self._goes_on(line.label.strip())       # some write the answer in bold letters instead of the label
            return
        if form_words.is_sender(label) and ADDRESS.search(line.text):
            asked = Role.SENDER
        rows = [row.strip() for row in line.text.split("\n")] if line.text else []
        self._open(Answer(label, asked, rows, line.is_closed), Style.MARKUP)

    def _begins(self, number: int, text: str) -> bool:
        """Open a new answer when the line starts one, end the open one when the line ends it."""
        if not text or len(text) > _MAX_ROW or (is_prose(text) and not is_end(text)):
            return False
        found = split(text)
        if is_end(text) and form_words.exact(found.label) not in _ABOUT_THE_VISITOR:
            self.current = self.current if self._is_underlined(number, text) else None
            return True
        is_label = self._is_label_in_message(number, found) if self._in_message else self._is_label(number, found)
        if is_label:
            self._open(Answer(clean(found.label), found.asked, [found.value] if found.value else []), found.style)
        return is_label

    def _is_underlined(self, number: int, text: str) -> bool:
        """A rule right below a label belongs to it."""
        is_asked = self.current is not None and self.current.asked is not None and not any(self.current.rows)
        return is_asked and bool(self._row(number - 1)) and not any(map(str.isalnum, text))

    @property
    def _in_message(self) -> bool:
        return self.current is not None and self.current.is_message

    def _is_label(self, number: int, found: Split) -> bool:
        if found.style is Style.RULED and not self.styles[Style.RULED]:
            return form_words.exact(found.label) is not None
        if found.asked is not None:
            return True
        if found.is_marked and is_like_label(found.label):
            return bool(found.value or self._row(number + 1) or (self._row(number + 2) and self.styles))
        return self._is_alone(number, found)

    def _is_alone(self, number: int, found: Split) -> bool:
        """Nobody knows it, but it stands above one line between blank ones, as the known labels do."""
        if found.style is not Style.ABOVE or len(found.label) > 60 or self.styles[Style.ABOVE] < 2:
            return False
        is_alone = not self._row(number - 1) and bool(self._row(number + 1)) and not self._row(number + 2)
        return is_alone and found.label[-1] not in ".,;!"

    def _is_label_in_message(self, number: int, found: Split) -> bool:
        usual = self.styles.most_common(1)[0][0] if self.styles.total() >= 2 else None
        return Place(
            self.lines, number, usual,
            answered=frozenset(a.asked for a in self.answers if a.asked in ONCE and a.value),
            is_begun=self.current is not None and any(self.current.rows),
            is_block=self.current_style is Style.ABOVE_COLON and usual is Style.COLON,
            is_lower=self.answers[0].label[:1].islower(),
        ).is_label(found)

    def _row(self, number: int) -> str:
        return row_at(self.lines, number)

    def _goes_on(self, row: str) -> None:
        if self.current is not None and self.current.takes(row):
            self.current.rows.append(row)
        elif row:
            self.outside += 1
            self.current = None

    def _open(self, answer: Answer, style: Style) -> None:
        self.current, self.current_style = answer, style
        self.answers.append(answer)
        if answer.asked is not None:
            self.styles[style] += 1
