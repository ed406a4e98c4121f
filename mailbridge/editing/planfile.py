"""A plan as a YAML file for an editor, and back. Pure.

Comments say what may be changed and why the rest may not. What is taken out of the file stays as it is: to leave a
field out it is made empty, to leave a record out it is called `drop`. So a slip of the editor loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from mailbridge import yamlfile
from mailbridge.editing.edits import LONGEST, Edit, Mistake, fixed, shown
from mailbridge.errors import FileProblems, Problem
from mailbridge.records import a, create_fields
from mailbridge.spool import KeptWrite, Story
from mailbridge.yamlfile import Mapping, Node, Scalar

DROP = "drop"
_COMPLAINT = "# WRONG: "

_HEAD = """\
Change what shall be written, save, and close the editor: it is then written. Without a change nothing happens.
A field that you make empty is left out. To leave a whole record out, write `{number}: drop`.
Operators of Heap that you type, such as [category:VIP], act; those in the mail's own text never do."""


def as_file(story: Story, *, newer_fields: bool = False) -> str:
    """The plan of an item."""
    item = story.summary
    number = next((write.position + 1 for write in story.writes if not fixed(write, item.id)), 1)
    title = f"Item {item.id}, {item.state.value}: {' '.join(item.reason.split())}"
    head = [title, *_HEAD.format(number=number).split("\n")]
    lines = [*_comments(head), "", *_yaml({"about": item.contact}), "writes:"]
    for write in story.writes:
        lines.extend(_write(write, item.id, newer_fields=newer_fields))
    return "\n".join(lines) + "\n"


def with_complaints(text: str, complaints: tuple[str, ...]) -> str:
    """The file with what is wrong with it at its end, where it moves no line that is spoken of."""
    kept = [line for line in text.rstrip("\n").split("\n") if not line.startswith(_COMPLAINT)]
    return "\n".join([*kept, *(f"{_COMPLAINT}{line}" for line in complaints)]) + "\n"


def read(text: str, file: str) -> tuple[Edit, Node]:
    """What the file asks for, and its tree, for `problems`. Raises FileProblems with the place of each mistake."""
    tree = yamlfile.parse(text, file)
    wrong: list[Problem] = []
    edit = _Reader(file, wrong).edit(tree)
    if wrong:
        raise FileProblems(tuple(sorted(wrong)))
    return edit, tree


def problems(mistakes: tuple[Mistake, ...], tree: Node, file: str) -> FileProblems:
    """The mistakes of an edit at their places in its file."""
    return FileProblems(tuple(
        Problem(file, *yamlfile.place(tree, _path(mistake)), mistake.text) for mistake in mistakes))


def _path(mistake: Mistake) -> tuple[str, ...]:
    if not mistake.number:
        return (mistake.field,) if mistake.field else ()
    return ("writes", str(mistake.number), *((mistake.field,) if mistake.field else ()))


class _Reader:
    """Tree -> edit, collecting every mistake."""

    def __init__(self, file: str, wrong: list[Problem]) -> None:
        self._file = file
        self._wrong = wrong

    def edit(self, tree: Node) -> Edit:
        about, fields, drops = "", {}, set[int]()
        for key, node in self._entries(tree, "the file"):
            if key.text == "about":
                about = self._text(node).strip()
            elif key.text == "writes":
                for number, write in self._numbered(node):
                    if isinstance(write, Scalar) and write.text == DROP:
                        drops.add(number)
                        continue
                    for name, value in self._entries(write, f"write {number}"):
                        fields[number, name.text] = self._text(value)
            else:
                meant = yamlfile.did_you_mean(key.text, ("about", "writes"))
                self._refuse(key, f'"{key.text}" is not known here{meant}')
        return Edit(fields, frozenset(drops), about)

    def _numbered(self, node: Node) -> Iterator[tuple[int, Node]]:
        for key, write in self._entries(node, "writes"):
            if key.text.isascii() and key.text.isdigit() and len(key.text) < 6:
                yield int(key.text), write
            else:
                self._refuse(key, f'"{key.text}" is no number of a write')

    def _entries(self, node: Node, what: str) -> tuple[tuple[Scalar, Node], ...]:
        if isinstance(node, Mapping):
            return node.entries
        if not (isinstance(node, Scalar) and node.value is None):       # a key with nothing behind it
            self._refuse(node, f"{what} holds `name: value` lines, or for a record: {DROP}")
        return ()

    def _text(self, node: Node) -> str:
        if isinstance(node, Scalar):
            return node.text if node.value is not None else ""
        self._refuse(node, "a single text belongs here; put it in quotes")
        return ""

    def _refuse(self, node: Node, text: str) -> None:
        self._wrong.append(Problem(self._file, node.line, node.column, text))


def _write(write: KeptWrite, item: int, *, newer_fields: bool) -> Iterator[str]:
    number, kind = write.position + 1, write.write.kind
    if why := fixed(write, item):
        yield from _comments([f"{number} is {a(kind)} that {why}"], indent=2)
        return
    said = f"; Heap said: {' '.join(write.said.split())}" if write.said else ""
    yield from _comments([f"{a(kind)}, {write.state.value}{said}"], indent=2)
    yield f"  {number}:"
    for name, text in write.write.fields:
        value = shown(text)
        if len(value) > LONGEST:
            yield from _comments([f"{name}: {len(value)} characters, too many to be changed here"], indent=4)
        else:
            yield from (f"    {line}" if line else "" for line in _yaml({name: value}))
    others = [name for name in create_fields(kind, newer=newer_fields) if not write.write.field(name)]
    if others:
        yield from _comments([f"more fields: {', '.join(others)}"], indent=4)


def _comments(lines: list[str], indent: int = 0) -> Iterator[str]:
    for line in lines:
        yield f"{' ' * indent}# {''.join(c if c.isprintable() else ' ' for c in line)}"


class _Dumper(yaml.SafeDumper):
    """Several lines as a block that one can write in."""


def _text(dumper: yaml.SafeDumper, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _yaml(values: dict[str, str]) -> list[str]:
    dumped: str = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, width=1_000_000)
    return dumped.rstrip("\n").split("\n")
