"""A recurrence rule said in words, for a person who reads a record: "every 2 weeks on Monday until 2026-12-31".

Knows RRULE, EXDATE and RDATE (RFC 5545 section 3.8.5). It never works out single dates: a rule may have no end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_UNITS = {"SECONDLY": "second", "MINUTELY": "minute", "HOURLY": "hour", "DAILY": "day", "WEEKLY": "week",
          "MONTHLY": "month", "YEARLY": "year"}
_DAYS = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday",
         "SU": "Sunday"}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second to last"}
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")
_WORKDAYS = ["MO", "TU", "WE", "TH", "FR"]
_SHOWN_DATES = 10


def in_words(rule: str, *, until: str = "", excluded: Sequence[str] = (), added: Sequence[str] = ()) -> str:
    """The rule (an RRULE's value) in words; `until` is UNTIL as a date in the event's own zone.

    `excluded` and `added` are the dates of EXDATE and RDATE. "" when nothing recurs.
    """
    parts = _parts(rule)
    words = _rule(parts, until) if parts else ""
    if rule.strip() and not words:
        words = "repeats by a rule that cannot be read"
    if added:
        words = f"{words}, also on {_dates(added)}" if words else f"repeats on {_dates(added)}"
    if excluded and words:
        words = f"{words}, except {_dates(excluded)}"
    return words


def _parts(rule: str) -> dict[str, list[str]]:
    """FREQ=WEEKLY;BYDAY=MO,WE -> {"FREQ": ["WEEKLY"], "BYDAY": ["MO", "WE"]}."""
    pairs = (part.partition("=") for part in rule.upper().split(";")[:30])
    return {key.strip(): [v.strip() for v in value.split(",")[:100] if v.strip()] for key, _, value in pairs if value}


def _rule(parts: Mapping[str, list[str]], until: str) -> str:
    unit = _UNITS.get(_first(parts, "FREQ"))
    if unit is None:
        return ""
    interval = _first(parts, "INTERVAL")
    every = f"every {interval} {unit}s" if interval.isdecimal() and int(interval) > 1 else f"every {unit}"
    count = _first(parts, "COUNT")
    ending = f"until {until}" if until else ""
    if count.isdecimal():
        ending = "once" if int(count) == 1 else f"{int(count)} times"
    return " ".join(words for words in (every, *_limits(parts), ending) if words)


def _limits(parts: Mapping[str, list[str]]) -> list[str]:
    """What narrows the rule: months, week numbers, days, times."""
    months = [_MONTHS[int(m) - 1] for m in parts.get("BYMONTH", []) if m.isdecimal() and 1 <= int(m) <= 12]
    weeks = [w for w in parts.get("BYWEEKNO", []) if _is_number(w)]
    month_days = [_month_day(int(d)) for d in parts.get("BYMONTHDAY", []) if _is_number(d)]
    year_days = [d for d in parts.get("BYYEARDAY", []) if _is_number(d)]
    times = _times(parts)
    return [
        f"in {_and(months)}" if months else "",
        f"in week {_and(weeks)}" if weeks else "",
        _weekdays(parts),
        f"on {_and(month_days)}" if month_days else "",
        f"on day {_and(year_days)} of the year" if year_days else "",
        f"at {_and(times)}" if times else "",
    ]


def _weekdays(parts: Mapping[str, list[str]]) -> str:
    found = [match for day in parts.get("BYDAY", []) if (match := _DAY.match(day))]
    if not found:
        return ""
    positions = [int(p) for p in parts.get("BYSETPOS", []) if _is_number(p)]
    plain = [match[2] for match in found]
    workdays = plain == _WORKDAYS and not any(match[1] for match in found)
    if positions:
        of_what = "working day" if workdays else " or ".join(_DAYS[day] for day in plain)
        return f"on the {_and([_ordinal(p) for p in positions])} {of_what}"
    if workdays:
        return "on every working day (Monday to Friday)"
    return "on " + _and([f"the {_ordinal(int(m[1]))} {_DAYS[m[2]]}" if m[1] else _DAYS[m[2]] for m in found])


def _times(parts: Mapping[str, list[str]]) -> list[str]:
    hours = [h for h in parts.get("BYHOUR", []) if h.isdecimal()]
    minutes = [m for m in parts.get("BYMINUTE", []) if m.isdecimal()] or ["0"]
    return [f"{int(hour)}:{int(minute):02}" for hour in hours for minute in minutes][:_SHOWN_DATES]


def _month_day(day: int) -> str:
    if day > 0:
        return f"day {day}"
    return "the last day of the month" if day == -1 else f"the {_ordinal(day)} day of the month"


def _ordinal(number: int) -> str:
    if number in _ORDINALS:
        return _ORDINALS[number]
    return f"{number}th" if number > 0 else f"{-number}th to last"


def _dates(dates: Sequence[str]) -> str:
    more = len(dates) - _SHOWN_DATES
    return _and([*dates[:_SHOWN_DATES], f"{more} more"]) if more > 0 else _and(list(dates))


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _first(parts: Mapping[str, list[str]], key: str) -> str:
    return next(iter(parts.get(key, [])), "")


def _is_number(text: str) -> bool:
    digits = text.lstrip("+-")
    return digits.isdecimal() and len(text) <= 4
