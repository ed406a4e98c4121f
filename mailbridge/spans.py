"""A span of time as people say it: `3 days`, `26 hours`, `1 minute`. Pure."""

from __future__ import annotations

from datetime import timedelta

_UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))


def in_words(span: timedelta) -> str:
    """In the largest unit of which it is at least two, rounded down; less than a minute is called so."""
    if span < timedelta(minutes=1):
        return "less than a minute"
    unit, length = next((one for one in _UNITS if span >= one[1] * 2), _UNITS[-1])
    count = span // length
    return f"{count} {unit}{'s' * (count != 1)}"
