"""Where a mail's words end and its signature begins: delimiters, goodbyes, devices, footers, disclaimers.

What looks like a signature stays when it could be content: bullet lists, sums under a rule, questions, sentences,
and whatever is called a postscript. `signature_lines` judges the single lines; `history` has taken the quotes away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import chain

from mailbridge.reading.beginnings import Beginnings
from mailbridge.reading.patterns.footers import FOOTERS
from mailbridge.reading.replies import disclaimers
from mailbridge.reading.replies.quote_lines import LONGEST_LINE
from mailbridge.reading.replies.signature_lines import (
    CLOSINGS,
    DECORATION,
    goodbye,
    has_contact,
    is_block,
    is_bullet,
    is_device,
    is_image,
    is_list_or_question,
    is_name,
    is_postscript,
    is_rule,
    is_thanks,
)
from mailbridge.reading.replies.wording import fold, words_of

_TAIL = disclaimers.MOST_LINES          # from the end, in which a signature may begin
_MOST_ROUNDS = 6        # device, footer, disclaimer, delimiter, goodbye, name: each hides the next

_LONGEST_DELIMITER = 9  # letters, with blanks around
_DELIMITER = re.compile(r"\s{0,3}(?:--|–|—|―|‐‐|- -)\s{0,3}$")
_DASHED_NAME = re.compile(r"\s{0,3}(?:[-–—~/]|--)(\s?)([^\W\d_][\w'’.]{0,20}(?:\s[^\W\d_][\w'’.]{0,20}){0,2})\s*$")
_FOOTERS = Beginnings(words_of(FOOTERS))
_WORDINGS = (_FOOTERS, disclaimers.WORDINGS, CLOSINGS)
_LIST_WORDS = ("mailing list", "/listinfo", "/mailman", "unsubscribe", "mailing-list", "mailinglist")


def without(lines: Sequence[str], *, said_before: bool = False, keeps_disclaimers: bool = False) -> list[str]:
    """The lines above the signature, and a postscript below it. May be empty.

    `said_before`: more of the writer's words stand above these lines, so that they may be a signature as a whole.
    """
    kept = _without_leading_device(list(lines))
    cut = _device(kept)
    for _ in range(_MOST_ROUNDS):
        if cut is not None:
            postscript = _postscript(kept[cut:cut + _TAIL])
            kept = [*kept[:cut], *postscript]
            if postscript:
                return kept
        cut = _first_cut(kept, said_before, keeps_disclaimers)
        if cut is None:
            return kept
    return kept


def says_something(lines: Sequence[str]) -> bool:
    """Whether there is more than blank lines and salutations ("Dear Jane,")."""
    return any(line.strip() and not line.rstrip().endswith((",", "，", "،")) for line in lines)


def _first_cut(lines: Sequence[str], said_before: bool, keeps_disclaimers: bool) -> int | None:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    lines = lines[:end]
    tail = _tail(lines)
    legal = () if keeps_disclaimers else (_disclaimer,)
    begun = (_footer, *legal, _delimiter, _rule, partial(_goodbye, said_before=said_before)) if tail else ()
    cuts = chain((way(lines, tail) for way in begun),
                 (way(lines) for way in (_dashed_name, _goodbye_in_own_words, _card)))
    return next((cut for cut in cuts if cut is not None), None)


def _postscript(lines: Sequence[str]) -> list[str]:
    for at, line in enumerate(lines):
        if is_postscript(line):
            end = next((row for row in range(at, len(lines)) if not lines[row].strip()), len(lines))
            return ["", *lines[at:end]]
    return []


def _tail(lines: Sequence[str]) -> list[int]:
    """The last lines, without those with which no signature begins: nearly all of a letter's."""
    return [at for at in range(max(0, len(lines) - _TAIL), len(lines)) if _may_begin(lines[at][:LONGEST_LINE + 1])]


@lru_cache(maxsize=512)                 # after each cut the lines above are asked again
def _may_begin(line: str) -> bool:
    words = fold(line[:200]).strip()
    shapes = {words, words.lstrip(DECORATION), words.lstrip(disclaimers.ORNAMENT)}
    return any(its.of(shape) for shape in shapes for its in _WORDINGS) or is_rule(line) or _is_delimiter(line)


def _above(lines: Sequence[str], at: int) -> int:
    """`at`, or the first of the rules and delimiters right above it."""
    start = at
    while at and (not lines[at - 1].strip() or is_rule(lines[at - 1])):
        at -= 1
        start = at if lines[at].strip() else start
    return start


def _footer(lines: Sequence[str], tail: Sequence[int]) -> int | None:
    """A footer has a link or an address, or a rule above; a customer's question about unsubscribing has neither."""
    for at in tail:
        words = fold(lines[at][:200]).strip()
        if not (_FOOTERS.of(words) or _FOOTERS.of(words.lstrip(DECORATION))):
            continue
        below = lines[at:]
        start = _above(lines, at - 1 if at and is_image(lines[at - 1]) else at)
        is_footer = start < at or any(map(has_contact, below)) or any(word in words for word in _LIST_WORDS[:3])
        if is_footer and not any(map(is_list_or_question, below)):
            return start
    return None


