"""Tests inside rule files, and the whole example that the language was designed by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rule_facts import BEN, BRIDGE, KNOWN, UNKNOWN, one

from mailbridge import reading, ruletests
from mailbridge.decider import Decider
from mailbridge.errors import OperatorError
from mailbridge.mail import Envelope
from mailbridge.plan import Person, Plan
from mailbridge.rules import load, load_text
from mailbridge.team import Team

TEAM = Team(domains=frozenset({"example.com"}), bridges=frozenset({BRIDGE}))
NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)

EXAMPLE = r"""
rules:
  - name: Website enquiry becomes a lead
    when: {from: forms@example.com, subject: {starts: "New enquiry"}}
    extract:
      - text: 'Name: (?P<name>.+)'
      - text: 'E-mail: (?P<address>\S+)'
    create:
      - lead: {name: "{{ name }}", email: "{{ address }}", probability: 0.1, moreinfo: "{{ text }}"}
    tests:
      - mail: {from: forms@example.com, subject: New enquiry, text: "Name: Jane Doe\nE-mail: jane@acme.test"}
        expect: {lead: {name: Jane Doe, email: jane@acme.test}}
  - name: Mail with somebody we know
    when: {any: [{direction: received}, {direction: sent}], person: known}
    create:
      - message: {title: "{{ subject }}", body: "{{ reply }}"}
  - name: Invitation
    when: {calendar: request, person: known}
    create:
      - event: {from: calendar}
  - name: Newsletters and bounces
    when: {any: [{auto: bounce}, {auto: list}]}
    skip: automatic mail                      # or  review: why a person should look
  - name: Unknown sender
    when: {direction: received, person: unknown}
    create:
      - person: {from: contact}
      - lead: {from: contact, moreinfo: "{{ text }}"}
