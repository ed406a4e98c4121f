"""One line of a form mail -> label, answer and the way they are divided.

Knows colons, dashes, dots, brackets, stars and drawn tables. Whether the line is a label at all is for `form_answers`
to judge: it knows how the other lines of the mail look.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from mailbridge.reading.beginnings import Beginnings
from mailbridge.reading.forms import form_words
from mailbridge.reading.forms.form_words import Role
from mailbridge.reading.patterns import form_surroundings

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
COLONS = (":", "\uff1a")

_RULE = re.compile(r"[-_=*~|+:\u2500\u2501\u2550\u2014\u2015\uff0d\uff1d ]{2,2000}")
_GAP = re.compile(r"(\S.{0,60}?)(?:\t{1,10}|[ ]{3,60})(\S.*)")
_BRACKETED = re.compile(
    r"[\[\u3010\u3014\u300c]\s{0,3}([^\[\]\u3010\u3011\u3014\u3015\u300c\u300d]{1,60})[\]\u3011\u3015\u300d]"
    r"\s{0,3}[:\uff1a]?(.*)"
)
_RULED = re.compile(r"([-=#~]{2,20})\s{0,3}([^-=#~\s][^=#~]{0,60}?)\s{0,3}[-=#~]{2,20}[:\uff1a]?")
_BULLET = re.compile(r"[\s\u2022\u00b7\u25aa\u25ab\u25cf\u25a0\u25c6\u203b\u2023>*+-]{1,6}(?=\w)")
_STARS = re.compile(r"([*_]{1,2})([^*_:\uff1a\s][^*:\uff1a]{0,78})([:\uff1a]?)\1\s{0,3}([:\uff1a]?)(.*)")
_SCHEMES = frozenset(("http", "https", "mailto", "ftp"))
_SIGNS = " :=>\uff1a"
_ENDS = Beginnings((*form_surroundings.FOOTERS, *form_surroundings.CONSENTS))
_LONGEST_END = max(map(len, (*form_surroundings.FOOTERS, *form_surroundings.CONSENTS)))
_FOOTERS, _CONSENTS = Beginnings(form_surroundings.FOOTERS), Beginnings(form_surroundings.CONSENTS)


class Style(Enum):
    """How a label is set off from its answer. A mail keeps to one; a visitor's message seldom hits the same."""

    MARKUP = auto()                     # cells, lists, bold words
    COLON = auto()
    BRACKETS = auto()
    STARS = auto()
    RULED = auto()                      # between dashes or equals signs, above the answer
    EQUALS = auto()
    ARROW = auto()
    BAR = auto()
    DASH = auto()
    DOTS = auto()
    GAP = auto()
    ABOVE = auto()                      # alone on the line above the answer
    ABOVE_COLON = auto()                # the same with a colon


_SEPARATORS = (
    (" => ", Style.ARROW), (" -> ", Style.ARROW), (" \u2192 ", Style.ARROW), (" \u00bb ", Style.ARROW),
    (" >> ", Style.ARROW), (" = ", Style.EQUALS), ("=", Style.EQUALS), (" | ", Style.BAR), (" - ", Style.DASH),
    (" \u2013 ", Style.DASH), (" \u2014 ", Style.DASH), ("- ", Style.DASH), (" -", Style.DASH),
)
_SEPARATING = re.compile("[=>\u2192\u00bb|\u2013\u2014-]")      # no line without one has a separator
_DIVIDING = re.compile("[:\uff1a=>\u2192\u00bb|\u2013\u2014\t~#-]")
_MARKED = (Style.COLON, Style.ABOVE_COLON, Style.BRACKETS, Style.STARS, Style.RULED)


class Split(NamedTuple):
    """A line taken apart; the whole line is the label when nothing divides it."""

    label: str
    value: str
    style: Style

    @property
    def is_marked(self) -> bool:
        """A colon, bracket or star says that there is a label, whether its words are known or not."""
        return self.style in _MARKED

    @property
    def asked(self) -> Role | None:
        """What the label asks for. Unmarked ones must stand in the tables, and a question needs its mark."""
        if len(self.label) > form_words.MAX_LABEL:
            return None
        if self.is_marked and form_words.is_sender(self.label) and ADDRESS.search(self.value):
            return Role.SENDER
        if self.is_marked or self.label.rstrip()[-1:] in "?*\uff1f":
            return form_words.role(self.label)
        return form_words.exact(self.label)


def is_prose(text: str) -> bool:
    """Whether a line is too long for a label and nothing in it could set one off: most lines of a letter."""
    return len(text) > form_words.MAX_LABEL and _is_undivided(text)


