"""Rules that change while the service runs."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from mailbridge import rules
from mailbridge.decider import Decider
from mailbridge.errors import FileProblems
from mailbridge.rulekeeper import LOOK_SECONDS, RuleKeeper
from mailbridge.settings import Settings
from mailbridge.team import Team

GOOD = "rules:\n  - {name: one, when: {}, skip: yes}\n"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def keeper(folder: Path, clock: Clock) -> RuleKeeper:
    def load() -> Decider:
        return Decider(Team(), rules.load(folder), Settings().zone())

    return RuleKeeper(folder, load, clock)


def names(kept: RuleKeeper) -> list[str]:
    return [rule.name for rule in kept.current().rulebook.rules]


def test_a_changed_file_is_taken_up_at_the_next_look(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    clock = Clock()
    kept = keeper(tmp_path, clock)
    (tmp_path / "a.yaml").write_text(GOOD.replace("one", "another"))
    assert names(kept) == ["one"]
    clock.now += LOOK_SECONDS
    assert names(kept) == ["another"]


def test_a_folder_that_can_no_longer_be_listed_leaves_the_rules_in_force(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "a.yaml").write_text(GOOD)
    clock = Clock()
    kept = keeper(folder, clock)
    folder.rename(tmp_path / "away")
    folder.symlink_to("x" * 300)        # a place that the system refuses to look into, also for root
    clock.now += LOOK_SECONDS
    assert names(kept) == ["one"]
    assert "cannot be read" in kept.trouble
    folder.unlink()
    (tmp_path / "away").rename(folder)
    clock.now += LOOK_SECONDS
    assert (names(kept), kept.trouble) == (["one"], "")


def test_a_file_that_is_added_and_one_that_is_removed_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    clock = Clock()
    kept = keeper(tmp_path, clock)
    (tmp_path / "b.yaml").write_text(GOOD.replace("one", "two"))
    clock.now += LOOK_SECONDS
    assert names(kept) == ["one", "two"]
    (tmp_path / "a.yaml").unlink()
    clock.now += LOOK_SECONDS
    assert names(kept) == ["two"]


@pytest.mark.parametrize(("broken", "told"), [
    ("rules:\n  - {name: one, whn: {}, skip: yes}\n", 'did you mean "when"?'),
    ("rules: [", "is not YAML"),
    (GOOD + "    tests:\n", "is not YAML"),
    (GOOD.replace("skip: yes", "skip: yes, tests: [{mail: {from: a@b.example}, expect: {state: review}}]"),
     "fails: state: expected review"),
])
def test_broken_rules_leave_the_last_good_ones_in_force_and_are_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, broken: str, told: str
) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    clock = Clock()
    kept = keeper(tmp_path, clock)
    (tmp_path / "a.yaml").write_text(broken)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            clock.now += LOOK_SECONDS
            assert names(kept) == ["one"]
    assert len(caplog.records) == 1
    assert told in caplog.text
    assert told in kept.trouble
    (tmp_path / "a.yaml").write_text(GOOD.replace("one", "mended"))
    clock.now += LOOK_SECONDS
    assert names(kept) == ["mended"]
    assert kept.trouble == ""


def test_a_service_does_not_start_on_broken_rules(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("rules: [")
    with pytest.raises(FileProblems):
        keeper(tmp_path, Clock())
