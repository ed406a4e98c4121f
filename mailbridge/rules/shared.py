"""What several rules share: named lists and named conditions, at the top of any rule file (row E4, macros).

    lists:
      vip: [jane@acme.example, bigfish.example]       addresses, domains, or any texts
      dealers: {file: dealers.txt}                    one a line, beside the rule file
    conditions:
      from a customer: {direction: received, person: known}

A rule says `contact: {in: vip}` and `condition: from a customer`. Names hold for all files.
"""

from __future__ import annotations

from pathlib import Path

from mailbridge.rules.reader import Reader, Shared
from mailbridge.yamlfile import Mapping, Node

MAX_ENTRIES = 100_000


def collect(tree: Mapping, reader: Reader, shared: Shared) -> None:
    """Add the names of one file."""
    for name, node in _entries(tree, "lists", reader):
        if name in shared.lists:
            reader.problem(node, f'there is a list "{name}" already')
        shared.lists[name] = _list(name, node, reader)
    for name, node in _entries(tree, "conditions", reader):
        if name in shared.conditions:
            reader.problem(node, f'there is a condition "{name}" already')
        shared.conditions[name] = node


def _entries(tree: Mapping, key: str, reader: Reader) -> list[tuple[str, Node]]:
    node = tree.get(key)
    if node is None:
        return []
    if not isinstance(node, Mapping):
        reader.problem(node, f"{key} is written as `name: …` lines")
        return []
    return [(name.text, value) for name, value in node.entries]


def _list(name: str, node: Node, reader: Reader) -> tuple[str, ...]:
    if not isinstance(node, Mapping):
        return reader.texts(node, name)
    reader.known_keys(node, ("file",))
    named = reader.text(node.get("file"), "file")
    if not named:
        reader.problem(node, f'the list "{name}" is a list of texts, or {{file: NAME}}')
        return ()
    folder = Path(reader.file).parent
    if not _is_below(folder, folder / named):
        # Whoever may write rules, or try some in the console, shall not read what else this machine has.
        reader.problem(node, f"the file {named} is not in the folder of the rules; put it beside this file")
        return ()
    return _from_file(folder / named, node, reader)


def _is_below(folder: Path, path: Path) -> bool:
    """Whether it lies in the folder or deeper, wherever links in it lead."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):     # a loop of links, a NUL in the name
        return False


def _from_file(path: Path, node: Node, reader: Reader) -> tuple[str, ...]:
    """One entry a line; blank lines and lines that start with # do not count."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is not UTF-8"
        reader.problem(node, f"the file {path} cannot be read: {reason}")
        return ()
    entries = tuple(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))
    if not entries:
        reader.problem(node, f"the file {path} is empty, so nothing can match it")
    if len(entries) > MAX_ENTRIES:
        reader.problem(node, f"the file {path} has more than {MAX_ENTRIES} lines")
    return entries[:MAX_ENTRIES]
