"""The index leaves out only rules that cannot match: with and without it the same rule takes each mail."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mailbridge import rules
from mailbridge.direction import parties
from mailbridge.mail import Address, Envelope, Mail
from mailbridge.rules import Facts, Rulebook
from mailbridge.team import Team

NOW = datetime(2026, 1, 15, tzinfo=UTC)
WHENS = (
    "{from: a@acme.example}", "{from: {domain: acme.example}}", "{subject: {contains: offer}}",
    "{subject: {starts: 'Re: '}, from: b@mail.acme.example}", "{text: {ends: bye}}",
    "{any: [{from: a@acme.example}, {subject: {contains: Straße}}]}", "{none: [{from: a@acme.example}]}",
    "{all: [{subject: {is: Offer}}, {from: {domain: acme.example}}]}", "{recipient: [x@y.example, crm@bridge.example.com]}",
    "{from: {is: [A@acme.example, c@d.example], contains: acme}}", "{subject: {matches: 'off.r$'}}",
)


def many_rules() -> Rulebook:
    lines = ["rules:"]
    for number in range(40):            # enough that the index is used at all
        lines.append(f"  - {{name: filler {number}, when: {{from: nobody{number}@filler.example}}, skip: x}}")
    ends = "create: {message: {title: x}}, continue: true"     # one rule may well stand behind what takes all of it
    lines.extend(f"  - {{name: rule {n}, when: {when}, {ends}}}" for n, when in enumerate(WHENS))
    return rules.load_text("\n".join(lines))


RULEBOOK = many_rules()
TEAM = Team(frozenset({"example.com"}), frozenset(), frozenset({"crm@bridge.example.com"}))
SENDERS = st.sampled_from(["a@acme.example", "A@ACME.example", "b@mail.acme.example", "c@d.example", "x@other.example",
                           "nobody7@filler.example", "evil@notacme.example"])
SUBJECTS = st.sampled_from(["Offer", "our OFFER for you", "Re: offer", "STRASSE", "die Straße", "", "ofer"])
TEXTS = st.sampled_from(["hello\nbye", "bye ", "by e", ""])


@given(SENDERS, SUBJECTS, TEXTS)
def test_whatever_matches_is_a_candidate(sender: str, subject: str, text: str) -> None:
    mail = Mail("", NOW, Address("", sender), subject, text, text, senders=(Address("", sender),))
    envelope = Envelope("smtp", recipients=("crm@bridge.example.com",))
    facts = Facts(mail, envelope, parties(mail, envelope, TEAM), NOW, ZoneInfo("UTC"))
    matching = [rule.name for rule in RULEBOOK.rules if rule.when.holds(facts)]
    candidates = [rule.name for rule in RULEBOOK.candidates(facts)]
    assert [name for name in matching if name not in candidates] == []
    assert candidates == [rule.name for rule in RULEBOOK.rules if rule.name in candidates], "in the order of the files"


def test_rules_about_others_are_no_candidates() -> None:
    mail = Mail("", NOW, Address("", "x@other.example"), "hello", "", "", senders=(Address("", "x@other.example"),))
    envelope = Envelope("smtp")
    facts = Facts(mail, envelope, parties(mail, envelope, TEAM), NOW, ZoneInfo("UTC"))
    assert not [rule for rule in RULEBOOK.candidates(facts) if rule.name.startswith("filler")]
