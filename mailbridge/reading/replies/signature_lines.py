"""What single lines at the end of a mail are: a goodbye, a name, a device's line, an address, a sentence.

Knows the wordings in `patterns.signatures` and `patterns.footers`. Where such lines end a mail is left to `signatures`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from mailbridge.reading.beginnings import Beginnings
from mailbridge.reading.patterns import signatures as known
from mailbridge.reading.patterns.footers import APOLOGIES, DEVICE_NAMES, DEVICES, MY
from mailbridge.reading.replies.quote_lines import LONGEST_LINE, RULE
from mailbridge.reading.replies.wording import alternation, fold, words_of

DECORATION = " \t/*_-–—|>~·"
_PUNCTUATION = " \t.,!;:…-–—/*_^)('\"。！，、～~،"
_LONGEST_DEVICE = 160   # letters, with the link some apps put behind
_LONGEST_DEVICE_NAME = 60
_LONGEST_UNSPACED_NAME = 12     # letters, of scripts without spaces

_SHORT_RULE = re.compile(r"\s{0,3}[-_=*—–]{2,}\s{0,3}$")
_BULLET = re.compile(r"\s*(?:[-*•·◦‣▪+]\s+\S|\(?\d{1,2}[.)]\s|[a-z]\)\s|[☐☑✓✔])")
_CONTACT = re.compile(r"@|www\.|https?:|\d[\d ().\-/]{5,}\d|[☎📞✆]")
_NAME = re.compile(r"(?:[^\W\d_][\w'’.\-]{0,20}[,.]?\s{0,2}){1,4}$")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_IMAGE = re.compile(r"\s{0,9}[\[<](?:cid:|image|inline|https?:|logo|bild|imagen|immagine|afbeelding)", re.IGNORECASE)
_LINK = re.compile(r"[<\[(](?:https?:|www\.)[^<>\s]{0,120}[>\])]?")
_DEVICE_ORNAMENT = " \t-_*[]()<>|.!—–\"'\u201c\u201d"

_Wording = tuple[str, str, bool, bool]  # of a device's line: before and behind the name, has a name, says no more


def _device_wordings() -> dict[str, list[_Wording]]:
    """First letter -> wordings; those that begin with the device's name are under ""."""
    found: dict[str, list[_Wording]] = {}
    for word in words_of(DEVICES):
        start, mark, end = word.partition("…")
        is_vague = not start[-1:].isascii() or not start[-1:].isalnum()
        found.setdefault(start[:1], []).append((start, end, bool(mark), is_vague))
    return found


_DEVICES = _device_wordings()
_DEVICE_ENDS = tuple(end for _, end, *_ in _DEVICES[""])
_DEVICE_WORD = re.compile(alternation(words_of(MY)) + "|" + alternation(words_of(DEVICE_NAMES), whole=False))
_APOLOGIES = tuple(map(fold, APOLOGIES))
_THANKS, _ALONE = frozenset(words_of(known.THANKS)), frozenset(map(fold, known.AMBIGUOUS))
CLOSINGS = Beginnings(words_of((*known.CLOSINGS, *known.THANKS)))
"""What a goodbye begins with, folded and without decoration."""



def is_device(line: str) -> bool:
    """"Sent from my iPhone": a wording of the table about something that can send."""
    if not 0 < len(line) <= _LONGEST_DEVICE:
        return False
    text = _LINK.sub("", fold(line)).replace("[", "").replace("]", "").strip(_DEVICE_ORNAMENT)
    if not text:
        return False
    said, _, apology = text.partition(". ")
    if any(word in apology for word in _APOLOGIES):     # K-9 asks to excuse its writer's brevity
        text = said
    behind = _DEVICES[""] if text.endswith(_DEVICE_ENDS) else []
    return any(_fills(text, *wording) for wording in (*_DEVICES.get(text[0], ()), *behind))


