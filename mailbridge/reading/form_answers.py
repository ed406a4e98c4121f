"""Lines of a form mail -> its questions and answers, in order.

A label may stand before its answer (behind a colon, a dash, dots, in brackets) or above it. Known labels always count;
unknown ones only where the mail has shown that it writes labels that way, because a visitor's message has colons too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mailbridge.reading import form_words
from mailbridge.reading.form_lines import Line
from mailbridge.reading.form_words import Role
from mailbridge.reading.patterns import form_surroundings, labels

MAX_ANSWERS = 300
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")

_RULE = re.compile(r"[-_=*~|+:\u2500\u2501\u2014 ]{2,2000}")
_GAP = re.compile(r"(\S.{0,60}?)(?:\t{1,10}|[ ]{3,60})(\S.*)")
_BRACKETED = re.compile(
    r"[\[\u3010\u3014\u300c]\s{0,3}([^\[\]\u3010\u3011\u3014\u3015\u300c\u300d]{1,60})[\]\u3011\u3015\u300d]"
    r"\s{0,3}[:\uff1a]?(.*)"
)
_BULLET = re.compile(r"[\s\u2022\u00b7\u25aa\u25ab\u25cf\u25a0\u25c6\u203b\u2023>*+-]{1,6}(?=\w)")
_STARS = re.compile(r"([*_]{1,2})([^*_:\uff1a][^*:\uff1a]{0,78})([:\uff1a]?)\1\s{0,3}([:\uff1a]?)(.*)")
_ONCE = frozenset((Role.NAME, Role.FIRST, Role.LAST, Role.EMAIL, Role.PHONE, Role.COMPANY))
_SCHEMES = frozenset(("http", "https", "mailto", "tel", "ftp"))
_QUOTES = (('"', '"'), ("\u201e", "\u201c"), ("\u201c", "\u201d"), ("\u00ab", "\u00bb"))
_SIGNS = " :=>\uff1a"
_COLONS = (":", "\uff1a")
_OTHER_SEPARATORS = (
    " => ", " -> ", " = ", "=", " | ", " - ", " \u2013 ", " \u2014 ", " \u2192 ", " \u00bb ", " >> ", "- ", " -",
)


@dataclass(slots=True)
class Answer:
    """One label as written, what it asks for (None when nobody knows), and the lines behind and below it."""

    label: str
    asked: Role | None
    rows: list[str] = field(default_factory=list)
    is_closed: bool = False

    @property
    def value(self) -> str:
        """The answer without outer blank lines; "" for "n/a" and the like."""
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self.rows)).strip()
        if len(text) > 2 and (text[0], text[-1]) in _QUOTES and "\n" not in text:
            text = text[1:-1]
        return "" if text.lower() in form_surroundings.PLACEHOLDERS else text

    def takes(self, row: str) -> bool:
        """Does a further line belong here? A message goes on over blank lines, an address up to one, a name ends."""
        if self.is_closed:
            return False
        if self.is_message or not row or not any(self.rows):
            return True
        return self.asked in (None, Role.OTHER) and bool(self.rows[-1])

    @property
    def is_message(self) -> bool:
        return self.asked in (Role.MESSAGE, Role.REMARK)


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
        label, value = (line.label, line.text) if line.label else _at_colon(line.text)
        kind = labels.FIELDS.get(label.strip(" *:").casefold()) if label else None
        if not block:
            begin = number
        if kind:
            block |= {kind} if value else set()
        elif line.text or line.label:
            block = set()
        is_travel = "subject" not in block and not _names_people(lines[begin:number + 1])     # From, To, Date of a trip
        if {"from", "to"} <= block and block & {"subject", "date"} and not is_travel:
            return lines[:begin]
    return lines


def _names_people(block: Iterable[Line]) -> bool:
    return any("@" in line.text for line in block)


class _Reader:
    """Walks the lines once; `current` is the answer that further lines may belong to."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.answers: list[Answer] = []
        self.current: Answer | None = None
        self.outside = 0
        self.inline = 0                 # known labels before their answer, so far
        self.stacked = 0                # known labels above their answer, so far

    def read(self) -> None:
        for number, line in enumerate(self.lines):
            if len(self.answers) > MAX_ANSWERS:
                return
            if line.label:
                self._labelled(line)
            elif line.is_closed:
                self._end_of_row()
            elif line.is_answer or not self._begins(number, line.text):
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
        self._open(Answer(label, asked, rows, line.is_closed))

    def _begins(self, number: int, text: str) -> bool:
        """Open a new answer when the line starts one."""
        text = text.strip()
        if not text or len(text) > 20_000:
            return False
        if _RULE.fullmatch(text) or _is_footer(text):
            self.current = None
            return True
        label, value, is_colon = split(text)
        asked = _asked(label, value, is_colon)
        if self._repeats(asked):
            return False
        if asked is None and not (label and is_colon and self._may_be_label(number, label, value)):
            return self._begins_unknown(number, text)
        self.inline += bool(value and asked)
        self.stacked += bool(not value and asked)
        self._open(Answer(clean(label), asked, [value] if value else []))
        return True

    def _repeats(self, asked: Role | None) -> bool:
        """In a message, a signature answers once more what the form has asked before."""
        if asked not in _ONCE or self.current is None or not self.current.is_message or not any(self.current.rows):
            return False
        return any(answer.asked is asked and answer.value for answer in self.answers)

    def _may_be_label(self, number: int, label: str, value: str) -> bool:
        """An unknown label with a colon: believed outside of messages, in them only when it looks like the others."""
        if not _is_like_label(label):
            return False
        in_message = self.current is not None and self.current.is_message
        if value:
            is_like_others = self.inline >= 2 and len(label.split()) <= 3 and label[:1].isupper()
            return not in_message or (is_like_others and len(value) <= 80)
        follows = self._row(number + 1) or self._row(number + 2)
        if in_message:
            return self.stacked >= 2 and not self._row(number - 1) and bool(self._row(number + 1)) and len(label) <= 30
        return bool(follows) and self.stacked >= 1

    def _begins_unknown(self, number: int, text: str) -> bool:
        """A label nobody knows above its answer, where known ones stand so: alone with one line between blank ones."""
        if self.stacked < 2 or (self.current is not None and self.current.is_message) or len(text) > 60:
            return False
        is_alone = not self._row(number - 1) and bool(self._row(number + 1)) and not self._row(number + 2)
        if is_alone and text[-1] not in ".,;!":
            self._open(Answer(clean(text), None))
            return True
        return False

    def _row(self, number: int) -> str:
        """What stands on a line, "" for a blank one and beyond the ends."""
        line = self.lines[number] if 0 <= number < len(self.lines) else Line()
        return (line.label or line.text).strip()

    def _goes_on(self, row: str) -> None:
        if self.current is not None and self.current.takes(row):
            self.current.rows.append(row)
        elif row:
            self.outside += 1
            self.current = None

    def _open(self, answer: Answer) -> None:
        self.current = answer
        self.answers.append(answer)


