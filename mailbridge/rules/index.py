"""Which rules can match a mail at all, found without going through all of them. Pure.

Ten thousand rules mostly say "mail from this address" or "this word in the subject". A rule that needs a condition of
that kind is looked up: exact values in a dictionary, domains label by label, texts by one RE2 set a field, which finds
all patterns of all rules in one pass. What cannot be looked up is always gone through. The index only ever leaves out
rules that cannot match; `decide` still asks each candidate, in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import re2

from mailbridge.rules.conditions import KNOWN_BY_HEAP, All, Condition, Look
from mailbridge.rules.values import Facts

FEW = 32
"""Below this many rules going through all of them costs less than looking them up."""

_MOST_PATTERNS = 5000                   # of one set: RE2 refuses far larger ones; the rest is always gone through


@dataclass(slots=True)
class _Field:
    """The look-ups of one condition word."""

    look: Look                          # any condition of that word: how its texts are had
    exact: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    domains: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    patterns: list[tuple[str, int]] = field(default_factory=list)
    compiled: Any = None

    def candidates(self, facts: Facts) -> Iterator[int]:
        for text in self.look.texts(facts):
            folded = text.strip().casefold()
            yield from self.exact.get(folded, ())
            labels = folded.rpartition("@")[2].split(".")
            if self.domains:
                for start in range(len(labels)):
                    yield from self.domains.get(".".join(labels[start:]), ())
            if self.compiled is not None:
                yield from (self.patterns[found][1] for found in self.compiled.Match(text.casefold()) or ())


class Index:
    """A rulebook's conditions, one a rule, by what they need."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self._all = range(len(conditions))
        self._always: list[int] = []
        self._fields: dict[str, _Field] = {}
        if len(conditions) <= FEW:
            self._always = list(self._all)
            return
        for position, condition in enumerate(conditions):
            if not self._add(condition, position):
                self._always.append(position)
        for entry in self._fields.values():
            self._compile(entry)

    def candidates(self, facts: Facts) -> Sequence[int]:
        """In order, the position of every condition that may hold, and of as few others as can be told cheaply."""
        if len(self._always) == len(self._all):
            return self._all
        found = set(self._always)
        for entry in self._fields.values():
            found.update(entry.candidates(facts))
        return sorted(found)

    def _add(self, condition: Condition, position: int) -> bool:
        """Index a rule by one condition that it needs. Exact ones first: they leave out the most."""
        needed = [c for c in _needed(condition)
                  if isinstance(c, Look) and c.test.operator in _WORTH and c.word not in KNOWN_BY_HEAP]
        if not needed:
            return False
        look = min(needed, key=lambda c: _WORTH[c.test.operator])
        entry = self._fields.setdefault(look.word, _Field(look))
        for value in look.test.wanted:
            folded = value.strip().casefold()
            match look.test.operator:
                case "is":
                    entry.exact[folded].append(position)
                case "domain":
                    entry.domains[folded.removeprefix("@").rstrip(".")].append(position)
                case _:
                    entry.patterns.append((re2.escape(value.casefold()), position))
        return True

    def _compile(self, entry: _Field) -> None:
        if not entry.patterns:
            return
        options = re2.Options()
        options.log_errors = False
        built = re2.Set.SearchSet(options)
        for pattern, _ in entry.patterns[:_MOST_PATTERNS]:
            built.Add(pattern)
        self._always.extend(position for _, position in entry.patterns[_MOST_PATTERNS:])
        try:
            built.Compile()
            entry.compiled = built
        except re2.error:               # too large for its memory: then these rules are gone through one by one
            self._always.extend(position for _, position in entry.patterns[:_MOST_PATTERNS])


_WORTH = {"is": 0, "domain": 1, "contains": 2, "starts": 2, "ends": 2}


def _needed(condition: Condition) -> Iterator[Condition]:
    """Conditions without which the whole cannot hold."""
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _needed(part)
    else:
        yield condition
