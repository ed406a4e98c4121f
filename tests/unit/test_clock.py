"""The clock is set forward or back by a day, and mails say absurd dates: no loop, no double, nothing held up (P14)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from delivery_kit import TIMING, Bench, writing
from spool.kit import BRIDGE, arrival, message, person, raw_mail

from mailbridge import rules
from mailbridge.decider import Decider
from mailbridge.plan import ItemState, Write, WriteState
from mailbridge.team import Team
from mailbridge.worker import Worker

DAY = 86_400


def set_clock(bench: Bench, seconds: float) -> None:
    """The clock on the wall alone: what counts seconds goes on as it was."""
    bench.clock.forward(seconds)


def work_for(bench: Bench, seconds: int, step: int = 5) -> int:
    """Works for so long; how many items were taken in hand meanwhile."""
    taken = 0
    for _ in range(seconds // step):
        taken += bench.work()
        bench.pass_time(step)
    return taken


@pytest.mark.parametrize("write", [message(), person()])
@pytest.mark.parametrize("jump", [DAY, -DAY])
@pytest.mark.parametrize("fault", ["lost-reply:1", "drop:create:1", "late=3600:1"])
def test_a_doubtful_write_is_looked_up_in_its_time_and_arrives_once(
    bench: Bench, write: Write, jump: int, fault: str
) -> None:
    bench.decide = writing(write)
    bench.accept()
    bench.sandbox.arm(fault)
    bench.work()
    assert bench.write().state is WriteState.UNKNOWN
    set_clock(bench, jump)
    looks = bench.requests("get")
    assert work_for(bench, int(TIMING.settle_seconds) - 5) <= 3, "no loop"
    assert bench.requests("get") == looks, "not before the grace time has really passed"
    bench.land()
    work_for(bench, 300)
    assert (bench.state(), bench.sandbox.count()) == (ItemState.DONE, 1)


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_a_mail_that_waits_for_heap_is_tried_again_soon_and_not_again_and_again(bench: Bench, jump: int) -> None:
    bench.decide = writing(message())
    bench.accept()
    bench.sandbox.arm("rate-limit=7:create")
    bench.work()
    set_clock(bench, jump)
    assert 1 <= work_for(bench, 300) <= 60
    bench.sandbox.clear_faults()
    work_for(bench, 300)
    assert bench.state() is ItemState.DONE


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_what_comes_after_a_jump_is_worked_off_in_the_order_it_came(bench: Bench, jump: int) -> None:
    order: list[str] = []
    decide = writing(message())
    bench.worker = bench.another_worker(threads=1)
    bench.decide = lambda mail, ask: (order.append(mail.subject), decide(mail, ask))[1]
    bench.accept("one")
    set_clock(bench, jump)
    bench.accept("two")
    set_clock(bench, -jump)
    bench.accept("three")
    for _ in range(3):
        bench.work()
    assert order == ["one", "two", "three"]


@pytest.mark.parametrize("date", ["Mon, 01 Jan 1601 00:00:00 +0000", "Fri, 31 Dec 9999 23:59:59 -1200", "yesterday", "",
                                  "Sun, 29 Mar 2026 02:30:00 +0100", "Mon, 32 Foo 2026 25:61:61 +9999"])
def test_a_mail_of_any_date_becomes_its_record_at_once(
    bench: Bench, tmp_path_factory: pytest.TempPathFactory, date: str
) -> None:
    file = tmp_path_factory.mktemp("rules") / "rules.yaml"
    file.write_text("rules: [{name: all, when: {}, create: [{message: {title: '{{ subject }}', body: '{{ date }}'}}]}]")
    decider = Decider(Team(bridges=frozenset({BRIDGE})), rules.load(file, unmatched="review"), ZoneInfo("Europe/Berlin"))
    bench.worker = Worker(bench.spool, lambda: decider, bench.accounts, bench.delivery, bench.waits, bench.clock)
    raw = raw_mail().replace(b"Mon, 02 Mar 2026 08:59:00 +0000", date.encode())
    bench.spool.accept(arrival(raw, at=bench.clock()))
    bench.work()
    assert (bench.state(), bench.sandbox.count("message")) == (ItemState.DONE, 1)