def split(text: str) -> tuple[str, str, bool]:
    """Label, answer and whether a colon or bracket divides them; label "" when the line has none."""
    if text.startswith("|"):            # a table drawn with lines
        text = text.strip("| ")
    for pattern, groups in ((_BRACKETED, (1, 2)), (_STARS, (2, 5))):
        found = pattern.match(text)
        if found:
            return found[groups[0]], found[groups[1]].strip(" :\uff1a"), True
    bullet = _BULLET.match(text)
    if bullet:
        text = text[bullet.end():]
    found_other = _at_separator(text)
    if found_other:
        return *found_other, False
    label, value = _at_colon(text)
    if label:
        return label, value, True
    dots = text.find("...", 1, form_words.MAX_LABEL)
    if dots > 0:
        return text[:dots], text[dots:].lstrip(".").strip(" :"), False
    return text, "", False


def _at_separator(text: str) -> tuple[str, str] | None:
    """Label and answer around a dash, an equals sign, a tab or a gap: only behind labels of the tables."""
    for separator in _OTHER_SEPARATORS:
        label, found_one, _ = text[: 2 * form_words.MAX_LABEL].partition(separator)
        if found_one and label and form_words.exact(label):
            return label, text[len(label) + len(separator):].strip(_SIGNS)
    gap = _GAP.match(text)
    return (gap[1], gap[2].strip(_SIGNS)) if gap and form_words.exact(gap[1]) else None


