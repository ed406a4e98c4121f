"""Where a mail's words end and its signature begins: delimiters, goodbyes, devices, footers, disclaimers.

What looks like a signature stays when it could be content: bullet lists, sums under a rule, questions, sentences,
and whatever is called a postscript. `history` has taken the quotes away before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import takewhile

from mailbridge.reading.history import RULE
from mailbridge.reading.patterns.footers import DEVICES, DISCLAIMERS, FOOTERS, LEGAL_WORDS
from mailbridge.reading.patterns.signatures import AMBIGUOUS, CLOSINGS, POSTSCRIPTS, THANKS
from mailbridge.reading.wording import fold, words_of

_TAIL = 60              # lines from the end in which a signature may begin
_MOST_ROUNDS = 6        # device, footer, disclaimer, delimiter, goodbye, name: each hides the next
_LONGEST_DEVICE = 160   # letters, with the link some apps put behind
_LONGEST_DEVICE_NAME = 60
_FEWEST_LEGAL_WORDS = 2

_Cut = Callable[[Sequence[str]], int | None]

_DELIMITER = re.compile(r"\s{0,3}(?:--|–|—|―|‐‐|- -)\s{0,3}$")
_SHORT_RULE = re.compile(r"\s{0,3}[-_=*—–]{2,}\s{0,3}$")
_BULLET = re.compile(r"\s*(?:[-*•·◦‣▪+]\s+\S|\(?\d{1,2}[.)]\s|[a-z]\)\s|[☐☑✓✔])")
_CONTACT = re.compile(r"@|www\.|https?:|\d[\d ().\-/]{5,}\d|[☎📞✆]")
_NAME = re.compile(r"(?:[^\W\d_][\w'’.\-]{0,20}[,.]?\s{0,2}){1,4}$")
_DASHED_NAME = re.compile(r"\s{0,3}(?:[-–—~/]|--)(\s?)([^\W\d_][\w'’.]{0,20}(?:\s[^\W\d_][\w'’.]{0,20}){0,2})\s*$")
_Wording = tuple[str, str]      # of a device's line: what stands before and behind the device's name
_DEVICES: dict[str, list[_Wording]] = {}
for _word in words_of(DEVICES):
    _start, _, _end = _word.partition("…")
    _DEVICES.setdefault(_start[:1], []).append((_start, _end))
_DEVICE_ENDS = tuple(end for _, end in _DEVICES[""])
_CLOSINGS = words_of((*CLOSINGS, *THANKS))
_THANKS, _ALONE = frozenset(words_of(THANKS)), frozenset(map(fold, AMBIGUOUS))
_FOOTERS, _DISCLAIMERS = words_of(FOOTERS), words_of(DISCLAIMERS)
_LEGAL = frozenset(map(fold, LEGAL_WORDS))
_LIST_WORDS = ("mailing list", "/listinfo", "/mailman", "unsubscribe", "mailing-list", "mailinglist")
_DECORATION = " \t/*_-–—|>~·"
_DEVICE_ORNAMENT = " \t-_*[]()<>|.!—–\"'\u201c\u201d"
_LINK = re.compile(r"[<\[(](?:https?:|www\.)[^<>\s]{0,120}[>\])]?")
_PUNCTUATION = " \t.,!;:…-–—/*_^)('\"。！，、～~،"


def without(lines: Sequence[str], *, said_before: bool = False) -> list[str]:
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
        cut = _first_cut(kept, said_before)
        if cut is None:
            return kept
    return kept


def says_something(lines: Sequence[str]) -> bool:
    """Whether there is more than blank lines and salutations ("Dear Jane,")."""
    return any(line.strip() and not line.rstrip().endswith((",", "，", "،")) for line in lines)


def _first_cut(lines: Sequence[str], said_before: bool) -> int | None:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    ways: tuple[_Cut, ...] = (_footer, _disclaimer, _delimiter, _rule, partial(_goodbye, said_before=said_before),
                              _dashed_name, _goodbye_in_own_words)
    cuts = (way(lines[:end]) for way in ways)
    return next((cut for cut in cuts if cut is not None), None)


def _postscript(lines: Sequence[str]) -> list[str]:
    for at, line in enumerate(lines):
        if _is_postscript(line):
            end = next((row for row in range(at, len(lines)) if not lines[row].strip()), len(lines))
            return ["", *lines[at:end]]
    return []


def _tail(lines: Sequence[str]) -> range:
    return range(max(0, len(lines) - _TAIL), len(lines))


def _above(lines: Sequence[str], at: int) -> int:
    """`at`, or the first of the rules and delimiters right above it."""
    start = at
    while at and (not lines[at - 1].strip() or _is_rule(lines[at - 1])):
        at -= 1
        start = at if lines[at].strip() else start
    return start


def _is_rule(line: str) -> bool:
    return len(line) <= 400 and (_SHORT_RULE.match(line) or RULE.match(line)) is not None


def _footer(lines: Sequence[str]) -> int | None:
    for at in _tail(lines):
        words = fold(lines[at][:200]).strip()
        if words.startswith(_FOOTERS) or words.lstrip(_DECORATION).startswith(_FOOTERS):
            return _above(lines, at)
    return None


def _disclaimer(lines: Sequence[str]) -> int | None:
    """The first line of the paragraph that begins like a disclaimer and goes on like one."""
    for at in _tail(lines):
        opens = at == 0 or not lines[at - 1].strip() or _is_rule(lines[at - 1])
        if opens and fold(lines[at][:200]).lstrip(_DECORATION + "\"([<").startswith(_DISCLAIMERS):
            said = fold(" ".join(line[:2000] for line in lines[at:at + 12])[:6000])
            if sum(word in said for word in _LEGAL) >= _FEWEST_LEGAL_WORDS:
                return _above(lines, at)
    return None


def _is_device(line: str) -> bool:
    if not 0 < len(line) <= _LONGEST_DEVICE:
        return False
    text = _LINK.sub("", fold(line)).replace("[", "").replace("]", "").strip(_DEVICE_ORNAMENT)
    wordings = _DEVICES[""] if text.endswith(_DEVICE_ENDS) else []
    if not text:
        return False
    return any(_fills(text, *wording) for wording in (*_DEVICES.get(text[:1], ()), *wordings))


def _fills(text: str, start: str, end: str) -> bool:
    """Whether only a device's name stands between what the app writes before and after it."""
    if len(text) < len(start) + len(end) or not (text.startswith(start) and text.endswith(end)):
        return False
    name = text[len(start): len(text) - len(end)]
    return len(name) <= _LONGEST_DEVICE_NAME and not any(mark in name for mark in ".!?;,")


