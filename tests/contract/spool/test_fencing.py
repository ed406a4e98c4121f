"""A worker that was frozen past its lease wakes up: whatever it tries with the item changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spool.kit import LEASE_SECONDS, Clock, arrival, claim_one, message, plan_of, planned, snapshot

from mailbridge.plan import ItemState, WriteState
from mailbridge.spool import Claimed, Decided, KeptWrite, LostClaim, Spool

Verb = Callable[[Spool, Claimed, KeptWrite], object]
VERBS: dict[str, Verb] = {
    "about_to_send": lambda spool, item, write: spool.about_to_send(item, write),
    "record": lambda spool, item, write: spool.record(item, write, WriteState.WRITTEN, "Success"),
    "looked_up": lambda spool, item, write: spool.looked_up(item, write, "nothing"),
    "lost": lambda spool, item, write: spool.lost(item, write),
    "put_back": lambda spool, item, write: spool.put_back(item, 0, "later"),
    "settle": lambda spool, item, write: spool.settle(item, ItemState.DONE, "done"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_late_owner_changes_nothing_once_another_has_claimed(spool: Spool, clock: Clock, verb: str) -> None:
    item, write = planned(spool)
    clock.forward(LEASE_SECONDS + 1)
    claim_one(spool, "worker-b")
    before = snapshot(spool)
    with pytest.raises(LostClaim):
        VERBS[verb](spool, item, write)
    assert snapshot(spool) == before


@pytest.mark.parametrize("verb", VERBS)
def test_a_late_owner_changes_nothing_once_another_has_settled(spool: Spool, clock: Clock, verb: str) -> None:
    item, write = planned(spool)
    clock.forward(LEASE_SECONDS + 1)
    spool.settle(claim_one(spool, "worker-b"), ItemState.REVIEW, "look at it")
    before = snapshot(spool)
    with pytest.raises(LostClaim):
        VERBS[verb](spool, item, write)
    assert snapshot(spool) == before


@pytest.mark.parametrize("verb", VERBS)
def test_the_same_owner_with_an_older_claim_is_late_too(spool: Spool, verb: str) -> None:
    item, write = planned(spool)
    spool.put_back(item, 0, "later")
    assert claim_one(spool).owner == item.owner
    before = snapshot(spool)
    with pytest.raises(LostClaim):
        VERBS[verb](spool, item, write)
    assert snapshot(spool) == before


def test_a_late_owner_cannot_keep_a_plan(spool: Spool, clock: Clock) -> None:
    spool.accept(arrival())
    item = claim_one(spool)
    clock.forward(LEASE_SECONDS + 1)
    claim_one(spool, "worker-b")
    before = snapshot(spool)
    with pytest.raises(LostClaim):
        spool.keep_plan(item, Decided(plan_of(message()), "Offer", ("mb0",)))
    assert snapshot(spool) == before


def test_a_late_owners_heartbeat_does_not_prolong_anothers_lease(spool: Spool, clock: Clock) -> None:
    spool.accept(arrival())
    item = claim_one(spool)
    clock.forward(LEASE_SECONDS + 1)
    claim_one(spool, "worker-b")
    before = snapshot(spool)
    spool.renew([item])
    assert snapshot(spool) == before


def test_a_lease_that_ran_out_without_a_new_owner_is_still_ours(spool: Spool, clock: Clock) -> None:
    item, write = planned(spool)
    clock.forward(LEASE_SECONDS + 1)
    spool.about_to_send(item, write)
    assert spool.claim("worker-b") == [], "acting renews the lease"
