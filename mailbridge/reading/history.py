"""Which lines of a mail are history: quotes and what announces them, and everything under a header or a marker.

One pass says what each line is, one pass finds where history opens, one walk puts the writer's own lines together.
Answers between and below quotes stay. Nothing at or below a forwarded mail's first line is history.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from mailbridge.reading import attributions, forward_lines, headerblocks
from mailbridge.reading.attributions import LONGEST_LINE, Opening
from mailbridge.reading.patterns.forwards import FORWARD, ORIGINAL
from mailbridge.reading.patterns.replies import REPLY_ABOVE, REPLY_LINES
from mailbridge.reading.wording import fold, words_of

RULE = re.compile(r"\s*(?:[-_=*~#+—–―‐─━][ \t]?){3,200}\s*$")
_FEWEST_QUOTED = 3      # lines; fewer that nothing announces are the writer's own citation
_LONG_LINE = 35         # letters; only a line this long can have been wrapped
_INITIALS = re.compile(r"\s{0,3}[A-Z][A-Za-z]{0,3}>(?:[\s>]|$)")   # Supercite: "JD> text"
_REST_OF_ADDRESS = re.compile(r"\s{0,3}>[:：]\s*$")              # "<jane@example.com\n>:" was wrapped before its end
_PUNCTUATION = " \t-_=*~#>|:：—–―‐─━."
_DASHES = "-_=–—―‐‑−"
_MOST_TRIES = 400       # lines that could end an announcement; people end fewer with a colon
_LONGEST_MARKER = 150   # letters
_REPLY_LINES, _REPLY_ABOVE = frozenset(words_of(REPLY_LINES)), words_of(REPLY_ABOVE)


class Kind(Enum):
    """What one line looks like, whatever stands around it."""

    BLANK = auto()
    TEXT = auto()
    QUOTE = auto()
    BAR = auto()        # "| text": a quote where one is announced, else a table
    CODE = auto()       # between ``` fences


@dataclass(frozen=True, slots=True)
class Span:
    """Lines `start` to `end` (exclusive) are history, but for the first `column` letters of line `start`."""

    start: int
    end: int
    announced: bool
    column: int = 0


@dataclass(frozen=True, slots=True)
class Own:
    """The writer's lines, in parts between which history stood; with `has_forward` the last holds a forwarded mail."""

    parts: list[list[str]]
    has_forward: bool


def own(lines: Sequence[str]) -> Own:
    """The writer's own lines. They stay whole and in order."""
    kinds = _kinds(lines)
    openings = _openings(lines, kinds)
    spans, has_forward = _spans(lines, kinds, openings)
    parts: list[list[str]] = []
    at = 0
    for span in _dropped(kinds, spans):
        rest = [lines[span.start][: span.column].rstrip()] if span.column else []
        parts.append([*lines[at:span.start], *rest])
        at = span.end
    return Own([*parts, list(lines[at:])], has_forward)


def _kinds(lines: Sequence[str]) -> list[Kind]:
    kinds = [_kind(line) for line in lines]
    fences = [at for at, line in enumerate(lines) if line.lstrip().startswith("```")]
    for opened, closed in zip(fences[::2], fences[1::2], strict=False):
        kinds[opened:closed + 1] = [Kind.CODE] * (closed + 1 - opened)
    return kinds


def _kind(line: str) -> Kind:
    start = line.lstrip()[:80]
    if not start:
        return Kind.BLANK
    if start[0] in ">＞" or start.startswith("&gt;"):
        return Kind.TEXT if _REST_OF_ADDRESS.match(line[:80]) else Kind.QUOTE
    if start[0] == "|" and "|" not in line.strip()[1:LONGEST_LINE]:
        return Kind.BAR
    return Kind.QUOTE if _INITIALS.match(line) else Kind.TEXT


def _spans(
    lines: Sequence[str], kinds: Sequence[Kind], openings: dict[int, Opening]
) -> tuple[list[Span], bool]:
    """Every stretch of history above a forwarded mail, and whether there is one."""
    spans: list[Span] = []
    at = 0
    while at < len(lines):
        opening = openings.get(at)
        end = at + 1
        if opening is not None and opening.forward:
            return spans, True
        if opening is not None:
            floor = spans[-1].end if spans else 0
            end = _history_end(lines, kinds, openings, opening)
            spans.append(Span(_with_rules(lines, opening, floor), end, True, opening.column))
        elif kinds[at] is Kind.QUOTE:
            end = _quote_end(lines, kinds, at)
            spans.append(Span(at, end, False))
        at = end
    return spans, False


def _history_end(
    lines: Sequence[str], kinds: Sequence[Kind], openings: dict[int, Opening], opening: Opening
) -> int:
    """Below an announcement comes a quote, and then perhaps an answer; or, without quote signs, only history."""
    while True:
        after = _next_filled(kinds, opening.end)
        if after < len(kinds) and kinds[after] in (Kind.QUOTE, Kind.BAR):
            return _quote_end(lines, kinds, after)
        following = openings.get(after)
        if following is None or following.column:
            return len(kinds)
        opening = following


