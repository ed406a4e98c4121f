"""What the lines of a mail look like: quoted, blank, code, text; and where a quote ends.

Clients mark quotes with ">" (RFC 3676 section 4.5), some with "|", some with initials. Who quotes whom, and what
announces a quote, is left to `openings` and `history`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from mailbridge.reading.line_search import lines_with

RULE = re.compile(r"\s*(?:[-_=*~#+—–―‐─━][ \t]?){3,200}\s*$")
LONGEST_LINE = 500      # letters; a longer line is a paragraph, nothing that a client writes
_LONG_LINE = 35         # letters; only a line this long can have been wrapped
_INITIALS = re.compile(r"\s{0,3}[A-Z][A-Za-z]{0,3}>(?:[\s>]|$)")       # Supercite: "JD> text"
_REST_OF_ADDRESS = re.compile(r"\s{0,3}>[:：]\s*$")                  # "<jane@example.com\n>:", wrapped
_GROUPWISE = re.compile(r"\s{0,3}>>> .{0,150}\d.{0,150} >>>\s*$")    # ">>> Jane 05.05.2020 12:03 >>>"


class Kind(Enum):
    """What one line looks like, whatever stands around it."""

    BLANK = auto()
    TEXT = auto()
    QUOTE = auto()
    BAR = auto()        # "| text": a quote where one is announced, else a table
    CODE = auto()       # between ``` fences


def kinds(lines: Sequence[str]) -> list[Kind]:
    """The kind of each line."""
    found = [Kind.TEXT] * len(lines)
    text = "\n".join(lines)
    odd = {at for at, line in enumerate(lines) if not line[:1].isalnum()}       # most begin with a word
    for at in odd | lines_with(text, (">",)):
        found[at] = _kind(lines[at])
    fences = [at for at in sorted(lines_with(text, ("```",))) if lines[at].lstrip().startswith("```")]
    for opened, closed in zip(fences[::2], fences[1::2], strict=False):
        found[opened:closed + 1] = [Kind.CODE] * (closed + 1 - opened)
    return found


def next_filled(found: Sequence[Kind], at: int) -> int:
    """The first line from `at` on that is not blank; the number of lines if there is none."""
    while at < len(found) and found[at] is Kind.BLANK:
        at += 1
    return at


def is_quoted(found: Sequence[Kind], at: int) -> bool:
    """Whether a quote begins at line `at` or at most three blank lines below."""
    after = next_filled(found, at)
    return after < min(len(found), at + 4) and found[after] in (Kind.QUOTE, Kind.BAR)


def quote_end(lines: Sequence[str], found: Sequence[Kind], start: int) -> int:
    """The line after a quote, its blank lines and the rests of its lines that were wrapped on the way."""
    signs = (Kind.QUOTE, found[start])
    at = start
    while at < len(found) and (found[at] in signs or found[at] is Kind.BLANK or _is_wrapped(lines, found, at)):
        at += 1
    return at


def is_groupwise(line: str) -> bool:
    """The line above a mail that Novell GroupWise answers."""
    return len(line) <= LONGEST_LINE and _GROUPWISE.match(line) is not None


def _kind(line: str) -> Kind:
    start = line.lstrip()[:80]
    if not start:
        return Kind.BLANK
    if start[0] in ">＞" or start.startswith("&gt;"):
        return Kind.TEXT if _REST_OF_ADDRESS.match(line[:80]) or is_groupwise(line) else Kind.QUOTE
    if start[0] == "|" and "|" not in line.strip()[1:LONGEST_LINE]:
        return Kind.BAR
    return Kind.QUOTE if _INITIALS.match(line) else Kind.TEXT


def _is_wrapped(lines: Sequence[str], found: Sequence[Kind], at: int) -> bool:
    """A line between two quoted ones that goes on with the first: lower case, a link's rest, never after a question."""
    if at + 1 >= len(lines) or found[at - 1] is not Kind.QUOTE or found[at + 1] is not Kind.QUOTE:
        return False
    above, line = lines[at - 1].strip(), lines[at].strip()
    if line[0] in "(<" and ("http" in line[:10] or line.endswith(">")):
        return True
    return len(above) >= _LONG_LINE and not above.endswith("?") and not line[0].isupper()
