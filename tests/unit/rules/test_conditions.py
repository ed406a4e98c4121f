"""What may stand under `when`: every word, every operator, and the third answer "ask Heap first"."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from rule_facts import (
    AMBIGUOUS,
    BEN,
    BOUNCE,
    FORM,
    JANE,
    KNOWN,
    UNKNOWN,
    asked_or_plan,
    attachment,
    facts,
    forwarded,
    invitation,
    one,
    plan,
)

from mailbridge.authentication import Authentication
from mailbridge.mail import Address
from mailbridge.plan import NOT_ASKED, Direction, Parties, Person
from mailbridge.rules import AskFirst, Facts, load_text
from mailbridge.rules.conditions import CHOICE_CONDITIONS, TEXT_CONDITIONS, Answer, Condition
from mailbridge.rules.operators import OPERATORS


def when(text: str) -> Condition:
    return load_text(one(f"when: {text}\nskip: it matched")).rules[0].when


def holds(text: str, about: Facts) -> Answer:
    return when(text).holds(about)


def checked(**results: str) -> Facts:
    return facts(parties=Parties(Direction.RECEIVED, JANE, authentication=Authentication(**results)))


WORDS = [
    ("from: jane@acme.example", facts()),
    ("from: JANE@acme.example", facts()),
    ("from: [omar@lumen.example, jane@acme.example]", facts()),
    ("from_name: Jane Doe", facts()),
    ("to: ben@example.com", facts()),
    ("cc: eva@example.com", facts(cc=(Address("", "omar@x.test"), Address("", "eva@example.com")))),
    ("recipient: crm+deal@bridge.example.com", facts(recipients=("a@b.test", "crm+deal@bridge.example.com"))),
    ("contact: jane@acme.example", forwarded()),
    ("participant: omar@lumen.example",
     facts(parties=Parties(Direction.SENT, JANE, (JANE, Address("", "omar@lumen.example"))))),
    (f"colleague: {BEN}", forwarded()),
    ("attachment: {ends: .pdf}", facts(attachments=(attachment("a.txt"), attachment("Offer.PDF")))),
    ("attachment_type: application/pdf", facts(attachments=(attachment("Offer.PDF"),))),
    ("envelope_from: ''", facts()),
    ("tag: deal", facts(recipients=("crm+deal@bridge.example.com",))),
    ("door: smtp", facts()),
    ("subject: the offer", facts()),
    ("subject: the offer", forwarded()),
    ("text: {contains: OLD}", facts()),
    ("reply: {ends: take it.}", facts()),
    ("comment: please file", forwarded()),
    ("message_id: 1@acme.example", facts()),
    ("company: acme ltd", facts(person=KNOWN)),
    ("thread: new", facts()),
    ("dmarc: unknown", facts()),
    ("proven: no", facts()),
    ("proven: yes", facts(parties=Parties(Direction.RECEIVED, JANE, proven=True))),
    ("spf: softfail", checked(spf="softfail")),
    ("dkim: [pass, none]", checked(dkim="pass")),
    ("dmarc: temperror", checked(dmarc="temperror")),
    ("arc: fail", checked(arc="fail")),
    ("employer: known", replace(facts(), employer=KNOWN)),
    ("header: {X-Spam: {is: 'yes'}}", facts(headers=(("x-spam", "no"), ("X-SPAM", "Yes")))),
    ("header: {to: Team}", facts(headers=(("To", "Team"),))),
    ("direction: received", facts()),
    ("direction: [sent, received]", facts()),
    ("person: known", facts(person=KNOWN)),
    ("person: [unknown, ambiguous]", facts(person=AMBIGUOUS)),
    ("known_as: customer", facts(person=KNOWN)),
    ("known_as: nothing", facts(person=UNKNOWN)),
    ("auto: bounce", facts(auto=BOUNCE)),
    ("auto: no", facts()),
    ("calendar: request", facts(calendar=(invitation(),))),
    ("calendar: publish", facts(calendar=(invitation(method=""),))),
    ("calendar: no", facts()),
    ("forwarded: yes", forwarded()),
    ("forwarded: true", forwarded()),
    ("forwarded: no", facts()),
    ("forwarded: false", facts()),
    ("form: yes", facts(form=FORM)),
]


@pytest.mark.parametrize(("text", "about"), WORDS, ids=[text for text, _ in WORDS])
def test_a_condition_holds(text: str, about: Facts) -> None:
    assert holds(f"{{{text}}}", about) is True
    assert holds(f"{{none: [{{{text}}}]}}", about) is False


def test_every_condition_word_is_in_the_table_above() -> None:
    used = {text.split(":")[0] for text, _ in WORDS}
    assert used == {*TEXT_CONDITIONS, *CHOICE_CONDITIONS, "header"}


@pytest.mark.parametrize(("text", "expected"), [
    ("{is: ' the OFFER '}", True), ("{is: offer}", False), ("{is: ''}", False),
    ("{contains: FFE}", True), ("{contains: [nothing, ffe]}", True), ("{contains: xyz}", False),
    ("{starts: the}", True), ("{starts: offer}", False),
    ("{ends: OFFER}", True), ("{ends: the}", False),
    ("{matches: '^the\\s+\\w+$'}", True), ("{matches: '^offer'}", False),
    ("{domain: example.com}", False),
    ("{glob: 'the*'}", True), ("{glob: '*o?fer'}", True), ("{glob: offer}", False), ("{glob: 't?e'}", False),
    ("{starts: the, ends: offer}", True), ("{starts: the, ends: x}", False),
])
def test_operators_compare_without_regard_to_case(text: str, expected: bool) -> None:
    assert holds(f"{{subject: {text}}}", facts()) is expected


@pytest.mark.parametrize(("wanted", "expected"), [
    ("acme.example", True), ("ACME.example", True), ("'@acme.example'", True), ("example", True),
    ("cme.example", False), ("sales.acme.example", False), ("[x.test, acme.example]", True),
])
def test_a_domain_is_itself_and_those_below_it(wanted: str, expected: bool) -> None:
    assert holds(f"{{from: {{domain: {wanted}}}}}", facts()) is expected


def test_a_bracket_in_a_glob_stands_for_itself() -> None:
    assert holds("{subject: {glob: '[ext]*'}}", facts(subject="[EXT] Offer")) is True
    assert holds("{subject: {glob: '[ext]*'}}", facts(subject="expensive")) is False


def test_a_glob_reaches_over_lines() -> None:
    assert holds("{text: {glob: 'dear*old'}}", facts()) is True


def test_every_operator_is_in_the_tables_above() -> None:
    assert set(OPERATORS) == {"is", "contains", "starts", "ends", "matches", "domain", "glob"}


def test_a_list_without_values_holds_for_nothing() -> None:
    assert holds("{attachment: {contains: pdf}}", facts()) is False
    assert holds("{header: {X-None: {is: ''}}}", facts()) is False


def test_an_empty_text_is_found_with_is() -> None:
    assert holds("{subject: ''}", facts(subject=" ")) is True


@pytest.mark.parametrize(("text", "expected"), [
    ("{}", True),
    ("{all: [{from: jane@acme.example}, {subject: the offer}]}", True),
    ("{all: [{from: jane@acme.example}, {subject: x}]}", False),
    ("{any: [{from: x@y.test}, {subject: the offer}]}", True),
    ("{any: [{from: x@y.test}, {subject: x}]}", False),
    ("{none: [{from: x@y.test}, {subject: x}]}", True),
    ("{none: [{from: x@y.test}, {subject: the offer}]}", False),
    ("{none: [{all: [{from: jane@acme.example}, {any: [{subject: x}, {subject: y}]}]}]}", True),
    ("{any: [{from: x@y.test}], subject: the offer}", False),
])
def test_all_any_and_none_nest(text: str, expected: bool) -> None:
    assert holds(text, facts()) is expected


@pytest.mark.parametrize(("text", "expected"), [
    ("{person: known}", None),
    ("{known_as: lead}", None),
    ("{company: ACME}", None),
    ("{person: known, subject: x}", False),
    ("{subject: x, person: known}", False),
    ("{person: known, subject: the offer}", None),
    ("{any: [{person: known}, {subject: the offer}]}", True),
    ("{any: [{person: known}, {subject: x}]}", None),
    ("{none: [{person: known}, {subject: the offer}]}", False),
    ("{none: [{person: known}, {subject: x}]}", None),
])
def test_heap_is_asked_only_if_the_answer_hangs_on_it(text: str, expected: Answer) -> None:
    assert holds(text, facts(person=NOT_ASKED)) is expected


def test_without_a_contact_nobody_is_asked_and_nobody_is_known() -> None:
    nobody = facts(parties=Parties(Direction.INTERNAL))
    assert holds("{person: unknown}", nobody) is True
    assert holds("{known_as: nothing}", nobody) is True
    assert holds("{company: x}", nobody) is False


class TestAsking:
    RULES = """rules:
  - {name: A, when: {subject: {contains: newsletter}}, skip: a newsletter}
  - {name: B, when: {person: known}, create: [{message: {title: x}}]}
  - {name: C, when: {}, review: somebody new}
