"""A worker dies between keeping a plan and settling its mail: the mail still ends as it was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from delivery_kit import Bench, a_bench
from spool.kit import LEASE_SECONDS, Clock, arrival, claim_one, message, plan_of, state, story

from mailbridge.plan import ItemState, Plan, Verdict
from mailbridge.spool import Decided, Spool, lists
from mailbridge.worker import MOST_DEATHS


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    (tmp_path / "bench").mkdir()
    with a_bench(tmp_path / "bench") as made:
        yield made


def dies_deciding(spool: Spool, clock: Clock, plan: Plan) -> None:
    spool.keep_plan(claim_one(spool, "worker-that-dies"), Decided(plan, "Offer", ("mb0",) * len(plan.writes)))
    clock.forward(LEASE_SECONDS + 1)


def next_worker(bench: Bench, spool: Spool, plan: Plan) -> None:
    bench.decide = lambda mail, ask: plan
    worker = bench.another_worker(spool)
    for item in worker._claim():
        worker._handle(item)


@pytest.mark.parametrize(("verdict", "end"), [
    (Verdict.REVIEW, ItemState.REVIEW), (Verdict.SKIP, ItemState.SKIPPED)])
def test_a_mail_that_was_decided_for_review_and_not_settled_goes_to_review(
    spool: Spool, clock: Clock, bench: Bench, verdict: Verdict, end: ItemState
) -> None:
    spool.accept(arrival())
    plan = plan_of(verdict=verdict, reason="two people have this name")
    dies_deciding(spool, clock, plan)
    next_worker(bench, spool, plan)
    told = story(spool, 1)
    assert (told.summary.state, told.summary.reason) == (end, "two people have this name")


def test_a_mail_that_is_never_logged_is_forgotten_although_a_worker_died_over_it(
    spool: Spool, clock: Clock, bench: Bench
) -> None:
    accepted = spool.accept(arrival())
    plan = plan_of(verdict=Verdict.SKIP, reason="never log")
    plan = replace(plan, parties=replace(plan.parties, never_log=True))
    dies_deciding(spool, clock, plan)
    next_worker(bench, spool, plan)
    told = story(spool, 1)
    assert (told.summary.state, told.summary.has_original, told.envelope.sender) == (ItemState.SKIPPED, False, "")
    assert lists.original(spool, accepted.item) is None
    assert [event.name for event in told.events] == ["settled"]


def test_a_plan_with_writes_is_carried_out_and_not_decided_again(spool: Spool, clock: Clock, bench: Bench) -> None:
    spool.accept(arrival())
    dies_deciding(spool, clock, plan_of(message()))
    next_worker(bench, spool, plan_of(verdict=Verdict.REVIEW, reason="the rules are others now"))
    assert state(spool, 1) is ItemState.DONE
    assert bench.sandbox.count("message") == 1


def test_a_mail_whose_deciding_ends_the_worker_again_and_again_is_parked(
    spool: Spool, clock: Clock, bench: Bench
) -> None:
    spool.accept(arrival())
    for _ in range(MOST_DEATHS):
        dies_deciding(spool, clock, plan_of(verdict=Verdict.SKIP))
    next_worker(bench, spool, plan_of(verdict=Verdict.SKIP))
    assert state(spool, 1) is ItemState.FAILED
