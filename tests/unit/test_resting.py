"""Which Heap logins rest is told to the spool, and so to every command and page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from delivery_kit import Bench
from spool.kit import message, planned

from mailbridge.accounts import Accounts
from mailbridge.cli import main
from mailbridge.resting import Resting
from mailbridge.spool import rests


def told(bench: Bench) -> list[tuple[str, str]]:
    bench.spool.change(lambda connection: None)     # what was told before it is on disk now
    return [(rest.login, rest.why) for rest in rests.now(bench.spool)]


def test_a_rest_is_told_when_it_begins_changes_and_ends_and_not_in_between(bench: Bench) -> None:
    resting = Resting(bench.spool, bench.accounts, "node-a", bench.clock)
    assert resting.look() == 0
    bench.accounts.rest(bench.account, "wrong password")
    assert resting.look() == 1
    login = bench.account.client.login_email
    assert told(bench) == [(login, "Heap refuses it: wrong password")]
    for _ in range(5):
        bench.pass_time(5)
        assert resting.look() == 0
    bench.accounts.rest(bench.account, "wrong password")
    assert resting.look() == 1, "another rest, of the same trouble"
    assert len(told(bench)) == 1
    (rest,) = rests.now(bench.spool)
    assert (rest.since, rest.until) == (bench.clock() - timedelta(seconds=25), bench.clock() + timedelta(seconds=300))
    bench.pass_time(301)
    assert (resting.look(), told(bench), resting.look()) == (1, [], 0)


def test_nobody_rests_where_nothing_is_wrong(bench: Bench) -> None:
    assert Accounts(bench.account, {}, lambda: 0.0).resting() == []


def test_the_list_of_items_says_until_when_a_login_rests(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(bench.spool, message())
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mailbridge.yaml").write_text("spool: sqlite:///spool.db\n")
    bench.clock.moment = bench.clock.moment.now(bench.clock.moment.tzinfo)      # the command goes by the real clock
    bench.accounts.rest(bench.account, "wrong password")
    Resting(bench.spool, bench.accounts, "node-a", bench.clock).look()
    assert len(told(bench)) == 1
    shown = CliRunner().invoke(main, ["items", "list"]).output
    assert f"Heap is not asked with the login {bench.account.client.login_email} until " in shown
    assert "Heap refuses it: wrong password" in shown
