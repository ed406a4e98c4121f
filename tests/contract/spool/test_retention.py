"""What is deleted when, and that nothing unsettled ever is."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from spool.kit import Clock, arrival, claim_one, planned, raw_mail, state, story

from mailbridge.errors import UsageError
from mailbridge.plan import ItemState
from mailbridge.spool import Spool, hands, lists, memory
from mailbridge.spool.retention import Keep, Retention, expire
from mailbridge.spool.schema import events, originals, writes

DAY = 86_400
KEEP = Keep(originals_days=30, parked_days=180, items_days=365)


def settled(spool: Spool, subject: str, end: ItemState, text: str = "Please call me.") -> int:
    kept = spool.accept(arrival(raw_mail(subject, text=text), at=spool.now()))
    spool.settle(claim_one(spool), end, "over")
    return kept.item


def count(spool: Spool, table: sa.Table) -> int:
    with spool.looking() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def originals_left(spool: Spool) -> set[str]:
    return {item.state.value for item in lists.summaries(spool) if item.has_original}


def test_originals_go_after_their_days_and_those_that_wait_for_a_person_later(spool: Spool, clock: Clock) -> None:
    for end in (ItemState.DONE, ItemState.SKIPPED, ItemState.REVIEW, ItemState.FAILED):
        settled(spool, end.value, end)
    spool.accept(arrival(raw_mail("waits")))
    clock.forward(29 * DAY)
    assert expire(spool, KEEP) == 0
    clock.forward(2 * DAY)
    assert expire(spool, KEEP) == 2
    assert originals_left(spool) == {"review", "failed", "waiting"}
    clock.forward(150 * DAY)
    assert expire(spool, KEEP) == 2
    assert originals_left(spool) == {"waiting"}
    assert count(spool, originals) == 1
    assert len(lists.summaries(spool)) == 5


def test_after_a_year_nothing_is_left_of_what_is_settled_and_all_of_what_is_not(spool: Spool, clock: Clock) -> None:
    item, _ = planned(spool)
    spool.settle(item, ItemState.DONE, "written")
    waiting = spool.accept(arrival(raw_mail("waits"))).item
    spool.accept(arrival(raw_mail("waits")))
    clock.forward(366 * DAY)
    while expire(spool, KEEP):
        pass
    assert [summary.id for summary in lists.summaries(spool)] == [waiting]
    assert (count(spool, writes), count(spool, events), count(spool, originals)) == (0, 1, 1)
    assert lists.original(spool, waiting) == raw_mail("waits")


def test_an_item_in_a_workers_hands_loses_nothing(spool: Spool, clock: Clock) -> None:
    spool.accept(arrival())
    claim_one(spool)
    clock.forward(1000 * DAY)
    assert expire(spool, KEEP) == 0


def test_what_has_no_original_is_never_worked_off_again(spool: Spool, clock: Clock) -> None:
    item = story(spool, settled(spool, "parked", ItemState.FAILED)).summary.id
    clock.forward(181 * DAY)
    expire(spool, KEEP)
    with pytest.raises(UsageError, match="its original is gone"):
        hands.retry(spool, item, "again")
    assert memory.unmatched(spool, 10) == []
    assert spool.claim("worker-a") == []
    hands.settle(spool, item, "seen to")
    assert state(spool, item) is ItemState.DONE


def test_large_numbers_go_in_small_batches_without_a_pause(spool: Spool, clock: Clock) -> None:
    for n in range(7):
        settled(spool, f"mail {n}", ItemState.DONE)
    clock.forward(31 * DAY)
    assert [expire(spool, KEEP, limit=3) for _ in range(4)] == [3, 3, 1, 0]


def test_the_chore_looks_once_an_hour_and_again_at_once_while_there_is_more(spool: Spool, clock: Clock) -> None:
    seconds = 0.0
    retention = Retention(spool, KEEP, lambda: seconds)
    assert retention.look() == 0
    settled(spool, "one", ItemState.DONE)
    clock.forward(31 * DAY)
    assert retention.look() == 0, "not before an hour"
    seconds += 3601
    assert [retention.look(), retention.look(), retention.look()] == [1, 0, 0]