"""


def decider(rules: str) -> Decider:
    return Decider(TEAM, load_text(rules), ZoneInfo("UTC"))


def raw(sender: str, to: str, subject: str, text: str, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Date"] = sender, to, subject, NOW
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def answer(person: Person) -> Callable[[str], Person]:
    return lambda email: person


class TestTheExample:
    def decide(self, mail: bytes, person: Person = UNKNOWN) -> Plan:
        return decider(EXAMPLE).decide(reading.read(mail), Envelope("smtp", recipients=(BRIDGE,)), NOW, answer(person))

    def test_its_own_tests_pass(self) -> None:
        (tested,) = ruletests.run(decider(EXAMPLE))
        assert (tested.rule, tested.differences) == ("Website enquiry becomes a lead", ())
        assert tested.line == 11

    def test_an_enquiry_becomes_a_lead_with_its_text(self) -> None:
        mail = raw("forms@example.com", BRIDGE, "New enquiry from the site", "Name: Jane Doe\nE-mail: jane@acme.test\n")
        (made,) = self.decide(mail).writes
        assert {name: made.field(name) for name, _ in made.fields} == {
            "name": "Jane Doe", "email": "jane@acme.test", "probability": "0.1",
            "moreinfo": "Name: Jane Doe\nE-mail: jane@acme.test"}

    @pytest.mark.parametrize(("sender", "to", "how"), [("jane@acme.example", BEN, "Received"), (BEN, "jane@acme.example", "Sent")])
    def test_mail_with_somebody_we_know_becomes_a_message(self, sender: str, to: str, how: str) -> None:
        (made,) = self.decide(raw(sender, to, "The offer", "We take it."), KNOWN).writes
        assert (made.kind.value, made.field("title")) == ("message", "The offer")
        assert made.field("body").startswith(f"{how} e-mail\n") and made.field("body").endswith("\n\nWe take it.")

    def test_a_list_is_skipped_with_the_reason(self) -> None:
        made = self.decide(raw("a@lists.example", "l@lists.example", "Hi", "all", List_Id="<l.lists.example>",
                               List_Post="<mailto:l@lists.example>"))
        assert (made.verdict, made.reason) == ("skip", "automatic mail")

    def test_an_unknown_sender_becomes_a_person_and_a_lead(self) -> None:
        made = self.decide(raw("Omar Haddad <omar@lumen.example>", BEN, "Prices", "What does it cost?"))
        assert [(w.kind.value, w.field("name")) for w in made.writes] == [("person", "Omar Haddad"), ("lead", "Omar Haddad")]
        assert made.writes[1].field("moreinfo") == "What does it cost?"

    def test_a_colleague_who_writes_to_a_stranger_goes_where_nothing_matches(self) -> None:
        made = self.decide(raw(BEN, "omar@lumen.example", "Prices", "Here."))
        assert (made.verdict, made.reason) == ("review", "no rule takes this mail")


class TestDecider:
    def test_heap_is_asked_at_most_once_and_about_the_contact(self) -> None:
        asked: list[str] = []

        def ask(email: str) -> Person:
            asked.append(email)
            return UNKNOWN

        mail = reading.read(raw("jane@acme.example", BEN, "Hello", "there"))
        decider(EXAMPLE).decide(mail, Envelope("smtp"), NOW, ask)
        assert asked == ["jane@acme.example"]

    def test_it_is_not_asked_when_no_rule_hangs_on_it(self) -> None:
        def never(email: str) -> Person:
            raise AssertionError(email)

        mail = reading.read(raw("forms@example.com", BRIDGE, "New enquiry", "Name: A\nE-mail: a@b.test"))
        assert decider(EXAMPLE).decide(mail, Envelope("smtp"), NOW, never).writes

    def test_that_it_could_not_be_asked_is_never_nobody(self) -> None:
        def down(email: str) -> Person:
            raise OperatorError("Heap does not answer")

        mail = reading.read(raw("jane@acme.example", BEN, "Hello", "there"))
        with pytest.raises(OperatorError):
            decider(EXAMPLE).decide(mail, Envelope("smtp"), NOW, down)


class TestRunning:
    def differences(self, test: str, rule: str = "when: {}\ncreate: [{lead: {from: contact, value: 5000.00}}]") -> list[str]:
        (tested,) = ruletests.run(decider(one(f"{rule}\ntests:\n  - {test}")))
        return list(tested.differences)

    @pytest.mark.parametrize("expect", [
        "{lead: {name: Jane Doe, email: jane@acme.example, value: 5000.00}}", "{lead: {}}", "{state: done}",
        "{rule: The rule}", "{direction: received, contact: JANE@acme.example}", "{lead: [{name: Jane Doe}]}",
    ])
    def test_what_came_as_expected_passes(self, expect: str) -> None:
        assert self.differences(f"{{mail: {{from: 'Jane Doe <jane@acme.example>'}}, expect: {expect}}}") == []

    @pytest.mark.parametrize(("expect", "difference"), [
        ("{lead: {name: Omar}}", "lead name: expected 'Omar', got 'Jane Doe'"),
        ("{person: {}}", 'person: expected 1, got 0 (rule "The rule")'),
        ("{lead: [{}, {}]}", 'lead: expected 2, got 1 (rule "The rule")'),
        ("{lead: {moreinfo: x}}", "lead moreinfo: expected 'x', got ''"),
        ("{skip: true}", 'state: expected skipped, got done (rule "The rule")'),
        ("{rule: none}", 'rule: expected none, got The rule (rule "The rule")'),
        ("{direction: sent}", 'direction: expected sent, got received (rule "The rule")'),
        ("{contact: omar@lumen.example}", 'contact: expected omar@lumen.example, got jane@acme.example (rule "The rule")'),
    ])
    def test_what_came_otherwise_is_told(self, expect: str, difference: str) -> None:
        assert difference in self.differences(f"{{mail: {{from: 'Jane Doe <jane@acme.example>'}}, expect: {expect}}}")

    def test_a_reason_is_compared(self) -> None:
        rule = "when: {}\nskip: a newsletter"
        assert self.differences("{mail: {from: a@x.test}, expect: {skip: a newsletter}}", rule) == []
        assert self.differences("{mail: {from: a@x.test}, expect: {skip: true}}", rule) == []
        assert self.differences("{mail: {from: a@x.test}, expect: {skip: spam}}", rule) == [
            "reason: expected 'spam', got 'a newsletter'"]

    @pytest.mark.parametrize(("person", "passes"), [("known", True), ("unknown", False), ("ambiguous", False)])
    def test_a_test_says_what_heap_knows(self, person: str, passes: bool) -> None:
        test = f"{{mail: {{from: a@x.test}}, person: {person}, expect: {{skip: true}}}}"
        assert (self.differences(test, "when: {person: known}\nskip: known") == []) is passes

    @pytest.mark.parametrize(("checked", "passes"), [
        ("{dmarc: pass}", True), ("{dmarc: pass, spf: fail, dkim: pass, arc: none}", True), ("{spf: pass}", False),
    ])
    def test_a_test_says_what_was_found_of_the_sender(self, checked: str, passes: bool) -> None:
        test = f"{{mail: {{from: a@x.test}}, checked: {checked}, expect: {{skip: true}}}}"
        assert (self.differences(test, "when: {proven: yes, dmarc: pass}\nskip: proven") == []) is passes

    def test_a_mail_has_all_that_rules_can_look_at(self) -> None:
        rule = ("when: {reply_is: x}".replace("reply_is: x", "header: {X-Kind: a}, attachment: [offer.pdf], cc: c@x.test, "
                                              "text: {contains: hello}, recipient: crm+deal@bridge.example.com") + "\nskip: y")
        test = ("{mail: {from: a@x.test, to: [ben@example.com, b@x.test], cc: c@x.test, headers: {X-Kind: a}, html: '<p>hello</p>', "
                "text: hello, attachments: offer.pdf, recipient: crm+deal@bridge.example.com}, expect: {skip: y}}")
        assert self.differences(test, rule) == []

    def test_a_mail_file_lies_beside_the_rules(self, tmp_path: Path) -> None:
        (tmp_path / "mail.eml").write_bytes(raw("jane@acme.example", BEN, "From a file", "x"))
        rules = tmp_path / "rules.yaml"
        rules.write_text(one("when: {subject: From a file}\nskip: y\ntests:\n  - {mail: {eml: mail.eml}, expect: {skip: y}}\n"
                             "  - {mail: {eml: none.eml}, expect: {skip: y}}"))
        found = list(ruletests.run(Decider(TEAM, load(rules), ZoneInfo("UTC"))))
        assert found[0].differences == ()
        assert found[1].differences[0].startswith("the mail of the test cannot be made: [Errno 2] No such file")

    @pytest.mark.parametrize("mail", ["{headers: {Subject: a}, subject: b}", "{from: \"a\\nb\"}",
                                      "{headers: {X-A: \"a\\nB: c\"}}"])
    def test_a_mail_that_cannot_be_made_is_a_sentence(self, mail: str) -> None:
        (difference,) = self.differences(f"{{mail: {mail}, expect: {{lead: {{}}}}}}")
        assert difference.startswith("the mail of the test cannot be made: ")


def test_the_shipped_rules_load_and_their_tests_pass() -> None:
    shipped = Path(__file__).parents[3] / "rules"
    found = list(ruletests.run(Decider(TEAM, load(shipped), ZoneInfo("UTC"))))
    assert [f"{t.file}:{t.line} {t.differences}" for t in found if t.differences] == []
    assert found


def test_every_shipped_file_has_a_comment_that_says_what_it_is_for() -> None:
    for file in sorted((Path(__file__).parents[3] / "rules").glob("*.yaml")):
        assert "#" in file.read_text("utf-8")[:200], file.name
