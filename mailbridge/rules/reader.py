"""Reading a rule file's tree: collects problems instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mailbridge.errors import Problem
from mailbridge.yamlfile import Mapping, Node, Scalar, Sequence, did_you_mean


@dataclass(slots=True)
class Shared:
    """Names that hold for all files. Conditions are trees: they are read where they are used."""

    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    conditions: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """One file being read. Every method reports what is wrong and returns something harmless."""

    file: str
    problems: list[Problem]
    shared: Shared = field(default_factory=Shared)
    using: tuple[str, ...] = ()         # shared conditions that are being read, the outermost first

    def within(self, name: str) -> Reader:
        """The same reading, inside a shared condition."""
        return replace(self, using=(*self.using, name))

    def problem(self, node: Node, text: str) -> None:
        """Report a mistake at a node's place."""
        self.at(node.line, node.column, text)

    def at(self, line: int, column: int, text: str) -> None:
        """Report a mistake at a place."""
        self.problems.append(Problem(self.file, line, column, text))

    def known_keys(self, node: Mapping, known: Iterable[str]) -> None:
        """Report every key that does not exist here."""
        words = tuple(known)
        for key, _ in node.entries:
            if key.text not in words:
                self.problem(key, f'there is no "{key.text}" here{did_you_mean(key.text, words)}')

    def text(self, node: Node | None, what: str) -> str:
        """A text or number as it was written."""
        if isinstance(node, Scalar) and node.value is not None:
            return node.text
        if node is not None:
            self.problem(node, f"{what} must be a text")
        return ""

    def texts(self, node: Node, what: str) -> tuple[str, ...]:
        """One text, or a list of texts."""
        if isinstance(node, Sequence):
            if not node.items:
                self.problem(node, f"{what} is an empty list, which nothing can match")
            return tuple(self.text(item, what) for item in node.items)
        return (self.text(node, what),)

    def truth(self, node: Node | None, what: str) -> bool:
        """`true` or `false`; False when it is not there."""
        if node is None:
            return False
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        self.problem(node, f"{what} must be true or false")
        return False

    def sequence(self, node: Node, what: str) -> tuple[Node, ...]:
        """A list's items."""
        if isinstance(node, Sequence):
            return node.items
        self.problem(node, f"{what} must be a list: lines that start with `- `")
        return ()
