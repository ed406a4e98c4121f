"""The header that Outlook and others put above the mail that is answered: From, Sent, To, Subject, a line each.

`forward_lines` knows the labels in all languages. A block is believed when its fields together can only be a mail's:
a travel plan (From, To, Date) and a form (From, Subject, Message) have some of the labels too.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbridge.reading.forwards import forward_lines
from mailbridge.reading.patterns.replies import DATE_LABELS
from mailbridge.reading.replies.quote_lines import LONGEST_LINE, RULE
from mailbridge.reading.replies.wording import words_of

_MOST_LINES = 40        # of one block, wrapped addressees and all
_MOST_WRAPPED = 6       # lines in a row that continue a field
_LONGEST_LABEL = 80     # letters, marks and blanks before it too
_LONGEST_FLAT = 1000    # letters of a header in one line
_STARTS = frozenset({"from", "date", "to", "subject"})
_DATE_LABELS = words_of(DATE_LABELS)


def block_end(lines: Sequence[str], start: int) -> tuple[int, bool]:
    """The line after the labelled lines that begin at `start`, and whether they are a mail's header.

    (start, False) when `start` is no label at all. Below a drawn line "From: Jane <jane@example.com>" is enough.
    """
    first = _field(lines[start])
    if first is None or first[0] not in _STARTS:
        return start, False
    if _is_flat(lines[start], first[0]):
        return start + 1, True
    found: dict[str, str] = {}
    name, last, at, wrapped = "", start, start, 0
    while at < min(len(lines), start + _MOST_LINES) and wrapped <= _MOST_WRAPPED:
        field = _field(lines[at])
        if field is not None:
            name, last, wrapped = field[0], at, 0
            found.setdefault(*field)
        elif lines[at].strip():
            wrapped += 1
            found[name] = found[name] or lines[at]      # some converters of HTML put the value below its label
        elif not _is_labelled(lines, at + 1):
            break
        at += 1
    return last + 1, _is_header(found) or ("@" in found.get("from", "") and _is_below_rule(lines, start))


def _is_below_rule(lines: Sequence[str], at: int) -> bool:
    return at > 0 and RULE.match(lines[at - 1][:LONGEST_LINE]) is not None


def _field(line: str) -> tuple[str, str] | None:
    """("from", "Jane <jane@example.com>") of "*Von:* Jane <jane@example.com>"."""
    if ":" not in line[:_LONGEST_LABEL] and "：" not in line[:_LONGEST_LABEL]:
        return None
    words = forward_lines.clean(line)
    label = forward_lines.label(words)
    if label is not None:
        return label.field, label.value
    name, colon, value = words[:_LONGEST_LABEL].partition(":")
    return ("date", value) if colon and name.strip(" *").casefold() in _DATE_LABELS else None


def _is_labelled(lines: Sequence[str], at: int) -> bool:
    return at < len(lines) and _field(lines[at]) is not None


def _is_header(found: dict[str, str]) -> bool:
    names = set(found)
    addressed = any("@" in found.get(name, "") for name in ("from", "to", "cc"))
    dated = any(letter.isdigit() for letter in found.get("date", ""))
    if names >= {"from", "date", "subject"}:
        return addressed or dated
    if len(names & {"from", "date", "to", "subject"}) >= 3:
        return addressed
    return addressed and dated and bool(names & {"from", "to"})


def _is_flat(line: str, first: str) -> bool:
    """The whole header in one line, as some converters of HTML leave it."""
    if first != "from":
        return False
    labels = (_field(word) for word in line[:_LONGEST_FLAT].split() if word.rstrip("*").endswith(":"))
    return len({label[0] for label in labels if label} & {"date", "to", "subject"}) >= 2