def _fills(text: str, start: str, end: str, is_named: bool, is_vague: bool) -> bool:
    """Whether only a device's name stands between what the app writes before and behind it.

    After a vague "sent from ..." it must be one; "sent from acompli..." has said enough.
    """
    if len(text) < len(start) + len(end) or not (text.startswith(start) and text.endswith(end)):
        return False
    name = text[len(start): len(text) - len(end)]
    if not is_named:
        return not name
    is_short = len(name) <= _LONGEST_DEVICE_NAME and not any(mark in name for mark in ".!?;,")
    return is_short and (not is_vague or _DEVICE_WORD.search(text) is not None)


def goodbye(line: str) -> str | None:
    """The formula that a line consists of, but for a name or an ornament; None if it is no goodbye."""
    if len(line) > 100:
        return None
    text = fold(line).strip(DECORATION)
    formula = CLOSINGS.of(text)
    if not formula:
        return None
    rest = text[len(formula):]
    words = rest.strip(_PUNCTUATION).split()
    if not words:
        return formula
    if len(words) > 5 or "?" in rest or any(letter.isdigit() for letter in rest):
        return None
    if rest[0] in "/|&+":
        return formula
    is_apart = rest[0] in ",.!;-–—…،，、。！" or (rest[0] == " " and formula not in _ALONE and formula not in _THANKS)
    return formula if is_apart and _is_addition(line.split()[-len(words):], is_thanks(formula)) else None


def _is_addition(words: Sequence[str], to_thanks: bool) -> bool:
    """Whether a name or a place follows a goodbye in its line, and no sentence goes on ("Thanks, will do")."""
    capitals = [not word.lstrip(_PUNCTUATION)[:1].islower() for word in words]
    if to_thanks or capitals[0]:
        return all(capitals) or (not to_thanks and not words[-1].endswith("."))
    return len(words) == 1 or words[0].casefold() in known.CONNECTORS


def is_thanks(formula: str) -> bool:
    """Whether a goodbye says more than goodbye."""
    return formula in _THANKS


def is_name(line: str) -> bool:
    """"Jane Doe", "roman", "J. Doe, CEO": up to four words without digits, capitals first when there are more."""
    text = line.strip(DECORATION)
    if not text or len(text) > 60 or (len(text) > _LONGEST_UNSPACED_NAME and _UNSPACED.match(text)):
        return False
    words = text.split()
    return _NAME.match(text) is not None and (len(words) == 1 or all(not word[0].islower() for word in words))


def is_rule(line: str) -> bool:
    """A drawn line of two marks or more."""
    if line[-1:].isalnum() or len(line) > LONGEST_LINE:
        return False
    return (_SHORT_RULE.match(line) or RULE.match(line)) is not None


def is_bullet(line: str) -> bool:
    """An item of a list."""
    return _BULLET.match(line[:40]) is not None


def is_image(line: str) -> bool:
    """What stands in a text for a logo."""
    return _IMAGE.match(line[:40]) is not None


def has_contact(line: str) -> bool:
    """An address, a link or a phone number in the line."""
    return _CONTACT.search(line[:LONGEST_LINE]) is not None


def is_postscript(line: str) -> bool:
    """An afterthought: "P.S. ..."."""
    return fold(line[:40]).lstrip(DECORATION).startswith(known.POSTSCRIPTS)


def is_block(lines: Sequence[str], *, most_lines: int, most_sentences: int) -> bool:
    """Short lines as in an address: no list, no question, no more than so many sentences."""
    filled = [line for line in takewhile(lambda line: not is_postscript(line), lines) if line.strip()]
    if len(filled) > most_lines or any(map(is_list_or_question, filled)):
        return False
    return sum(map(sentences, filled)) <= most_sentences


def is_list_or_question(line: str) -> bool:
    """What nobody writes into a signature."""
    return is_bullet(line) or line.rstrip().endswith(("?", "？"))


def sentences(line: str) -> int:
    """How many sentences a line holds, 0 for what stands in an address."""
    words = line.split()
    if _CONTACT.search(line[:200]) and len(words) < 20:
        return 0
    ends = sum(word.endswith((".", "!")) for word in words[4:]) + line.count("。")
    return max(ends, 1) if len(words) >= 11 or len(line) > 90 else ends
