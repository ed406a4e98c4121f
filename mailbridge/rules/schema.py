"""The rule language as a JSON Schema (2020-12), made from the tables that read it: editors then complete and check.

The schema helps while typing; what counts is `load`, which knows more (templates, patterns, names that are used twice).
"""

from __future__ import annotations

from typing import Any

from mailbridge.records import Kind, create_fields
from mailbridge.rules.amounts import AMOUNT_CONDITIONS
from mailbridge.rules.conditions import CHOICE_CONDITIONS, TEXT_CONDITIONS
from mailbridge.rules.creations import SOURCES_OF
from mailbridge.rules.operators import OPERATORS
from mailbridge.rules.read_tests import CHECKED, EXPECT_KEYS, MAIL_KEYS

EDITOR_LINE = "# yaml-language-server: $schema=rules.schema.json"
"""First line of a rule file, for editors with the YAML language server; the schema lies beside the rules."""

_TEXT = {"type": ["string", "number", "boolean"]}
_TEXTS = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}


def schema() -> dict[str, Any]:
    """The whole schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mailbridge rules",
        **_mapping({
            "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
            "lists": {"type": "object", "description": "named lists for the operator `in`; they hold for all files",
                      "additionalProperties": {"anyOf": [*_TEXTS["anyOf"], _mapping({"file": {"type": "string"}})]}},
            "conditions": {"type": "object", "description": "named conditions for `condition: name`, in all files",
                           "additionalProperties": {"$ref": "#/$defs/when"}},
        }),
        "$defs": {
            "rule": _rule(),
            "when": _when(),
            "text": _text_condition(),
            **{f"{kind}": _creation(kind) for kind in Kind},
        },
    }


def _rule() -> dict[str, Any]:
    properties = {
        "name": {"type": "string", "description": "What the rule does; tells it apart from all others."},
        "when": {"$ref": "#/$defs/when", "description": "All of these must hold; {} always does."},
        "extract": {"type": "array", "items": _mapping({key: {"type": "string"} for key in TEXT_CONDITIONS}),
                    "description": "Patterns with named groups, (?P<name>…), that templates can print."},
        "create": {"description": "The records to create, in this order.",
                   "anyOf": [_kinds(), {"type": "array", "items": _kinds()}]},
        "skip": {**_TEXT, "description": "Why nothing is to be done."},
        "review": {**_TEXT, "description": "What a person should look at."},
        "stop": {"type": "boolean", "description": "Nothing more; what rules with `continue` created stays."},
        "notify": {**_TEXT, "description": "Words for the log when the rule takes a mail."},
        "as": {"type": "string", "description": "Whose Heap login writes: colleague, bridge, or an address."},
        "limit": {**_mapping({"records": {"type": "integer", "minimum": 1}, "minutes": {"type": "number"}}),
                  "required": ["records", "minutes"], "description": "Beyond it the rule's mails go to review."},
        "continue": {"type": "boolean", "description": "Later rules may add to what this one does."},
        "tests": {"type": "array", "items": _test(), "description": "Small mails with what must come of them."},
    }
    return {**_mapping(properties), "required": ["name", "when"]}


def _when() -> dict[str, Any]:
    group = {"type": "array", "items": {"$ref": "#/$defs/when"}, "minItems": 1}
    text = {"$ref": "#/$defs/text"}
    return _mapping({
        **{word: {**text, "description": meaning} for word, (_, meaning) in TEXT_CONDITIONS.items()},
        **{word: {**_choice(allowed), "description": meaning}
           for word, (_, allowed, meaning) in CHOICE_CONDITIONS.items()},
        "header": {"type": "object", "additionalProperties": text, "description": "any header field by its name"},
        **{word: {**_mapping({"over": _TEXT, "under": _TEXT}), "description": meaning}
           for word, (_, _, meaning) in AMOUNT_CONDITIONS.items()},
        "condition": {**_TEXTS, "description": "a condition that stands under `conditions`, by its name"},
        "all": {**group, "description": "every one must hold"},
        "any": {**group, "description": "at least one must hold"},
        "none": {**group, "description": "none may hold"},
    })


def _text_condition() -> dict[str, Any]:
    asked = {word: {**_TEXTS, "description": meaning} for word, (_, meaning) in OPERATORS.items()}
    asked["in"] = {**_TEXTS, "description": "it is in the named list, or an address at one of its domains"}
    return {"anyOf": [*_TEXTS["anyOf"], {**_mapping(asked), "minProperties": 1}]}


def _choice(allowed: tuple[str, ...]) -> dict[str, Any]:
    one: dict[str, Any] = {"enum": [*map(str, allowed), *([True, False] if "no" in allowed else [])]}
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


def _kinds() -> dict[str, Any]:
    return {**_mapping({kind.value: {"$ref": f"#/$defs/{kind}"} for kind in Kind}), "minProperties": 1}


def _creation(kind: Kind) -> dict[str, Any]:
    fields: dict[str, Any] = {name: {**_TEXT, "description": "text or template"}
                              for name in create_fields(kind, newer=True)}
    if SOURCES_OF[kind]:
        fields["from"] = {"enum": list(SOURCES_OF[kind]), "description": "fill the fields from this part of the mail"}
    return _mapping(fields)


def _test() -> dict[str, Any]:
    return {
        **_mapping({
            "mail": _mapping({key: {} for key in MAIL_KEYS}),
            "person": {"enum": ["known", "unknown", "ambiguous"], "description": "what Heap knows of the contact"},
            "checked": {**_mapping({method: {"enum": list(words)} for method, words in CHECKED.items()}),
                        "description": "what was found of the sender"},
            "expect": _mapping({key: {} for key in EXPECT_KEYS}),
        }),
        "required": ["mail", "expect"],
    }


def _mapping(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}
