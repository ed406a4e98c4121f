"""One test for each arrow of a write's states, as `spool.store` draws them."""

from __future__ import annotations

import pytest
from spool.kit import LEASE_SECONDS, Clock, claim_one, lead, message, planned, story, write_state

from mailbridge.plan import WriteState
from mailbridge.spool import Claimed, KeptWrite, Spool


@pytest.fixture
def sent(spool: Spool) -> tuple[Claimed, KeptWrite]:
    item, write = planned(spool)
    spool.about_to_send(item, write)
    return item, story(spool, item.id).writes[0]


def test_a_plan_is_kept_with_its_writes_in_order_and_their_markers(spool: Spool) -> None:
    item, _ = planned(spool, lead(), message())
    kept = story(spool, item.id).writes
    assert [(write.position, write.write, write.marker, write.state) for write in kept] == [
        (0, lead(), "mb0", WriteState.PLANNED), (1, message(), "mb1", WriteState.PLANNED)]


def test_that_a_write_is_about_to_be_sent_is_kept_before_it_is(spool: Spool, clock: Clock) -> None:
    item, write = planned(spool)
    clock.forward(5)
    spool.about_to_send(item, write, before=1)
    kept = story(spool, item.id).writes[0]
    assert (kept.state, kept.attempts, kept.sent_at, kept.before) == (WriteState.SENDING, 1, clock(), 1)


@pytest.mark.parametrize("outcome", [WriteState.WRITTEN, WriteState.REFUSED, WriteState.UNKNOWN, WriteState.PLANNED])
def test_what_came_of_sending_is_kept_with_heaps_words(
    spool: Spool, sent: tuple[Claimed, KeptWrite], outcome: WriteState
) -> None:
    spool.record(*sent, outcome, "so it said")
    kept = story(spool, sent[0].id).writes[0]
    assert (kept.state, kept.said) == (outcome, "so it said")


def test_a_crash_between_asking_and_hearing_leaves_the_write_as_sending(
    spool: Spool, clock: Clock, sent: tuple[Claimed, KeptWrite]
) -> None:
    clock.forward(LEASE_SECONDS + 1)
    (found,) = claim_one(spool, "worker-b").writes
    assert (found.state, found.attempts, found.sent_at) == (WriteState.SENDING, 1, sent[1].sent_at)


def test_an_unknown_write_that_is_found_is_written(spool: Spool, sent: tuple[Claimed, KeptWrite]) -> None:
    spool.record(*sent, WriteState.UNKNOWN, "no reply")
    spool.record(*sent, WriteState.WRITTEN, "found in Heap")
    assert write_state(spool, 1) is WriteState.WRITTEN


def test_a_look_that_found_nothing_is_counted_and_dated(
    spool: Spool, clock: Clock, sent: tuple[Claimed, KeptWrite]
) -> None:
    clock.forward(60)
    spool.looked_up(*sent, "nothing")
    kept = story(spool, 1).writes[0]
    assert (kept.state, kept.looks, kept.looked_at) == (WriteState.UNKNOWN, 1, clock())


def test_a_write_that_was_twice_not_found_may_be_sent_again(spool: Spool, sent: tuple[Claimed, KeptWrite]) -> None:
    spool.looked_up(*sent, "nothing")
    spool.lost(*sent)
    kept = story(spool, 1).writes[0]
    assert (kept.state, kept.lost, kept.attempts) == (WriteState.PLANNED, 1, 1)


def test_the_looks_are_counted_anew_after_each_sending(spool: Spool, sent: tuple[Claimed, KeptWrite]) -> None:
    item = sent[0]
    spool.looked_up(*sent, "nothing")
    spool.lost(item, story(spool, 1).writes[0])
    spool.about_to_send(item, story(spool, 1).writes[0])
    kept = story(spool, 1).writes[0]
    assert (kept.state, kept.looks, kept.looked_at, kept.lost, kept.attempts) == (WriteState.SENDING, 0, None, 1, 2)


def test_one_write_of_a_plan_moves_without_the_others(spool: Spool) -> None:
    item, first = planned(spool, lead(), message())
    spool.about_to_send(item, first)
    spool.record(item, first, WriteState.WRITTEN, "Success")
    assert [write.state for write in story(spool, item.id).writes] == [WriteState.WRITTEN, WriteState.PLANNED]