def _device(lines: Sequence[str]) -> int | None:
    """"Sent from my iPhone". What stands below such a line is history that the phone did not mark."""
    return next((at for at, line in enumerate(lines) if at and _is_device(line)), None)


def _without_leading_device(lines: list[str]) -> list[str]:
    """Some write below their phone's line: then only that line goes."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    below = lines[first + 1:]
    return below if lines and _is_device(lines[first]) and any(line.strip() for line in below) else lines


def _delimiter(lines: Sequence[str]) -> int | None:
    """"-- " (RFC 3676 section 4.3) with what a signature can hold below; without the space it must be short."""
    found = [at for at in _tail(lines) if _DELIMITER.match(lines[at][:40])]
    if not found:
        return None
    at = found[-1]
    if lines[at] == "-- " or _is_block(lines[at + 1:], most_lines=25, most_sentences=3):
        return _above(lines, at)
    return None


def _rule(lines: Sequence[str]) -> int | None:
    """A drawn rule ends a mail only above a name, or above a mailing list's address."""
    found = [at for at in _tail(lines) if _is_rule(lines[at])]
    if not found:
        return None
    below = [line for line in lines[found[-1] + 1:] if line.strip()]
    if any(word in fold(line[:500]) for line in below[:8] for word in _LIST_WORDS):
        return _above(lines, found[-1])
    is_signature = not below or (_is_name(below[0]) and _is_block(below, most_lines=8, most_sentences=0))
    return _above(lines, found[-1]) if is_signature else None


