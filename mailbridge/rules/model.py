"""Rules as values: what `load` makes of the files and `decide` goes through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mailbridge.errors import Problem
from mailbridge.rules.conditions import KNOWN_BY_HEAP, Condition, TextSource
from mailbridge.rules.creations import Creation
from mailbridge.rules.index import Index
from mailbridge.rules.values import Facts


@dataclass(frozen=True, slots=True)
class Extraction:
    """A pattern with named groups over one text. What it finds, templates can print."""

    word: str
    texts: TextSource
    pattern: Any                        # compiled by RE2
    groups: tuple[str, ...]

    def find(self, facts: Facts) -> Mapping[str, str]:
        """Group -> what it caught, stripped; nothing if the pattern is not found."""
        for text in self.texts(facts):
            match = self.pattern.search(text)
            if match is not None:
                return {name: (value or "").strip() for name, value in match.groupdict().items()}
        return {}


@dataclass(frozen=True, slots=True)
class RuleTest:
    """A small mail with what must come of it, as it stands in the rule file (row E9)."""

    line: int
    mail: Mapping[str, Any]
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Exactly one of creations, skip and review is there, unless it only goes on."""

    name: str
    file: str
    line: int
    when: Condition
    extract: tuple[Extraction, ...] = ()
    creations: tuple[Creation, ...] = ()
    skip: str = ""
    review: str = ""
    goes_on: bool = False               # `continue: true`: later rules may add to it
    stops: bool = False                 # `stop: true`: nothing more, what earlier rules create stays
    notify: str = ""                    # what the log shall tell the admin when the rule takes a mail
    writes_as: str = "colleague"        # whose Heap login: "colleague", "bridge", or a colleague's address
    limit: tuple[int, float] | None = None      # storm guard of its own: records, minutes
    tests: tuple[RuleTest, ...] = ()

    @property
    def needs_person(self) -> bool:
        """Whether its records tell what Heap knows of the contact, so that Heap must be asked before they are made."""
        return any(creation.needs_person for creation in self.creations) or any(
            extraction.word in KNOWN_BY_HEAP for extraction in self.extract)


@dataclass(frozen=True)
class Rulebook:
    """All rules in the order of files and lines. `unmatched` is where a mail goes that no rule takes.

    `doubts` are rules that can never be reached: no reason not to work with the others, but told by `rules check`.
    """

    rules: tuple[Rule, ...]
    unmatched: str = "review"
    doubts: tuple[Problem, ...] = ()

    @cached_property
    def _index(self) -> Index:
        return Index([rule.when for rule in self.rules])

    def limit(self, rule: str) -> tuple[int, float] | None:
        """(records, minutes) of the rule's own storm guard, None if it has none."""
        return self._limits.get(rule)

    @cached_property
    def _limits(self) -> Mapping[str, tuple[int, float]]:
        return {rule.name: rule.limit for rule in self.rules if rule.limit is not None}

    def candidates(self, facts: Facts) -> Iterable[Rule]:
        """In order, the rules that may match this mail."""
        return (self.rules[position] for position in self._index.candidates(facts))
