"""Where history opens: announcements, headers, "-----Original Message-----", a help desk's marker, forwarded mails.

Puts together what `attributions`, `headerblocks` and `forward_lines` know of single lines. What then is history is
left to `history`.
"""

from __future__ import annotations

from collections.abc import Sequence

import re2

from mailbridge.reading.forwards import forward_lines
from mailbridge.reading.line_search import lines_with
from mailbridge.reading.patterns.forwards import FORWARD, ORIGINAL
from mailbridge.reading.patterns.replies import REPLY_ABOVE, REPLY_LINES
from mailbridge.reading.replies import attributions, headerblocks
from mailbridge.reading.replies.attributions import Opening
from mailbridge.reading.replies.quote_lines import LONGEST_LINE, RULE, Kind, is_groupwise, is_quoted
from mailbridge.reading.replies.wording import fold, words_of

_MOST_TRIES = 400       # lines that could end an announcement; people end fewer with a colon
_LONGEST_MARKER = 150   # letters
_PUNCTUATION = " \t-_=*~#>|:：—–―‐─━."
_PROSE_ENDS = ".,!?)"
_DASHES = ("-", "_", "=", "–", "—", "―", "‐", "‑", "−")
_REPLY_LINES, _REPLY_ABOVE = frozenset(words_of(REPLY_LINES)), words_of(REPLY_ABOVE)
# Quicker than to fold the whole text; between words there may be what `fold` makes blanks of or leaves out.
_GAP = r"[ \x{a0}\x{2007}\x{202f}\x{3000}\x{200b}-\x{200f}]+"
_MAY_ASK = re2.compile("(?i)" + "|".join(_GAP.join(map(re2.escape, phrase.split())) for phrase in _REPLY_ABOVE))


def find(lines: Sequence[str], kinds: Sequence[Kind]) -> dict[int, Opening]:
    """First line -> opening, for every place where history or a forwarded mail begins."""
    found: dict[int, Opening] = {}
    text = "\n".join(lines)
    asked = _asked_above(text)
    read, below, tries = 0, 0, _MOST_TRIES      # below: the line after the last opening
    for at in range(len(lines)) if asked else sorted(_notable(lines, text)):
        if at < read or kinds[at] is not Kind.TEXT:
            continue
        opening, read = _beginning_at(lines, at, asked)
        if opening is None and tries and attributions.may_end(lines[at]):
            tries -= 1
            opening = attributions.ending_at(
                lines, at, lowest=max(below, _first_of_text(kinds, at)), quoted=is_quoted(kinds, at + 1))
        if opening is not None:
            found.setdefault(opening.start, opening)
            read = below = max(read, opening.end)
    return found


def _notable(lines: Sequence[str], text: str) -> set[int]:
    """Lines worth more than a glance: most have no colon and no address, and begin and end like prose."""
    odd = {at for at, line in enumerate(lines)
           if not line[:1].isalnum() or not (line[-1].isalnum() or line[-1] in _PROSE_ENDS)}
    return odd | lines_with(text, (":", "：", "@"))


def _beginning_at(lines: Sequence[str], at: int, asked: tuple[str, ...]) -> tuple[Opening | None, int]:
    """The header or marker that begins at a line, and the line after it."""
    end, is_header = headerblocks.block_end(lines, at)
    if is_header:
        return Opening(at, end, forward=_is_forward(lines, at)), end
    return _marker(lines[at], at, asked), end


def _first_of_text(kinds: Sequence[Kind], at: int) -> int:
    """The first line of the text that goes on to line `at`, as far up as an announcement can reach."""
    lowest = max(0, at - attributions.MOST_LINES)
    return next((above + 1 for above in range(at - 1, lowest - 1, -1) if kinds[above] is not Kind.TEXT), lowest)


def _asked_above(text: str) -> tuple[str, ...]:
    """Which of the help desks' requests stand anywhere in the text."""
    if not _MAY_ASK.search(text.encode("utf-8", "replace")):
        return ()
    text = fold(text)
    return tuple(phrase for phrase in _REPLY_ABOVE if phrase in text)


def _marker(line: str, at: int, asked: tuple[str, ...]) -> Opening | None:
    """"-----Original Message-----", "Begin forwarded message:", "## Please type your reply above this line ##"."""
    if len(line) > _LONGEST_MARKER:
        return None
    if ">>>" in line and is_groupwise(line):
        return Opening(at, at + 1)
    if "&" in line:
        line = line.replace("&nbsp;", " ")  # QQ Mail leaves it in its plain text
    if asked and any(phrase in fold(line) for phrase in asked):
        return Opening(at, at + 1)
    bare = line.strip()
    if bare[0].isalnum() and bare[-1] not in ":：*_":
        return None
    words = forward_lines.clean(line)
    announced = forward_lines.announcement(words)
    if announced is not None and announced.kind == FORWARD:
        return Opening(at, at + 1, forward=True)
    if not words.startswith(_DASHES) and not (words.startswith("***") and words.endswith("***")):
        return None
    is_original = announced is not None and announced.kind == ORIGINAL
    return Opening(at, at + 1) if is_original or fold(words).strip(_PUNCTUATION) in _REPLY_LINES else None


def _is_forward(lines: Sequence[str], header: int) -> bool:
    """Whether "Forwarded message" without dashes stands above a header."""
    above = next((forward_lines.clean(line) for line in reversed(lines[max(0, header - 3):header]) if line.strip()), "")
    announced = forward_lines.announcement(f"--{above}--") if forward_lines.is_bare_announcement(above) else None
    return announced is not None and announced.kind == FORWARD


def first_line(lines: Sequence[str], opening: Opening, floor: int) -> int:
    """The opening's first line, or that of the rules ("_____", "Original message") above it, not above `floor`."""
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
