"""Dates as clients write them into a text, in the language of the person who forwards.

Header fields are read by `dates`; this is for "mercredi 23 mai 2018 à 16:08", "2018年5月23日 下午4:08",
"23. toukokuuta 2018 klo 16.08". Nothing is guessed: a date whose day and month could be exchanged is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from mailbridge.reading.patterns.forwards_months import EVERYWHERE, HALVES, MONTHS

_MAX_CHARS = 120
_CLOCK = re.compile(
    r"(?<![\d.])(\d{1,2})(?:[:：.٫]| ?[hH時时点點시] ?)(\d{2})(?!\d)(?:(?:[:.]| ?[分분'] ?)(\d{2})(?!\d))?"
)
_FULL_DAY = re.compile(r"(?<!\d)(?:\d{4} ?[./-] ?\d{1,2} ?[./-] ?\d{1,2}|\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?\d{4})(?!\d)")
_OFFSET = re.compile(r"(?:(?:GMT|UTC) ?|[ (])([+−-])(\d{1,2}):?(\d{2})?(?!\d)")
_ZONE = re.compile(r"(?<![^\W\d_])[A-ZČ]{3,5}(?![a-z])")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4}) ?([./-]) ?(\d{1,2}) ?[./-] ?(\d{1,4})(?!\d)")
_WEEKDAY_NUMBER = re.compile(r"(?:thứ|th|t) ?[2-7]\b|\b[2-6]ª", re.IGNORECASE)
_NUMBERED_MONTH = re.compile(r"(\d{1,2}) ?[月월]|(?:tháng|thg)\.? ?(\d{1,2})", re.IGNORECASE)
_WORD = re.compile(r"[^\s\d,()،]{2,30}")
_TWO_WORDS = ("كانون ", "تشرين ")       # Levantine months are told apart by their second word
_ZONES = {
    "GMT": 0, "UTC": 0, "CET": 60, "MEZ": 60, "SEČ": 60, "CEST": 120, "MESZ": 120, "SELČ": 120, "EET": 120, "EEST": 180,
    "MSK": 180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "AEST": 600, "AEDT": 660, "WIB": 420,
}
_BUDDHIST = 543                         # years of the Thai calendar run that far ahead


@dataclass(frozen=True, slots=True)
class _Clock:
    """The time of day in a text: its place, and whether it says which half of the day it means."""

    hour: int
    minute: int
    second: int
    has_half: bool
    start: int
    end: int


def parse(text: str, languages: Sequence[str] = ()) -> str | None:
    """ISO 8601 to the second, with an offset where the text names one; a bare date where it names no time.

    None when any part is unsure.

    `languages` are those of the labels beside the date, the likeliest first.
    """
    text = _plain(text[:_MAX_CHARS])
    if whole := _exact(text):
        return whole
    clock = _clock(text, languages)
    if clock is None:
        day = _day(text, languages, has_half=False)
        return date(*day).isoformat() if day and _is_day(day) else None
    before, after = text[: clock.start], text[clock.end:]
    day = _day(f"{before} {_OFFSET.sub(' ', after)}", languages, has_half=clock.has_half)
    if day is None or not _is_day(day) or clock.minute > 59 or clock.second > 59:
        return None
    return datetime(*day, clock.hour, clock.minute, clock.second, tzinfo=_zone(after)).isoformat()


def _plain(text: str) -> str:
    """ASCII digits, single spaces, no direction marks."""
    text = "".join(str(int(c)) if c.isdecimal() else c for c in text if c.isprintable() or c.isspace())
    return " ".join(text.split())


def _exact(text: str) -> str | None:
    """ISO 8601 as it stands."""
    try:
        return datetime.fromisoformat(text).isoformat() if text[4:5] == "-" and len(text) > 15 else None
    except ValueError:
        return None


def _clock(text: str, languages: Sequence[str]) -> _Clock | None:
    days = [match.span() for match in _FULL_DAY.finditer(text)]
    times = [
        match for match in _CLOCK.finditer(text)
        if int(match.group(1)) < 24 and not any(a < match.end() and match.start() < b for a, b in days)
    ]
    if not times:
        return None
    match = next((m for m in times if ":" in m.group()), times[-1])     # "12.10.21 12:46", "12.10.21 klo 12.46"
    hour, minute, second = (int(part or 0) for part in match.groups())
    half = _half(text[: match.start()], text[match.end():], languages)
    if half is None or not 1 <= hour <= 12:     # "15:08 PM": some clients say it though their clock has 24 hours
        return _Clock(hour, minute, second, False, match.start(), match.end())
    return _Clock(hour % 12 + half, minute, second, True, match.start(), match.end())


def _half(before: str, after: str, languages: Sequence[str]) -> int | None:
    """12 after noon, 0 before noon, None where the clock has 24 hours."""
    near = [*_words(before)[-1:], *_words(after)[:2]]
    for language, morning, afternoon in HALVES:
        if language in EVERYWHERE or language in languages:
            if any(word in afternoon.split() for word in near):
                return 12
            if any(word in morning.split() for word in near):
                return 0
    return None


def _words(text: str) -> list[str]:
    text = text.casefold().replace("a. m.", "a.m.").replace("p. m.", "p.m.").replace("日", "日 ")
    return [part.strip(",()") for part in text.split()]


def _day(text: str, languages: Sequence[str], *, has_half: bool) -> tuple[int, int, int] | None:
    """Year, month, day."""
    text = _WEEKDAY_NUMBER.sub(" ", text)
    for words in _TWO_WORDS:
        text = text.replace(words, words.strip())
    if numbered := _NUMBERED_MONTH.search(text):
        return _with_month(int(numbered.group(1) or numbered.group(2)), text[: numbered.start()], text[numbered.end():])
    if numeric := _NUMERIC.search(text):
        return _numeric(numeric, languages, has_half=has_half)
    named = [(match, month) for match in _WORD.finditer(text) if (month := _month(match.group(), languages))]
    if not named:
        return None
    match, month = named[-1]            # the last one: `mar. 3 févr.` is a Tuesday
    return _with_month(month, text[: match.start()], text[match.end():])


def _is_day(day: tuple[int, int, int]) -> bool:
    try:
        return date(*day).year > 1970
    except ValueError:
        return False


def _with_month(month: int, before: str, after: str) -> tuple[int, int, int] | None:
    """Year and day from the numbers around a month: one with four digits, and one of at most 31."""
    left, right = re.findall(r"\d+", before)[-2:], re.findall(r"\d+", after)[:2]
    years = [number for number in (*left, *right) if len(number) == 4]
    days = [number for number in (*left[::-1], *right) if len(number) <= 2 and 1 <= int(number) <= 31]
    if not years and len(days) == 2:
        years, days = days[1:], days[:1]
    if not years or not days:
        return None
    return _year(years[0]), month, int(days[0])


def _numeric(match: re.Match[str], languages: Sequence[str], *, has_half: bool) -> tuple[int, int, int] | None:
    """Digits only: 2021-11-02, 02.11.2021, 11/02/2021 of a client that counts hours to twelve in English."""
    first, mark, second, third = match.groups()
    if len(first) == 4:
        return _year(first), int(second), int(third)
    if len(first) > 2:
        return None
    one, two, year = int(first), int(second), _year(third)
    if one > 12 >= two or one == two or mark == ".":
        return year, two, one
    if two > 12 >= one:
        return year, one, two
    if languages and "en" not in languages:
        return year, two, one
    return (year, one, two) if has_half and mark == "/" else None


def _year(written: str) -> int:
    number = int(written)
    if len(written) == 2:
        return 2000 + number if number < 70 else 1900 + number
    return number - _BUDDHIST if 2400 < number < 2700 else number


def _month(word: str, languages: Iterable[str]) -> int | None:
    """The month that a word names: in the likeliest language, else if all others agree."""
    word = word.casefold().removeprefix("ב")
    for language in languages:
        if month := _in_language(word, language):
            return month
    found = {month for language in MONTHS if (month := _in_language(word, language))}
    return found.pop() if len(found) == 1 else None


def _in_language(word: str, language: str) -> int | None:
    """The month with the longest beginning that fits: "červenec" is no "červen"."""
    fitting = [(len(start), month) for start, month in _MONTHS.get(language, ()) if word.startswith(start)]
    return max(fitting)[1] if fitting else None


def _zone(text: str) -> timezone | None:
    if offset := _OFFSET.search(text):
        sign, hours, minutes = offset.groups()
        length = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(length if sign == "+" else -length) if length <= timedelta(hours=14) else None
    named = next((word for word in _ZONE.findall(text) if word in _ZONES), "")
    return timezone(timedelta(minutes=_ZONES[named])) if named else None


def _beginnings(row: str) -> tuple[tuple[str, int], ...]:
    return tuple((beginning, month) for month, names in enumerate(row.split(), 1)
                 for beginning in names.casefold().split("/"))


_MONTHS = {language: _beginnings(row) for language, row in MONTHS.items()}
