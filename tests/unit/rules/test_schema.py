"""The JSON Schema that editors use says the same as the loader, as far as a schema can."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from mailbridge.rules.schema import EDITOR_LINE, schema

RULES = Path(__file__).parents[3] / "rules"
FILES = sorted(RULES.glob("*.yaml"))


def test_the_schema_beside_the_rules_is_todays() -> None:
    kept = json.loads((RULES / "rules.schema.json").read_text("utf-8"))
    assert kept == schema(), "run: mailbridge rules schema > rules/rules.schema.json"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_shipped_rules_hold_to_the_schema_and_name_it(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.startswith(EDITOR_LINE + "\n")
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(yaml.safe_load(text))


@pytest.mark.parametrize("rule", [
    {"name": "a", "whn": {}},
    {"name": "a", "when": {"sbject": "x"}},
    {"name": "a", "when": {"subject": {"startz": "x"}}},
    {"name": "a", "when": {"direction": "recieved"}},
    {"name": "a", "when": {}, "create": [{"led": {}}]},
    {"name": "a", "when": {}, "create": [{"lead": {"nme": "x"}}]},
    {"name": "a", "when": {}, "create": [{"event": {"from": "contact"}}]},
    {"when": {}},
])
def test_an_editor_underlines_what_the_loader_would_refuse(rule: dict[str, object]) -> None:
    assert not Draft202012Validator(schema()).is_valid({"rules": [rule]})