def _with_rules(lines: Sequence[str], opening: Opening, floor: int) -> int:
    """The opening's first line, or that of the rules ("_____", "Original message") that stand above it."""
    start = at = opening.start
    while not opening.column and at > floor and _belongs_above(lines[at - 1]):
        at -= 1
        start = at if lines[at].strip() else start
    return start


def _belongs_above(line: str) -> bool:
    if len(line) > LONGEST_LINE:
        return False
    words = forward_lines.clean(line)
    return not words or RULE.match(line) is not None or (" " in words and forward_lines.is_bare_announcement(words))


def _openings(lines: Sequence[str], kinds: Sequence[Kind]) -> dict[int, Opening]:
    """First line -> opening, for every line that announces history."""
    found: dict[int, Opening] = {}
    asked = _asked_above(lines)
    lowest, at, tries = 0, 0, _MOST_TRIES
    while at < len(lines):
        opening, end = None, at
        if kinds[at] is not Kind.TEXT:
            lowest = at + 1
        else:
            below_rule = at > 0 and RULE.match(lines[at - 1][:LONGEST_LINE]) is not None
            end, is_header = headerblocks.block_end(lines, at, below_rule=below_rule)
            opening = (Opening(at, end, forward=_is_forward(lines, at)) if is_header
                       else _marker(lines[at], at, asked))
            if opening is None and tries and attributions.may_end(lines[at]):
                tries -= 1
                opening = attributions.ending_at(lines, at, lowest=lowest, quoted=_is_quoted(kinds, at + 1))
        at = max(at + 1, end)
        if opening is not None:
            found.setdefault(opening.start, opening)
            lowest = at = max(at, opening.end)
    return found


def _asked_above(lines: Sequence[str]) -> tuple[str, ...]:
    """Which of the help desks' requests stand anywhere in the text."""
    text = fold("\n".join(lines))
    return tuple(phrase for phrase in _REPLY_ABOVE if phrase in text)


def _marker(line: str, at: int, asked: tuple[str, ...]) -> Opening | None:
    """"-----Original Message-----", "Begin forwarded message:", "## Please type your reply above this line ##"."""
    if len(line) > _LONGEST_MARKER:
        return None
    line = line.replace("&nbsp;", " ")      # QQ Mail leaves it in its plain text
    if asked and any(phrase in fold(line) for phrase in asked):
        return Opening(at, at + 1)
    bare = line.strip()
    if bare[0].isalnum() and bare[-1] not in ":：*_":
        return None
    words = forward_lines.clean(line)
    announced = forward_lines.announcement(words)
    if announced is not None and announced.kind == FORWARD:
        return Opening(at, at + 1, forward=True)
    if not words.startswith(tuple(_DASHES)):
        return None
    is_original = announced is not None and announced.kind == ORIGINAL
    return Opening(at, at + 1) if is_original or fold(words).strip(_PUNCTUATION) in _REPLY_LINES else None


def _is_forward(lines: Sequence[str], header: int) -> bool:
    """Whether "Forwarded message" without dashes stands above a header."""
    above = next((forward_lines.clean(line) for line in reversed(lines[max(0, header - 3):header]) if line.strip()), "")
    announced = forward_lines.announcement(f"--{above}--") if forward_lines.is_bare_announcement(above) else None
    return announced is not None and announced.kind == FORWARD


def _is_quoted(kinds: Sequence[Kind], at: int) -> bool:
    after = _next_filled(kinds, at)
    return after < min(len(kinds), at + 4) and kinds[after] in (Kind.QUOTE, Kind.BAR)


def _next_filled(kinds: Sequence[Kind], at: int) -> int:
    while at < len(kinds) and kinds[at] is Kind.BLANK:
        at += 1
    return at


def _quote_end(lines: Sequence[str], kinds: Sequence[Kind], start: int) -> int:
    """The line after a quote, its blank lines and the rests of its lines that were wrapped on the way."""
    signs = (Kind.QUOTE, kinds[start])
    at = start
    while at < len(kinds) and (kinds[at] in signs or kinds[at] is Kind.BLANK or _is_wrapped(lines, kinds, at)):
        at += 1
    return at


def _is_wrapped(lines: Sequence[str], kinds: Sequence[Kind], at: int) -> bool:
    """A line between two quoted ones that goes on with the first: lower case, a link's rest, never after a question."""
    if at + 1 >= len(lines) or kinds[at - 1] is not Kind.QUOTE or kinds[at + 1] is not Kind.QUOTE:
        return False
    above, line = lines[at - 1].strip(), lines[at].strip()
    if line[0] in "(<" and ("http" in line[:10] or line.endswith(">")):
        return True
    return len(above) >= _LONG_LINE and not above.endswith("?") and not line[0].isupper()


def _dropped(kinds: Sequence[Kind], spans: list[Span]) -> list[Span]:
    """The spans to leave out: all from the first announced one on; those above it if they are more than a citation."""
    first = next((at for at, span in enumerate(spans) if span.announced), len(spans))
    cited = sum(kinds[at] is Kind.QUOTE for span in spans[:first] for at in range(span.start, span.end))
    return spans if cited >= _FEWEST_QUOTED else spans[first:]
