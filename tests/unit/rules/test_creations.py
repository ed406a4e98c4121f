"""Records made of mails: every kind, from contact, form and calendar, and the lines above a message."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rule_facts import (
    BOUNCE,
    BRIDGE,
    BULK,
    FORM,
    JANE,
    KNOWN,
    LIST,
    REPLY,
    UNKNOWN,
    attachment,
    facts,
    forwarded,
    invitation,
    plan,
    reason,
    write,
)

from mailbridge.mail import Address, Form
from mailbridge.plan import Direction, Ours, Outside, Parties, Verdict
from mailbridge.records import CONTACT_KINDS, PROSPECTS, Kind
from mailbridge.rules import decide, load_text, values

KNOWN_FACTS = facts(person=KNOWN)


@pytest.mark.parametrize("kind", CONTACT_KINDS)
def test_every_kind_of_contact_is_made_of_the_contact(kind: Kind) -> None:
    made = write(f"{kind}: {{from: contact}}", facts())
    assert made.kind is kind
    assert made.fields == (("name", (Outside("Jane Doe"),)), ("email", (Outside("jane@acme.example"),)))
    assert made.rule == "The rule"


@pytest.mark.parametrize("kind", CONTACT_KINDS)
def test_every_kind_of_contact_is_made_of_a_form(kind: Kind) -> None:
    made = {name: made.field(name) for made in [write(f"{kind}: {{from: form}}", facts(form=FORM))]
            for name, _ in made.fields}
    message = {"moreinfo": "Please call"} if kind in PROSPECTS else {}
    assert made == {"name": "Jane Doe - ACME", "email": "jane@acme.example", "phone": "+49301234", **message}


@pytest.mark.parametrize("kind", CONTACT_KINDS)
def test_every_kind_of_contact_is_made_of_fields(kind: Kind) -> None:
    made = write(f"{kind}: {{name: '{{{{ contact.name }}}} - ACME', city: Berlin}}", facts())
    assert made.fields == (("name", (Outside("Jane Doe"), Ours(" - ACME"))), ("city", (Ours("Berlin"),)))


def test_fields_win_over_what_the_source_brings() -> None:
    made = write("lead: {from: contact, name: 'VIP {{ contact.name }}', probability: 0.25, value: 5000.00}", facts())
    assert made.field("name") == "VIP Jane Doe"
    assert (made.field("probability"), made.field("value")) == ("0.25", "5000.00")


def test_the_people_of_the_vendors_page_are_persons() -> None:
    assert write("people: {from: contact}", facts()).kind is Kind.PERSON


def test_several_records_are_made_in_the_order_of_the_rule() -> None:
    made = plan("when: {}\ncreate:\n  - person: {from: contact}\n    lead: {from: contact}\n  - message: {title: Hello}",
                KNOWN_FACTS)
    assert [w.kind.value for w in made.writes] == ["person", "lead", "message"]


def test_a_rule_that_goes_on_lets_the_next_one_add() -> None:
    rules = ("rules:\n  - {name: a, when: {}, create: [{person: {from: contact}}], continue: true}\n"
             "  - {name: b, when: {direction: received}, create: [{lead: {from: contact}}]}\n"
             "  - {name: c, when: {direction: [received, sent]}, create: [{archive: {from: contact}}]}\n")
    made = plan(rules, facts())
    assert [w.kind.value for w in made.writes] == ["person", "lead"]
    assert made.reason == 'rule "a" and "b"'


class TestNames:
    @pytest.mark.parametrize(("name", "email", "expected"), [
        ("Jane Doe", "x@y.test", "Jane Doe"),
        ("'Jane Doe'", "x@y.test", "Jane Doe"),
        ("Doe, Jane", "x@y.test", "Jane Doe"),
        ("Doe,Jane", "x@y.test", "Jane Doe"),
        ("Doe, Jane M.", "x@y.test", "Jane M. Doe"),
        ("Müller-Lüdenscheidt, Jean-Luc", "x@y.test", "Jean-Luc Müller-Lüdenscheidt"),
        ("O'Neil, Shaun", "x@y.test", "Shaun O'Neil"),
        ("ACME, Inc.", "x@y.test", "ACME, Inc."),
        ("ACME, GmbH", "x@y.test", "ACME, GmbH"),
        ("Jane Doe, PhD", "x@y.test", "Jane Doe, PhD"),
        ("Doe, Jane (ACME)", "x@y.test", "Doe, Jane (ACME)"),
        ("Smith, Jones and Partners", "x@y.test", "Smith, Jones and Partners"),
        (", Jane", "x@y.test", ", Jane"),
        ("", "jane.doe@acme.example", "Jane Doe"),
        ("", "jane_van-doe+news@acme.example", "Jane Van Doe"),
        ("", "JDoe@acme.example", "JDoe"),
        ("", '"jane doe"@acme.example', "Jane Doe"),
        ("", "+@acme.example", "+@acme.example"),
        ("jane@acme.example", "jane.doe@acme.example", "Jane Doe"),
        ("李雷", "lilei@acme.example", "李雷"),
    ])
    def test_a_new_record_has_a_sane_name(self, name: str, email: str, expected: str) -> None:
        assert values.record_name(Address(name, email)) == expected

    def test_the_subject_is_never_a_name(self) -> None:
        nameless = Address("", "x1@acme.example")
        made = write("lead: {from: contact}", facts(sender=nameless, subject="Jane Doe",
                                                    parties=Parties(Direction.RECEIVED, nameless)))
        assert made.field("name") == "X1"

    @pytest.mark.parametrize(("form", "expected"), [
        (Form("Jane", "j@x.test", company="ACME"), "Jane - ACME"), (Form("Jane", "j@x.test"), "Jane"),
        (Form("", "j@x.test", company="ACME"), "ACME"), (Form("", "j@x.test"), "j@x.test"),
    ])
    def test_a_forms_record_is_called_by_what_was_filled_in(self, form: Form, expected: str) -> None:
        assert write("lead: {from: form}", facts(form=form)).field("name") == expected


class TestMissing:
    @pytest.mark.parametrize(("create", "changes", "why"), [
        ("lead: {name: '{{ comment }}'}", {}, 'rule "The rule" cannot make its lead: A lead needs a name.'),
        ("message: {title: '{{ subject }}'}", {"subject": "", "person": KNOWN},
         'rule "The rule" cannot make its message: A message needs a title.'),
        ("person: {from: form}", {}, 'rule "The rule" cannot make its person: no web form\'s fields were found in the mail'),
        ("event: {from: calendar}", {"person": KNOWN},
         'rule "The rule" cannot make its event: there is no invitation in the mail'),
        ("event: {from: calendar}", {"person": KNOWN, "calendar": (invitation(start=None),)},
         'rule "The rule" cannot make its event: the invitation does not say when it starts'),
        ("event: {title: x, year: '{{ subject }}', month: 1, day: 1}", {"subject": "soon"},
         "rule \"The rule\" cannot make its event: The year of an event must be a whole number, not 'soon'."),
        ("event: {title: x, year: 2026, month: 2, day: '{{ subject }}'}", {"subject": "30"},
         'rule "The rule" cannot make its event: There is no day 2026-2-30 (year-month-day).'),
        ("lead: {from: contact, probability: '{{ subject }}'}", {"subject": "25"},
         'rule "The rule" cannot make its lead: The probability must be from 0 to 1, not \'25\'. Did you mean 0.25?'),
        ("lead: {from: contact, value: '{{ subject }}'}", {"subject": "a lot"},
         "rule \"The rule\" cannot make its lead: The value must be a plain number, like 5000 or 5000.50, not 'a lot'."),
    ])
    def test_a_person_is_asked_with_a_sentence(self, create: str, changes: dict[str, Any], why: str) -> None:
        assert reason(create, facts(**changes)) == why

    def test_nobody_is_made_a_contact_when_there_is_none(self) -> None:
        assert "no outside person" in reason("person: {from: contact}", facts(parties=Parties(Direction.INTERNAL)))

    def test_one_missing_value_keeps_all_records_of_the_mail_back(self) -> None:
        made = plan("when: {}\ncreate: [{lead: {from: contact}}, {person: {from: form}}]", facts())
        assert made.verdict is Verdict.REVIEW and made.writes == ()

    def test_a_doubt_about_whose_mail_it_is_goes_before_every_rule(self) -> None:
        made = plan("when: {}\ncreate: [{lead: {from: contact}}]",
                    facts(parties=Parties(Direction.RECEIVED, doubt="two addresses")))
        assert (made.verdict, made.reason) == (Verdict.REVIEW, "two addresses")


class TestAutomaticMail:
    @pytest.mark.parametrize("auto", [BOUNCE, LIST, BULK, REPLY])
    @pytest.mark.parametrize("kind", CONTACT_KINDS)
    def test_it_never_becomes_a_person_or_lead_by_itself(self, auto: object, kind: Kind) -> None:
        made = plan(f"when: {{}}\ncreate: [{{{kind}: {{from: contact}}}}]", facts(auto=auto))
        assert (made.verdict, made.writes) == (Verdict.SKIP, ())
        assert made.reason == "automatic mail never becomes a person or a lead by itself"

    @pytest.mark.parametrize("email", ["noreply@shop.example", "No-Reply@shop.example", "do_not_reply+12@shop.example",
                                       "nicht.antworten@shop.example", "ne-pas-repondre@shop.example"])
    def test_nor_does_an_address_that_nobody_reads(self, email: str) -> None:
        about = facts(parties=Parties(Direction.RECEIVED, Address("Shop", email)))
        assert reason("lead: {from: contact}", about).endswith(
            f"nobody reads what is sent to {email}, so it is no person's")

    def test_a_form_that_calls_itself_bulk_becomes_a_lead(self) -> None:
        about = facts(auto=BULK, form=FORM, parties=Parties(Direction.RECEIVED, JANE))
        assert write("lead: {from: form}", about).field("email") == "jane@acme.example"


class TestEvents:
    def event(self, zone: str = "Europe/Berlin", **changes: Any) -> dict[str, str]:
        made = write("event: {from: calendar}", facts(calendar=(invitation(**changes),), person=UNKNOWN,
                                                      zone=ZoneInfo(zone), reply=""))
        return {name: made.field(name) for name, _ in made.fields}

    def day(self, zone: str = "Europe/Berlin", **changes: Any) -> str:
        made = self.event(zone, **changes)
        return f"{made['year']}-{made['month']}-{made['day']} {made['title']}"

    @pytest.mark.parametrize(("zone", "changes", "expected"), [
        ("Europe/Berlin", {}, "2026-11-25 Concert at 07:15 PM to 10:30 PM"),
        ("America/New_York", {}, "2026-11-25 Concert at 01:15 PM to 04:30 PM"),
        ("Asia/Tokyo", {}, "2026-11-26 Concert at 03:15 AM to 06:30 AM"),
        ("Europe/Berlin", {"start": "2026-11-25T23:30:00+00:00", "end": "2026-11-26T00:30:00+00:00"},
         "2026-11-26 Concert at 12:30 AM to 01:30 AM"),
        ("Europe/Berlin", {"start": "2026-11-25T22:00:00+01:00", "end": "2026-11-26T02:00:00+01:00"},
         "2026-11-25 Concert at 10:00 PM to 02:00 AM"),
        ("Europe/Berlin", {"start": "2026-07-01T12:00:00+00:00", "end": None}, "2026-7-1 Concert at 02:00 PM"),
        ("Europe/Berlin", {"start": "2026-07-01T12:00:00+00:00", "end": "2026-07-03T12:00:00+00:00"},
         "2026-7-1 Concert at 02:00 PM"),
        # Floating times are wall-clock times wherever one is (RFC 5545 3.3.5).
        ("Asia/Tokyo", {"start": "2026-11-25T19:15:00", "end": "2026-11-25T22:30:00"},
         "2026-11-25 Concert at 07:15 PM to 10:30 PM"),
        ("Asia/Tokyo", {"start": "2026-11-25T19:15:00", "end": "2026-11-25T22:30:00+01:00"},
         "2026-11-25 Concert at 07:15 PM"),
        ("America/New_York", {"start": "2026-11-25", "end": "2026-11-26", "all_day": True}, "2026-11-25 Concert"),
        ("Europe/Berlin", {"summary": " "}, "2026-11-25 The Offer at 07:15 PM to 10:30 PM"),
    ])
    def test_the_day_is_that_of_the_accounts_zone(self, zone: str, changes: dict[str, Any], expected: str) -> None:
        assert self.day(zone, **changes) == expected

    @pytest.mark.parametrize(("changes", "line"), [
        ({}, "When: 2026-11-25 19:15 to 2026-11-25 22:30 (Europe/Berlin)"),
        ({"start": "2026-11-25T19:15:00", "end": None}, "When: 2026-11-25 19:15"),
        ({"start": "2026-11-25", "end": "2026-11-26", "all_day": True}, "When: 2026-11-25"),
        ({"start": "2026-11-25", "end": "2026-11-28", "all_day": True}, "When: 2026-11-25 to 2026-11-27"),
        ({"start": "2026-11-25", "end": None, "all_day": True}, "When: 2026-11-25"),
    ])
    def test_the_description_says_when_it_is(self, changes: dict[str, Any], line: str) -> None:
        assert self.event(**changes)["description"].split("\n")[0] == line

    def test_the_description_tells_what_else_the_invitation_says(self) -> None:
        about = facts(calendar=(invitation(recurrence="every week", description="Bring a friend"),), person=KNOWN)
        assert write("event: {from: calendar}", about).field("description") == (
            "When: 2026-11-25 19:15 to 2026-11-25 22:30 (Europe/Berlin)\n"
            "Repeats: every week\n"
            "Where: Hall\n"
            "Organizer: Jane Doe <jane@acme.example>\n"
            "Participants: Ben <ben@example.com>\n"
            "Person: Jane Doe - ACME Ltd\n"
            "\n"
            "Bring a friend")

    def test_an_event_without_any_title_says_so(self) -> None:
        about = facts(calendar=(invitation(summary=""),), person=UNKNOWN, subject="")
        assert write("event: {from: calendar}", about).field("title") == "(no title) at 07:15 PM to 10:30 PM"

    @pytest.mark.parametrize("start", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "2026-99-99",
                                       "2026-11-25T99:00:00", "soon", "٢٠٢٦-١١-٢٥"])
    def test_a_time_that_no_calendar_has_is_no_crash(self, start: str) -> None:
        made = plan("when: {}\ncreate: [{event: {from: calendar}}]", facts(calendar=(invitation(start=start),), person=KNOWN))
        assert made.verdict in (Verdict.REVIEW, Verdict.WRITE)


class TestMessages:
    BODY = "message: {title: '{{ subject }}', body: '{{ reply }}'}"

    def body(self, about: values.Facts) -> str:
        return write(self.BODY, about).field("body")

    def test_a_received_mail_tells_date_people_and_files(self) -> None:
        about = facts(person=KNOWN, cc=(Address("", "eva@example.com"), Address("Omar", "omar@lumen.example")),
                      attachments=(attachment("offer.pdf"), attachment("logo.png", inline=True), attachment("", 3_500_000)))
        assert self.body(about) == (
            "Received e-mail\n"
            "Date: 2026-01-15 11:02\n"
            "From: Jane Doe <jane@acme.example>\n"
            "To: Ben <ben@example.com>\n"
            "Cc: eva@example.com, Omar <omar@lumen.example>\n"
            "Person: Jane Doe - ACME Ltd\n"
            "Attachments: offer.pdf (2 kB), application/pdf (3.3 MB)\n"
            "\n"
            "Dear Ben,\nwe take it.")

    def test_a_sent_mail_says_so(self) -> None:
        ben = Address("Ben", "ben@example.com")
        about = facts(sender=ben, to=(JANE,), person=UNKNOWN, parties=Parties(Direction.SENT, JANE, (JANE,)))
        assert self.body(about).split("\n\n")[0] == (
            "Sent e-mail\nDate: 2026-01-15 11:02\nFrom: Ben <ben@example.com>\nTo: Jane Doe <jane@acme.example>")

    def test_a_forward_shows_its_original(self) -> None:
        assert self.body(forwarded(person=KNOWN)) == (
            "Received e-mail, forwarded by ben@example.com\n"
            "Date: 2026-01-14 09:30\n"
            "From: Jane Doe <jane@acme.example>\n"
            "To: Ben <ben@example.com>\n"
            "Cc: eva@example.com\n"
            "Person: Jane Doe - ACME Ltd\n"
            "\n"
            "we take it")

    def test_an_automatic_mail_says_so(self) -> None:
        assert self.body(facts(auto=REPLY, person=KNOWN)).startswith("Automatic e-mail\n")

    def test_what_strangers_wrote_is_marked_in_every_line(self) -> None:
        evil = Address("[task]", "evil@acme.example")
        about = facts(sender=evil, to=(Address("[q:1]", BRIDGE),), attachments=(attachment("[a].pdf"),), reply="[b]",
                      person=KNOWN)
        ours = "".join(p.text for p in dict(write(self.BODY, about).fields)["body"] if isinstance(p, Ours))
        assert "[" not in ours and "evil" not in ours

    def test_a_body_is_written_without_a_template_too(self) -> None:
        assert write("message: {title: Hello}", KNOWN_FACTS).field("body").startswith("Received e-mail\n")


def test_a_mail_that_no_rule_takes_goes_where_the_settings_say() -> None:
    rules = "rules: [{name: a, when: {subject: x}, skip: y}]"
    for unmatched, verdict in (("review", Verdict.REVIEW), ("skip", Verdict.SKIP)):
        made = decide(facts(), load_text(rules, unmatched=unmatched))
        assert getattr(made, "verdict", None) is verdict


def test_a_template_that_a_mail_overloads_goes_to_review() -> None:
    create = "lead: {name: '{% for a in text %}{% for b in text %}x{% endfor %}{% endfor %}'}"
    assert reason(create, facts(text="x" * 5000)).startswith('rule "The rule": the template does too much')


def test_what_extracts_find_is_stripped_and_what_they_do_not_find_is_empty() -> None:
    rule = ("when: {}\nextract:\n  - text: 'Name: (?P<name>.+)'\n  - text: '(?:Fax: (?P<fax>\\d+))|(?P<other>ACME)'\n"
            "  - subject: '(?P<order>#\\d+)'\ncreate: [{lead: {name: '{{ name }}', fax: '{{ fax }}', city: '{{ other }}', "
            "zip: '{{ order }}'}}]")
    made = plan(rule, facts(text="Name:   Jane Doe  \nACME\n", subject="Order #77")).writes[0]
    assert {name: made.field(name) for name, _ in made.fields} == {"name": "Jane Doe", "city": "ACME", "zip": "#77"}
    assert plan(rule, facts(text="nothing")).reason.endswith("A lead needs a name.")
