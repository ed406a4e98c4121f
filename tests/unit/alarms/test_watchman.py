"""One alarm, one all-clear: by mail and webhook, over restarts, and also when the spool itself is the trouble."""

from __future__ import annotations

import email
import sqlite3
from email import policy
from pathlib import Path

import pytest
from spool.kit import Clock

from mailbridge.alarms import Seldom
from mailbridge.alarms.findings import Finding, Kind, well
from mailbridge.spool import Spool, SpoolTrouble, alarms, sqlite

from .kit import Guarded

AWAY = Finding(Kind.HEAP_AWAY, what="Heap is not to be reached: no route.", advice="Is Heap up?")
HEAP_WELL = well(Kind.HEAP_AWAY)
SALES = Finding(Kind.MAILBOX, "sales", "The mailbox sales could not be looked at for 20 minutes.", "no route")
LATER = alarms.HOLD.total_seconds() + 1


@pytest.fixture
def guarded(spool: Spool) -> Guarded:
    return Guarded(spool)


def test_a_trouble_is_told_once_and_its_end_once(guarded: Guarded, clock: Clock) -> None:
    for _ in range(5):
        guarded.look(AWAY)
        clock.forward(LATER)
    for _ in range(5):
        guarded.look(HEAP_WELL)
        clock.forward(LATER)
    alarm, clear = guarded.posted()
    assert [told["event"] for told in (alarm, clear)] == ["alarm", "all-clear"]
    assert alarm["id"] == clear["id"]
    assert len(guarded.mailed()) == 2


def test_a_restart_in_the_midst_of_it_tells_nothing_anew(guarded: Guarded, spool: Spool, clock: Clock) -> None:
    guarded.look(AWAY)
    clock.forward(3600)
    restarted = Guarded(spool)
    restarted.look(Finding(Kind.HEAP_AWAY))             # nothing was asked yet
    assert restarted.asked == 1, "so that it is found out"
    restarted.look(AWAY)
    clock.forward(LATER)
    restarted.look(HEAP_WELL)
    assert [told["event"] for told in restarted.posted()] == ["all-clear"]


def test_the_json_keeps_its_shape(guarded: Guarded, clock: Clock) -> None:
    guarded.look(SALES)
    clock.forward(LATER)
    guarded.look(well(Kind.MAILBOX, "sales"))
    alarm, clear = guarded.posted()
    assert alarm == {
        "version": 1, "event": "alarm", "id": alarm["id"], "trouble": "mailbox", "about": "sales",
        "summary": "The mailbox sales could not be looked at for 20 minutes.", "advice": "no route",
        "since": "2026-03-02T09:00:00+00:00", "until": None, "bridge": "0123", "console": "https://bridge.example.com",
        "text": "Alarm: The mailbox sales could not be looked at for 20 minutes.\nno route",
    }
    assert clear == {**alarm, "event": "all-clear", "summary": "The mailbox sales is looked at again.", "advice": "",
                     "until": "2026-03-02T09:00:31+00:00",
                     "text": "All clear: The mailbox sales is looked at again.\nIt began at 2026-03-02 09:00 UTC: "
                             "The mailbox sales could not be looked at for 20 minutes."}


def test_the_all_clear_answers_the_alarms_mail(guarded: Guarded, clock: Clock) -> None:
    guarded.look(AWAY)
    clock.forward(LATER)
    guarded.look(HEAP_WELL)
    alarm, clear = (email.message_from_bytes(raw, policy=policy.default) for raw in guarded.mailed())
    assert clear["In-Reply-To"] == alarm["Message-ID"]
    assert alarm["Subject"] == "mailbridge: Alarm: Heap is not to be reached: no route."
    assert alarm.get_content().splitlines()[1] == "Is Heap up?"
    assert alarm["Auto-Submitted"] == "auto-replied"


def test_an_alarm_waits_until_it_is_taken(guarded: Guarded, clock: Clock) -> None:
    guarded.is_off = True
    guarded.look(AWAY)
    guarded.is_off = False
    guarded.look(AWAY)
    assert guarded.taken == [], "not at once"
    clock.forward(61)
    guarded.look(AWAY)
    assert len(guarded.taken) == 2


def test_many_alarms_within_an_hour_are_all_told(guarded: Guarded) -> None:
    guarded.look(*(Finding(Kind.MAILBOX, f"box{number}", "It is away.") for number in range(60)))
    for _ in range(10):
        guarded.post.look()
    assert len(guarded.posted()) == len(guarded.mailed()) == 60


def test_what_is_looked_at_no_more_is_over(guarded: Guarded, clock: Clock) -> None:
    guarded.look(SALES)
    clock.forward(LATER)
    guarded.look()                      # the mailbox was taken out of the settings
    assert [told["event"] for told in guarded.posted()] == ["alarm", "all-clear"]


def test_each_kind_of_trouble_has_its_all_clear() -> None:
    from mailbridge.alarms import findings

    for kind in Kind:
        assert findings.over(f"{kind}:sales") != findings.over("from-a-newer-program")


def test_a_spool_that_cannot_be_written_is_told_from_memory(
    guarded: Guarded, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(spool: Spool) -> None:
        raise SpoolTrouble("the database is away")

    with monkeypatch.context() as broken:
        broken.setattr(alarms, "standing", away)
        guarded.watchman.look()
        assert guarded.taken == [], "it may pass"
        clock.forward(LATER)
        guarded.is_off = True
        guarded.watchman.look()
        guarded.is_off = False
        guarded.watchman.look()
        guarded.watchman.look()
        assert [told["trouble"] for told in guarded.posted()] == ["spool"]
    guarded.look()
    assert [told["event"] for told in guarded.posted()] == ["alarm", "all-clear"]
    assert len(guarded.mailed()) == 2


def test_a_spool_that_cannot_be_written_is_noticed_while_no_mail_comes(
    guarded: Guarded, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    another = sqlite3.connect(tmp_path / "spool.db", isolation_level=None)
    another.execute("BEGIN IMMEDIATE")
    for _ in range(3):
        guarded.watchman.look()
        clock.forward(LATER)
    assert [told["trouble"] for told in guarded.posted()] == ["spool"]
    another.execute("ROLLBACK")
    another.close()
    guarded.look()
    assert [told["event"] for told in guarded.posted()] == ["alarm", "all-clear"]


@pytest.mark.parametrize("fault", [ValueError("a bug"), SpoolTrouble("the query took too long")])
def test_a_fault_in_one_watch_silences_no_other_and_ends_no_alarm(
    guarded: Guarded, clock: Clock, fault: Exception
) -> None:
    guarded.look(SALES)
    guarded.fault = fault
    clock.forward(LATER)
    guarded.look(AWAY)                  # nobody has looked at the mailbox
    assert [(told["event"], told["trouble"]) for told in guarded.posted()] == [
        ("alarm", "mailbox"), ("alarm", "heap-away")]
    guarded.fault = None
    guarded.look(AWAY)
    assert (guarded.posted()[-1]["event"], guarded.posted()[-1]["trouble"]) == ("all-clear", "mailbox")


def test_a_look_that_costs_much_holds_for_a_while() -> None:
    seconds, looks = [0.0], []

    def look() -> list[Finding]:
        looks.append(seconds[0])
        return [AWAY]

    watch = Seldom(look, 20, lambda: seconds[0])
    for now in (0.0, 5.0, 19.0, 20.0, 25.0, 41.0):
        seconds[0] = now
        assert watch() == (AWAY,)
    assert looks == [0.0, 20.0, 41.0]