def _goodbye(lines: Sequence[str], *, said_before: bool) -> int | None:
    """The first goodbye in the tail below which nothing but a name and an address stands."""
    for at in _tail(lines):
        formula = _formula(lines[at])
        if formula is None:
            continue
        below = [line for line in lines[at + 1:] if line.strip()]
        if _is_block(below, most_lines=12, most_sentences=0) and (formula not in _THANKS or (
                (said_before or says_something(lines[:at])) and _is_signed(lines[at], below))):
            return at
    return None


def _is_signed(thanks: str, below: Sequence[str]) -> bool:
    """Thanks are what was said, unless a name follows."""
    return _is_name(below[0]) if below else "," in thanks.rstrip(" ,")


def _goodbye_in_own_words(lines: Sequence[str]) -> int | None:
    """"At your service,", "Warm hugs,": a short paragraph with a comma above a name that ends the mail."""
    for at in _tail(lines)[1:]:
        words = lines[at].split()
        if not (2 <= len(words) <= 5 and words[-1].endswith(",") and not lines[at - 1].strip()):
            continue
        below = [line for line in lines[at + 1:] if line.strip()]
        is_signed = bool(below) and _is_name(below[0]) and below[0].strip()[0].isupper() and "," not in below[0]
        if is_signed and words[-1].islower() and says_something(lines[:at]) and all(map(_is_name, below[:4])):
            return at if _is_block(below, most_lines=8, most_sentences=0) else None
    return None


def _formula(line: str) -> str | None:
    """The goodbye that a line consists of, but for a name or an ornament."""
    text = fold(line[:120]).strip(_DECORATION)
    if len(line) > 100 or not text.startswith(_CLOSINGS):
        return None
    formula = next(word for word in _CLOSINGS if text.startswith(word))
    rest = text[len(formula):]
    words = rest.strip(_PUNCTUATION).split()
    if not words:
        return formula
    if len(words) > 5 or "?" in rest or any(letter.isdigit() for letter in rest):
        return None
    takes_name = rest[0] == " " and formula not in _ALONE and formula not in _THANKS
    return formula if takes_name or rest[0] in ",.!;-–—/|&…،，、。！" else None


def _dashed_name(lines: Sequence[str]) -> int | None:
    """"-Jane", "/Jane" as the last line; never the item of a list."""
    found = _DASHED_NAME.match(lines[-1][:80]) if lines else None
    above = next((line.strip() for line in reversed(lines[:-1]) if line.strip()), "")
    if found is None or above.endswith(":") or _BULLET.match(above) or _DASHED_NAME.match(above[:80]):
        return None
    if found.group(1) and not above.endswith((".", "!", "?", ")", ",")):
        return None
    return len(lines) - 1


def _is_name(line: str) -> bool:
    """"Jane Doe", "roman", "J. Doe, CEO": up to four words without digits, capitals first when there are more."""
    text = line.strip(_DECORATION)
    if not text or len(text) > 60:
        return False
    words = text.split()
    return _NAME.match(text) is not None and (len(words) == 1 or all(not word[0].islower() for word in words))


def _is_block(lines: Sequence[str], *, most_lines: int, most_sentences: int) -> bool:
    """Short lines as in an address: no list, no question, no more than so many sentences."""
    filled = [line for line in takewhile(lambda line: not _is_postscript(line), lines) if line.strip()]
    if len(filled) > most_lines or any(map(_is_list_or_question, filled)):
        return False
    return sum(map(_sentences, filled)) <= most_sentences


def _is_list_or_question(line: str) -> bool:
    return _BULLET.match(line[:40]) is not None or line.rstrip().endswith(("?", "？"))


def _is_postscript(line: str) -> bool:
    return fold(line[:40]).lstrip(_DECORATION).startswith(POSTSCRIPTS)


def _sentences(line: str) -> int:
    """How many sentences a line holds, 0 for what stands in an address."""
    words = line.split()
    if _CONTACT.search(line[:200]) and len(words) < 20:
        return 0
    ends = sum(word.endswith((".", "!", "。")) for word in words[4:])
    return max(ends, 1) if len(words) >= 11 or len(line) > 90 else ends
