"""Is a mail worth reading as a form? Most mails are none, and a glance at how their lines begin tells it.

Looks for the questions a mail could ask, by the tables of `form_words`, without their answers, their order or the
page's layout. It may find too many, never too few: whatever `forms` would believe has these questions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape

from mailbridge.reading.forms import form_json, form_lines, form_rarities, form_words
from mailbridge.reading.forms.form_answers import Answer
from mailbridge.reading.forms.form_lines import Line
from mailbridge.reading.forms.form_splits import is_prose, split
from mailbridge.reading.forms.form_words import Role
from mailbridge.reading.line_search import lines_with

_NAMES = frozenset((Role.NAME, Role.FIRST, Role.LAST, Role.SENDER))
_QUESTION_ENDS = ("?", "*", "\uff1f")
_MARKS = (":", "\uff1a", "...")
_SIGNS = (*_MARKS, *_QUESTION_ENDS, "\t", "   ", "@")
_FIRST_WORDS = 4                        # that are looked at
_LINKS = ("http://", "https://")
_MOST_WORDS = 10                        # of a label, but for what stands in brackets
_INTRODUCTION = 5_000                   # letters from the top


@dataclass(frozen=True, slots=True)
class Asked:
    """What the lines of the text, and the pieces of its markup, could ask for, taken one by one."""

    text: frozenset[Role]
    markup: frozenset[Role]


def questions(text: str, markup: str) -> Asked:
    """The questions that a mail could ask, in its text and in its markup."""
    nodes, lines = set(_nodes(markup[:form_lines.MAX_MARKUP])), set(_begun_or_marked(text[:form_lines.MAX_TEXT]))
    either = lines | nodes              # mostly the same
    asked = {line: its for line in either if _is_worth_splitting(line) and (its := split(line).asked)}
    by_text = {*(asked[line] for line in asked.keys() & lines),
               *(form_words.role(line.label) for line in form_json.of_json(text)),
               *(answer.asked for answers in _rarities(text, either) for answer in answers)}
    by_markup = {*(asked[node] for node in asked.keys() & nodes),
                 *(_asked_by_label(node) for node in nodes if _may_be_label(node))}
    return Asked(frozenset(filter(None, by_text)), frozenset(filter(None, by_markup)))


def may_be_form(asked: Collection[Role], *, is_hinted: bool) -> bool:
    """Whether such questions, all of them answered, would make a form certain."""
    is_named = not _NAMES.isdisjoint(asked)
    has_message = Role.MESSAGE in asked
    if Role.EMAIL in asked and (is_named or has_message or is_hinted):
        return True
    if has_message or (is_hinted and Role.REMARK in asked):
        return is_named or Role.PHONE in asked
    return is_named and Role.PHONE in asked


def _begun_or_marked(text: str) -> Iterator[str]:
    """The lines that begin like a label or hold what labels are set off with: few, in a letter."""
    is_beside, marked = form_words.is_beside_the_point, lines_with(text, _SIGNS)
    for at, row in enumerate(text.split("\n", form_lines.MAX_LINES)[:form_lines.MAX_LINES]):
        if row and row[0] != ">" and (at in marked or not is_beside(row.partition(" ")[0])):
            yield row.strip()


def _is_worth_splitting(line: str) -> bool:
    """Labels that the tables have consist of known words up to a mark; others have a telling word before a mark."""
    if is_prose(line):
        return False
    if "\t" in line or "   " in line or line.endswith(_QUESTION_ENDS):
        return True
    words = line.split(None, _FIRST_WORDS)[:_FIRST_WORDS]
    if not words or words[0].startswith(_LINKS):
        return _is_telling(line)
    for word in words:
        if form_words.is_beside_the_point(word):
            return _is_telling(line)
        if not word.isalpha():
            break
    return True


def _is_telling(line: str) -> bool:
    if ":" not in line and "\uff1a" not in line and "..." not in line:
        return False
    head = line[:min(end for mark in _MARKS if (end := line.find(mark)) >= 0)][: form_words.MAX_LABEL + 1]
    return head.endswith(_QUESTION_ENDS) or any(map(form_words.tells, head.split())) or form_words.is_sender(head)


def _may_be_label(words: str) -> bool:
    return len(words) <= form_words.MAX_LABEL and (words.count(" ") < _MOST_WORDS or "(" in words)


def _asked_by_label(words: str) -> Role | None:
    """What markup calls a label needs no mark."""
    return Role.SENDER if form_words.is_sender(words) else form_words.role(words)


def _rarities(text: str, lines: Collection[str]) -> Iterator[list[Answer]]:
    """Answers to questions without marks; the address in one of them tells them from prose."""
    if any(form_rarities.flattened([Line(line)]) for line in lines if "@" in line):
        begun = (line for line in lines if not form_words.is_beside_the_point(_first_word(line)))
        yield form_rarities.flattened([Line(line) for line in begun])
    if "://" in (first := text[:_INTRODUCTION].lstrip().partition("\n")[0]) or first.startswith(">"):
        yield form_rarities.introduced(form_lines.of_text(text[:_INTRODUCTION]))


def _first_word(line: str) -> str:
    return line.partition(" ")[0]


def _nodes(markup: str) -> Iterator[str]:
    """The pieces of text between tags; with too many where attributes and scripts hold brackets."""
    is_preformatted = "<pre" in markup or "<PRE" in markup
    for piece in {piece for tag in f">{markup}".split("<") for piece in tag.split(">")[1:]}:
        if not piece or piece.isspace() or (_is_only_prose(piece) and not is_preformatted):
            continue
        text = unescape(piece) if "&" in piece else piece
        yield " ".join(text.split())
        if is_preformatted:
            yield from (" ".join(row.split()) for row in text.split("\n"))


def _is_only_prose(piece: str) -> bool:
    return "&" not in piece and "@" not in piece and is_prose(piece)
