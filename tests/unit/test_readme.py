"""README says what the code does: its tables are made from the code, its examples are run."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click

from mailbridge import rules, ruletests, settings
from mailbridge.cli import main
from mailbridge.decider import Decider
from mailbridge.team import Team

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("readme_tables", ROOT / "tests" / "readme.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


def test_the_tables_are_those_of_the_code() -> None:
    assert _maker().written(README) == README, "run: .venv/bin/python tests/readme.py"


def test_every_rule_shown_loads_and_its_tests_pass() -> None:
    shown = [block for block in _blocks("yaml") if block.startswith("rules:")]
    assert shown
    for block in shown:
        rulebook = rules.load_text(block)
        team = Team(frozenset({"example.com"}), frozenset(), frozenset({"crm@bridge.example.com"}))
        tested = list(ruletests.run(Decider(team, rulebook, settings.Settings().zone())))
        assert [t.differences for t in tested if t.differences] == []


def test_the_settings_shown_are_accepted(tmp_path: Path) -> None:
    shown = [block for block in _blocks("yaml") if block.startswith("heap:")]
    assert shown
    for block in shown:
        file = tmp_path / "mailbridge.yaml"
        file.write_text(block)
        settings.load(file)


def test_every_test_that_an_invariant_names_exists() -> None:
    named = re.findall(r"`(test_\w+)`", README)
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert named
    assert [name for name in named if f"def {name}(" not in tests] == []


def test_every_command_named_exists() -> None:
    named = set(re.findall(r"(?:    |`)mailbridge ([a-z]+)", README))
    assert named - set(main.list_commands(click.Context(main))) == set()
