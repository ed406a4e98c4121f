"""Days that people write into an address tag: `task-friday`, `task-2026-12-24`, `task-tomorrow`, `task-3d`. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

_WEEKDAYS = (
    ("monday", "mon", "montag", "lundi", "lunes"), ("tuesday", "tue", "dienstag", "mardi", "martes"),
    ("wednesday", "wed", "mittwoch", "mercredi", "miercoles"), ("thursday", "thu", "donnerstag", "jeudi", "jueves"),
    ("friday", "fri", "freitag", "vendredi", "viernes"), ("saturday", "sat", "samstag", "samedi", "sabado"),
    ("sunday", "sun", "sonntag", "dimanche", "domingo"),
)
_WORDS = {"today": 0, "heute": 0, "hoy": 0, "tomorrow": 1, "morgen": 1, "demain": 1, "manana": 1}
_IN_DAYS = re.compile(r"([0-9]{1,3})(d|w)")
_PREFIXES = ("task", "todo", "call", "due", "aufgabe")


def of_tag(tag: str, today: date) -> date | None:
    """The day that a tag names, None if it names none. A weekday is the next one, never today."""
    prefix, _, words = tag.casefold().partition("-")
    if prefix not in _PREFIXES:
        return None
    if words in _WORDS:
        return today + timedelta(days=_WORDS[words])
    for number, names in enumerate(_WEEKDAYS):
        if words in names:
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    if match := _IN_DAYS.fullmatch(words):
        return today + timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
