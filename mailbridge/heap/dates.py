"""Heap's dates without a year. Pure."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"([A-Za-z]{3,9})\.?\s{1,5}([0-9]{1,2})(?:st|nd|rd|th)?(?:,?\s{1,5}([0-9]{4}))?")


def inferred_date(told: str, today: date) -> date | None:
    """The day that `May 8th` most likely means, seen from `today`: the nearest one. None if it is no such date.

    Inferred, so for showing and sorting only: never identity, never a cursor.
    """
    found = _DAY.fullmatch(told.strip())
    if not found or found[1][:3].casefold() not in _MONTHS:
        return None
    month, day = _MONTHS.index(found[1][:3].casefold()) + 1, int(found[2])
    years = [int(found[3])] if found[3] else range(today.year - 4, today.year + 5)      # four: 29 February
    days = [day_ for year in years if (day_ := _date(year, month, day))]
    return min(days, key=lambda candidate: abs(candidate - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
