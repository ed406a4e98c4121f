"""Rules that no mail can ever reach, because an earlier one takes whatever they would take. Pure.

An earlier rule takes it all when each of its conditions follows from one of the later rule's: then whatever passes the
later rule's conditions has passed its own before. Only what is certain is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailbridge.errors import Problem
from mailbridge.rules.conditions import All, Choice, Condition, Look
from mailbridge.rules.model import Rule

MOST_COMPARED = 100
"""Behind more rules only those are told that stand behind one that takes every mail: comparing all takes too long."""


def unreachable(rules: Sequence[Rule]) -> Iterator[Problem]:
    """Each rule that is never reached, with the rule that is in its way."""
    ending: list[Rule] = []             # earlier rules after which nothing goes on
    for rule in rules:
        way = next((e for e in ending if _takes_all_of(e, rule)), None)
        if way is not None:
            what = "every mail" if not _needed(way.when) else "whatever this one would"
            yield Problem(rule.file, rule.line, 1,
                          f'"{rule.name}" is never reached: "{way.name}" ({way.file}:{way.line}) takes {what}; put it '
                          "behind, or add `continue: true` there")
        elif not rule.goes_on and (len(ending) < MOST_COMPARED or not _needed(rule.when)):
            ending.append(rule)


def _takes_all_of(earlier: Rule, later: Rule) -> bool:
    conditions = _needed(later.when)
    return all(any(_follows(wanted, given) for given in conditions) for wanted in _needed(earlier.when))


def _follows(wanted: Condition, given: Condition) -> bool:
    """Whether `wanted` holds whenever `given` does, as far as can be told."""
    if isinstance(wanted, Choice) and isinstance(given, Choice):
        return wanted.word == given.word and set(given.wanted) <= set(wanted.wanted)
    if isinstance(wanted, Look) and isinstance(given, Look):
        asked, told = wanted.test, given.test
        same = (wanted.word, asked.operator) == (given.word, told.operator) and asked.operator != "in"
        return same and {w.casefold() for w in told.wanted} <= {w.casefold() for w in asked.wanted}
    return False


def _needed(condition: Condition) -> list[Condition]:
    """The conditions that must hold, each by itself; a group of alternatives counts as one."""
    if isinstance(condition, All):
        return [needed for part in condition.parts for needed in _needed(part)]
    return [condition]
