"""What is found again: lists, pages, numbers, what decisions rest on, how far a mailbox was read, what is old."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from spool.kit import LEASE_SECONDS, Clock, arrival, claim_one, lead, message, plan_of, planned, raw_mail

from mailbridge.authentication import Authentication
from mailbridge.plan import ItemState, Likeness, WriteState
from mailbridge.spool import (
    Decided,
    ItemId,
    LostClaim,
    Spool,
    hands,
    lists,
    mailboxes,
    memory,
    nodes,
    retention,
    search,
)
from mailbridge.spool.mailboxes import Batch, Cursor, Place
from mailbridge.spool.retention import Keep
from mailbridge.spool.search import Wanted

INBOX = Place("sales", "INBOX")


def test_a_list_is_walked_page_by_page_to_its_end_and_back(spool: Spool, clock: Clock) -> None:
    for n in range(7):
        clock.forward(1)
        spool.accept(arrival(raw_mail(f"mail {n}"), at=clock()))
    first = search.page(spool, Wanted(), size=3)
    second = search.page(spool, Wanted(), after=first.older, size=3)
    last = search.page(spool, Wanted(), after=second.older, size=3)
    assert [[item.id for item in page.items] for page in (first, second, last)] == [[7, 6, 5], [4, 3, 2], [1]]
    back = search.page(spool, Wanted(), before=last.newer, size=3)
    assert [item.id for item in back.items] == [4, 3, 2]
    assert last.older is None


@pytest.mark.parametrize(("text", "found"), [("OFFER", True), ("50%", True), ("5_%", False), ("acme.TEST", True), ("#1", True),
                                             ("none", False)])
def test_text_is_found_whatever_its_case_and_signs_mean_themselves(spool: Spool, text: str, found: bool) -> None:
    spool.accept(arrival(raw_mail("x")))
    spool.keep_plan(claim_one(spool), Decided(plan_of(message()), "Offer of 50% off", ("mb0",)))
    assert bool(search.page(spool, Wanted(text=text)).items) is found


def test_mails_are_counted_in_spans_of_time(spool: Spool, clock: Clock) -> None:
    start = clock()
    for n, seconds in enumerate((0, 59, 60, 150)):
        spool.accept(arrival(raw_mail(f"mail {n}"), at=start + timedelta(seconds=seconds)))
    spool.settle(claim_one(spool), ItemState.DONE, "written: message")
    assert search.over_time(spool, start, timedelta(minutes=1), 4) == [
        {"done": 1, "waiting": 1}, {"waiting": 1}, {"waiting": 1}, {}]


def test_the_numbers_of_the_overview_are_told(spool: Spool, clock: Clock) -> None:
    item, write = planned(spool)
    spool.about_to_send(item, write)
    spool.put_back(item, 60, "Heap is down")
    spool.accept(arrival(raw_mail("second"), door="imap:sales"))
    assert search.doors(spool) == [("imap:sales", 1, clock()), ("smtp", 1, clock())]
    assert search.waiting_reasons(spool) == [("Heap is down", 1, clock() + timedelta(seconds=60))]
    assert search.oldest_waiting(spool) == clock()
    assert search.write_counts(spool) == {"sending": 1}
    assert search.rule_hits(spool) == {}
    search.prove_writable(spool)


def test_what_a_decision_rests_on_is_remembered(spool: Spool, clock: Clock) -> None:
    item, write = planned(spool, lead())
    assert memory.creating(spool, "Jane@Acme.test", item.id) is None
    assert memory.creating(spool, "Jane@Acme.test", item.id + 1) == item.id  # type: ignore[arg-type]
    spool.about_to_send(item, write)
    spool.record(item, write, WriteState.WRITTEN, "Success")
    spool.settle(item, ItemState.DONE, "written: lead")
    assert memory.sent_about(spool, "jane@acme.test", clock() - timedelta(minutes=1)) == 1
    assert memory.creating(spool, "jane@acme.test", item.id) is None


def test_a_contact_is_ignored_from_when_a_person_says_so(spool: Spool) -> None:
    item, _ = planned(spool)
    spool.settle(item, ItemState.REVIEW, "look at it")
    for _ in range(2):
        hands.ignore(spool, item.id, "a newsletter", "ben", always=True)
    assert memory.is_ignored(spool, "JANE@acme.test")


def test_a_batch_of_a_mailbox_and_its_cursor_are_kept_together(spool: Spool, clock: Clock) -> None:
    cursor = Cursor(7, 2, 1, clock())
    mails = tuple((uid, arrival(raw_mail(f"mail {uid}"), door="imap:sales")) for uid in (1, 2))
    first = mailboxes.accept(spool, Batch(INBOX, cursor, mails, missed=(3,)))
    again = mailboxes.accept(spool, Batch(INBOX, cursor, mails, missed=(3,)))
    assert [(each.item, each.new) for each in first] == [(1, True), (2, True)]
    assert [(each.item, each.new) for each in again] == [(1, False), (2, False)]
    assert mailboxes.cursor(spool, INBOX) == cursor
    assert mailboxes.missed(spool, INBOX, 7) == (3,)
    spool.settle(claim_one(spool), ItemState.DONE, "written: message")
    assert [each.uid for each in mailboxes.settled(spool, INBOX, 7, [ItemState.DONE], 10)] == [1]


def test_what_is_old_is_deleted_with_all_that_belongs_to_it(spool: Spool, clock: Clock) -> None:
    item, _ = planned(spool)
    spool.settle(item, ItemState.DONE, "written: message")
    clock.forward(400 * 86400)
    while retention.expire(spool, Keep()):
        pass
    assert lists.story(spool, item.id) is None


def test_an_item_has_its_contact_to_itself_until_it_is_out_of_hand(spool: Spool, clock: Clock) -> None:
    for n in range(2):
        spool.accept(arrival(raw_mail(f"mail {n}")))
    first, second = spool.claim("node-a"), spool.claim("node-b")
    assert nodes.take_turn(spool, first[0], "jane@acme.test")
    assert nodes.take_turn(spool, first[0], "jane@acme.test"), "it has it already"
    assert nodes.take_turn(spool, second[0], "Jane@acme.test") is not spool.is_shared, "only nodes need this"
    spool.settle(first[0], ItemState.DONE, "written: message")
    assert nodes.take_turn(spool, second[0], "Jane@acme.test")


def test_a_turn_is_free_again_when_its_node_is_lost(spool: Spool, clock: Clock) -> None:
    for n in range(2):
        spool.accept(arrival(raw_mail(f"mail {n}")))
    assert nodes.take_turn(spool, claim_one(spool, "node-a"), "jane@acme.test")
    clock.forward(121)
    taken_over, second = spool.claim("node-b", 2)
    assert nodes.take_turn(spool, second, "jane@acme.test")
    assert nodes.take_turn(spool, taken_over, "jane@acme.test") is not spool.is_shared


def test_what_was_found_of_a_sender_is_kept_for_the_next_try(spool: Spool, clock: Clock) -> None:
    came = arrival(at=clock())
    kept = spool.accept(replace(came, envelope=replace(came.envelope, helo="mx.acme.test")))
    item = claim_one(spool)
    assert (item.checked, item.arrival.envelope.helo) == (None, "mx.acme.test")
    found = Authentication("pass", "pass", "pass", "none", evidence=("DMARC: pass, DKIM proves acme.test",))
    spool.keep_checks(item, found)
    spool.put_back(item, 1, "Heap is down")
    clock.forward(2)
    assert claim_one(spool).checked == found
    told = lists.story(spool, kept.item)
    assert told is not None and told.checked == found
    assert [event.details["dmarc"] for event in told.events if event.name == "checked"] == ["pass"]


def test_who_lost_an_item_keeps_nothing_of_its_sender(spool: Spool, clock: Clock) -> None:
    kept = spool.accept(arrival(at=clock()))
    late = claim_one(spool)
    clock.forward(LEASE_SECONDS + 1)
    claim_one(spool, "worker-b")
    with pytest.raises(LostClaim):
        spool.keep_checks(late, Authentication(dmarc="pass"))
    told = lists.story(spool, kept.item)
    assert told is not None and told.checked is None


@pytest.mark.parametrize(("apart", "found"), [(timedelta(minutes=2), True), (timedelta(days=7), False), (None, True)])
def test_a_mail_that_was_brought_is_known_by_its_likeness(
    spool: Spool, clock: Clock, apart: timedelta | None, found: bool
) -> None:
    spool.accept(arrival())
    item = claim_one(spool)
    spool.keep_plan(item, Decided(plan_of(message()), "Offer", ("mb0",), like=Likeness("abc", clock().replace(tzinfo=None))))
    like = Likeness("abc", None if apart is None else clock().replace(tzinfo=None) + apart)
    other = ItemId(item.id + 1)
    assert memory.brought_before(spool, like, timedelta(days=1), other) == (item.id if found else None)
    assert memory.brought_before(spool, like, timedelta(days=1), item.id) is None, "itself is no other"
    assert memory.brought_before(spool, Likeness("xyz", None), timedelta(days=1), other) is None


def test_what_was_not_brought_or_is_decided_anew_is_known_by_no_former_likeness(spool: Spool) -> None:
    spool.accept(arrival())
    item = claim_one(spool)
    spool.keep_plan(item, Decided(plan_of(message()), "Offer", ("mb0",), like=Likeness("abc", None)))
    spool.settle(item, ItemState.FAILED, "refused")
    other = ItemId(item.id + 1)
    assert memory.brought_before(spool, Likeness("abc", None), timedelta(days=1), other) is None
    hands.retry(spool, item.id, "again")
    again = claim_one(spool)
    spool.keep_plan(again, Decided(plan_of(message()), "Offer", ("mb0",), like=Likeness("def", None)))
    assert memory.brought_before(spool, Likeness("def", None), timedelta(days=1), other) == item.id
    assert memory.brought_before(spool, Likeness("abc", None), timedelta(days=1), other) is None
