"""Operators of conditions: is, contains, starts, ends, matches, domain, glob, each over one text or a list. Pure.

Texts compare case-folded. Regexes run on RE2: linear time whatever a stranger writes, and no look-around.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import re2

from mailbridge import patterns


class OperatorProblem(Exception):
    """What is wrong with an operator's value, in words for an admin."""


@dataclass(frozen=True, slots=True)
class Test:
    """One question about a text: `ask` answers it, true if any of `wanted` holds."""

    operator: str
    wanted: tuple[str, ...]
    ask: Callable[[str], bool]

    @property
    def words(self) -> str:
        """The question as in the file."""
        return f"{self.operator} {' or '.join(repr(value) for value in self.wanted)}"


def build(operator: str, wanted: tuple[str, ...]) -> Test:
    """The test of one operator: true if any of `wanted` holds. Raises OperatorProblem."""
    make = OPERATORS[operator][0]
    if operator != "is" and not all(value.strip() for value in wanted):
        raise OperatorProblem(f'an empty text makes no sense for {operator}; for "nothing there" write `is: ""`')
    tests = [make(value) for value in wanted]
    ask = tests[0] if len(tests) == 1 else lambda text: any(test(text) for test in tests)
    return Test(operator, wanted, ask)


def pattern(source: str) -> Any:
    """A compiled RE2 pattern with named groups. Raises OperatorProblem with RE2's words."""
    try:
        return patterns.compiled(source)
    except patterns.PatternProblem as problem:
        raise OperatorProblem(str(problem)) from None


def _is(wanted: str) -> Callable[[str], bool]:
    folded = wanted.strip().casefold()
    return lambda text: text.strip().casefold() == folded


def _contains(wanted: str) -> Callable[[str], bool]:
    folded = wanted.casefold()
    return lambda text: folded in text.casefold()


def _starts(wanted: str) -> Callable[[str], bool]:
    folded = wanted.casefold()
    return lambda text: text.lstrip().casefold().startswith(folded)


def _ends(wanted: str) -> Callable[[str], bool]:
    folded = wanted.casefold()
    return lambda text: text.rstrip().casefold().endswith(folded)


def _matches(wanted: str) -> Callable[[str], bool]:
    compiled = pattern(wanted)
    return lambda text: compiled.search(text) is not None


def _domain(wanted: str) -> Callable[[str], bool]:
    name = wanted.strip().casefold().removeprefix("@").rstrip(".")

    def ask(text: str) -> bool:
        domain = text.strip().casefold().rpartition("@")[2]
        return domain == name or domain.endswith("." + name)

    return ask


def _glob(wanted: str) -> Callable[[str], bool]:
    """Only * and ? are special: a [ in a file name or a subject stands for itself."""
    parts = {"*": ".*", "?": "."}
    compiled = pattern("(?s)^" + "".join(parts.get(letter) or re2.escape(letter) for letter in wanted) + "$")
    return lambda text: compiled.search(text) is not None


def member(names: tuple[str, ...]) -> Test:
    """The test of `in`: one of the list, or an address at one of its domains. Costs the same for any length."""
    entries = frozenset(name.strip().casefold() for name in names)

    def ask(text: str) -> bool:
        folded = text.strip().casefold()
        labels = folded.rpartition("@")[2].split(".") if "@" in folded else []
        return folded in entries or any(".".join(labels[start:]) in entries for start in range(len(labels)))

    return Test("in", (f"a list of {len(entries)}",), ask)


OPERATORS: dict[str, tuple[Callable[[str], Callable[[str], bool]], str]] = {
    "is": (_is, "the whole text is this"),
    "contains": (_contains, "this stands somewhere in it"),
    "starts": (_starts, "it starts with this"),
    "ends": (_ends, "it ends with this"),
    "matches": (_matches, "this pattern (RE2) is found in it"),
    "domain": (_domain, "the address belongs to this domain or one below it"),
    "glob": (_glob, "it looks like this, * and ? stand for anything"),
}
"""Operator -> (how it is made, what it means in words)."""