def _is_undivided(text: str) -> bool:
    return text[:1].isalnum() and not _DIVIDING.search(text) and "   " not in text and "..." not in text


@lru_cache(maxsize=64)                  # a line is asked for again from each of the few lines above it
def split(text: str) -> Split:
    """Label, answer and style of a line without outer space."""
    if _is_undivided(text):
        return Split(text, "", Style.ABOVE)
    if text.startswith("|"):            # a table drawn with lines
        text = text.strip("| ")
    bracketed, starred = _BRACKETED.match(text), _STARS.match(text)
    if bracketed:
        return Split(bracketed[1], bracketed[2].lstrip(_SIGNS).rstrip(), Style.BRACKETS)
    if starred:
        return Split(starred[2], starred[5].lstrip(_SIGNS).rstrip(), Style.STARS)
    ruled = _RULED.fullmatch(text)
    if ruled:
        return Split(ruled[2], "", Style.RULED)
    bullet = _BULLET.match(text)
    if bullet:
        text = text[bullet.end():]
    at_separator = _at_separator(text)
    if at_separator:
        return at_separator
    label, value = at_colon(text)
    if label:
        return Split(label, value, Style.COLON if value else Style.ABOVE_COLON)
    dots = text.find("...", 1, form_words.MAX_LABEL)
    if dots > 0:
        return Split(text[:dots], text[dots:].lstrip(".").lstrip(_SIGNS).rstrip(), Style.DOTS)
    return Split(text, "", Style.ABOVE)


def _at_separator(text: str) -> Split | None:
    """Around a dash, an equals sign, a tab or a gap: only behind labels of the tables."""
    head = text[: 2 * form_words.MAX_LABEL]
    for separator, style in _SEPARATORS if _SEPARATING.search(head) else ():
        label, found_one, _ = head.partition(separator)
        if found_one and label and form_words.exact(label):
            return Split(label, text[len(label) + len(separator):].lstrip(_SIGNS).rstrip(), style)
    gap = _GAP.match(text) if "\t" in head or "   " in head else None
    return Split(gap[1], gap[2].lstrip(_SIGNS).rstrip(), Style.GAP) if gap and form_words.exact(gap[1]) else None


def at_colon(text: str) -> tuple[str, str]:
    """Label and answer around the first colon, ("", "") when there is none or it belongs to a time or a link."""
    place = min((at for colon in COLONS if (at := text.find(colon, 1, 2 * form_words.MAX_LABEL)) > 0), default=0)
    if not place:
        return "", ""
    label, value = text[:place].rstrip(" ."), text[place + 1:]
    is_link = label.lower() in _SCHEMES and value[:1].strip()
    if value.startswith("//") or is_link or (label[-1:].isdigit() and value[:1].isdigit()):
        return "", ""
    return label.rstrip(), value.strip()


def clean(label: str) -> str:
    """The label as written, without its colon, star and bullet."""
    bullet = _BULLET.match(label)
    label = label[bullet.end():] if bullet else label
    return label.strip(" \t*:\uff1a.=_") or label.strip()


def is_like_label(label: str) -> bool:
    """Short, begins with a letter, no sentence: "Number of seats", not "He said, and I quote"."""
    bare = label.strip("*_ ")
    return (
        0 < len(bare) <= 50 and len(bare.split()) <= 6 and bare[0].isalpha()
        and not any(sign in bare for sign in ("@", "//", ", ", ". ", "!", ";"))
    )


def is_end(text: str) -> bool:
    """A ruled line, or words with which a plugin signs off; "Sent from my iPhone" is a visitor's."""
    if text[:1].isalnum() and text[0] not in "xX" and not _ENDS.of(text[:_LONGEST_END].lower()):
        return False
    words = text.lower().lstrip("([*-_ ")
    if _FOOTERS.of(words):
        return not words.startswith(form_surroundings.VISITORS_FOOTERS)
    return _is_consent(words) or (not text[:1].isalnum() and _RULE.fullmatch(text) is not None)


def _is_consent(words: str) -> bool:
    """The text beside a ticked box: "I agree to the privacy policy", but not "I agree to your offer"."""
    words = words.lstrip("x]\u2611\u2612\u2713\u2714\u2705 ")
    return bool(_CONSENTS.of(words)) and any(word in words for word in form_surroundings.PRIVACY)


def is_ticked(value: str) -> bool:
    """Yes, checked, accepted, or a mark: what a form says of a box."""
    return value.lower().strip("()[]. ") in form_surroundings.TICKS
