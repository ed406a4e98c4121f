"""Conditions about amounts: sizes, ages, counts, written as `{over: 5 MB, under: 1 GB}`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mailbridge.plan import ConditionTrace
from mailbridge.rules.values import Facts

Answer = bool | None

_AMOUNT = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*([A-Za-z]{0,7})")
BYTES = {"": 1, "b": 1, "kb": 1000, "mb": 1000**2, "gb": 1000**3, "kib": 1024, "mib": 1024**2, "gib": 1024**3}
SECONDS = {"s": 1, "second": 1, "seconds": 1, "m": 60, "min": 60, "minute": 60, "minutes": 60, "h": 3600, "hour": 3600,
           "hours": 3600, "d": 86400, "day": 86400, "days": 86400, "week": 604800, "weeks": 604800}
COUNT = {"": 1}


def _age(facts: Facts) -> tuple[float, ...]:
    sent = facts.mail.date
    return ((facts.now - sent).total_seconds(),) if sent is not None and sent.tzinfo is not None else ()


AMOUNT_CONDITIONS: dict[str, tuple[Callable[[Facts], tuple[float, ...]], dict[str, int], str]] = {
    "size": (lambda facts: (float(facts.size),), BYTES, "the mail's size: `{over: 5 MB}`"),
    "age": (_age, SECONDS, "how long ago the mail was written: `{over: 2 days}`"),
    "attachments": (lambda facts: (float(sum(not a.inline for a in facts.mail.attachments)),), COUNT,
                    "how many attachments there are: `{over: 0}`"),
    "attachment_size": (lambda facts: tuple(float(a.size) for a in facts.mail.attachments), BYTES,
                        "any attachment's size: `{over: 100 kB}`"),
    "recipients": (lambda facts: (float(len(facts.mail.to) + len(facts.mail.cc)),), COUNT,
                   "how many addresses To and Cc hold: `{over: 10}`"),
}
"""Condition word -> (the amounts looked at, the units, the same in words)."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Any of the amounts lies above `over` and below `under`; None: no bound on that side."""

    word: str
    amounts: Callable[[Facts], tuple[float, ...]]
    over: float | None
    under: float | None
    words: str

    def holds(self, facts: Facts) -> Answer:
        return any((self.over is None or amount > self.over) and (self.under is None or amount < self.under)
                   for amount in self.amounts(facts))

    def trace(self, facts: Facts) -> Iterable[ConditionTrace]:
        saw = ", ".join(f"{amount:g}" for amount in self.amounts(facts)[:10])
        yield ConditionTrace(f"{self.word} {self.words}", bool(self.holds(facts)), saw)


def amount(text: str, units: dict[str, int]) -> float | None:
    """`5 MB` as a number of the smallest unit; None if it is none."""
    match = _AMOUNT.fullmatch(text.strip())
    factor = units.get(match[2].casefold()) if match else None
    return float(match[1]) * factor if match and factor is not None else None
