"""How tests are written: the trees under `tests` of a rule -> values that `ruletests` can run as they are."""

from __future__ import annotations

from collections.abc import Iterator

from mailbridge.authentication import METHODS
from mailbridge.plan import Direction
from mailbridge.records import Kind, a, create_fields
from mailbridge.rules.conditions import CHOICE_CONDITIONS
from mailbridge.rules.model import RuleTest
from mailbridge.rules.reader import Reader
from mailbridge.yamlfile import Data, Mapping, Node, Scalar, Sequence, data, did_you_mean

MAIL_TEXTS = ("from", "to", "cc", "reply_to", "subject", "text", "html", "date", "recipient", "eml")
MAIL_KEYS = (*MAIL_TEXTS, "headers", "attachments")
CHOICES: dict[str, tuple[str, ...]] = {
    "person": ("known", "unknown", "ambiguous"),
    "direction": tuple(Direction),
    "state": ("done", "skipped", "review"),
}
EXPECT_KEYS = ("rule", "direction", "contact", "state", "skip", "review", *Kind)
CHECKED = {method: CHOICE_CONDITIONS[method][1] for method in METHODS}
"""What a test may say was found of the sender."""
KEYS = ("mail", "person", "checked", "expect")


def read_tests(node: Node | None, reader: Reader) -> tuple[RuleTest, ...]:
    """The tests of a rule, in order."""
    if node is None:
        return ()
    return tuple(test for entry in reader.sequence(node, "tests") if (test := _test(entry, reader)) is not None)


def _test(node: Node, reader: Reader) -> RuleTest | None:
    if not isinstance(node, Mapping):
        reader.problem(node, "a test is a mapping with `mail:` and `expect:`")
        return None
    reader.known_keys(node, KEYS)
    mail, expect, person = node.get("mail"), node.get("expect"), node.get("person")
    if not isinstance(mail, Mapping) or not isinstance(expect, Mapping):
        reader.problem(node, "a test needs `mail: {from: …}` and `expect: {…}`")
        return None
    if not expect.entries:
        reader.problem(expect, "the test expects nothing; say what must come of the mail, such as `skip: true`")
    if person is not None:
        _choice(person, "person", reader)
    shown = dict(_mail(mail, reader))
    told = {"person": data(person) if person else None, "checked": _checked(node.get("checked"), reader)}
    return RuleTest(node.line, {**shown, **told}, dict(_expected(expect, reader)))


def _checked(node: Node | None, reader: Reader) -> Data:
    if node is None:
        return None
    if not isinstance(node, Mapping):
        reader.problem(node, "what was found of the sender is written as `checked: {dmarc: pass}`")
        return None
    reader.known_keys(node, tuple(CHECKED))
    return {key.text: _choice(value, key.text, reader, CHECKED[key.text])
            for key, value in node.entries if key.text in CHECKED}


def _mail(mail: Mapping, reader: Reader) -> Iterator[tuple[str, Data]]:
    reader.known_keys(mail, MAIL_KEYS)
    for key, value in mail.entries:
        if key.text == "headers":
            yield key.text, dict(_headers(value, reader))
        elif isinstance(value, Sequence) and key.text in ("to", "cc", "attachments"):
            yield key.text, [reader.text(item, key.text) for item in value.items]
        else:
            text = reader.text(value, key.text)
            yield key.text, [text] if key.text == "attachments" else text


def _headers(node: Node, reader: Reader) -> Iterator[tuple[str, Data]]:
    if not isinstance(node, Mapping):
        reader.problem(node, "headers are written as `{Name: value}`, such as `headers: {X-Priority: 1}`")
        return
    for name, value in node.entries:
        yield name.text, reader.text(value, name.text)


def _expected(expect: Mapping, reader: Reader) -> Iterator[tuple[str, Data]]:
    reader.known_keys(expect, EXPECT_KEYS)
    for key, value in expect.entries:
        if key.text in tuple(Kind):
            yield key.text, [dict(_fields(Kind(key.text), one, reader)) for one in _several(value)]
        elif key.text in CHOICES:
            yield key.text, _choice(value, key.text, reader)
        elif isinstance(value, Scalar) and value.value is True:
            yield key.text, True
        elif key.text in EXPECT_KEYS:
            yield key.text, reader.text(value, key.text)


def _several(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (node,)


def _fields(kind: Kind, node: Node, reader: Reader) -> Iterator[tuple[str, Data]]:
    if not isinstance(node, Mapping):
        reader.problem(node, f"what {a(kind)} must hold is written as `{{field: value}}`; `{{}}` if any will do")
        return
    allowed = create_fields(kind, newer=True)
    for name, value in node.entries:
        if name.text in allowed:
            yield name.text, reader.text(value, name.text)
        else:
            reader.problem(name, f'{a(kind)} has no field "{name.text}"{did_you_mean(name.text, allowed)}')


def _choice(node: Node, word: str, reader: Reader, allowed: tuple[str, ...] = ()) -> str:
    text, words = reader.text(node, word), allowed or CHOICES[word]
    if text and text not in words:
        reader.problem(node, f'{word} is never "{text}"{did_you_mean(text, words)}')
    return text
