"""Dates of header fields, in every form that mail has had (RFC 5322 section 3.3 and 4.3, and worse).

Nothing is guessed: a date whose day and month could be exchanged is no date, a zone that nobody knows is no zone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {
    **{name: number for number, name in enumerate(_ENGLISH, 1)},
    # First letters in the languages whose mailers wrote local names; all are unique among months.
    "mär": 3, "mrz": 3, "maa": 3, "mai": 5, "mei": 5, "maj": 5, "okt": 10, "dez": 12, "des": 12, "dic": 12, "déc": 12,
    "fév": 2, "fev": 2, "avr": 4, "abr": 4, "juin": 6, "juil": 7, "aoû": 8, "aou": 8, "ago": 8, "ene": 1, "gen": 1,
    "mag": 5, "giu": 6, "lug": 7, "set": 9, "ott": 10, "out": 10, "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5,
    "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
}
_ZONES = {
    "ut": 0, "gmt": 0, "utc": 0, "z": 0, "wet": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "bst": 60, "cet": 60, "met": 60,
    "mez": 60, "west": 60, "cest": 120, "mest": 120, "mesz": 120, "eet": 120, "sast": 120, "eest": 180, "msk": 180,
    "msd": 240, "ist": 330, "hkt": 480, "sgt": 480, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720,
    "nzdt": 780, "brt": -180, "brst": -120, "art": -180,
}
_TIME = re.compile(r"(?<!\d)(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?(?:[.,]\d{1,9})?(?!\d)")
_OFFSET = re.compile(r"(?:^|[\s(a-zA-Z:\d])([+-])(\d{1,2}):?(\d{2})(?!\d)")
_SPACED_OFFSET = re.compile(r"\s[+-]\d{4}(?!\d)")
_COMMENT = re.compile(r"\([^()]*\)")
_AROUND_COLON = re.compile(r"\s{0,9}:\s{0,9}")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]|$)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
_WORDS = re.compile(r"[^\W\d_]{2,20}|(?<=\d)Z")
_NUMBER = re.compile(r"\d{1,4}")


@lru_cache(maxsize=16)                  # a mail's date is asked for when it is read and when its defects are
def parse(text: str) -> datetime | None:
    """A header's date, aware where it names a zone that is known; None if it cannot be read."""
    written = text[:200]
    text = _AROUND_COLON.sub(":", _COMMENT.sub(" ", written))
    clock = _TIME.search(text)
    if clock is None and not _ISO.search(text):
        return None
    if clock and text[clock.end():clock.end() + 1] == ":":
        return None                     # cut or overwritten in the middle of the time
    day = _day(text[: clock.start()] + " " + text[clock.end():] if clock else text)
    if day is None:
        return None
    rest = text[clock.end():] if clock else ""
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    half = re.match(r"\s*([ap])\.?m\b", rest, re.IGNORECASE)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.group(1) in "pP" else 0)
    try:
        return datetime(*day, hour, minute, min(second, 59), tzinfo=_zone(rest) or _zone_in_comment(written))
    except (ValueError, OverflowError):
        return None


def _day(text: str) -> tuple[int, int, int] | None:
    """Year, month, day of what is left when the time is cut out."""
    if iso := _ISO.search(text):
        return int(iso.group(1)), int(iso.group(2)), int(iso.group(3))
    months = [(word, month) for word in _WORDS.finditer(text) if (month := _month(word.group()))]
    if months:                          # the last one: `mar. 3 févr.` is a Tuesday
        word, month = months[-1]
        after = _NUMBER.findall(_SPACED_OFFSET.sub(" ", text[word.end():]))
        return _ordered(month, _NUMBER.findall(text[: word.start()]), after)
    if numeric := _NUMERIC.search(text):
        first, second, year = (int(part) for part in numeric.groups())
        if first > 12 >= second or first == second:
            return _year(year, numeric.group(3)), second, first
        if second > 12 >= first:
            return _year(year, numeric.group(3)), first, second
    return None


def _month(word: str) -> int | None:
    name = word.lower()
    return _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])


def _ordered(month: int, before: list[str], after: list[str]) -> tuple[int, int, int] | None:
    """`21 Nov 1997` or `Nov 21 1997` or `1997 Nov 21`."""
    if before and len(before[-1]) == 4 and after:
        return int(before[-1]), month, int(after[0])
    if before and after:
        return _year(int(after[0]), after[0]), month, int(before[-1])
    if len(after) >= 2:
        return _year(int(after[1]), after[1]), month, int(after[0])
    return None


def _year(number: int, written: str) -> int:
    """RFC 5322 4.3: two digits below 50 are of this century, other two and three digits count from 1900."""
    if len(written) == 4:
        return number
    return number + (2000 if len(written) == 2 and number < 50 else 1900)


def _zone(text: str) -> timezone | None:
    offset = _OFFSET.search(" " + text)
    if offset:
        minutes = int(offset.group(2)) * 60 + int(offset.group(3))
        if int(offset.group(3)) > 59 or minutes > 14 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if offset.group(1) == "-" else minutes)) if minutes else UTC
    return _named_zone(text)


def _zone_in_comment(text: str) -> timezone | None:
    """`(PST)` counts when nothing else names a zone; an offset that is out of range does not bring it back."""
    return None if _SPACED_OFFSET.search(text) else _named_zone(" ".join(_COMMENT.findall(text)))


def _named_zone(text: str) -> timezone | None:
    for word in re.findall(r"(?<![A-Za-z])[A-Za-z]{1,5}(?![A-Za-z])", text):
        if word.lower() in _ZONES:
            minutes = _ZONES[word.lower()]
            return timezone(timedelta(minutes=minutes)) if minutes else UTC
    return None
