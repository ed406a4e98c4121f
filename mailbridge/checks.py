"""What is wrong with a record or an address before it is sent, in sentences for the admin who wrote it. Pure.

Heap's own error texts are undocumented and it cannot undo a record, so a mistake is cheaper here.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from mailbridge.records import REQUIRED_FIELDS, Kind, create_fields

MAX_ADDRESS = 320                       # RFC 3696, erratum 1690: 64 @ 255

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_WHOLE = re.compile(r"[0-9]{1,4}")


def problems(kind: Kind, names: Iterable[str], values: Mapping[str, str], *, newer_fields: bool) -> tuple[str, ...]:
    """Every mistake at once. `names` are the fields as given, also repeated ones; `values` their letters."""
    return tuple(sentence for _, sentence in mistakes(kind, names, values, newer_fields=newer_fields))


def mistakes(
    kind: Kind, names: Iterable[str], values: Mapping[str, str], *, newer_fields: bool
) -> tuple[tuple[str, str], ...]:
    """`problems`, each with the name of its field."""
    allowed = create_fields(kind, newer=newer_fields)
    counts = Counter(names)
    return (
        *((name, _unknown(kind, name, allowed)) for name in counts if name not in allowed),
        *((name, f"The field {name!r} is given {times} times.") for name, times in counts.items() if times > 1),
        *((name, f"{_a(kind)} needs a {name}.") for name in REQUIRED_FIELDS[kind] if not values.get(name, "").strip()),
        *(("probability", sentence) for sentence in _probability(values.get("probability", "").strip())),
        *(("value", sentence) for sentence in _value(values.get("value", "").strip())),
        *(("day", sentence) for sentence in (_day(values) if kind is Kind.EVENT else ())),
    )


def is_address(text: str) -> bool:
    """Whether a person may have meant this as one e-mail address; whether it exists is another question."""
    local, at, domain = text.rpartition("@")
    return bool(local and at and domain) and len(text) <= MAX_ADDRESS and text.isprintable() \
        and not any(c.isspace() or c in "<>,;" for c in text)


def _a(kind: Kind) -> str:
    return f"{'An' if kind.value[0] in 'aeiou' else 'A'} {kind.value}"


def _unknown(kind: Kind, name: str, allowed: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name.casefold(), allowed, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return f"{_a(kind)} has no field {name!r}.{hint} Its fields: {', '.join(allowed)}."


def _probability(given: str) -> tuple[str, ...]:
    if not given:
        return ()
    number = given.removesuffix("%").strip().replace(",", ".")
    if not _NUMBER.fullmatch(number):
        return (f"The probability must be a number from 0 to 1, like 0.25, not {_shown(given)}.",)
    if number == given and 0 <= float(number) <= 1:
        return ()
    as_share = float(number) / 100 if "%" in given or float(number) > 1 else float(number)
    hint = f" Did you mean {as_share:g}?" if 0 <= as_share <= 1 else ""
    return (f"The probability must be from 0 to 1, not {_shown(given)}.{hint}",)


def _value(given: str) -> tuple[str, ...]:
    if not given or _NUMBER.fullmatch(given):
        return ()
    return (f"The value must be a plain number, like 5000 or 5000.50, not {_shown(given)}.",)


def _day(values: Mapping[str, str]) -> tuple[str, ...]:
    parts = {name: values.get(name, "").strip() for name in ("year", "month", "day")}
    if not all(parts.values()):
        return ()                       # already told as missing
    wrong = [name for name, text in parts.items() if not _WHOLE.fullmatch(text)]
    if wrong:
        return tuple(f"The {name} of an event must be a whole number, not {_shown(parts[name])}." for name in wrong)
    try:
        date(*(int(text) for text in parts.values()))
    except ValueError:
        return (f"There is no day {'-'.join(parts.values())} (year-month-day).",)
    if len(parts["year"]) != 4:
        return (f"The year of an event needs four digits, not {_shown(parts['year'])}.",)
    return ()


def _shown(given: str) -> str:
    return repr(given if len(given) <= 40 else given[:40] + "…")
