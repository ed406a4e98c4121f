"""Which moment a local time of a calendar means: zone names of the IANA and of Windows, and definitions sent along.

A name that the IANA or Windows knows is believed, whatever the mail's own VTIMEZONE claims under it: the definition is
a stranger's and often out of date. Only names nobody knows use the definition (RFC 5545 section 3.6.5). Definitions
are worked out here for the one year asked for: a rule that repeats every second since 1601 costs nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from mailbridge.reading.calendar.ics import Block

_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?$")
_OFFSET_IN_NAME = re.compile(r"(?:UTC|GMT)\s?([+\-\u2212])\s?(\d{1,2})(?:[:.]?([0-5]\d))?")
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UTC_NAMES = {"utc", "z", "gmt", "etc/utc", "etc/gmt", "coordinated universal time"}


def localize(moment: datetime, tzid: str, definitions: Mapping[str, Block]) -> tuple[datetime, str]:
    """A wall-clock time in the zone that `tzid` names, and the zone's IANA name ("" if it has none).

    The time stays naive (floating) when nothing says what the zone is.
    """
    name = iana_name(tzid)
    if name:
        return moment.replace(tzinfo=ZoneInfo(name)), name
    definition = definitions.get(tzid.strip("/"))
    offset = _defined_offset(definition, moment) if definition else None
    if offset is None:
        offset = _offset_in_name(tzid)
    return (moment, "") if offset is None else (moment.replace(tzinfo=timezone(offset)), "")


def iana_name(tzid: str) -> str:
    """The IANA name behind a TZID: itself, a Windows name, or the tail of /vendor/Continent/City; "" if unknown."""
    cleaned = tzid.strip().strip("\"'/").strip()
    if cleaned.casefold() in _UTC_NAMES:
        return "UTC"
    pieces = cleaned.split("/")[-6:]
    candidates = [_windows().get(cleaned.casefold(), ""), *("/".join(pieces[start:]) for start in range(len(pieces)))]
    for candidate in candidates:
        if candidate and len(candidate) < 64 and _known(candidate):
            return candidate
    return ""


@cache
def _windows() -> dict[str, str]:
    """Windows' names of zones, case-folded -> IANA names (CLDR)."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # slow to import, as in `ics`

    return {str(name).casefold(): str(iana) for name, iana in WINDOWS_TO_OLSON.items()}


def _known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):         # a folder of the zone database, "..", an unknown name
        return False
    return True


def _offset_in_name(tzid: str) -> timedelta | None:
    """Outlook's display names and hand-made ones carry the offset: "(UTC+01:00) Amsterdam, Berlin", "GMT-5"."""
    found = _OFFSET_IN_NAME.search(tzid[:100].upper())
    if not found:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return _sane(offset if found[1] == "+" else -offset)


def _defined_offset(definition: Block, moment: datetime) -> timedelta | None:
    """The offset of the observance whose last onset before `moment` is the latest (RFC 5545 3.6.5)."""
    best: tuple[datetime, timedelta] | None = None
    for observance in definition.blocks[:200]:
        offset = _offset(observance.text("TZOFFSETTO"))
        onset = max((o for o in _onsets(observance, moment.year) if o <= moment), default=None)
        if offset is not None and onset is not None and (best is None or onset > best[0]):
            best = (onset, offset)
    if best:
        return best[1]
    return next((o for b in definition.blocks[:200] if (o := _offset(b.text("TZOFFSETFROM"))) is not None), None)


def _onsets(observance: Block, year: int) -> Iterator[datetime]:
    """When the observance begins: as written, and by its yearly rule in `year` and the year before."""
    begin = _local(observance.text("DTSTART"))
    if begin is None:
        return
    yield begin
    for listed in observance.all("RDATE")[:200]:
        yield from (moment for value in listed.value.split(",")[:200] if (moment := _local(value)))
    rule = dict(part.partition("=")[::2] for part in observance.text("RRULE").upper().split(";"))
    if rule.get("FREQ") != "YEARLY":
        return
    until = _local(rule.get("UNTIL", ""))
    for candidate_year in (year - 1, year):
        for day in _days(candidate_year, rule, begin.date()) if candidate_year >= begin.year else ():
            onset = datetime.combine(day, begin.time())
            if begin <= onset and (until is None or onset <= until):
                yield onset


def _days(year: int, rule: Mapping[str, str], begin: date) -> Iterator[date]:
    """Days of the year that BYMONTH, BYMONTHDAY and BYDAY of a yearly rule leave."""
    months = [int(m) for m in rule.get("BYMONTH", "").split(",") if m.isdecimal() and 1 <= int(m) <= 12]
    wanted_days = {d for d in rule.get("BYMONTHDAY", "").split(",") if d}
    by_day = [found for d in rule.get("BYDAY", "").split(",")[:20] if (found := _DAY.match(d))]
    if not wanted_days and not by_day:
        wanted_days = {str(begin.day)}
    for month in months or [begin.month]:
        last = monthrange(year, month)[1]
        for day in range(1, last + 1):
            if wanted_days and str(day) not in wanted_days and str(day - last - 1) not in wanted_days:
                continue
            if not by_day or any(_falls_on(date(year, month, day), last, found) for found in by_day):
                yield date(year, month, day)


def _falls_on(day: date, last: int, wanted: re.Match[str]) -> bool:
    """Is `day` e.g. the second Sunday (2SU) or the last one (-1SU) of its month of `last` days?"""
    if _WEEKDAYS[day.weekday()] != wanted[2]:
        return False
    which = int(wanted[1] or 0)
    from_start, from_end = (day.day - 1) // 7 + 1, -((last - day.day) // 7 + 1)
    return which in (0, from_start, from_end)


def _local(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def _offset(value: str) -> timedelta | None:
    found = _OFFSET.match(value.strip())
    if not found:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return _sane(offset if found[1] == "+" else -offset)


def _sane(offset: timedelta) -> timedelta | None:
    return offset if abs(offset) < timedelta(hours=24) else None


def shifted(moment: datetime, duration: timedelta) -> datetime:
    """`moment` plus a DURATION: days by the calendar, hours by the clock that never jumps (RFC 5545 3.3.6)."""
    if moment.tzinfo is None or duration % timedelta(days=1) == timedelta(0):
        return moment + duration
    return (moment.astimezone(UTC) + duration).astimezone(moment.tzinfo)