def clean(label: str) -> str:
    """The label as written, without its colon, star and bullet."""
    bullet = _BULLET.match(label)
    label = label[bullet.end():] if bullet else label
    return label.strip(" \t*:\uff1a.=_") or label.strip()


def _asked(label: str, value: str, is_colon: bool) -> Role | None:
    """What the label asks for. Without colon only the tables count, and a question needs its mark."""
    if is_colon and form_words.is_sender(label) and ADDRESS.search(value):
        return Role.SENDER
    if is_colon or label.rstrip()[-1:] in "?*\uff1f":
        return form_words.role(label)
    return form_words.exact(label)


def _at_colon(text: str) -> tuple[str, str]:
    """Label and answer around the first colon, ("", "") when there is none or it belongs to a time or an address."""
    places = [place for place in (text.find(colon, 1, 2 * form_words.MAX_LABEL) for colon in _COLONS) if place > 0]
    if not places:
        return "", ""
    place = min(places)
    label, value = text[:place].rstrip(" ."), text[place + 1:]
    is_link = label.lower() in _SCHEMES and value[:1].strip()
    if value.startswith("//") or is_link or (label[-1:].isdigit() and value[:1].isdigit()):
        return "", ""
    return label.rstrip(), value.strip()


def _is_like_label(label: str) -> bool:
    """Short, begins with a letter, no sentence: "Number of seats", not "He said, and I quote"."""
    bare = label.strip("*_ ")
    return (
        0 < len(bare) <= 50 and len(bare.split()) <= 6 and bare[0].isalpha()
        and not any(sign in bare for sign in ("@", "//", ", ", ". ", "!", ";"))
    )


def _is_footer(text: str) -> bool:
    return text.lower().lstrip("([*-_ ").startswith(form_surroundings.FOOTERS)


def flattened(lines: list[Line]) -> list[Answer]:
    """A table that some program made text of: "Name Jane Doe". Only when the mail address stands so too."""
    found: list[Answer] = []
    for line in lines:
        words = line.text.split()
        for count in range(min(4, len(words) - 1), 0, -1):
            asked = form_words.exact(" ".join(words[:count]))
            if asked is not None and not form_words.is_filler(words[count - 1]):
                found.append(Answer(" ".join(words[:count]), asked, [" ".join(words[count:])]))
                break
        else:
            if found and found[-1].is_message:
                found[-1].rows.append(line.text.strip())
    is_told = any(a.asked is Role.EMAIL and ADDRESS.fullmatch(a.value) for a in found)
    return found if is_told else []


def introduced(lines: list[Line]) -> list[Answer]:
    """Joomla's way: "This is an enquiry via https://… from:", the sender alone on a line, then the message."""
    texts = [line.text.strip() for line in lines]
    filled = [number for number, text in enumerate(texts) if text][:3]
    if len(filled) < 3 or not texts[filled[0]].endswith(_COLONS) or "://" not in texts[filled[0]]:
        return []
    sender = texts[filled[1]]
    found = ADDRESS.search(sender)
    if not found or len(sender) > 200 or not sender.rstrip(">) ").endswith(found[0]):
        return []
    message = Answer("", Role.MESSAGE, texts[filled[1] + 1:])
    return [Answer("", Role.SENDER, [sender]), message]
