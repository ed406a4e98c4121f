"""YAML files that admins edit, read strictly and with the place of every word.

Why not PyYAML's own loader? It lets a duplicate key win silently, turns `no` into False and `+4930` into a number,
follows aliases into itself, and forgets where a value stood. We take only its event stream (libyaml, in C: 2,000 rules
in a tenth of the time a position-keeping loader takes) and build a tree of our own: text stays text unless it is
plainly a number, true or false; anchors, aliases and tags are refused; size and depth are bounded.

Knows YAML. What a file must hold is for `settings` and `rules.load` to say.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import yaml

from mailbridge.errors import FileProblems, Problem

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 20

Value = str | int | float | bool | None

# Longer ones are no amounts but somebody's numbers; they stay as they were written.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,14})?\Z")
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One word or text. `text` is what was written; `value` a number, truth or None where it plainly is one."""

    text: str
    value: Value
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, its items in order."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in order; no key twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """The value under a key, None if there is none."""
        return next((value for name, value in self.entries if name.text == key), None)


_HINTS = (
    ("mapping values are not allowed", "a text that holds `: ` must be in quotes"),
    ("cannot start any token", "indent with blanks, not tabs; a text that starts with @, % or ` must be in quotes"),
    ("expected ',' or ']'", "the bracket [ of line {opened} is not closed before here"),
    ("expected ',' or '}'", "the brace of line {opened} is not closed, or a text in it needs quotes"),
    ("unexpected end of stream", "a quote is not closed"),
    ("unknown escape character", "in 'single quotes' a \\ stands for itself; they suit patterns"),
    ("expected <block end>", "the line stands too far left or right; look at the blanks before it"),
    ("expected '-' indicator", "the line stands too far left or right; look at the blanks before it"),
    ("did not find expected key", "the line stands too far left or right; look at the blanks before it"),
    ("could not find expected ':'", "a key needs `: ` behind it"),
)
"""libyaml's words -> what an admin can do about it."""

Node = Scalar | Sequence | Mapping
Data = Value | list["Data"] | dict[str, "Data"]


def read_file(path: Path) -> Node:
    """The tree of one file. Raises FileProblems with the place of the mistake; an empty file is an empty mapping."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblems((Problem(str(path), 0, 0, f"cannot be read: {error.strerror}"),)) from None
    if len(raw) > MAX_BYTES:
        raise FileProblems((Problem(str(path), 0, 0, f"is larger than {MAX_BYTES // 1024} KiB; split it"),))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FileProblems((Problem(str(path), line, 1, "is not UTF-8; save it as UTF-8"),)) from None
    return parse(text, str(path))


def parse(text: str, file: str) -> Node:
    """The tree of a text. `file` is only for messages."""
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        return _Builder(file, events).document()
    except yaml.MarkedYAMLError as error:
        raise FileProblems((_in_words(error, file),)) from None
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        words = f"holds a character that is not text (U+{ord(text[len(before)]):04X}); take it out"
        raise FileProblems((Problem(file, line, column, words),)) from None


def data(node: Node) -> Data:
    """The tree as plain Python values, for a schema to check."""
    if isinstance(node, Mapping):
        return {key.text: data(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [data(item) for item in node.items]
    return node.value


def place(node: Node, path: Iterable[str | int]) -> tuple[int, int]:
    """(line, column) of the deepest part of `path` that is there; a key's place rather than its value's."""
    line, column = node.line, node.column
    current: Node | None = node
    for step in path:
        if isinstance(current, Mapping):
            found = next(((k, v) for k, v in current.entries if k.text == step), None)
            if found is None:
                return line, column
            (line, column), current = (found[0].line, found[0].column), found[1]
        elif isinstance(current, Sequence) and isinstance(step, int) and step < len(current.items):
            current = current.items[step]
            line, column = current.line, current.column
    return line, column


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "subject"?` for a near miss or another word for the same, else the words there are."""
    choices = sorted(known)
    close = difflib.get_close_matches(word, choices, n=1, cutoff=0.67)
    meant = close or [choice for choice in _SYNONYMS.get(word.casefold(), ()) if choice in choices]
    return f'; did you mean "{meant[0]}"?' if meant else f"; known here: {', '.join(choices)}"


