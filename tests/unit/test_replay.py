"""What other rules would have done: over the mails that are kept, and beside the live rules (row E11)."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from delivery_kit import Bench
from spool.kit import arrival, raw_mail, story

from mailbridge.authentication import Authentication
from mailbridge.decider import Decider
from mailbridge.heap.wire import write_of
from mailbridge.records import Kind
from mailbridge.replay import replay
from mailbridge.rules import load_text
from mailbridge.spool import lists
from mailbridge.team import Proof, Team
from mailbridge.worker import Worker

TEAM = Team(frozenset({"example.com"}), bridges=frozenset({"crm@bridge.example.com"}))
LIVE = "rules: [{name: known, when: {person: known}, create: {message: {title: '{{ subject }}', body: '{{ reply }}'}}}]"


def deciding(text: str) -> Decider:
    return Decider(TEAM, load_text(text), ZoneInfo("UTC"))


def worked_off(bench: Bench, *subjects: str, shadow: str = "") -> None:
    """Mails by somebody whom Heap knows, worked off by the live rules."""
    bench.account.client.create(write_of(Kind.PERSON, {"name": "Jane Doe", "email": "jane@acme.test"}))
    live, beside = deciding(LIVE), deciding(shadow) if shadow else None
    bench.worker = Worker(bench.spool, lambda: live, bench.accounts, bench.delivery, bench.waits, bench.clock,
                          shadow=(lambda: beside) if beside else None)
    for subject in subjects:
        bench.spool.accept(arrival(raw_mail(subject), at=bench.clock()))
    while bench.work():
        pass


def test_the_same_rules_would_do_the_same(bench: Bench) -> None:
    worked_off(bench, "one", "two")
    assert [mail.is_different for mail in replay(bench.spool, deciding(LIVE), 10)] == [False, False]


def test_other_records_and_other_fields_are_told_and_nothing_is_written(bench: Bench) -> None:
    worked_off(bench, "one", "order two")
    before = bench.sandbox.count()
    other = deciding("""
rules:
  - {name: orders, when: {subject: {contains: order}, person: known}, create: {lead: {from: contact}}}
  - {name: rest, when: {person: known}, create: {message: {title: "Mail: {{ subject }}", body: "{{ reply }}"}}}
""")
    newest, oldest = replay(bench.spool, other, 10)
    assert (newest.before, newest.after) == ("message", "lead")
    assert (oldest.before, oldest.after, oldest.details) == ("message", "message", ("title: 'one' -> 'Mail: one'",))
    assert bench.sandbox.count() == before


def test_a_mail_is_gone_through_with_what_was_found_of_its_sender(bench: Bench) -> None:
    wanting = replace(deciding(LIVE), team=replace(TEAM, proof=Proof(is_checked=True)))
    bench.spool.accept(arrival(raw_mail("from Ben", sender="ben@example.com"), at=bench.clock()))
    skip = deciding("rules: [{name: all, when: {}, skip: enough}]")
    bench.worker = Worker(bench.spool, lambda: skip, bench.accounts, bench.delivery, bench.waits, bench.clock)
    while bench.work():
        pass
    (before,) = replay(bench.spool, wanting, 10)
    assert before.after == "review: no rule takes this mail", "it came before senders were checked"
    bench.spool.accept(arrival(raw_mail("forged", sender="ben@example.com"), at=bench.clock()))
    (forged,) = bench.spool.claim("somebody")
    bench.spool.keep_checks(forged, Authentication(dmarc="fail", evidence=("DMARC: fail",)))
    bench.spool.put_back(forged, 0, "next")
    while bench.work():
        pass
    newest, _ = replay(bench.spool, wanting, 10)
    assert newest.after == "review: From is ben@example.com, a colleague, but that is not proven (DMARC: fail)"


def test_rules_see_how_large_a_mail_was(bench: Bench) -> None:
    by_size = "rules: [{name: any, when: {size: {over: 10 B}}, skip: it has a size}]"
    worked_off(bench, "one", shadow=by_size)
    (mail,) = replay(bench.spool, deciding(by_size), 1)
    assert mail.after == "skipped: it has a size"
    ((_, event),) = lists.happened(bench.spool, "shadow", bench.clock.moment.replace(year=2000))
    assert event.details["shadow"] == "skipped: it has a size"


def test_only_the_last_mails_are_gone_through(bench: Bench) -> None:
    worked_off(bench, "one", "two", "three")
    assert [mail.subject for mail in replay(bench.spool, deciding(LIVE), 2)] == ["three", "two"]


def test_heap_is_not_asked_for_what_it_did_not_say_then(bench: Bench) -> None:
    skip = deciding("rules: [{name: all, when: {}, skip: nobody is asked}]")
    bench.worker = Worker(bench.spool, lambda: skip, bench.accounts, bench.delivery, bench.waits, bench.clock)
    bench.accept("one")
    bench.work()
    (mail,) = replay(bench.spool, deciding(LIVE), 10)
    assert (mail.before, mail.after) == ("skipped: nobody is asked", "would ask Heap about the contact first")


def test_a_shadow_only_reports_what_it_would_have_done_otherwise(bench: Bench) -> None:
    shadow = """
rules:
  - {name: orders, when: {subject: {contains: order}}, review: look at it}
  - {name: known, when: {person: known}, create: {message: {title: '{{ subject }}', body: '{{ reply }}'}}}
"""
    worked_off(bench, "one", "order two", shadow=shadow)
    seen = lists.happened(bench.spool, "shadow", bench.clock.moment.replace(year=2000))
    assert [(item, event.details["rules"], event.details["shadow"]) for item, event in seen] == [
        (2, "message", "review: look at it")]
    assert bench.sandbox.count("message") == 2, "the live rules alone have written"
    assert story(bench.spool, 2).summary.state == "done"
