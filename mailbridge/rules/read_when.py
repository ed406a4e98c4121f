"""How conditions are written: the tree under `when` -> a Condition."""

from __future__ import annotations

from mailbridge.rules import operators
from mailbridge.rules.amounts import AMOUNT_CONDITIONS, Amount, amount
from mailbridge.rules.conditions import (
    ALWAYS,
    CHOICE_CONDITIONS,
    TEXT_CONDITIONS,
    All,
    Any,
    Choice,
    Condition,
    Look,
    Nothing,
    TextSource,
    header_source,
)
from mailbridge.rules.reader import Reader
from mailbridge.yamlfile import Mapping, Node, Scalar, Sequence, did_you_mean

GROUPS: dict[str, type[All] | type[Any] | type[Nothing]] = {"all": All, "any": Any, "none": Nothing}
WORDS = (*GROUPS, *TEXT_CONDITIONS, *CHOICE_CONDITIONS, *AMOUNT_CONDITIONS, "header", "condition")

ADDRESSES = ("from", "to", "cc", "recipient", "contact", "participant", "colleague")


def read_when(node: Node, reader: Reader) -> Condition:
    """The condition of a mapping: all its keys must hold. `{}` always holds."""
    if not isinstance(node, Mapping):
        reader.problem(node, "conditions are written as `word: value`, such as `subject: {contains: offer}`")
        return ALWAYS
    parts = [part for key, value in node.entries for part in _condition(key, value, reader)]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _condition(key: Scalar, value: Node, reader: Reader) -> list[Condition]:
    word = key.text
    if word in GROUPS:
        return [_group(word, key, value, reader)]
    if word in CHOICE_CONDITIONS:
        return [_choice(word, value, reader)]
    if word in TEXT_CONDITIONS:
        return _looks(word, TEXT_CONDITIONS[word][0], value, reader)
    if word in AMOUNT_CONDITIONS:
        return _amounts(word, value, reader)
    if word == "header":
        return _headers(value, reader)
    if word == "condition":
        return [_shared(node, reader) for node in (value.items if isinstance(value, Sequence) else (value,))]
    reader.problem(key, f'there is no condition "{word}"{did_you_mean(word, WORDS)}')
    return []


def _group(word: str, key: Scalar, value: Node, reader: Reader) -> Condition:
    if isinstance(value, Sequence) and value.items:
        return GROUPS[word](tuple(read_when(item, reader) for item in value.items))
    reader.problem(key, f"`{word}` needs a list of conditions: lines that start with `- `")
    return ALWAYS


def _choice(word: str, value: Node, reader: Reader) -> Condition:
    source, allowed, _ = CHOICE_CONDITIONS[word]
    nodes = value.items if isinstance(value, Sequence) else (value,)
    wanted = tuple(_chosen(node, word, allowed, reader) for node in nodes)
    return Choice(word, source, wanted)


def _chosen(node: Node, word: str, allowed: tuple[str, ...], reader: Reader) -> str:
    text = reader.text(node, word)
    if isinstance(node, Scalar) and isinstance(node.value, bool) and "no" in allowed:
        return "yes" if node.value and "yes" in allowed else "no"
    if text and text not in allowed:
        reader.problem(node, f'{word} is never "{text}"{did_you_mean(text, allowed)}')
    return text


def _headers(value: Node, reader: Reader) -> list[Condition]:
    if not isinstance(value, Mapping):
        reader.problem(value, "`header` needs names: `header: {X-Priority: {is: 1}}`")
        return []
    return [look for name, asked in value.entries
            for look in _looks(f"header {name.text}", header_source(name.text), asked, reader)]


def _looks(word: str, source: TextSource, value: Node, reader: Reader) -> list[Condition]:
    """`word: text` and `word: [texts]` mean is; `word: {operator: value, …}` must all hold."""
    if not isinstance(value, Mapping):
        return _look(word, source, "is", value, reader)
    if not value.entries:
        reader.problem(value, f"{word}: say how to compare, such as {{contains: offer}}")
    looks: list[Condition] = []
    for operator, wanted in value.entries:
        if operator.text == "in":
            looks.append(Look(word, source, operators.member(_list(wanted, reader))))
        elif operator.text in operators.OPERATORS:
            looks.extend(_look(word, source, operator.text, wanted, reader))
        else:
            known = did_you_mean(operator.text, (*operators.OPERATORS, "in"))
            reader.problem(operator, f'there is no operator "{operator.text}"{known}')
    return looks


def _look(word: str, source: TextSource, operator: str, value: Node, reader: Reader) -> list[Condition]:
    wanted = reader.texts(value, word)
    if operator == "is" and word in ADDRESSES:
        _check_addresses(word, value, wanted, reader)
    try:
        return [Look(word, source, operators.build(operator, wanted))]
    except operators.OperatorProblem as problem:
        reader.problem(value, f"{word}: {problem}")
        return []


def _check_addresses(word: str, node: Node, wanted: tuple[str, ...], reader: Reader) -> None:
    for text in wanted:
        if text and "@" not in text.strip("@"):
            way = f"{word}: {{domain: {text.strip('@')}}}"
            reader.problem(node, f'"{text}" is no address; for everybody of a domain write `{way}`')


def _list(node: Node, reader: Reader) -> tuple[str, ...]:
    """A named list, or the texts themselves."""
    if isinstance(node, Sequence):
        return reader.texts(node, "in")
    name = reader.text(node, "in")
    if name and name not in reader.shared.lists:
        known = did_you_mean(name, reader.shared.lists) if reader.shared.lists else "; lists stand under `lists:`"
        reader.problem(node, f'there is no list "{name}"{known}')
    return reader.shared.lists.get(name, ())


def _shared(node: Node, reader: Reader) -> Condition:
    """A condition that stands under `conditions:` by its name."""
    name = reader.text(node, "condition")
    found = reader.shared.conditions.get(name)
    if found is None:
        names = reader.shared.conditions
        known = did_you_mean(name, names) if names else "; they stand under `conditions:`"
        reader.problem(node, f'there is no shared condition "{name}"{known}')
        return ALWAYS
    if name in reader.using:
        reader.problem(node, f'the condition "{name}" uses itself')
        return ALWAYS
    return read_when(found, reader.within(name))


def _amounts(word: str, value: Node, reader: Reader) -> list[Condition]:
    source, units, meaning = AMOUNT_CONDITIONS[word]
    if not isinstance(value, Mapping) or not value.entries:
        reader.problem(value, f"{word} is {meaning}")
        return []
    reader.known_keys(value, ("over", "under"))
    over, under = (_bound(word, value.get(side), units, reader) for side in ("over", "under"))
    words = ", ".join(f"{key.text} {bound.text}" for key, bound in value.entries if isinstance(bound, Scalar))
    return [Amount(word, source, over, under, words)]


def _bound(word: str, node: Node | None, units: dict[str, int], reader: Reader) -> float | None:
    if node is None:
        return None
    text = reader.text(node, word)
    found = amount(text, units)
    if text and found is None:
        names = [unit for unit in units if unit]
        ways = f" with one of the units {', '.join(names)}" if names else ""
        reader.problem(node, f'"{text}" is no amount here: a number{ways}')
    return found