"""

    def test_an_earlier_rule_that_needs_no_answer_ends_it(self) -> None:
        assert plan(self.RULES, facts(subject="Newsletter")).reason == "a newsletter"

    def test_the_first_rule_that_hangs_on_heap_asks_about_the_contact(self) -> None:
        assert asked_or_plan(self.RULES, facts()) == AskFirst("jane@acme.example")

    @pytest.mark.parametrize(("person", "expected"), [(KNOWN, "write"), (UNKNOWN, "review"), (AMBIGUOUS, "review")])
    def test_with_the_answer_there_is_a_plan(self, person: Person, expected: str) -> None:
        assert plan(self.RULES, facts(person=person)).verdict == expected

    @pytest.mark.parametrize(("create", "asks"), [
        ("message: {title: x}", True),
        ("event: {from: calendar}", True),
        ("lead: {name: '{{ person.name }}'}", True),
        ("lead: {from: contact}", False),
        ("lead: {name: person}", False),
    ])
    def test_a_record_that_tells_of_the_person_needs_the_answer_too(self, create: str, asks: bool) -> None:
        found = asked_or_plan(f"when: {{}}\ncreate: [{{{create}}}]", facts(calendar=(invitation(),)))
        assert isinstance(found, AskFirst) is asks

    def test_an_extract_from_what_heap_knows_needs_the_answer_too(self) -> None:
        rule = "when: {}\nextract: [{company: '(?P<firm>.+)'}]\ncreate: [{lead: {name: '{{ firm }}'}}]"
        assert isinstance(asked_or_plan(rule, facts()), AskFirst)
        assert plan(rule, facts(person=KNOWN)).writes[0].field("name") == "ACME Ltd"


class TestTrace:
    def test_each_condition_tells_what_it_saw(self) -> None:
        told = list(when("{from: {domain: x.test}, none: [{subject: {starts: the}}], person: known}").trace(facts()))
        assert [(c.text, c.matched, c.saw) for c in told] == [
            ("from domain 'x.test'", False, "jane@acme.example"),
            ("not: subject starts 'the'", False, "The Offer"),
            ("person is known", False, "Heap was not asked"),
        ]

    def test_long_texts_are_cut(self) -> None:
        (told,) = when("{text: {contains: x}}").trace(facts(text="y" * 10_000))
        assert len(told.saw) == 200 and told.saw.endswith("…")

    def test_what_only_heap_knows_is_not_told_as_empty(self) -> None:
        (told,) = when("{company: x}").trace(facts())
        assert (told.matched, told.saw) == (False, "Heap was not asked")


class TestPatterns:
    @pytest.mark.parametrize("evil", ["(a+)+$", "(a|aa)+$", "(.*a){20}$", "^(([a-z])+.)+[A-Z]([a-z])+$"])
    def test_no_text_makes_a_pattern_run_long(self, evil: str) -> None:
        condition = when(f"{{text: {{matches: '{evil}'}}}}")
        started = time.process_time()
        condition.holds(facts(text="a" * 200_000 + "!"))
        assert time.process_time() - started < 2

    def test_nor_does_a_glob(self) -> None:
        condition = when("{text: {glob: '*a*a*a*a*a*a*a*a*b'}}")
        started = time.process_time()
        condition.holds(facts(text="a" * 200_000))
        assert time.process_time() - started < 2

    def test_among_many_rules_one_that_hangs_on_heap_is_not_passed_over(self) -> None:
        many = "".join(f"  - {{name: r{n}, when: {{from: x{n}@y.test}}, skip: them}}\n"
                       for n in range(100))
        rules = f"rules:\n{many}  - {{name: ours, when: {{company: ACME Ltd}}, skip: us}}\n"
        assert isinstance(asked_or_plan(rules, facts()), AskFirst)
        assert plan(rules, facts(person=KNOWN)).reason == "us"
