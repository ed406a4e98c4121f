"""What follows from one another at once is one change: all of it is on disk, or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from spool.kit import Clock, arrival, claim_one, lead, message, plan_of, planned, raw_mail, snapshot, state, story

from mailbridge.plan import ItemState, Likeness, Verdict, WriteState
from mailbridge.spool import Answered, Claimed, Decided, ItemId, Spool, claims, memory

LIKE = Likeness("abc", None)
TWO = Decided(plan_of(lead(), message()), "Offer", ("mb0", "mb1"), "<1@acme.test>", LIKE)


@pytest.fixture
def item(spool: Spool) -> Claimed:
    spool.accept(arrival(raw_mail("first")))
    return claim_one(spool)


def events(spool: Spool, item: Claimed) -> list[str]:
    return [event.name for event in story(spool, item.id).events]


def test_a_plan_is_kept_with_the_note_that_its_first_write_is_about_to_be_sent(
    spool: Spool, clock: Clock, item: Claimed
) -> None:
    first, second = TWO.writes(item.id)
    spool.about_to_send(item, first, 3, TWO)
    kept = story(spool, item.id)
    assert [(write.write, write.marker, write.state) for write in kept.writes] == [
        (lead(), "mb0", WriteState.SENDING), (message(), "mb1", WriteState.PLANNED)]
    assert (kept.writes[0].attempts, kept.writes[0].sent_at, kept.writes[0].before) == (1, clock(), 3)
    assert (kept.writes[1].attempts, kept.writes[1].sent_at) == (second.attempts, second.sent_at) == (0, None)
    assert (kept.summary.subject, kept.plan is not None) == ("Offer", True)
    assert memory.brought_before(spool, LIKE, timedelta(), ItemId(item.id + 1)) == item.id
    assert events(spool, item) == ["accepted", "planned", "sending"]


def test_a_plan_that_is_not_kept_is_no_plan(spool: Spool, clock: Clock, item: Claimed) -> None:
    clock.forward(10_000)
    claim_one(spool, "worker-b")
    before = snapshot(spool)
    with pytest.raises(claims.LostClaim):
        spool.about_to_send(item, TWO.writes(item.id)[0], None, TWO)
    with pytest.raises(claims.LostClaim):
        spool.settle(item, ItemState.SKIPPED, "a newsletter", decided=TWO)
    assert snapshot(spool) == before


def test_a_plan_without_writes_is_kept_with_the_items_end(spool: Spool, item: Claimed) -> None:
    plan = plan_of(verdict=Verdict.SKIP, reason="a newsletter")
    spool.settle(item, ItemState.SKIPPED, "a newsletter", decided=Decided(plan, "Offer"))
    kept = story(spool, item.id)
    assert (kept.summary.state, kept.summary.subject, kept.writes) == (ItemState.SKIPPED, "Offer", ())
    assert kept.plan is not None
    assert events(spool, item) == ["accepted", "planned", "settled"]


def test_what_heap_said_to_the_last_write_is_kept_with_the_items_end(spool: Spool) -> None:
    item, write = planned(spool)
    spool.about_to_send(item, write)
    spool.settle(item, ItemState.DONE, "written: message", answered=Answered(write, "Success"))
    kept = story(spool, item.id)
    assert (kept.summary.state, kept.writes[0].state, kept.writes[0].said) == (
        ItemState.DONE, WriteState.WRITTEN, "Success")
    assert events(spool, item) == ["accepted", "planned", "sending", "answered", "settled"]


def test_the_next_item_is_claimed_with_the_end_of_the_one_before(spool: Spool, item: Claimed) -> None:
    for subject in ("second", "third"):
        spool.accept(arrival(raw_mail(subject)))
    (following,) = spool.settle(item, ItemState.REVIEW, "look at it", wishes=[(1, None)])
    assert (state(spool, item.id), state(spool, following.id)) == (ItemState.REVIEW, ItemState.CLAIMED)
    assert (following.owner, b"second" in following.arrival.raw) == (item.owner, True)
    assert spool.settle(following, ItemState.REVIEW, "look at it", wishes=[(1, 10)]) == [], "it is larger"


def test_whatever_hinders_the_next_claim_the_end_is_kept(
    spool: Spool, item: Claimed, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.accept(arrival(raw_mail("second")))
    take = claims.take

    def breaks(connection: sa.Connection, *asked: object) -> list[Claimed]:
        take(connection, *asked)  # type: ignore[arg-type]
        raise ValueError("a row that nobody can read")

    monkeypatch.setattr(claims, "take", breaks)
    assert spool.settle(item, ItemState.REVIEW, "look at it", wishes=[(1, None)]) == []
    assert (state(spool, item.id), state(spool, 2)) == (ItemState.REVIEW, ItemState.WAITING)
