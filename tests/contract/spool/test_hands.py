"""What people do to items, and that it never meets a worker's hands: a claim and a person's change exclude each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from spool.kit import arrival, claim_one, lead, message, person, plan_of, planned, raw_mail, snapshot, state, story

from mailbridge.errors import UsageError
from mailbridge.plan import ItemState, Person, PersonState, Write, WriteState
from mailbridge.records import Kind, Record
from mailbridge.spool import Claimed, Decided, ItemId, KeptWrite, Spool, Story, chosen, hands, memory
from mailbridge.spool.amend import amend
from mailbridge.spool.chosen import Chosen

EVA = Chosen(Kind.LEAD, "Eva", "eva@acme.test", is_new=True)


def fresh(spool: Spool, subject: str, *chosen: Write) -> tuple[Claimed, KeptWrite]:
    """An item of its own in a worker's hands, and its first write."""
    spool.accept(arrival(raw_mail(subject), at=spool.now()))
    item = claim_one(spool)
    return item, spool.keep_plan(item, Decided(plan_of(*chosen), subject, tuple(f"mb{n}" for n in range(len(chosen)))))[0]


def failed(spool: Spool, subject: str = "failed") -> ItemId:
    """An item with a refused lead and a message that was never sent."""
    item, write = fresh(spool, subject, lead(), message())
    spool.record(item, write, WriteState.REFUSED, "no such field")
    spool.settle(item, ItemState.FAILED, "refused")
    return item.id


def unsure(spool: Spool) -> ItemId:
    """An item whose message may stand in Heap, with a lead that was never sent."""
    item, write = fresh(spool, "unsure", message(), lead())
    spool.about_to_send(item, write)
    spool.record(item, write, WriteState.UNKNOWN, "no reply")
    spool.settle(item, ItemState.REVIEW, "sent 3 times and never found")
    return item.id


def test_an_edit_is_kept_whole_and_the_item_worked_off_with_it(spool: Spool) -> None:
    item = failed(spool)
    amend(spool, story(spool, item), {0: lead("eva@acme.test")}, [1], "eva@acme.test", "lead 1: email", "typo", "ann")
    told = story(spool, item)
    assert told.summary.contact == "eva@acme.test"
    assert told.events[-1].details == {"act": "edit", "by": "ann", "reason": "typo", "changed": "lead 1: email"}
    again = claim_one(spool)
    assert [(write.write.field("email"), write.state, write.marker) for write in again.writes] == [
        ("eva@acme.test", WriteState.PLANNED, "mb0")]
    assert memory.creating(spool, "eva@acme.test", ItemId(item + 1)) == item


def test_another_contact_has_no_part_in_what_heap_knew_of_the_former(spool: Spool) -> None:
    spool.accept(arrival(raw_mail("Offer"), at=spool.now()))
    item = claim_one(spool)
    jane = Person(PersonState.KNOWN, (Record(Kind.PERSON, (("name", "Jane Doe"), ("email", "jane@acme.test"))),))
    spool.keep_plan(item, Decided(replace(plan_of(lead()), person=jane), "Offer", ("mb0",)))
    spool.settle(item, ItemState.FAILED, "refused")
    amend(spool, story(spool, item.id), {0: lead("jane@acme.test")}, [], "", "lead 1: name", "")
    assert (story(spool, item.id).plan or {})["person"]["state"] == "known", "the contact is the same"
    spool.settle(claim_one(spool), ItemState.FAILED, "refused again")
    amend(spool, story(spool, item.id), {0: lead("eva@acme.test")}, [], "eva@acme.test", "lead 1: email", "")
    assert (story(spool, item.id).plan or {})["person"] == {"state": "not-asked", "hits": []}


def test_an_edit_of_what_was_worked_off_meanwhile_changes_nothing(spool: Spool) -> None:
    item = failed(spool)
    opened = story(spool, item)
    hands.retry(spool, opened.summary.id, "somebody else")
    with pytest.raises(UsageError, match="has moved on"):
        amend(spool, opened, {0: lead("eva@acme.test")}, [], "", "lead 1: email", "")
    claimed = claim_one(spool)
    spool.keep_plan(claimed, Decided(plan_of(lead(), message()), "Offer", ("mb0", "mb1")))
    spool.settle(claimed, ItemState.FAILED, "refused again")
    before = snapshot(spool)
    with pytest.raises(UsageError, match="has moved on"):
        amend(spool, opened, {0: lead("eva@acme.test")}, [], "", "lead 1: email", "")
    assert snapshot(spool) == before


@pytest.mark.parametrize(("changed", "dropped"), [({0: message("x")}, []), ({}, [0]), ({1: lead("x@y.test")}, [0])])
def test_what_may_have_been_sent_is_never_changed_and_then_nothing_is(
    spool: Spool, changed: dict[int, object], dropped: list[int]
) -> None:
    item = unsure(spool)
    before = snapshot(spool)
    with pytest.raises(UsageError, match="has moved on"):
        amend(spool, story(spool, item), changed, dropped, "", "words", "")
    assert snapshot(spool) == before


def test_an_edit_before_the_claim_is_whole_and_no_retry_undoes_it(spool: Spool) -> None:
    opened = story(spool, failed(spool))
    assert is_edited(spool, opened)
    assert addresses(retried_and_claimed(spool, opened.summary.id)) == ["eva@acme.test"]


def test_an_edit_after_the_claim_is_refused(spool: Spool) -> None:
    opened = story(spool, failed(spool))
    claimed = retried_and_claimed(spool, opened.summary.id)
    assert not is_edited(spool, opened)
    assert addresses(claimed) == []


