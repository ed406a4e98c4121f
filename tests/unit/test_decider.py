"""Direction, the questions to Heap and the rules, together: rows C4-C8, D4, D6, D7."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from mailbridge import reading, rules
from mailbridge.decider import Decider
from mailbridge.errors import OperatorError
from mailbridge.mail import Envelope
from mailbridge.plan import Direction, Person, PersonState, Plan, Verdict
from mailbridge.records import Kind, Record
from mailbridge.team import Team

NOW = datetime(2026, 1, 15, tzinfo=UTC)
BRIDGE = "crm@bridge.example.com"
BEN, JANE, OMAR = "ben@example.com", "jane@acme.example", "omar@lumen.example"
RULES = """
rules:
  - {name: internal, when: {direction: internal, tag: ''}, skip: internal}
  - {name: known, when: {person: known}, create: {message: {title: '{{ subject }}', body: '{{ reply }}'}}}
  - {name: colleague of somebody, when: {person: unknown, employer: known}, create: {lead: {from: contact}}}
  - {name: rest, when: {}, review: rest}
"""


class Heap:
    """Answers as `ask` does, and keeps what was asked."""

    def __init__(self, *known: str) -> None:
        self.known = known
        self.asked: list[str] = []

    def __call__(self, about: str) -> Person:
        self.asked.append(about)
        hits = tuple(Record(Kind.PERSON, (("name", f"{name_of(who)} - Acme"), ("email", who))) for who in self.known
                     if about in (who, name_of(who)) or (about.startswith("@") and who.endswith(about)))
        states = {0: PersonState.UNKNOWN, 1: PersonState.KNOWN}
        return Person(states.get(len(hits), PersonState.AMBIGUOUS), hits)


def name_of(email: str) -> str:
    return email.partition("@")[0].title() + " Person"


def raw(sender: str, to: str = BRIDGE, subject: str = "Hello", text: str = "A text.", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = "Thu, 15 Jan 2026 11:00:00 +0000"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def decided(mail: bytes, heap: Heap, *, recipient: str = BRIDGE, earlier: str = "", assigned: str = "",
            never_log: frozenset[str] = frozenset(), most_contacts: int = 1, text: str = RULES) -> Plan:
    team = Team(frozenset({"example.com"}), frozenset(), frozenset({BRIDGE}), never_log, most_contacts)
    decider = Decider(team, rules.load_text(text), ZoneInfo("UTC"))
    return decider.decide(reading.read(mail), Envelope("smtp", recipients=(recipient,)), NOW, heap,
                          earlier=lambda ids: earlier if ids else "", assigned=assigned)


def test_a_colleague_names_the_contact_in_the_first_line_and_the_line_is_no_text() -> None:
    plan = decided(raw(BEN, text=f"contact: {JANE}\n\nShe called and wants ten."), Heap(JANE))
    assert plan.parties.contact.email == JANE
    assert plan.parties.direction is Direction.SENT
    assert "She called and wants ten." in plan.writes[0].field("body")
    assert "contact: jane" not in plan.writes[0].field("body")
    assert any("in the first line" in words for words in plan.parties.evidence)


def test_a_colleague_names_a_record_by_its_name() -> None:
    plan = decided(raw(BEN, text=f"Contact: {name_of(JANE)}\nHello."), Heap(JANE))
    assert plan.parties.contact.email == JANE
    assert plan.verdict is Verdict.WRITE


@pytest.mark.parametrize(("known", "how"), [((), "no record"), ((JANE, JANE), "several records")])
def test_a_name_that_is_not_exactly_one_record_goes_to_review(known: tuple[str, ...], how: str) -> None:
    plan = decided(raw(BEN, text=f"contact: {name_of(JANE)}\nHello."), Heap(*known))
    assert plan.verdict is Verdict.REVIEW
    assert how in plan.reason


def test_a_contact_can_be_named_in_the_subject_or_by_an_address_tag() -> None:
    by_subject = decided(raw(BEN, subject=f"Call [[{JANE}]] today"), Heap(JANE))
    assert (by_subject.parties.contact.email, by_subject.writes[0].field("title")) == (JANE, "Call today")
    by_tag = decided(raw(BEN), Heap(JANE), recipient="crm+jane=acme.example@bridge.example.com")
    assert by_tag.parties.contact.email == JANE


def test_the_same_line_from_outside_is_text() -> None:
    plan = decided(raw(OMAR, text=f"contact: {JANE}\nPut me through.", subject=f"[[{JANE}]]"), Heap(OMAR, JANE),
                   recipient="crm+jane=acme.example@bridge.example.com")
    assert plan.parties.contact.email == OMAR
    assert f"contact: {JANE}" in plan.writes[0].field("body")


def test_internal_mail_is_skipped_unless_its_address_tag_says_otherwise() -> None:
    assert decided(raw(BEN), Heap()).verdict is Verdict.SKIP
    assert decided(raw(BEN), Heap(), recipient="crm+log@bridge.example.com").verdict is not Verdict.SKIP


def test_nobody_on_the_never_log_list_is_a_contact() -> None:
    plan = decided(raw(BEN, to=f"{OMAR}, {JANE}"), Heap(JANE, OMAR), never_log=frozenset({"lumen.example"}))
    assert [contact.email for contact in plan.parties.contacts] == [JANE]
    alone = decided(raw(OMAR), Heap(OMAR), never_log=frozenset({OMAR}))
    assert alone.verdict is Verdict.SKIP
    assert alone.parties.never_log
    assert alone.parties.contact.email == ""


def test_further_contacts_are_looked_up_and_named_when_the_settings_say_so() -> None:
    heap = Heap(JANE, OMAR)
    assert OMAR not in str(decided(raw(BEN, to=f"{JANE}, x@y.example"), heap).writes[0].field("body").split("Person:")[1:])
    plan = decided(raw(BEN, to=f"{JANE}, {OMAR}"), Heap(JANE, OMAR), most_contacts=0)
    body = plan.writes[0].field("body")
    assert f"Person: {name_of(JANE)}" in body and f"Person: {name_of(OMAR)}" in body


def test_an_unknown_person_at_a_known_company_is_matched_only_when_a_rule_asks() -> None:
    heap = Heap(JANE)
    plan = decided(raw("new@acme.example"), heap)
    assert [write.kind for write in plan.writes] == [Kind.LEAD]
    assert heap.asked == ["new@acme.example", "@acme.example"]
    assert plan.writes[0].field("name") == "New - Acme", "the company as Heap knows it"
    free = Heap("jane@gmail.com")
    assert decided(raw("new@gmail.com"), free).verdict is Verdict.REVIEW
    assert "@gmail.com" not in free.asked


def test_an_answer_in_a_known_conversation_belongs_to_the_person_it_is_with() -> None:
    plan = decided(raw("jane.private@home.example", In_Reply_To="<1@example.com>"), Heap(JANE), earlier=JANE)
    assert plan.person.state is PersonState.KNOWN
    assert any(JANE in words for words in plan.parties.evidence)
    assert decided(raw("jane.private@home.example"), Heap(JANE), earlier=JANE).person.state is not PersonState.KNOWN, \
        "an equal subject alone never does"


@pytest.mark.parametrize(("recipient", "rule"), [
    ("Sales@bridge.example.com", "sales"), ("support@bridge.example.com", "support"), (BRIDGE, "rest"),
    ("crm+offer@bridge.example.com", "offers"),
])
def test_several_addresses_and_tags_lead_to_different_rules(recipient: str, rule: str) -> None:
    text = """
