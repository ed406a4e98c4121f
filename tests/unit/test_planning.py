"""Guards around a plan: storms, contacts that are just being created, ignored ones, late matches (E12, F1, D8, D9)."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from delivery_kit import Bench
from spool.kit import claim_one, message, person, raw_mail, story

from mailbridge.decider import Decider
from mailbridge.delivery import Later
from mailbridge.latematch import LateMatch
from mailbridge.mail import Address, Mail
from mailbridge.plan import Direction, ItemState, Parties, Person, PersonState, Plan, Verdict, Write
from mailbridge.planning import Storm
from mailbridge.rules import load_text
from mailbridge.spool import ItemId, hands, lists, memory
from mailbridge.turns import ContactBusy, Turns

JANE = Address("Jane Doe", "jane@acme.test")
Ask = Callable[[str], Person]


NOBODY_KNOWN = Person(PersonState.UNKNOWN)


def plan(*writes: Write, verdict: Verdict = Verdict.WRITE, person_: Person = NOBODY_KNOWN) -> Plan:
    return Plan(verdict, "a rule", Parties(Direction.RECEIVED, JANE, (JANE,)), person_, writes)


def by_rule(name: str) -> Write:
    made = message()
    return Write(made.kind, made.fields, rule=name)


def test_a_rule_that_makes_too_many_records_pauses_and_the_admin_is_told_once(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.worker = bench.another_worker(storm=Storm(records=2, minutes=10), threads=1)
    bench.decide = lambda mail, ask: plan(by_rule("noisy"))
    bench.accept("one", "two", "three", "four")
    with caplog.at_level(logging.ERROR):
        for _ in range(4):
            bench.work()
    assert [bench.state(item) for item in (1, 2, 3, 4)] == [
        ItemState.DONE, ItemState.DONE, ItemState.REVIEW, ItemState.REVIEW]
    assert "storm guard" in bench.reason(3)
    assert caplog.text.count("storm guard") == 1
    bench.pass_time(11 * 60)
    bench.accept("five")
    bench.work()
    assert bench.state(5) is ItemState.DONE


def test_a_rules_own_limit_goes_before_the_settings(bench: Bench) -> None:
    rulebook = load_text("rules: [{name: careful, when: {}, skip: x, limit: {records: 1, minutes: 5}}]")
    assert rulebook.limit("careful") == (1, 5.0)
    assert rulebook.limit("another") is None


def test_records_about_one_contact_are_bounded_too(bench: Bench) -> None:
    bench.worker = bench.another_worker(storm=Storm(contact_records=1, contact_minutes=120), threads=1)
    bench.decide = lambda mail, ask: plan(by_rule(mail.subject))
    bench.accept("one", "two")
    bench.work()
    bench.work()
    assert (bench.state(1), bench.state(2)) == (ItemState.DONE, ItemState.REVIEW)


def test_two_mails_of_one_new_person_make_one_person(bench: Bench) -> None:
    asked = threading.Barrier(2, timeout=0.5)

    def decide(mail: Mail, ask: Ask) -> Plan:
        known = ask(JANE.email)
        with contextlib.suppress(threading.BrokenBarrierError):
            asked.wait()                # both have asked, if nothing makes one wait for the other
        return plan(message(), person_=known) if known.state is PersonState.KNOWN else plan(person(), message())

    bench.decide = decide
    bench.accept("one", "two")
    claimed = bench.worker._claim()
    threads = [threading.Thread(target=bench.worker._handle, args=(item,)) for item in claimed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 2
    bench.work_until_settled(1)
    bench.work_until_settled(2)
    assert [bench.state(item) for item in (1, 2)] == [ItemState.DONE, ItemState.DONE]
    assert bench.sandbox.count("person") == 1


def test_a_mail_waits_while_another_has_not_finished_creating_its_contact(bench: Bench) -> None:
    bench.decide = lambda mail, ask: plan(person(), message())
    bench.sandbox.arm("lost-reply:1:create")
    bench.accept("one")
    bench.work()
    assert bench.state(1) is ItemState.WAITING, "whether the person was created must be looked up first"
    bench.accept("two")
    bench.work()
    waiting = story(bench.spool, 2).summary
    assert waiting.state is ItemState.WAITING
    assert "waits for item 1" in waiting.reason


def test_the_contact_of_an_ignored_mail_is_skipped_from_then_on(bench: Bench) -> None:
    bench.decide = lambda mail, ask: plan(verdict=Verdict.REVIEW)
    bench.accept("one")
    bench.work()
    hands.ignore(bench.spool, ItemId(1), "spam", always=True)
    assert bench.state(1) is ItemState.SKIPPED
    bench.accept("two")
    bench.work()
    assert (bench.state(2), bench.reason(2)) == (ItemState.SKIPPED, "a person said to always ignore this contact")


def test_a_contact_assigned_by_hand_is_handed_to_the_rules(bench: Bench) -> None:
    bench.decide = lambda mail, ask: plan(verdict=Verdict.REVIEW)
    bench.accept("one")
    bench.work()
    hands.assign(bench.spool, ItemId(1), "jane@acme.test", "it is hers")
    claimed = bench.worker._claim()
    assert [item.assigned for item in claimed] == ["jane@acme.test"]


def test_a_mail_in_review_is_taken_up_when_its_contact_appears_in_heap(bench: Bench) -> None:
    bench.decide = lambda mail, ask: plan(verdict=Verdict.REVIEW, person_=ask(JANE.email))
    bench.accept("one")
    bench.work()
    now = [0.0]
    late = LateMatch(bench.spool, bench.accounts, 60, lambda: now[0])
    assert late.look() == 0, "not before its time"
    now[0] = 61
    assert late.look() == 0, "she is not there yet"
    assert bench.account.client.create(person()).__class__.__name__ == "Created"
    bench.account.people.forget(JANE.email)
    now[0] = 122
    assert late.look() == 1
    assert bench.state(1) is ItemState.WAITING


def test_nothing_of_a_mail_on_the_never_log_list_is_kept(bench: Bench) -> None:
    bench.decide = lambda mail, ask: Plan(Verdict.SKIP, "never log", Parties(Direction.RECEIVED, never_log=True))
    bench.accept("secret words")
    bench.work()
    told = story(bench.spool, 1)
    assert told.summary.state is ItemState.SKIPPED
    assert lists.original(bench.spool, ItemId(1)) is None
    assert (told.summary.subject, told.summary.sender, told.envelope.recipients) == ("", "", ())
    assert not any("jane" in str(event.details) for event in told.events)
    assert b"secret words" in raw_mail("secret words")


def test_a_conversation_is_remembered_by_its_message_ids(bench: Bench) -> None:
    bench.decide = lambda mail, ask: plan(message())
    bench.accept("one")
    bench.work()
    assert memory.contact_of(bench.spool, ["unknown@x", "one@acme.test"]) == JANE.email
    assert memory.contact_of(bench.spool, ["unknown@x", ""]) == ""


def test_a_turn_is_given_back_and_takes_one_address_only() -> None:
    turns = Turns()
    with turns.turn() as turn:
        turn.take("a@b.test")
        turn.take("c@d.test")
        with turns.turn() as other:
            other.take("C@D.test")
        with turns.turn() as busy, pytest.raises(ContactBusy):
            busy.take("A@B.test")
    with turns.turn() as again:
        again.take("A@B.test")


def test_a_mail_looks_again_the_later_the_longer_another_has_its_contact_in_hand(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    turns = Turns(lambda: now[0])

    def decide(mail: Mail, ask: Ask) -> Plan:
        ask(JANE.email)
        return plan()

    bench.decide = decide
    waits = []
    with turns.turn() as other:
        other.take(JANE.email)
        for seconds in (0.01, 6, 300):
            now[0] = seconds
            bench.accept(f"after {seconds}")
            item = claim_one(bench.spool)
            with turns.turn() as turn:
                planned = bench.worker._planner.plan(item, turn)
            assert isinstance(planned, Later)
            assert not planned.is_trouble
            waits.append(planned.wait_seconds)
            bench.spool.put_back(item, 1000, planned.reason, trouble=False)
    assert waits == [0.2, 3, 10]


def test_what_is_told_of_a_plan_is_kept_with_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    told = replace(plan(replace(message(), left_out=(("card", 2),))), notices=("call her",))
    bench.decide = lambda mail, ask: told
    bench.accept()
    (item,) = bench.worker._claim()
    change = bench.spool.change

    def dies_once_there_is_a_plan(made: Callable[[object], object]) -> object:
        result = change(made)
        if story(bench.spool, 1).plan is not None:
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(bench.spool, "change", dies_once_there_is_a_plan)
    with pytest.raises(KeyboardInterrupt):
        bench.worker.work(item)
    assert [event.name for event in story(bench.spool, 1).events] == ["accepted", "planned", "left-out", "notice"]


def test_a_mail_is_planned_by_the_rules_of_one_moment_although_they_are_read_anew_meanwhile(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = bench.worker._planner
    decider, asked = planner._decider, []

    def of_the_moment() -> Decider:
        asked.append("rules")
        return decider()

    monkeypatch.setattr(planner, "_decider", of_the_moment)
    bench.decide = lambda mail, ask: plan(message())
    bench.accept()
    bench.work()
    assert (bench.state(), asked) == (ItemState.DONE, ["rules"])