def test_a_claim_and_an_edit_at_the_same_moment_exclude_each_other(spool: Spool) -> None:
    """Somebody retries and a worker claims while another saves an edit: it is whole before the claim, or refused."""
    for number in range(8):
        opened = story(spool, failed(spool, f"mail {number}"))
        with ThreadPoolExecutor(2) as pool:
            claiming = pool.submit(retried_and_claimed, spool, opened.summary.id)
            editing = pool.submit(is_edited, spool, opened)
        claimed, was_edited = claiming.result(), editing.result()
        assert addresses(claimed) == (["eva@acme.test"] if was_edited else [])
        spool.settle(claimed, ItemState.SKIPPED, "enough")


def addresses(claimed: Claimed) -> list[str]:
    """Whom the plan in a worker's hands is for: nobody where a retry has it decided anew."""
    return [write.write.field("email") for write in claimed.writes]


def retried_and_claimed(spool: Spool, item: ItemId) -> Claimed:
    hands.retry(spool, item, "again")
    return claim_one(spool)


def is_edited(spool: Spool, opened: Story) -> bool:
    try:
        amend(spool, opened, {0: lead("eva@acme.test")}, [1], "", "words", "")
    except UsageError:
        return False
    return True


def test_a_retry_keeps_what_a_person_has_changed(spool: Spool) -> None:
    item = failed(spool)
    amend(spool, story(spool, item), {0: lead("eva@acme.test")}, [], "", "lead 1: email", "")
    spool.settle(claim_one(spool), ItemState.FAILED, "refused again")
    hands.retry(spool, item, "again")
    assert claim_one(spool).writes[0].write.field("email") == "eva@acme.test"


def test_two_edits_at_once_are_one_edit(spool: Spool) -> None:
    opened = story(spool, failed(spool))
    amend(spool, opened, {0: lead("eva@acme.test")}, [], "", "first", "")
    with pytest.raises(UsageError, match="has moved on"):
        amend(spool, opened, {0: lead("ida@acme.test")}, [], "", "second", "")
    assert story(spool, opened.summary.id).writes[0].write.field("email") == "eva@acme.test"


def test_what_a_person_found_in_heap_counts_as_written_and_the_rest_goes_on(spool: Spool) -> None:
    item = unsure(spool)
    hands.in_heap(spool, item, "I saw it", "ann")
    assert [write.state for write in claim_one(spool).writes] == [WriteState.WRITTEN, WriteState.PLANNED]


def test_what_a_person_did_not_find_is_sent_once_more_and_keeps_how_often_it_was_lost(spool: Spool) -> None:
    item, write = planned(spool)
    spool.about_to_send(item, write)
    spool.lost(item, write)
    again = story(spool, item.id).writes[0]
    spool.record(item, again, WriteState.UNKNOWN, "no reply")
    spool.settle(item, ItemState.REVIEW, "never found")
    hands.not_in_heap(spool, item.id, "I looked", "ann")
    (kept,) = claim_one(spool).writes
    assert (kept.state, kept.lost, kept.looks, kept.attempts) == (WriteState.PLANNED, 1, 0, 1)


def test_nobody_is_asked_about_what_is_known(spool: Spool) -> None:
    item = failed(spool)
    before = snapshot(spool)
    for act in (hands.in_heap, hands.not_in_heap):
        with pytest.raises(UsageError, match="it is known whether it was written"):
            act(spool, item, "because")
    assert snapshot(spool) == before


@pytest.mark.parametrize("act", ["assign", "choose", "in_heap", "not_in_heap", "edit"])
def test_nothing_is_done_to_what_a_worker_holds(spool: Spool, act: str) -> None:
    item = unsure(spool)
    opened = story(spool, item)
    hands.retry(spool, opened.summary.id, "look again")
    claim_one(spool)
    before = snapshot(spool)
    with pytest.raises(UsageError):
        {"assign": lambda: hands.assign(spool, opened.summary.id, "eva@acme.test", ""),
         "choose": lambda: hands.choose(spool, opened.summary.id, EVA, ""),
         "in_heap": lambda: hands.in_heap(spool, opened.summary.id, ""),
         "not_in_heap": lambda: hands.not_in_heap(spool, opened.summary.id, ""),
         "edit": lambda: amend(spool, opened, {1: lead("x@y.test")}, [], "", "words", "")}[act]()
    assert snapshot(spool) == before


def test_whom_an_item_is_about_is_chosen_anew_only_while_nothing_of_it_may_be_in_heap(spool: Spool) -> None:
    item = failed(spool)
    hands.choose(spool, item, EVA, "new", "ann")
    assert chosen.of(spool, item) == EVA
    assert (story(spool, item).writes, story(spool, item).plan) == ((), None)
    hands.assign(spool, item, "ida@acme.test", "rather her")
    assert chosen.of(spool, item) is None
    claimed = claim_one(spool)
    assert claimed.assigned == "ida@acme.test"
    spool.settle(claimed, ItemState.SKIPPED, "enough")
    unknown = unsure(spool)
    with pytest.raises(UsageError, match="stands in Heap already, or may"):
        hands.assign(spool, unknown, "eva@acme.test", "")
    assert state(spool, unknown) is ItemState.REVIEW


def test_a_choice_goes_with_its_item(spool: Spool) -> None:
    item, _ = planned(spool, person())
    spool.settle(item, ItemState.REVIEW, "who is it?")
    hands.choose(spool, item.id, EVA, "")
    with pytest.raises(UsageError):
        hands.choose(spool, ItemId(99), EVA, "")
    assert chosen.of(spool, ItemId(99)) is None
