"""README and docs/ say what the code does: their tables are made from the code, their examples are run."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click

from mailbridge import rules, ruletests, settings
from mailbridge.cli import main
from mailbridge.decider import Decider
from mailbridge.team import Team

ROOT = Path(__file__).parents[2]


def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("readme_tables", ROOT / "tests" / "readme.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = _maker()
PAGES: dict[Path, str] = {page: page.read_text("utf-8") for page in (*MAKER.PAGES, ROOT / "SECURITY.md")}
ALL = "\n".join(PAGES.values())
RULE_FILE = ("rules", "lists", "conditions")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", ALL, re.S)


def _anchor(heading: str) -> str:
    """What a link to a heading ends in: lower case, words joined by hyphens, everything else dropped."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _links() -> Iterator[tuple[Path, str]]:
    for page, text in PAGES.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            yield page, target


def test_the_tables_are_those_of_the_code() -> None:
    for page, text in PAGES.items():
        assert MAKER.written(text) == text, f"{page.name}: run .venv/bin/python tests/readme.py"


def test_each_table_has_its_place_on_one_page() -> None:
    assert {name: ALL.count(f"<!-- {name} -->") for name in MAKER.TABLES} == dict.fromkeys(MAKER.TABLES, 1)


def test_every_link_leads_to_a_file_and_a_heading_that_exist() -> None:
    here = [(page, target) for page, target in _links() if not target.startswith("https://")]
    assert here
    for page, target in here:
        file, _, anchor = target.partition("#")
        found = (page.parent / file).resolve() if file else page
        assert found.exists(), f"{page.name}: {target}"
        headings = re.findall(r"(?m)^#+ (.*)$", found.read_text("utf-8")) if anchor else []
        assert not anchor or anchor in map(_anchor, headings), f"{page.name}: {target}"


def test_every_page_can_be_reached_from_readme() -> None:
    listed = {(page.parent / target.partition("#")[0]).resolve() for page, target in _links() if page.name == "README.md"}
    assert set(PAGES) - listed == {ROOT / "README.md"}


def test_every_yaml_that_is_shown_is_of_rules_or_settings() -> None:
    first = {block.partition(":")[0] for block in _blocks("yaml")}
    assert first - set(RULE_FILE) - set(settings.Settings.model_fields) == set()


def test_every_rule_shown_loads_and_its_tests_pass() -> None:
    shown = [block for block in _blocks("yaml") if block.startswith(RULE_FILE)]
    assert len(shown) > 1
    for block in shown:
        rulebook = rules.load_text(block)
        team = Team(frozenset({"example.com"}), frozenset(), frozenset({"crm@bridge.example.com"}))
        tested = list(ruletests.run(Decider(team, rulebook, settings.Settings().zone())))
        assert [t.differences for t in tested if t.differences] == []


def test_the_settings_shown_are_accepted(tmp_path: Path) -> None:
    shown = [block for block in _blocks("yaml") if not block.startswith(RULE_FILE)]
    assert len(shown) > 1
    for block in shown:
        file = tmp_path / "mailbridge.yaml"
        file.write_text(block)
        settings.load(file)


def test_every_test_that_an_invariant_names_exists() -> None:
    named = re.findall(r"`(test_\w+)`", ALL)
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert named
    assert [name for name in named if f"def {name}(" not in tests] == []


def test_the_commands_that_exist_are_the_commands_named() -> None:
    named = set(re.findall(r"(?:    |`)mailbridge ([a-z]+)", ALL))
    assert named == set(main.list_commands(click.Context(main)))
