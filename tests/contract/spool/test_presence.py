"""Who is at work on the spool, as its processes tell."""

from __future__ import annotations

from spool.kit import Clock, arrival, claim_one, raw_mail

from mailbridge.spool import Spool
from mailbridge.spool.presence import MISSED_SECONDS, Incomplete, Presence, at_work, forget, incomplete


def three(spool: Spool) -> list[Presence]:
    return [Presence(spool, f"owner-{number}", "db1:12", number, 3) for number in (1, 2, 3)]


def test_a_process_is_at_work_from_its_first_beat_until_it_leaves(spool: Spool) -> None:
    first, *_ = three(spool)
    assert at_work(spool) == []
    first.beat()
    first.beat()
    assert [(each.name, each.service, each.number, each.size) for each in at_work(spool)] == [("owner-1", "db1:12", 1, 3)]
    first.leave()
    assert at_work(spool) == []


def test_one_that_is_not_heard_of_any_more_makes_its_service_incomplete(spool: Spool, clock: Clock) -> None:
    first, second, third = three(spool)
    for each in (first, second, third):
        each.beat()
    assert incomplete(spool) == []
    clock.forward(MISSED_SECONDS - 1)
    first.beat()
    second.beat()
    clock.forward(2)
    assert incomplete(spool) == [Incomplete("db1:12", 2, 3)]
    third.beat()
    assert incomplete(spool) == []


def test_a_service_that_is_gone_altogether_is_not_incomplete(spool: Spool, clock: Clock) -> None:
    for each in three(spool):
        each.beat()
    clock.forward(MISSED_SECONDS + 1)
    assert (at_work(spool), incomplete(spool)) == ([], [])


def test_processes_of_yesterday_are_forgotten_when_a_new_one_comes(spool: Spool, clock: Clock) -> None:
    first, second, _ = three(spool)
    first.beat()
    clock.forward(25 * 3600)
    second.beat()
    clock.moment = clock.moment.replace(hour=9)
    with spool.looking() as connection:
        assert connection.exec_driver_sql("select name from processes").scalars().all() == ["owner-2"]


def test_whoever_takes_a_place_gives_back_what_was_in_hand_there_and_nothing_else(spool: Spool) -> None:
    for subject in ("one", "two"):
        spool.accept(arrival(raw_mail(subject)))
    dead, alive = claim_one(spool, "owner-1"), claim_one(spool, "owner-2")
    forget(spool, "owner-1")
    assert spool.release("owner-1") == 1
    (again,) = spool.claim("owner-1b", 2)
    assert again.id == dead.id
    assert again.deaths == 1
    spool.put_back(alive, 0, "still ours")
