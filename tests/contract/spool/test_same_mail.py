"""The same arrival again is the same item; the same mail through another door is known as a copy."""

from __future__ import annotations

from spool.kit import Clock, arrival, claim_one, raw_mail

from mailbridge.plan import ItemState
from mailbridge.spool import Spool, lists

MAIL = raw_mail()


def test_the_same_arrival_twice_is_one_item(spool: Spool) -> None:
    first, again = spool.accept(arrival()), spool.accept(arrival())
    assert (first.item, first.new) == (again.item, True)
    assert not again.new
    assert lists.counts(spool)[ItemState.WAITING] == 1
    told = lists.story(spool, first.item)
    assert told is not None
    assert [event.name for event in told.events] == ["accepted", "came-again"]


def test_the_same_arrival_after_its_item_has_ended_is_not_worked_off_again(spool: Spool) -> None:
    spool.accept(arrival())
    spool.settle(claim_one(spool), ItemState.DONE, "written: message")
    assert not spool.accept(arrival()).new
    assert spool.claim("worker-a") == []


def test_the_same_mail_through_two_doors_is_two_items_and_the_later_knows_of_the_earlier(
    spool: Spool, clock: Clock
) -> None:
    spool.accept(arrival())
    spool.accept(arrival(b"Received: from a.example\r\n" + MAIL, door="imap:sales"))
    first, second = spool.claim("worker-a", 2)
    assert spool.earlier_copy(first) is None
    assert spool.earlier_copy(second) == first.id


def test_another_mail_with_the_same_message_id_is_no_copy(spool: Spool) -> None:
    spool.accept(arrival())
    spool.accept(arrival(raw_mail(text="A stranger guessed the id.")))
    assert [spool.earlier_copy(item) for item in spool.claim("worker-a", 2)] == [None, None]


def test_the_bytes_of_a_mail_are_kept_as_they_came(spool: Spool) -> None:
    raw = bytes(range(256)) * 50 + b"\r\n.\r\n\n.\n\0"
    assert lists.original(spool, spool.accept(arrival(raw)).item) == raw

