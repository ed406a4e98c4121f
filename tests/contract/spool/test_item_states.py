"""One test for each arrow of an item's states, as `spool.store` draws them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from spool.kit import LEASE_SECONDS, Clock, arrival, claim_one, planned, raw_mail, state, story

from mailbridge.plan import ENDS, ItemState
from mailbridge.spool import Spool, lists
from mailbridge.spool.schema import originals
from mailbridge.spool.verify import verify


def test_an_arrival_waits(spool: Spool) -> None:
    accepted = spool.accept(arrival())
    assert accepted.new
    assert state(spool, accepted.item) is ItemState.WAITING
    assert lists.original(spool, accepted.item) == raw_mail()


def test_a_waiting_item_is_claimed_with_all_that_is_known_of_it(spool: Spool) -> None:
    accepted = spool.accept(arrival())
    item = claim_one(spool)
    assert state(spool, item.id) is ItemState.CLAIMED
    assert (item.id, item.owner, item.claim, item.writes) == (accepted.item, "worker-a", 1, ())
    assert item.arrival == arrival()


def test_an_item_whose_original_is_gone_fails_and_holds_up_no_other(spool: Spool, clock: Clock) -> None:
    damaged, good = (spool.accept(arrival(raw_mail(subject))).item for subject in ("damaged", "good"))
    spool.change(lambda connection: connection.execute(sa.delete(originals).where(originals.c.item == damaged)))
    assert [item.id for item in spool.claim("worker-a", 5)] == [good]
    told = story(spool, damaged)
    assert (told.summary.state, told.summary.settled_at) == (ItemState.FAILED, clock())
    assert told.summary.reason.startswith("its original is not in the spool")
    assert told.events[-1].name == "settled"
    assert list(verify(spool).problems()) == []


def test_a_claimed_item_is_not_claimed_by_another_while_its_lease_runs(spool: Spool, clock: Clock) -> None:
    spool.accept(arrival())
    claim_one(spool)
    clock.forward(LEASE_SECONDS)
    assert spool.claim("worker-b") == []


@pytest.mark.parametrize("end", ENDS)
def test_a_claimed_item_ends_with_a_reason_that_is_found_later(spool: Spool, clock: Clock, end: ItemState) -> None:
    spool.accept(arrival())
    item = claim_one(spool)
    clock.forward(3)
    spool.settle(item, end, "because")
    told = story(spool, item.id)
    assert (told.summary.state, told.summary.reason, told.summary.settled_at) == (end, "because", clock())
    assert told.events[-1].name == "settled"


@pytest.mark.parametrize("end", ENDS)
def test_what_has_ended_is_never_claimed_again(spool: Spool, clock: Clock, end: ItemState) -> None:
    spool.accept(arrival())
    spool.settle(claim_one(spool), end, "because")
    clock.forward(10 * LEASE_SECONDS)
    assert spool.claim("worker-b") == []


def test_what_is_put_back_waits_until_its_time(spool: Spool, clock: Clock) -> None:
    spool.accept(arrival())
    spool.put_back(claim_one(spool), 60, "Heap is down")
    assert state(spool, 1) is ItemState.WAITING
    clock.forward(59)
    assert spool.claim("worker-b") == []
    clock.forward(1)
    assert claim_one(spool, "worker-b").attempts == 1


def test_a_wait_that_was_planned_is_no_failed_attempt(spool: Spool) -> None:
    spool.accept(arrival())
    spool.put_back(claim_one(spool), 0, "grace time", trouble=False)
    again = claim_one(spool)
    assert (again.attempts, again.deaths) == (0, 0)


def test_an_item_whose_lease_ran_out_is_taken_over_and_the_death_counted(spool: Spool, clock: Clock) -> None:
    item, _ = planned(spool)
    clock.forward(LEASE_SECONDS + 1)
    taken = claim_one(spool, "worker-b")
    assert (taken.id, taken.owner, taken.claim, taken.deaths) == (item.id, "worker-b", item.claim + 1, 1)
    assert [write.marker for write in taken.writes] == ["mb0"]


def test_a_heartbeat_keeps_an_item(spool: Spool, clock: Clock) -> None:
    spool.accept(arrival())
    item = claim_one(spool)
    for _ in range(5):
        clock.forward(LEASE_SECONDS - 1)
        spool.renew([item])
        assert spool.claim("worker-b") == []


def test_what_a_dead_process_held_is_given_back_at_the_start(spool: Spool, clock: Clock) -> None:
    spool.accept(arrival())
    claim_one(spool)
    assert spool.release_all() == 1
    clock.forward(0.001)
    assert claim_one(spool, "worker-b").claim == 2


def test_items_are_claimed_oldest_first_and_no_more_than_asked_for(spool: Spool) -> None:
    for n in range(5):
        spool.accept(arrival(raw_mail(f"mail {n}")))
    assert [item.id for item in spool.claim("worker-a", 3)] == [1, 2, 3]
    assert [item.id for item in spool.claim("worker-b", 3)] == [4, 5]


def test_what_has_been_due_longest_is_claimed_first_whether_new_or_put_back(spool: Spool, clock: Clock) -> None:
    spool.accept(arrival(raw_mail("put back"), at=clock()))
    spool.put_back(claim_one(spool), 10, "Heap rests")
    for seconds in (5, 10):             # one before it is due, one after
        clock.forward(seconds)
        spool.accept(arrival(raw_mail(f"after {seconds} s"), at=clock()))
    assert [claim_one(spool).id for _ in range(3)] == [2, 1, 3]


def test_what_a_lost_worker_had_is_claimed_before_what_came_later(spool: Spool, clock: Clock) -> None:
    spool.accept(arrival(raw_mail("put back"), at=clock()))
    spool.put_back(claim_one(spool), 1, "another mail of this contact is in hand")
    clock.forward(2)
    claim_one(spool, "lost")
    clock.forward(LEASE_SECONDS + 1)
    spool.accept(arrival(raw_mail("later"), at=clock()))
    assert [item.id for item in spool.claim("worker-a", 2)] == [1, 2]


def test_the_timeline_tells_a_mails_life(spool: Spool) -> None:
    item, write = planned(spool)
    spool.about_to_send(item, write)
    spool.settle(item, ItemState.DONE, "written: message")
    told = story(spool, item.id)
    assert [event.name for event in told.events] == ["accepted", "planned", "sending", "settled"]
    assert told.plan is not None
    assert told.plan["contact"] == {"name": "Jane Doe", "email": "jane@acme.test"}
    assert (told.summary.contact, told.summary.subject, told.summary.direction) == (
        "jane@acme.test", "Offer", "received")


def test_everything_is_there_after_the_process_is_gone(spool: Spool, address: str, clock: Clock) -> None:
    item, write = planned(spool)
    spool.about_to_send(item, write, before=2)
    other = Spool(address, now=clock)
    try:
        assert other.secret() == spool.secret()
        kept = story(other, item.id).writes[0]
        assert (kept.write, kept.before, kept.sent_at, kept.attempts) == (write.write, 2, clock(), 1)
        assert lists.counts(other)[ItemState.CLAIMED] == 1
    finally:
        other.close()


def test_a_claim_may_leave_large_mails_to_others(spool: Spool) -> None:
    large = spool.accept(arrival(raw_mail("large", text="x" * 5000)))
    small = spool.accept(arrival(raw_mail("small")))
    assert [item.id for item in spool.claim("worker-a", 5, most_bytes=4000)] == [small.item]
    assert [item.id for item in spool.claim("worker-a", 5)] == [large.item]
