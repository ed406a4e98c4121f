"""What those who watch over the spool ask it, on either database."""

from __future__ import annotations

from datetime import timedelta

from spool.kit import Clock, arrival, claim_one, raw_mail

from mailbridge.plan import ItemState
from mailbridge.spool import Spool, backlog, canaries, polls

HOUR = timedelta(hours=1)


def settle(spool: Spool, subject: str, state: ItemState, reason: str = "no") -> int:
    spool.accept(arrival(raw_mail(subject), at=spool.now()))
    item = claim_one(spool)
    spool.settle(item, state, reason)
    return item.id


def test_what_waits_for_too_long_is_told_with_how_many_wait(spool: Spool, clock: Clock) -> None:
    settle(spool, "Before", ItemState.DONE)
    for number in range(3):
        spool.accept(arrival(raw_mail(f"Offer {number}"), at=clock()))
    began = clock()
    assert backlog.waiting_longer(spool, began - HOUR) is None
    clock.forward(7200)
    waiting = backlog.waiting_longer(spool, clock() - HOUR)
    assert waiting == backlog.Waiting(began, "", 3, began)


def test_what_went_wrong_of_late_is_counted(spool: Spool, clock: Clock) -> None:
    settle(spool, "One", ItemState.FAILED)
    settle(spool, "Two", ItemState.REVIEW, f"{backlog.STORM_GUARD}20 % of _all")
    settle(spool, "Three", ItemState.REVIEW, "somebody should look")
    since = clock() - HOUR
    assert (backlog.failed_since(spool, since), backlog.held_up_since(spool, since)) == (1, 1)
    assert backlog.within(spool, since) == (3, 3)
    clock.forward(7200)
    assert (backlog.failed_since(spool, clock() - HOUR), backlog.held_up_since(spool, clock() - HOUR)) == (0, 0)


def test_counts_go_on_from_where_they_were(spool: Spool) -> None:
    settle(spool, "One", ItemState.DONE)
    item, _ = backlog.came_after(spool, None)
    event, _ = backlog.happened_after(spool, None, ())
    settle(spool, "Two", ItemState.FAILED)
    assert backlog.came_after(spool, item) == (item + 1, {"smtp": 1})
    newest, events = backlog.happened_after(spool, event, ("settled",))
    assert [(name, details["state"]) for name, details in events] == [("settled", "failed")]
    assert backlog.happened_after(spool, newest, ("settled",)) == (newest, [])


def test_the_database_says_how_much_it_takes(spool: Spool) -> None:
    assert backlog.size_bytes(spool) > 10_000


def test_how_the_last_look_at_a_mailbox_ended_is_kept(spool: Spool, clock: Clock) -> None:
    box = polls.Polls(spool, "sales")
    box.failed("the login is refused", is_refused=True)
    assert polls.last(spool) == {"sales": polls.Poll(None, "the login is refused", True)}
    box.good()
    assert polls.last(spool) == {"sales": polls.Poll(clock())}


def test_a_canary_is_due_once_for_all_nodes_and_counts_once(spool: Spool, clock: Clock) -> None:
    assert canaries.take_due(spool, ["smtp"], HOUR) == ["smtp"]
    assert canaries.take_due(spool, ["smtp"], HOUR) == []
    sent_at = clock()
    clock.forward(2)
    canaries.came(spool, "smtp", sent_at)
    clock.forward(60)
    canaries.came(spool, "smtp", sent_at)
    canaries.came(spool, "smtp", clock() + HOUR)        # of a time that has not come yet
    assert canaries.last(spool)["smtp"] == canaries.Flown("smtp", sent_at, "", sent_at + timedelta(seconds=2), 2.0)
    settle(spool, "Canary", ItemState.SKIPPED, canaries.REASON)
    clock.forward(90_000)
    assert (canaries.forget(spool), canaries.forget(spool)) == (1, 0)
