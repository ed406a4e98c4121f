"""How creations and extractions are written: the trees under `create` and `extract` -> values."""

from __future__ import annotations

from mailbridge import checks
from mailbridge.records import LONG_FIELD, REQUIRED_FIELDS, Kind, a, create_fields
from mailbridge.rules import operators
from mailbridge.rules.conditions import TEXT_CONDITIONS
from mailbridge.rules.creations import SOURCES_OF, Creation
from mailbridge.rules.model import Extraction
from mailbridge.rules.reader import Reader
from mailbridge.rules.templates import Template, TemplateProblem, compile_template
from mailbridge.rules.values import TEMPLATE_NAMES
from mailbridge.yamlfile import Mapping, Node, Scalar, Sequence, did_you_mean

KINDS = tuple(kind.value for kind in Kind)


def read_extractions(node: Node | None, reader: Reader) -> tuple[Extraction, ...]:
    """The patterns of a rule, each `- text: pattern` with at least one named group."""
    if node is None:
        return ()
    found: list[Extraction] = []
    for entry in reader.sequence(node, "extract"):
        if not isinstance(entry, Mapping):
            reader.problem(entry, "an entry of extract is `text: pattern with (?P<name>…)`")
            continue
        found.extend(e for key, value in entry.entries if (e := _extraction(key, value, reader)) is not None)
    return tuple(found)


def _extraction(key: Scalar, value: Node, reader: Reader) -> Extraction | None:
    if key.text not in TEXT_CONDITIONS:
        reader.problem(key, f'extract cannot look at "{key.text}"{did_you_mean(key.text, TEXT_CONDITIONS)}')
        return None
    source = reader.text(value, key.text)
    if not source:
        return None
    try:
        pattern = operators.pattern(source)
    except operators.OperatorProblem as problem:
        reader.problem(value, str(problem))
        return None
    groups = tuple(pattern.groupindex)
    if not groups:
        reader.problem(value, f'the pattern "{source}" keeps nothing; name what it shall find: (?P<name>…)')
    for group in groups:
        if group in TEMPLATE_NAMES:
            reader.problem(value, f'"{group}" has a meaning already; name the group otherwise, such as the_{group}')
    return Extraction(key.text, TEXT_CONDITIONS[key.text][0], pattern, groups)


def read_creations(node: Node | None, reader: Reader, groups: tuple[str, ...]) -> tuple[Creation, ...]:
    """The records of a rule in order. `groups` are the names that its extractions bring."""
    if node is None:
        return ()
    entries = [node] if isinstance(node, Mapping) else reader.sequence(node, "create")
    if (isinstance(node, Sequence) and not node.items) or (isinstance(node, Mapping) and not node.entries):
        reader.problem(node, f"create is empty; name a record below it, such as `- {KINDS[0]}: {{from: contact}}`")
    made: list[Creation] = []
    for entry in entries:
        if not isinstance(entry, Mapping):
            reader.problem(entry, f"a record is written as `kind: {{field: value}}`; kinds: {', '.join(KINDS)}")
            continue
        made.extend(c for key, value in entry.entries if (c := _creation(key, value, reader, groups)) is not None)
    return tuple(made)


def _creation(key: Scalar, value: Node, reader: Reader, groups: tuple[str, ...]) -> Creation | None:
    word = "person" if key.text == "people" else key.text
    if word not in KINDS:
        reader.problem(key, f'Heap has no kind of record "{key.text}"{did_you_mean(key.text, KINDS)}')
        return None
    kind = Kind(word)
    if not isinstance(value, Mapping):
        reader.problem(value, f"the fields of {a(kind)} are written as `{{field: value}}`")
        return None
    source = _source(kind, value, reader)
    fields = tuple(field for name, text in value.entries if name.text != "from"
                   if (field := _field(kind, name, text, reader, groups)) is not None)
    _check_constants(kind, value, fields, reader)
    if value.get("from") is None:
        _check_required(key, kind, {name.text for name, _ in value.entries}, reader)
    return Creation(kind, source, fields)


def _source(kind: Kind, value: Mapping, reader: Reader) -> str:
    node = value.get("from")
    if node is None:
        return ""
    word = reader.text(node, "from")
    allowed = SOURCES_OF[kind]
    if word and word not in allowed:
        hint = did_you_mean(word, allowed) if allowed else f"; write its fields: {', '.join(create_fields(kind))}"
        reader.problem(node, f'{a(kind)} cannot be made from "{word}"{hint}')
    return word if word in allowed else ""


def _field(
    kind: Kind, name: Scalar, value: Node, reader: Reader, groups: tuple[str, ...]
) -> tuple[str, Template] | None:
    allowed = create_fields(kind, newer=True)
    if name.text not in allowed:
        reader.problem(name, f'{a(kind)} has no field "{name.text}"{did_you_mean(name.text, (*allowed, "from"))}')
        return None
    source = reader.text(value, name.text)
    try:
        return name.text, compile_template(source, groups)
    except TemplateProblem as problem:
        reader.problem(value, f"{name.text}: {problem}")
        return None


def _check_constants(kind: Kind, value: Mapping, fields: tuple[tuple[str, Template], ...], reader: Reader) -> None:
    """A probability of 25 is told when the file is read and not when the first mail comes."""
    for name, template in fields:
        if template.is_constant and name in ("probability", "value"):
            others = dict.fromkeys((*REQUIRED_FIELDS[kind], LONG_FIELD.get(kind, "name")), "1")
            for text in checks.problems(kind, [name], {**others, name: template.source}, newer_fields=True):
                node = value.get(name)
                reader.problem(node or value, text)


def _check_required(key: Scalar, kind: Kind, given: set[str], reader: Reader) -> None:
    missing = [name for name in REQUIRED_FIELDS[kind] if name not in given]
    if missing:
        ways = " or ".join(f"`from: {source}`" for source in SOURCES_OF[kind])
        hint = f", or use {ways}" if ways else ""
        reader.problem(key, f"{a(kind)} needs {' and '.join(missing)}{hint}")