rules:
  - {name: sales, when: {recipient: sales@bridge.example.com}, skip: sales}
  - {name: support, when: {recipient: support@bridge.example.com}, skip: support}
  - {name: offers, when: {tag: offer}, skip: offers}
  - {name: rest, when: {}, skip: rest}
"""
    assert decided(raw(JANE), Heap(JANE), recipient=recipient, text=text).reason == rule


def test_a_person_chosen_by_hand_ends_all_doubt() -> None:
    plan = decided(raw(BEN, subject="Fwd: cut away"), Heap(JANE), assigned=JANE)
    assert (plan.verdict, plan.parties.contact.email) == (Verdict.WRITE, JANE)


def test_a_server_that_sent_the_mail_on_is_told_as_evidence() -> None:
    plan = decided(raw(OMAR, X_Forwarded_For="sales@example.com crm@bridge.example.com"), Heap(OMAR))
    assert any("sales@example.com" in words for words in plan.parties.evidence)


def test_heap_that_cannot_be_asked_is_never_nobody() -> None:
    def down(about: str) -> Person:
        raise OperatorError("Heap is down")

    with pytest.raises(OperatorError):
        decided(raw(OMAR), down)        # type: ignore[arg-type]


def test_a_record_links_to_the_mails_files_where_browsers_reach_the_console() -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = JANE, BRIDGE, "Plan"
    message.set_content("See the plan.")
    bare = message.as_bytes()
    message.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="plan.pdf")
    link = "Open them (sign in): https://bridge.example.com/items/7"

    def body(raw_mail: bytes, console: str, item: int) -> str:
        rulebook = rules.load_texts({"rules.yaml": RULES}, unmatched="review")
        decider = Decider(Team(domains=frozenset({"example.com"}), bridges=frozenset({BRIDGE})), rulebook,
                          ZoneInfo("UTC"), console=console)
        plan = decider.decide(reading.read(raw_mail), Envelope("smtp", recipients=(BRIDGE,)), NOW, Heap(JANE), item=item)
        return plan.writes[0].field("body")

    assert f"Attachments: plan.pdf (10 B)\n{link}\n" in body(message.as_bytes(), "https://bridge.example.com", 7)
    assert "Open them" not in body(bare, "https://bridge.example.com", 7)
    assert "Open them" not in body(message.as_bytes(), "", 7)
    assert "Open them" not in body(message.as_bytes(), "https://bridge.example.com", 0)
