"""What the bridge itself sends: each thing is in one node's hands at a time, and none is lost with a node."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from spool.kit import Clock

from mailbridge.spool import Spool, outbox

ANN = "ann@example.com"


def test_what_is_to_be_sent_is_taken_once_oldest_first(spool: Spool, clock: Clock) -> None:
    for n in range(3):
        assert outbox.add(spool, ANN, b"notice %d" % n, 20)
        clock.forward(1)
    assert [mail.raw for mail in outbox.take(spool, limit=2)] == [b"notice 0", b"notice 1"]
    assert [mail.raw for mail in outbox.take(spool)] == [b"notice 2"]
    assert outbox.take(spool) == []


def test_many_who_take_at_once_get_each_thing_once(spool: Spool) -> None:
    for n in range(40):
        outbox.add(spool, ANN, b"notice %d" % n, 100)
    with ThreadPoolExecutor(8) as pool:
        taken = [mail.id for mails in pool.map(lambda _: outbox.take(spool, limit=10), range(8)) for mail in mails]
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) + len(outbox.take(spool, limit=100)) == 40


def test_what_a_node_had_in_hand_when_it_died_is_sent_by_another(spool: Spool, clock: Clock) -> None:
    outbox.add(spool, ANN, b"notice", 20)
    outbox.take(spool)
    clock.forward(outbox.IN_HAND_SECONDS)
    (again,) = outbox.take(spool)
    outbox.over(spool, again)
    clock.forward(10 * outbox.IN_HAND_SECONDS)
    assert outbox.take(spool) == []


def test_what_was_put_back_waits_and_counts_its_tries(spool: Spool, clock: Clock) -> None:
    outbox.add(spool, ANN, b"notice", 20)
    (mail,) = outbox.take(spool)
    outbox.put_back(spool, mail, 60)
    clock.forward(59)
    assert outbox.take(spool) == []
    clock.forward(1)
    assert [mail.attempts for mail in outbox.take(spool)] == [1]


def test_nobody_gets_more_than_so_many_within_the_hour(spool: Spool, clock: Clock) -> None:
    assert [outbox.add(spool, ANN, b"x", 2) for _ in range(3)] == [True, True, False]
    assert outbox.add(spool, "ben@example.com", b"x", 2)
    clock.forward(3601)
    assert outbox.add(spool, ANN, b"x", 2)
