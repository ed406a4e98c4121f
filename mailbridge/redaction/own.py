"""An admin's own patterns of what must not reach Heap. They run on RE2, in linear time whatever a stranger writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mailbridge import patterns
from mailbridge.redaction.hits import Hit


@dataclass(frozen=True, slots=True)
class OwnPattern:
    """`name` is the sort that is counted, `word` what people read instead. Raises patterns.PatternProblem."""

    name: str
    regex: str
    word: str = ""
    _compiled: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_compiled", patterns.compiled(self.regex))

    def find(self, text: str) -> Iterator[Hit]:
        """Every place where it matches; matches without a letter do not count."""
        # RE2 takes no half characters; each counts as one letter, so places stay the same.
        letters = text.encode("utf-8", "replace").decode() if not text.isascii() else text
        for found in self._compiled.finditer(letters):
            if found.end() > found.start():
                yield Hit(found.start(), found.end(), self.name, self.word or f"[{self.name}]")
