"""The rules that come with the program are right in any company, not only in the examples'."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbridge import rules, ruletests
from mailbridge.decider import Decider
from mailbridge.team import Team

RULES = Path(__file__).parents[3] / "rules"


@pytest.mark.parametrize("team", [
    Team(), Team(frozenset({"acme.test"}), frozenset({"boss@home.test"}), frozenset({"in@mail.acme.test"})),
    Team(frozenset({"acme.test"}), never_log=frozenset({"lumen.example"})),
], ids=["no settings", "another company", "with a never-log list"])
@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Tokyo"])
def test_their_tests_pass_whatever_the_settings_say(team: Team, zone: str) -> None:
    decider = Decider(team, rules.load(RULES), ZoneInfo(zone))
    assert [tested for tested in ruletests.run(decider) if tested.differences] == []
