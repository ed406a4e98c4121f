"""Rule files with one mistake each: what an admin is told, word by word. The first line of each file says it.

A * in it stands for words that change whenever the language gets a new one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbridge.errors import FileProblems
from mailbridge.rules import load, load_text

FILES = sorted((Path(__file__).parent / "wrong").glob("*.yaml"))
EXPECT = "# expect: "


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_mistake_is_told_with_its_place_and_a_way_out(file: Path) -> None:
    text = file.read_text("utf-8")
    first = text.split("\n", 1)[0]
    assert first.startswith(EXPECT)
    with pytest.raises(FileProblems) as found:
        load_text(text, "f")
    (problem,) = found.value.problems
    beginning, star, end = f"f:{first.removeprefix(EXPECT)}".partition("*")
    told = str(problem)
    assert told.startswith(beginning) and told.endswith(end) if star else told == beginning


def test_a_folder_tells_every_mistake_of_every_file_at_once(tmp_path: Path) -> None:
    (tmp_path / "20.yaml").write_text("rules:\n  - name: B\n    wen: {}\n    create: [{laed: {}}]\n")
    (tmp_path / "10.yaml").write_text("rules: [\n")
    (tmp_path / "30.yml").write_text("rules:\n  - {name: C, when: {form: yes}, skip: x}\n  - {name: C, when: {}, skip: y}\n")
    (tmp_path / "notes.txt").write_text("no rules: [")
    (tmp_path / ".40.yaml.swp").write_text("no rules: [")
    with pytest.raises(FileProblems) as found:
        load(tmp_path)
    assert str(found.value).replace(f"{tmp_path}/", "").split("\n") == [
        "10.yaml:2:1: is not YAML (did not find expected node content)",
        "20.yaml:2:5: the rule has no `when`; write `when: {}` if it shall take every mail",
        '20.yaml:3:5: there is no "wen" here; did you mean "when"?',
        '20.yaml:4:15: Heap has no kind of record "laed"; did you mean "lead"?',
        '30.yml:3:1: there is a rule "C" already, in 30.yml:2; names tell them apart',
    ]


def test_a_folder_that_is_not_there_says_where_to_begin(tmp_path: Path) -> None:
    with pytest.raises(FileProblems, match=r"there is no such file or folder of rules; to begin with, copy .*: cp -r \S+"):
        load(tmp_path / "none")


def test_a_place_that_the_system_will_not_show_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileProblems, match=r"x: cannot be read: File name too long\Z"):
        load(tmp_path / ("x" * 300))


def test_a_folder_without_rules_says_what_would_become_of_mail(tmp_path: Path) -> None:
    with pytest.raises(FileProblems, match=r"holds no rule file \(\*\.yaml\); every mail would go to review"):
        load(tmp_path)


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("20-b.yaml", "10-a.yml", "30-c.yaml"):
        (tmp_path / name).write_text(f"rules:\n  - {{name: {name}, when: {{subject: {name}}}, skip: x}}\n")
    rulebook = load(tmp_path)
    assert [rule.name for rule in rulebook.rules] == ["10-a.yml", "20-b.yaml", "30-c.yaml"]
    assert next((Path(rule.file).name, rule.line) for rule in rulebook.rules) == ("10-a.yml", 2)
    assert [rule.name for rule in load(tmp_path / "20-b.yaml").rules] == ["20-b.yaml"]
