"""A trouble is told once and its end once, whichever node sees it, and nothing is sent twice."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from spool.kit import Clock

from mailbridge.spool import Spool, alarms, outbox
from mailbridge.spool.alarms import HOLD, Alarm, Letters, Sighting

HOLD_SECONDS = HOLD.total_seconds()
AWAY = Sighting("heap-away", "Heap is away.", "wait")


def words(alarm: Alarm, is_over: bool) -> Letters:
    return [("ann@example.com", f"{alarm.episode} {is_over}".encode())]


@pytest.fixture
def other(address: str, clock: Clock, spool: Spool) -> Iterator[Spool]:
    """The same spool as another node, or the next start, has it."""
    opened = Spool(address, now=clock)
    yield opened
    opened.close()


def sent(spool: Spool) -> list[bytes]:
    return [mail.raw.partition(b" ")[2] for mail in outbox.take(spool, 100)]


def test_nodes_that_see_it_at_once_tell_it_once(spool: Spool, other: Spool) -> None:
    with ThreadPoolExecutor(8) as pool:
        looks = list(pool.map(lambda n: alarms.keep((spool, other)[n % 2], [AWAY], (), words), range(16)))
    assert sum(len(look.begun) for look in looks) == 1
    assert sent(spool) == [b"False"]
    assert [alarm.what for alarm in alarms.standing(other)] == ["Heap is away."]


def test_it_is_over_once_nobody_has_seen_it_for_a_while(spool: Spool, other: Spool, clock: Clock) -> None:
    (begun,) = alarms.keep(spool, [AWAY], (), words).begun
    for _ in range(10):                 # one node is well again, the other is not
        clock.forward(HOLD_SECONDS / 2)
        assert alarms.keep(other, [AWAY], (), words) == alarms.keep(spool, (), {"heap-away"}, words) == alarms.Changes()
    clock.forward(HOLD_SECONDS + 1)
    ends = [alarms.keep(node, (), {"heap-away"}, words).over for node in (spool, other)]
    assert [[alarm.episode for alarm in end] for end in ends] == [[begun.episode], []]
    assert sent(spool) == [b"False", b"True"]
    assert alarms.standing(spool) == ()


def test_what_nobody_can_tell_stays_as_it_is(spool: Spool, clock: Clock) -> None:
    alarms.keep(spool, [AWAY], (), words)
    clock.forward(3600)
    assert alarms.keep(spool, (), (), words) == alarms.Changes()
    assert len(alarms.standing(spool)) == 1


def test_the_next_time_is_an_alarm_of_its_own(spool: Spool, clock: Clock) -> None:
    (first,) = alarms.keep(spool, [AWAY], (), words).begun
    clock.forward(HOLD_SECONDS + 1)
    alarms.keep(spool, (), {"heap-away"}, words)
    (second,) = alarms.keep(spool, [AWAY], (), words).begun
    assert first.episode != second.episode


def test_alarm_and_what_is_sent_of_it_are_one_change(spool: Spool) -> None:
    def dies(alarm: Alarm, is_over: bool) -> Letters:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        alarms.keep(spool, [AWAY], (), dies)
    assert alarms.standing(spool) == ()
    assert len(alarms.keep(spool, [AWAY], (), words).begun) == 1


def test_what_one_node_is_sending_no_other_sends(spool: Spool, other: Spool, clock: Clock) -> None:
    for number in range(10):
        outbox.add(spool, "ann@example.com", b"%d" % number, 100)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: outbox.take((spool, other)[n % 2], 3), range(8)))
    assert sorted(mail.raw for mails in taken for mail in mails) == [b"%d" % number for number in range(10)]
    outbox.over(spool, next(mail for mails in taken for mail in mails if mail.raw == b"0"))
    clock.forward(outbox.IN_HAND_SECONDS + 1)           # whoever took the others has died
    assert [mail.raw for mail in outbox.take(other, 100)] == [b"%d" % number for number in range(1, 10)]
