"""Who has a colleague's rights, and what becomes of a mail that only says so (row I1)."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network
from zoneinfo import ZoneInfo

import pytest

from mailbridge.authentication import Authentication
from mailbridge.decider import Decider
from mailbridge.direction import parties, speaks_for_team
from mailbridge.mail import Address, Auto, Envelope, Mail
from mailbridge.plan import Direction, Person, PersonState, Plan, Verdict
from mailbridge.rules import load_text
from mailbridge.spool.store import utc_now
from mailbridge.team import Proof, Team

BRIDGE, PRIVATE = "crm@bridge.example.com", "team@bridge.example.com"
BEN, JANE = "ben@example.com", "jane@acme.example"
PROOF = Proof(is_checked=True, relays=(ip_network("10.0.0.0/8"),), private=frozenset({PRIVATE}))
TEAM = Team(frozenset({"example.com"}), bridges=frozenset({BRIDGE, PRIVATE}), proof=PROOF)
DOOR = Envelope("smtp", recipients=(BRIDGE,), peer="198.51.100.9")
PASS = Authentication("pass", "none", "pass", "none", evidence=("DMARC: pass, SPF proves example.com",))
FAIL = Authentication("fail", "none", "fail", "none", evidence=("DMARC: fail, neither SPF nor DKIM proves example.com",))
SEALED = Authentication("pass", "fail", "fail", "pass", sealer="lists.example", evidence=("lists.example vouches",))
NOBODY_VOUCHES = (f"From is {BEN}, a colleague, but nobody vouches for that: it came from no relay of ours, and nobody "
                  "signed in")
RULES = load_text("rules:\n  - {name: all, when: {}, create: [{message: {title: x, body: y}}]}", "rules.yaml")


def mail(sender: str = BEN, **changes: object) -> Mail:
    address = Address("", sender)
    whole = Mail("", None, address, "Offer", "text", "text", senders=(address,), to=(Address("", JANE),))
    return replace(whole, **changes)  # type: ignore[arg-type]


def plan(a_mail: Mail, envelope: Envelope = DOOR, checked: Authentication = FAIL, team: Team = TEAM) -> Plan:
    decider = Decider(team, RULES, ZoneInfo("UTC"))
    return decider.decide(a_mail, envelope, utc_now(), lambda _: Person(PersonState.UNKNOWN), checked=checked)


@pytest.mark.parametrize(("envelope", "checked", "evidence"), [
    (DOOR, PASS, "DMARC: pass, SPF proves example.com"),
    (DOOR, SEALED, "lists.example vouches"),
    (replace(DOOR, login="ben"), FAIL, "ben signed in at the door"),
    (replace(DOOR, peer="10.1.2.3"), FAIL, "the relay 10.1.2.3 handed it over, which vouches for it"),
    (replace(DOOR, peer="::ffff:10.1.2.3"), FAIL, "the relay ::ffff:10.1.2.3 handed it over, which vouches for it"),
])
def test_a_colleague_who_is_proven_has_a_colleagues_rights(envelope: Envelope, checked: Authentication, evidence: str) -> None:
    found = parties(mail(), envelope, TEAM, checked=checked)
    assert (found.direction, found.colleague, found.proven, found.doubt) == (Direction.SENT, BEN, True, "")
    assert evidence in found.evidence
    assert speaks_for_team(mail(), envelope, TEAM, checked)
    assert plan(mail(), envelope, checked).verdict is Verdict.WRITE


@pytest.mark.parametrize(("envelope", "checked", "why"), [
    (DOOR, FAIL, f"From is {BEN}, a colleague, but that is not proven (DMARC: fail, neither SPF nor DKIM proves example.com)"),
    (DOOR, Authentication(), NOBODY_VOUCHES),
    (replace(DOOR, peer=""), Authentication(), NOBODY_VOUCHES),
])
def test_who_only_says_to_be_a_colleague_has_none_and_a_person_looks(
    envelope: Envelope, checked: Authentication, why: str
) -> None:
    made = plan(mail(), envelope, checked)
    assert (made.verdict, made.reason, made.parties.colleague, made.writes) == (Verdict.REVIEW, why, "", ())
    assert not speaks_for_team(mail(), envelope, TEAM, checked)


def test_a_proof_is_nobodys_where_from_holds_no_address() -> None:
    """The sender was taken from another field, which nobody proves."""
    forged = mail(senders=())
    assert not speaks_for_team(forged, DOOR, TEAM, PASS)
    found = parties(forged, DOOR, TEAM, checked=PASS)
    assert (found.colleague, found.proven) == ("", False)
    assert found.doubt.startswith(f"From is {BEN}, a colleague, but that is not proven")


def test_by_setting_nobody_looks_at_it() -> None:
    team = replace(TEAM, proof=replace(PROOF, unproven="skip"))
    assert plan(mail(), team=team).verdict is Verdict.SKIP
    assert plan(mail(), team=team).reason.startswith(f"From is {BEN}, a colleague, but that is not proven")


def test_mail_from_outside_needs_no_proof() -> None:
    assert plan(mail(JANE)).verdict is Verdict.WRITE
    assert plan(mail(JANE)).parties.authentication == FAIL


@pytest.mark.parametrize("recipient", [PRIVATE, PRIVATE.upper(), "team+deal@bridge.example.com"])
def test_a_private_address_takes_colleagues_only(recipient: str) -> None:
    private = replace(DOOR, recipients=(BRIDGE, recipient))
    made = plan(mail(JANE), private, PASS)
    assert (made.verdict, made.reason) == (
        Verdict.REVIEW, f"{recipient} is for colleagues only, and this mail is not proven to be one's")
    assert plan(mail(), private, FAIL).verdict is Verdict.REVIEW
    assert plan(mail(), private, PASS).verdict is Verdict.WRITE
    skipping = replace(TEAM, proof=replace(PROOF, unproven="skip"))
    assert plan(mail(JANE), private, PASS, skipping).verdict is Verdict.SKIP


def test_what_comes_of_itself_to_a_private_address_is_nothing_for_a_person() -> None:
    made = plan(mail("mailer-daemon@acme.example", auto=Auto.BOUNCE), replace(DOOR, recipients=(PRIVATE,)))
    assert (made.verdict, made.parties.direction) == (Verdict.SKIP, Direction.AUTOMATIC)


def test_a_contact_that_a_person_chose_settles_it() -> None:
    team = replace(TEAM, proof=replace(PROOF, unproven="skip"))
    decider = Decider(team, RULES, ZoneInfo("UTC"))
    made = decider.decide(mail(), DOOR, utc_now(), lambda _: Person(PersonState.KNOWN), assigned=JANE, checked=FAIL)
    assert (made.verdict, made.parties.contact.email, made.parties.colleague) == (Verdict.WRITE, JANE, "")


def test_relays_alone_ask_for_proof_too() -> None:
    team = replace(TEAM, proof=Proof(relays=PROOF.relays))
    assert plan(mail(), team=team, checked=Authentication()).verdict is Verdict.REVIEW
    assert plan(mail(), replace(DOOR, peer="10.1.2.3"), Authentication(), team).verdict is Verdict.WRITE


def test_a_mail_that_was_never_checked_is_believed_where_it_is_only_looked_at() -> None:
    decider = Decider(TEAM, RULES, ZoneInfo("UTC"))
    looked_at = decider.believing().decide(mail(), DOOR, utc_now(), lambda _: Person(PersonState.UNKNOWN))
    assert (looked_at.verdict, looked_at.parties.colleague) == (Verdict.WRITE, BEN)
    vouching = Decider(replace(TEAM, proof=Proof(relays=PROOF.relays)), RULES, ZoneInfo("UTC"))
    assert vouching.believing() is vouching, "who vouched is known of every mail that is kept"


def test_nothing_changes_where_the_settings_want_no_proof() -> None:
    plain = Team(frozenset({"example.com"}), bridges=frozenset({BRIDGE}))
    found = parties(mail(), DOOR, plain)
    assert (found.direction, found.colleague, found.proven, found.doubt) == (Direction.SENT, BEN, False, "")
