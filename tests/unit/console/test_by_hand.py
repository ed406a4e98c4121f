"""Changing a plan, creating a contact, and saying what stands in Heap, from the pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spool.kit import lead, message, plan_of

from mailbridge.heap.wire import write_of
from mailbridge.plan import ItemState, Person, PersonState, Verdict, WriteState
from mailbridge.records import Kind, Record
from mailbridge.spool import Decided, ItemId, Story, chosen, hands, lists
from mailbridge.spool.chosen import Chosen

from .kit import Browser, Site, raw_mail


def parked(site: Site, *states: WriteState, subject: str = "Offer") -> ItemId:
    """A failed item with a lead and a message; the first writes of it stand as told."""
    site.keep(raw_mail(subject))
    (claimed,) = site.spool.claim("worker", 1)
    event = write_of(Kind.EVENT, {"year": "2026", "month": "3", "day": "5", "title": "Call"})
    kept = site.spool.keep_plan(claimed, Decided(plan_of(lead(), message(), event), subject, ("mb0", "mb1", "mb2")))
    for write, state in zip(kept, states, strict=False):
        site.spool.record(claimed, write, state, "no such field")
    site.spool.settle(claimed, ItemState.FAILED, "Heap refused the lead: no such field")
    return claimed.id


def told(site: Site, item: ItemId) -> Story:
    story = lists.story(site.spool, item)
    assert story is not None
    return story


def form(story: Story, **changed: str) -> dict[str, str]:
    """What a browser sends when nothing was touched, and then what was."""
    return {"claim": str(story.claim), "about": story.summary.contact, **changed}


def test_a_plan_is_changed_on_its_page_and_written(site: Site, ann: Browser) -> None:
    item = parked(site, WriteState.REFUSED, WriteState.WRITTEN)
    page = ann.see(f"/items/{item}/edit").text
    for words in ('name="f.1.name" value="Jane Doe"', 'name="d.3" value="2026-03-05"', "stands in Heap", "no such field"):
        assert words in page, words
    assert "f.2.title" not in page, "what is written cannot be changed"
    done = ann.submit(f"/items/{item}/edit", page=f"/items/{item}/edit", **form(
        told(site, item), reason="typo", **{"f.1.name": "Jane D.", "f.1.moreinfo": "two\r\nlines", "d.3": "2026-12-24"}))
    assert "1 item changed and put back to be written." in done.text
    lead_now, _, event = told(site, item).writes
    assert (lead_now.write.field("name"), lead_now.write.field("moreinfo")) == ("Jane D.", "two\nlines")
    assert [event.write.field(name) for name in ("year", "month", "day")] == ["2026", "12", "24"]
    details = told(site, item).events[-1].details
    assert (details["act"], details["by"], details["reason"]) == ("edit", "ann", "typo")


def test_what_is_wrong_is_shown_beside_its_field_and_nothing_is_lost(site: Site, ann: Browser) -> None:
    item = parked(site, WriteState.REFUSED)
    answer = ann.submit(f"/items/{item}/edit", page=f"/items/{item}/edit", **form(
        told(site, item), **{"f.1.probability": "25", "f.1.name": "", "f.2.title": "My long new title"}))
    assert "2 things are wrong" in answer.text
    assert 'id="wrong-f.1.probability">The probability must be from 0 to 1' in answer.text
    assert 'value="My long new title"' in answer.text
    assert told(site, item).summary.state is ItemState.FAILED


def test_nothing_changed_is_said_and_a_record_is_left_out(site: Site, ann: Browser) -> None:
    item = parked(site, WriteState.REFUSED)
    path = f"/items/{item}/edit"
    assert "Nothing was changed." in ann.submit(path, page=path, **form(told(site, item), **{"d.3": ""})).text
    assert "put back to be written" in ann.submit(path, page=path, **form(told(site, item), drop="3")).text
    assert [write.write.kind for write in told(site, item).writes] == [Kind.LEAD, Kind.MESSAGE]


def test_a_form_that_was_opened_before_somebody_else_acted_changes_nothing(site: Site, ann: Browser) -> None:
    item = parked(site, WriteState.REFUSED)
    opened = told(site, item)
    hands.retry(site.spool, item, "somebody else")
    (claimed,) = site.spool.claim("worker", 1)
    site.spool.keep_plan(claimed, Decided(plan_of(lead()), "Offer", ("mb0",)))
    site.spool.settle(claimed, ItemState.FAILED, "again")
    answer = ann.submit(f"/items/{item}/edit", page=f"/items/{item}/edit", **form(opened, **{"f.1.name": "Eva"}))
    assert answer.status_code == 409
    assert "has moved on since it was opened" in answer.text
    assert told(site, item).writes[0].write.field("name") == "Jane Doe"


def test_only_what_waits_for_a_person_can_be_changed_and_only_by_an_admin(site: Site, ann: Browser, rob: Browser) -> None:
    done, item = site.settle(ItemState.DONE, "Offer two"), parked(site)
    assert ann.see(f"/items/{done}/edit").status_code == 409
    assert ann.see("/items/99/edit").status_code == 404
    assert rob.see(f"/items/{item}/edit").status_code == 403
    assert "/edit" not in rob.see(f"/items/{item}").text
    assert f'href="/items/{item}/edit"' in ann.see(f"/items/{item}").text
    assert f'href="/items/{done}/edit"' not in ann.see(f"/items/{done}").text


def test_a_contact_is_created_as_it_was_mended_on_the_page(site: Site, ann: Browser) -> None:
    item = site.settle(ItemState.REVIEW)
    assert 'value="Jane Doe"' in ann.see("/review").text
    fields = {"name": " Jane  D. - Acme ", "email": "jane.d@acme.test", "kind": "lead", "back": "review"}
    page = ann.submit(f"/items/{item}/create", page="/review", **fields)
    assert page.url.startswith(f"{ann.url}/review")
    assert "1 item put back; the contact is created first" in page.text
    assert chosen.of(site.spool, item) == Chosen(Kind.LEAD, "Jane D. - Acme", "jane.d@acme.test", is_new=True)


@pytest.mark.parametrize(("fields", "words"), [
    ({"name": "", "email": "a@b.example", "kind": "person"}, "A contact needs a name"),
    ({"name": "A", "email": "a", "kind": "person"}, "That is no e-mail address"),
])
def test_a_contact_without_a_name_or_address_is_not_created(
    site: Site, ann: Browser, fields: dict[str, str], words: str
) -> None:
    item = site.settle(ItemState.REVIEW)
    assert words in ann.submit(f"/items/{item}/create", page="/review", **fields).text
    assert told(site, item).summary.state is ItemState.REVIEW
    assert ann.submit(f"/items/{item}/create", page="/review", **{**fields, "kind": "message"}).status_code == 400


def test_several_contacts_are_created_at_once_as_their_mails_spell_them(site: Site, ann: Browser) -> None:
    items = [site.settle(ItemState.REVIEW, f"Offer {number}") for number in range(3)]
    page = ann.submit("/review", act="create", item=[str(items[0]), str(items[2])])
    assert "2 items put back; the contact is created first" in page.text
    assert chosen.of(site.spool, items[2]) == Chosen(Kind.PERSON, "Jane Doe", "jane@acme.test", is_new=True)
    assert told(site, items[1]).summary.state is ItemState.REVIEW


def test_what_may_stand_in_heap_is_sent_once_more_only_by_somebody_who_looked(site: Site, ann: Browser) -> None:
    item = parked(site, WriteState.UNKNOWN)
    page = ann.see(f"/items/{item}").text
    assert "Look in Heap for <code>mb0</code>" in page
    assert "it will be there twice" in page
    assert "Look in Heap first" in ann.submit(f"/items/{item}", act="not-in-heap").text
    assert told(site, item).writes[0].state is WriteState.UNKNOWN
    assert "is sent once more" in ann.submit(f"/items/{item}", act="not-in-heap", sure="yes").text
    assert told(site, item).writes[0].state is WriteState.PLANNED


def test_the_review_page_asks_about_heap_only_what_its_item_page_can_be_told(site: Site, ann: Browser) -> None:
    jane = Record(Kind.PERSON, (("name", "Jane Doe"), ("email", "jane@acme.test")))
    for state in (WriteState.PLANNED, WriteState.WRITTEN, WriteState.UNKNOWN):
        site.keep(raw_mail(f"Offer {state}"))
        (claimed,) = site.spool.claim("worker", 1)
        known = replace(plan_of(lead()), person=Person(PersonState.AMBIGUOUS, (jane,)))
        (write,) = site.spool.keep_plan(claimed, Decided(known, f"Offer {state}", ("mb0",)))
        site.spool.record(claimed, write, state, "")
        site.spool.settle(claimed, ItemState.REVIEW, "look at it")
    cases = ann.see("/review").text.split('<li class="card case"')[1:]
    told = [("It is about this one" in case, "Say whether it stands in Heap" in case) for case in cases]
    assert told == [(True, False), (False, False), (False, True)]


def test_what_stands_in_heap_counts_as_written(site: Site, ann: Browser) -> None:
    item = parked(site, WriteState.UNKNOWN)
    assert "counts as written" in ann.submit(f"/items/{item}", act="in-heap").text
    assert told(site, item).writes[0].state is WriteState.WRITTEN
    assert told(site, item).summary.state is ItemState.WAITING


def ambiguous(site: Site) -> ItemId:
    """An item in review whose contact has two records in Heap."""
    site.keep(raw_mail("Which Jane"))
    (claimed,) = site.spool.claim("worker", 1)
    janes = tuple(Record(Kind.PERSON, (("name", name), ("email", "jane@acme.test"))) for name in ("Jane", "Jane - Acme"))
    plan = replace(plan_of(), verdict=Verdict.REVIEW, person=Person(PersonState.AMBIGUOUS, janes))
    site.spool.keep_plan(claimed, Decided(plan, "Which Jane"))
    site.spool.settle(claimed, ItemState.REVIEW, "Heap has several records with this address")
    return claimed.id


def test_one_of_several_records_is_chosen_on_the_items_page_too(site: Site, ann: Browser, rob: Browser) -> None:
    item = ambiguous(site)
    assert ann.see(f"/items/{item}").text.count("It is about this one") == 2
    assert "It is about this one" not in rob.see(f"/items/{item}").text
    assert ann.submit(f"/items/{item}", record="2").status_code == 400
    assert "put back to be worked off with that contact" in ann.submit(f"/items/{item}", record="1").text
    assert chosen.of(site.spool, item) == Chosen(Kind.PERSON, "Jane - Acme", "jane@acme.test", is_new=False)


def test_where_an_address_has_several_records_it_is_not_offered_by_itself(site: Site, ann: Browser) -> None:
    ambiguous(site)
    assert 'name="assign"' not in ann.see("/review").text
    site.settle(ItemState.REVIEW, "Offer two")
    assert ann.see("/review").text.count('name="assign"') == 1


@pytest.mark.parametrize("pressed", ["9 0", "x 0", "{item} 7", "{item}", "{item} -1"])
def test_a_candidate_that_there_is_not_is_not_taken(site: Site, ann: Browser, pressed: str) -> None:
    item = site.settle(ItemState.REVIEW)
    ann.submit("/review", record=pressed.format(item=item))
    assert told(site, item).summary.state is ItemState.REVIEW