def _disclaimer(lines: Sequence[str], tail: Sequence[int]) -> int | None:
    at = disclaimers.start(lines, tail)
    return None if at is None else _above(lines, at)


def _device(lines: Sequence[str]) -> int | None:
    """"Sent from my iPhone", last or as a paragraph: what stands below that is history that the phone did not mark."""
    filled = [bool(line) and not line.isspace() for line in lines]
    last = max((at for at, is_filled in enumerate(filled) if is_filled), default=0)
    first = filled.index(True) if last else 0
    for at in range(first + 1, last + 1):
        is_paragraph = not filled[at - 1] and (at == last or not filled[at + 1])
        if filled[at] and (is_paragraph or at == last) and is_device(lines[at]):
            return at
    return None


def _without_leading_device(lines: list[str]) -> list[str]:
    """Some write below their phone's line: then only that line goes."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    below = lines[first + 1:]
    return below if lines and is_device(lines[first]) and any(line.strip() for line in below) else lines


def _delimiter(lines: Sequence[str], tail: Sequence[int]) -> int | None:
    """"-- " (RFC 3676 section 4.3) with what a signature can hold below; without the space it must be short."""
    found = [at for at in tail if _is_delimiter(lines[at])]
    if not found:
        return None
    at = found[-1]
    if lines[at] == "-- " or is_block(lines[at + 1:], most_lines=25, most_sentences=3):
        return _above(lines, at)
    return None


def _is_delimiter(line: str) -> bool:
    return len(line) <= _LONGEST_DELIMITER and _DELIMITER.match(line) is not None


def _rule(lines: Sequence[str], tail: Sequence[int]) -> int | None:
    """A drawn rule ends a mail only above a name, or above a mailing list's address."""
    found = [at for at in tail if is_rule(lines[at]) and not _underlines(lines, at)]
    if not found:
        return None
    below = [line for line in lines[found[-1] + 1:] if line.strip()]
    if any(word in fold(line[:500]) for line in below[:8] for word in _LIST_WORDS):
        return _above(lines, found[-1])
    is_signature = not below or (is_name(below[0]) and is_block(below, most_lines=8, most_sentences=0))
    return _above(lines, found[-1]) if is_signature else None


def _underlines(lines: Sequence[str], at: int) -> bool:
    """A rule as long as the words right above it makes a heading of them."""
    above = lines[at - 1].rstrip() if at else ""
    return bool(above.strip()) and not is_rule(above) and abs(len(above) - len(lines[at].rstrip())) <= 1


def _goodbye(lines: Sequence[str], tail: Sequence[int], *, said_before: bool) -> int | None:
    """The first goodbye below what was said, below which nothing but a name and an address stands."""
    for at in tail:
        formula = goodbye(lines[at])
        if formula is not None and (said_before or says_something(lines[:at])):
            below = [line for line in lines[at + 1:] if line.strip() and not is_image(line)]
            is_end = is_block(below, most_lines=12, most_sentences=0)
            if is_end and (not is_thanks(formula) or _is_signed(lines[at], below)):
                return at
    return None


def _is_signed(thanks: str, below: Sequence[str]) -> bool:
    """Thanks are what was said, unless a name follows."""
    return is_name(below[0]) if below else "," in thanks.rstrip(" ,")


def _goodbye_in_own_words(lines: Sequence[str]) -> int | None:
    """"At your service,", "Warm hugs,": a short paragraph with a comma above a name that ends the mail."""
    for at in range(max(1, len(lines) - _TAIL + 1), len(lines)):
        if not lines[at].rstrip().endswith(",") or lines[at - 1].strip():
            continue
        words = lines[at].split()
        if not 2 <= len(words) <= 5:
            continue
        below = [line for line in lines[at + 1:] if line.strip()]
        is_signed = bool(below) and is_name(below[0]) and below[0].strip()[0].isupper() and "," not in below[0]
        if is_signed and words[-1].islower() and says_something(lines[:at]) and all(map(is_name, below[:4])):
            return at if is_block(below, most_lines=8, most_sentences=0) else None
    return None


def _dashed_name(lines: Sequence[str]) -> int | None:
    """"-Jane", "/Jane" as the last line; never the item of a list."""
    found = _DASHED_NAME.match(lines[-1][:80]) if lines else None
    above = next((line.strip() for line in reversed(lines[:-1]) if line.strip()), "")
    if found is None or above.endswith(":") or is_bullet(above) or _DASHED_NAME.match(above[:80]):
        return None
    if found.group(1) and not above.endswith((".", "!", "?", ")", ",")):
        return None
    return len(lines) - 1


def _card(lines: Sequence[str]) -> int | None:
    """A last paragraph without a goodbye: a name in bold letters or between bars, and how to reach its owner."""
    at = next((row + 1 for row in range(len(lines) - 1, -1, -1) if not lines[row].strip()), 0)
    card = lines[at:]
    first = card[0].strip() if card else ""
    is_bold = first[:1] == first[-1:] == "*" and is_name(first.strip("*"))
    is_barred = first.count(" | ") >= 2 and is_name(first.partition("|")[0])
    if not (is_bold or is_barred) or not says_something(lines[:at]) or not any(map(has_contact, card)):
        return None
    return at if is_block(card, most_lines=8, most_sentences=0) else None
