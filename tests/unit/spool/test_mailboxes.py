"""Batches of a mailbox's mails with their cursor: one change, nothing doubled, and what is still to be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from mailbridge.mail import Arrival
from mailbridge.maillog import in_mailbox
from mailbridge.plan import ItemState
from mailbridge.spool import Spool, SpoolTrouble, lists, mailboxes
from mailbridge.spool.mailboxes import Batch, Cursor, Place

from .kit import Clock, arrival, claim_one, raw_mail, story

PLACE = Place("sales", "INBOX")
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def cursor(last_uid: int, uidvalidity: int = 7) -> Cursor:
    return Cursor(uidvalidity, last_uid, 1, EVER)


def mail(name: str, at: datetime | None = None) -> Arrival:
    return arrival(raw_mail(name), door="imap:sales", sender="", at=at)


def batch(*names: str, first_uid: int = 1, uidvalidity: int = 7) -> Batch:
    mails = tuple((first_uid + number, mail(name)) for number, name in enumerate(names))
    return Batch(PLACE, cursor(first_uid + len(names) - 1, uidvalidity), mails)


def due(spool: Spool, uidvalidity: int = 7, *states: ItemState) -> list[tuple[int, int]]:
    found = mailboxes.settled(spool, PLACE, uidvalidity, states or (ItemState.DONE,), 100)
    return [(each.uid, each.item) for each in found]


def settle_all(spool: Spool, state: ItemState = ItemState.DONE) -> None:
    for item in spool.claim("worker-a", 100):
        spool.settle(item, state, "so")


def test_a_batch_is_kept_with_its_cursor_in_the_order_of_uids(spool: Spool) -> None:
    kept = mailboxes.accept(spool, batch("one", "two"))
    assert [(accepted.item, accepted.new) for accepted in kept] == [(1, True), (2, True)]
    assert mailboxes.cursor(spool, PLACE) == cursor(2)
    assert mailboxes.cursor(spool, Place("sales", "Other")) is None
    assert lists.original(spool, kept[1].item) == raw_mail("two")
    assert [event.name for event in story(spool, 1).events] == ["accepted"]


def test_a_mail_of_a_mailbox_is_due_at_once_also_if_its_own_clock_is_ahead(spool: Spool, clock: Clock) -> None:
    ahead = mail("one", clock.moment + timedelta(days=1))
    mailboxes.accept(spool, Batch(PLACE, cursor(1), ((1, ahead),)))
    assert claim_one(spool).arrival.received_at == ahead.received_at


def test_a_known_mail_is_the_item_that_it_was(spool: Spool) -> None:
    mailboxes.accept(spool, batch("one", "two"))
    again = mailboxes.accept(spool, batch("two", "three", "two", "one", first_uid=10))
    assert [(accepted.item, accepted.new) for accepted in again] == [(2, False), (3, True), (2, False), (1, False)]
    assert [event.name for event in story(spool, 2).events] == ["accepted", "came-again", "came-again"]


def test_of_two_equal_mails_in_one_batch_the_first_is_new(spool: Spool) -> None:
    kept = mailboxes.accept(spool, batch("one", "one"))
    assert [(accepted.item, accepted.new) for accepted in kept] == [(1, True), (1, False)]


def test_mails_and_cursor_are_kept_together_or_not_at_all(spool: Spool) -> None:
    mailboxes.accept(spool, batch("one"))

    def fail(conn: object, cursor: object, statement: str, *rest: object) -> None:
        if "cursors" in statement and statement.startswith("UPDATE"):
            raise sa.exc.OperationalError("x", None, Exception("disk I/O error"))

    sa.event.listen(spool._engine, "before_cursor_execute", fail)
    with pytest.raises(SpoolTrouble):
        mailboxes.accept(spool, batch("two", first_uid=2))
    sa.event.remove(spool._engine, "before_cursor_execute", fail)
    assert mailboxes.cursor(spool, PLACE) == cursor(1)
    assert lists.counts(spool)[ItemState.WAITING] == 1


def test_the_mailbox_is_told_only_of_mails_that_have_come_to_their_end(spool: Spool) -> None:
    mailboxes.accept(spool, batch("one", "two"))
    assert due(spool) == []
    spool.settle(claim_one(spool), ItemState.DONE, "so")
    assert due(spool) == [(1, 1)]
    assert due(spool, 8) == [], "under another UIDVALIDITY it lies nowhere"
    settle_all(spool, ItemState.SKIPPED)
    assert due(spool, 7, ItemState.DONE, ItemState.SKIPPED) == [(1, 1), (2, 2)]


def test_what_the_mailbox_was_told_it_is_not_told_again(spool: Spool) -> None:
    mailboxes.accept(spool, batch("one", "two"))
    settle_all(spool)
    mails = mailboxes.settled(spool, PLACE, 7, (ItemState.DONE,), 1)
    mailboxes.told_soon(spool, PLACE, 7, mails, in_mailbox("INBOX", "move Done")).result()
    assert due(spool) == [(2, 2)]
    assert story(spool, 1).events[-1].name == "in-mailbox"
    assert story(spool, 2).events[-1].name == "settled"


def test_a_mail_that_lies_there_under_a_new_uidvalidity_is_told_of_there(spool: Spool) -> None:
    mailboxes.accept(spool, batch("one"))
    mailboxes.accept(spool, batch("one", first_uid=5, uidvalidity=8))
    settle_all(spool)
    assert due(spool, 7) == []
    assert due(spool, 8) == [(5, 1)]


def test_a_mail_that_was_not_handed_over_is_remembered_until_it_is_or_is_gone(spool: Spool) -> None:
    mailboxes.accept(spool, Batch(PLACE, cursor(3), missed=(1, 2, 3)))
    assert mailboxes.missed(spool, PLACE, 7) == (1, 2, 3)
    mailboxes.accept(spool, replace(batch("two", first_uid=2), cursor=cursor(3), gone=(3,)))
    assert mailboxes.missed(spool, PLACE, 7) == (1,)
    settle_all(spool)
    assert due(spool) == [(2, 1)]


def test_a_mail_that_was_not_kept_whole_is_never_touched(spool: Spool) -> None:
    mailboxes.accept(spool, replace(batch("one"), untold=True))
    settle_all(spool)
    assert due(spool) == []
