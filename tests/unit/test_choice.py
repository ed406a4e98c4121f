"""A contact that a person chose or had created: one person, whatever is pressed twice, and then what rules would write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from delivery_kit import Bench
from spool.kit import BRIDGE, arrival, raw_mail, story

from mailbridge import rules
from mailbridge.decider import Decider
from mailbridge.plan import ItemState
from mailbridge.records import Kind
from mailbridge.spool import ItemId, hands
from mailbridge.spool.chosen import Chosen
from mailbridge.team import Team
from mailbridge.worker import Worker

RULES = """
rules:
  - {name: News, when: {subject: {starts: News}}, skip: a newsletter}
  - name: Known
    when: {person: known}
    create:
      - message: {title: "{{ subject }}", body: "{{ reply }}"}
"""
JANE = Chosen(Kind.PERSON, "Jane Doe", "jane@acme.test", is_new=True)


@pytest.fixture
def take(bench: Bench, tmp_path: Path) -> Callable[..., None]:
    """Accepts mails and works until none is due."""
    file = tmp_path / "rules.yaml"
    file.write_text(RULES)
    decider = Decider(Team(domains=frozenset({"example.com"}), bridges=frozenset({BRIDGE})),
                      rules.load(file, unmatched="review"), ZoneInfo("UTC"))
    bench.worker = Worker(bench.spool, lambda: decider, bench.accounts, bench.delivery, bench.waits, bench.clock)

    def accept(*subjects: str) -> None:
        for subject in subjects:
            bench.spool.accept(arrival(raw_mail(subject), at=bench.clock()))
        for _ in range(20):
            bench.work()
            bench.pass_time(10)

    return accept


def kinds(bench: Bench) -> list[str]:
    return [str(row["kind"]) for row in bench.sandbox.records()]


def test_the_contact_is_created_and_then_what_the_rules_write_for_somebody_known(
    bench: Bench, take: Callable[..., None]
) -> None:
    take("Offer")
    assert bench.state() is ItemState.REVIEW
    hands.choose(bench.spool, ItemId(1), JANE, "new", "ann")
    take()
    assert (bench.state(), kinds(bench)) == (ItemState.DONE, ["person", "message"])
    body = next(str(row["body"]) for row in bench.sandbox.records() if row["kind"] == "message")
    assert "Person: Jane Doe" in body
    told = story(bench.spool, 1)
    assert told.plan is not None and told.plan["person"]["state"] == "unknown"
    assert "a person had a person created" in told.plan["evidence"]


@pytest.mark.parametrize("kind", [Kind.LEAD, Kind.CUSTOMER])
def test_it_is_created_as_what_the_person_says(bench: Bench, take: Callable[..., None], kind: Kind) -> None:
    take("Offer")
    hands.choose(bench.spool, ItemId(1), Chosen(kind, "Jane D.", "jane@acme.test", is_new=True), "")
    take()
    assert kinds(bench) == [kind.value, "message"]
    assert bench.sandbox.records()[0]["name"] == "Jane D."


def test_pressed_twice_and_on_two_mails_of_one_contact_it_is_one_person(
    bench: Bench, take: Callable[..., None]
) -> None:
    take("Offer", "Another offer")
    for item in (1, 2, 1, 2):
        hands.choose(bench.spool, ItemId(item), JANE, "")
    take()
    assert (bench.state(1), bench.state(2)) == (ItemState.DONE, ItemState.DONE)
    assert sorted(kinds(bench)) == ["message", "message", "person"]


def test_a_lost_reply_makes_no_second_person_of_two_mails(bench: Bench, take: Callable[..., None]) -> None:
    take("Offer", "Another offer")
    bench.sandbox.arm("lost-reply:create:1")
    for item in (1, 2):
        hands.choose(bench.spool, ItemId(item), JANE, "")
    take()
    take()
    assert sorted(kinds(bench)) == ["message", "message", "person"]


def test_whom_heap_knows_by_then_is_not_created(bench: Bench, take: Callable[..., None]) -> None:
    take("Offer")
    bench.account.client.create_record(Kind.LEAD, {"name": "Jane Doe - Acme", "email": "jane@acme.test"})
    bench.account.people.forget("jane@acme.test")
    hands.choose(bench.spool, ItemId(1), JANE, "")
    take()
    assert kinds(bench) == ["lead", "message"]


def test_rules_that_write_nothing_leave_the_contact(bench: Bench, take: Callable[..., None]) -> None:
    take("News of today")
    assert bench.state() is ItemState.SKIPPED
    hands.choose(bench.spool, ItemId(1), JANE, "I want her")
    take()
    assert (bench.state(), kinds(bench)) == (ItemState.DONE, ["person"])


def test_one_of_several_records_with_the_address_is_chosen_by_a_person(
    bench: Bench, take: Callable[..., None]
) -> None:
    for name in ("Jane Doe - Acme", "Jane Doe - Old Employer"):
        bench.account.client.create_record(Kind.PERSON, {"name": name, "email": "jane@acme.test"})
    take("Offer")
    assert bench.state() is ItemState.REVIEW
    hands.assign(bench.spool, ItemId(1), "jane@acme.test", "")
    take()
    assert bench.state() is ItemState.REVIEW, "the address alone does not tell which"
    hands.choose(bench.spool, ItemId(1), Chosen(Kind.PERSON, "Jane Doe - Acme", "jane@acme.test", is_new=False), "")
    take()
    assert bench.state() is ItemState.DONE
    assert "Person: Jane Doe - Acme" in str(bench.sandbox.records()[-1])


def test_a_name_of_a_stranger_cannot_act(bench: Bench, take: Callable[..., None]) -> None:
    take("Offer")
    hands.choose(bench.spool, ItemId(1), Chosen(Kind.PERSON, "Jane [category:VIP]", "jane@acme.test", is_new=True), "")
    take()
    assert "Jane (category:VIP)" in str(bench.sandbox.records())
    assert "[category" not in str(bench.sandbox.records())
