"""After a restoration Heap is asked what the copy cannot know: nothing is made twice, whatever rule took a mail then."""

from __future__ import annotations

from delivery_kit import Bench
from spool.kit import lead, message, person

from mailbridge.mail import Address
from mailbridge.plan import Direction, ItemState, Parties, Person, PersonState, Plan, Verdict, Write
from mailbridge.spool import restored

JANE = Address("Jane Doe", "jane@acme.test")


def about_jane(state: PersonState, *writes: Write) -> Plan:
    return Plan(Verdict.WRITE, "a rule", Parties(Direction.RECEIVED, JANE, (JANE,)), Person(state), writes)


def written_and_forgotten(bench: Bench, plan: Plan) -> None:
    """A mail is brought to Heap, and then the spool is what it was before: a restored copy."""
    bench.decide = lambda mail, ask: plan
    bench.accept("Offer")
    claimed = bench.worker._claim()
    for item in claimed:
        bench.worker._handle(item)
    assert bench.state() is ItemState.DONE
    with bench.spool._engine.begin() as connection:
        connection.exec_driver_sql("delete from writes")
        connection.exec_driver_sql("update items set state = 'waiting', plan = null, settled_at = null, not_before = 0")
    restored.declare(bench.spool)
    bench.worker = bench.another_worker()


def test_a_mail_whose_message_stands_in_heap_is_done_and_not_written_again(bench: Bench) -> None:
    written_and_forgotten(bench, about_jane(PersonState.KNOWN, message()))
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.write().said == "found in Heap"
    assert bench.requests() == 1


def test_a_mail_that_was_half_written_is_finished(bench: Bench) -> None:
    written_and_forgotten(bench, about_jane(PersonState.KNOWN, message()))
    bench.decide = lambda mail, ask: about_jane(PersonState.KNOWN, message(), lead())
    assert bench.work_until_settled() is ItemState.DONE
    assert [bench.write(position=n).said for n in range(2)] == ["found in Heap", "Success"]
    assert bench.requests() == 2


def test_a_mail_that_was_decided_otherwise_then_is_skipped(bench: Bench) -> None:
    written_and_forgotten(bench, about_jane(PersonState.UNKNOWN, person(), lead()))
    bench.decide = lambda mail, ask: about_jane(PersonState.KNOWN, message())
    assert bench.work_until_settled() is ItemState.SKIPPED
    assert bench.reason() == "Heap holds a lead of this mail, written before the spool was restored from a copy"
    assert bench.requests() == 2


def test_what_heap_does_not_hold_is_written_after_a_restoration(bench: Bench) -> None:
    bench.decide = lambda mail, ask: about_jane(PersonState.KNOWN, message())
    bench.accept("Offer")
    restored.declare(bench.spool)
    bench.worker = bench.another_worker()
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.requests() == 1


def test_a_record_that_was_planned_when_the_copy_was_made_is_written_once(bench: Bench) -> None:
    bench.decide = lambda mail, ask: about_jane(PersonState.UNKNOWN, person(), message())
    bench.accept("Offer")
    (item,) = bench.worker._claim()
    bench.plan(item)
    restored.declare(bench.spool)
    bench.pass_time(200)
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.requests() == 2


def test_mail_that_comes_long_after_is_not_looked_for(bench: Bench) -> None:
    restored.declare(bench.spool)
    bench.pass_time(restored.LOOKED_FOR.total_seconds() + 60)
    bench.worker = bench.another_worker()
    bench.decide = lambda mail, ask: about_jane(PersonState.KNOWN, message())
    bench.accept("Offer")
    asked = bench.requests("get")
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.requests("get") == asked