_SYNONYMS: dict[str, tuple[str, ...]] = {
    "body": ("text",), "content": ("text",), "message": ("text", "body"), "title": ("subject",),
    "sender": ("from", "contact"), "author": ("from",), "email": ("contact", "from"), "bcc": ("recipient",),
    "file": ("attachment",), "filename": ("attachment",), "regex": ("matches",), "equals": ("is",), "like": ("glob",),
    "has": ("contains",), "incoming": ("received",), "inbound": ("received",), "outgoing": ("sent",),
    "outbound": ("sent",), "deal": ("opportunity",), "client": ("customer",), "clients": ("customer",),
    "contact": ("person",), "account": ("customer",), "note": ("message",), "task": ("event",),
    "meeting": ("event",), "appointment": ("event",), "invitation": ("calendar",), "vacation": ("auto-reply",),
    "out-of-office": ("auto-reply",), "newsletter": ("bulk",), "if": ("when",), "then": ("create",),
    "ignore": ("skip",), "drop": ("skip",), "yes": ("known",), "finished": ("done",), "host": ("subdomain",),
    "password": ("login_password_file",), "user": ("login_email",), "username": ("login_email",), "tz": ("timezone",),
}
"""Words that people know from elsewhere -> the words of this program."""


class _Builder:
    """Events -> tree, by plain recursion that `MAX_DEPTH` bounds."""

    def __init__(self, file: str, events: Iterator[yaml.Event]) -> None:
        self._file = file
        self._events = events

    def document(self) -> Node:
        next(self._events)              # stream start
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return Mapping((), 1, 1)
        tree = self._node(next(self._events), depth=1)
        next(self._events)              # document end
        following = next(self._events)
        if not isinstance(following, yaml.StreamEndEvent):
            self._refuse(following, "a second document starts here; one file holds one")
        empty = isinstance(tree, Scalar) and tree.value is None
        return Mapping((), 1, 1) if empty else tree

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line, column = _start(event)
        if depth > MAX_DEPTH:
            self._refuse(event, f"is nested deeper than {MAX_DEPTH} levels")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "anchors (&) and aliases (*) are not allowed; quote the text if it starts with one")
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse(event, "tags (!) are not allowed; quote the text if it starts with one")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, _value(event), line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth)), line, column)
        return Mapping(tuple(self._entries(depth)), line, column)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                self._refuse(event, 'a key must be a single word or text; a template needs quotes: "{{ subject }}"')
            if key.text in seen:
                self._refuse(event, f'"{key.text}" stands here twice; the first is in line {seen[key.text]}')
            seen[key.text] = key.line
            yield key, self._node(next(self._events), depth + 1)

    def _refuse(self, event: yaml.Event, text: str) -> NoReturn:
        line, column = _start(event)
        raise FileProblems((Problem(self._file, line, column, text),))


def _in_words(error: yaml.MarkedYAMLError, file: str) -> Problem:
    said = str(error.problem or error.context)
    is_quote = "quoted scalar" in str(error.context) and "end of stream" in said
    mark = error.context_mark if is_quote else error.problem_mark or error.context_mark
    opened = error.context_mark.line + 1 if error.context_mark else 1
    hint = next((f": {words}".replace("{opened}", str(opened)) for found, words in _HINTS if found in said), "")
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem(file, line, column, f"is not YAML ({said}){hint}")


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _value(event: yaml.ScalarEvent) -> Value:
    """A plain `true`, `12` or `0.5` is what it looks like; everything quoted and everything else is text."""
    if event.style in ("'", '"', "|", ">"):
        return str(event.value)
    if event.value.lower() in _WORDS:
        return _WORDS[event.value.lower()]
    if match := _NUMBER.match(event.value):
        return float(event.value) if match[2] else int(event.value)
    return str(event.value)
