"""Whose mail it is: received, sent or forwarded, and what may never become a contact."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from mailbridge.direction import parties
from mailbridge.mail import NOBODY, Address, Auto, Envelope, Form, Forwarded, Mail
from mailbridge.plan import Direction
from mailbridge.team import Team

BEN, EVA, BRIDGE = "ben@example.com", "eva@sales.example.com", "crm@bridge.example.com"
JANE, OMAR = "jane@acme.example", "omar@lumen.example"
TEAM = Team(domains=frozenset({"example.com"}), people=frozenset({"freelancer@home.test"}), bridges=frozenset({BRIDGE}))
ENVELOPE = Envelope("smtp", BEN, (BRIDGE,))


def people(*emails: str) -> tuple[Address, ...]:
    return tuple(Address("", email) for email in emails)


def mail(sender: str, *to: str, cc: tuple[str, ...] = (), subject: str = "Offer", forwarded: Forwarded | None = None,
         auto: Auto | None = None, form: Form | None = None, senders: tuple[str, ...] = ()) -> Mail:
    return Mail("m@x", None, Address("", sender) if sender else NOBODY, subject, "text", "text",
                senders=people(*(senders or (sender,))), to=people(*to), cc=people(*cc), forwarded=forwarded, auto=auto,
                form=form)


def original(sender: str, *to: str, name: str = "", cc: tuple[str, ...] = ()) -> Forwarded:
    return Forwarded(Address(name, sender), people(*to), people(*cc), "Offer", None, "text", "")


@dataclass(frozen=True)
class Case:
    name: str
    mail: Mail
    direction: Direction
    contact: str = ""
    contacts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    colleague: str = ""
    forwarded: bool = False
    doubt: str = ""


CASES = [
    Case("an outside person writes", mail(JANE, BEN, BRIDGE), Direction.RECEIVED, JANE, (JANE,),
         (f"From is {JANE}, nobody of the team",)),
    Case("an outside person writes to us and to others", mail(JANE, BEN, OMAR, cc=("JANE@acme.example",)),
         Direction.RECEIVED, JANE, (JANE, OMAR)),
    Case("a colleague writes with the bridge in Bcc", mail(BEN, JANE, cc=(OMAR, EVA)), Direction.SENT, JANE,
         (JANE, OMAR),
         (f"From is {BEN}, a colleague", "the bridge is only in the envelope",
          f"{JANE} in To or Cc is nobody of the team"), BEN),
    Case("a colleague writes with the bridge in Cc", mail(BEN, JANE, cc=("crm+deal@bridge.example.com",)),
         Direction.SENT, JANE, (JANE,),
         (f"From is {BEN}, a colleague", "the bridge is among the recipients",
          f"{JANE} in To or Cc is nobody of the team"), BEN),
    Case("a colleague writes to a colleague and, in Cc, to somebody outside", mail(BEN, EVA, cc=(OMAR,)),
         Direction.SENT, OMAR, (OMAR,), colleague=BEN),
    Case("a colleague by a single address", mail("Freelancer@Home.test", JANE), Direction.SENT, JANE, (JANE,),
         colleague="Freelancer@Home.test"),
    Case("a colleague of a domain below the team's", mail(EVA, JANE), Direction.SENT, JANE, (JANE,), colleague=EVA),
    Case("a domain that only ends like the team's is outside", mail("x@notexample.com", BEN), Direction.RECEIVED,
         "x@notexample.com", ("x@notexample.com",)),
    Case("another address of a colleague's provider is outside", mail("other@home.test", BEN), Direction.RECEIVED,
         "other@home.test", ("other@home.test",)),
    Case("mail among colleagues", mail(BEN, EVA, BRIDGE), Direction.INTERNAL,
         evidence=(f"From is {BEN}, a colleague", "nobody outside is among the recipients"), colleague=BEN),
    Case("a note of a colleague to the bridge alone", mail(BEN, BRIDGE), Direction.INTERNAL, colleague=BEN),

    Case("a colleague forwards what an outside person wrote",
         mail(BEN, BRIDGE, forwarded=original(JANE, BEN, cc=(OMAR, EVA))), Direction.RECEIVED, JANE, (JANE, OMAR),
         (f"From is {BEN}, a colleague", f"it forwards a mail by {JANE}"), BEN, forwarded=True),
    Case("a colleague forwards what they sent themselves", mail(BEN, BRIDGE, forwarded=original(BEN, JANE)),
         Direction.SENT, JANE, (JANE,),
         (f"From is {BEN}, a colleague", f"it forwards a mail by {BEN}",
          f"that is a colleague too, who wrote to {JANE}"), BEN, forwarded=True),
    Case("a colleague forwards what another colleague sent", mail(BEN, BRIDGE, forwarded=original(EVA, BEN, cc=(OMAR,))),
         Direction.SENT, OMAR, (OMAR,), colleague=BEN, forwarded=True),
    Case("a colleague forwards mail among colleagues", mail(BEN, BRIDGE, forwarded=original(EVA, BEN)),
         Direction.INTERNAL,
         evidence=(f"From is {BEN}, a colleague", f"it forwards a mail by {EVA}", "nobody outside takes part in it"),
         colleague=BEN, forwarded=True),
    Case("a colleague forwards something to an outside person: a mail to that person",
         mail(BEN, OMAR, forwarded=original(JANE, BEN)), Direction.SENT, OMAR, (OMAR,), colleague=BEN),
    Case("a forward that names its sender without an address", mail(BEN, BRIDGE, forwarded=original("", BEN, name="Jane")),
         Direction.RECEIVED, colleague=BEN, forwarded=True,
         doubt="the forward names its original's sender (Jane) without an address"),
    Case("a forward whose original cannot be told", mail(BEN, BRIDGE, subject="WG : Angebot"), Direction.RECEIVED,
         colleague=BEN,
         doubt="a colleague seems to forward something, but the original's sender cannot be told for certain"),
    Case("an outside sender's forward keeps that sender", mail(JANE, BEN, forwarded=original(OMAR, JANE)),
         Direction.RECEIVED, JANE, (JANE,),
         (f"From is {JANE}, nobody of the team",
          "the forward inside was made by that outside sender, so the sender stays the contact")),

    Case("a bounce", mail("mailer-daemon@mx.example", BEN, auto=Auto.BOUNCE), Direction.AUTOMATIC,
         evidence=("it is a bounce: a mail that could not be delivered came back",)),
    Case("a bounce without a sender", mail("", BEN, auto=Auto.BOUNCE), Direction.AUTOMATIC),
    Case("an automatic reply keeps whose it is", mail(JANE, BEN, auto=Auto.REPLY), Direction.AUTOMATIC, JANE, (JANE,),
         ("it is an automatic reply, nobody wrote it",)),
    Case("a colleague's automatic reply", mail(BEN, JANE, auto=Auto.REPLY), Direction.AUTOMATIC),
    Case("a mailing list", mail(JANE, "list@lists.example", auto=Auto.LIST), Direction.AUTOMATIC,
         evidence=("it came through a mailing list",)),
    Case("bulk mail", mail("news@shop.example", BEN, auto=Auto.BULK), Direction.AUTOMATIC,
         evidence=("it is bulk mail, sent to many at once",)),
    Case("bulk mail with a few labelled lines is no web form",
         mail("news@shop.example", BEN, auto=Auto.BULK, form=Form("Jane", JANE)), Direction.AUTOMATIC),

    Case("no address in From", mail("", BEN), Direction.RECEIVED, doubt="From holds no address"),
    Case("two addresses in From", mail(JANE, BEN, senders=(JANE, OMAR)), Direction.RECEIVED,
         doubt="From holds 2 addresses, so who wrote it is not certain"),
    Case("one address twice in From is one", mail(JANE, BEN, senders=(JANE, JANE.upper())), Direction.RECEIVED, JANE,
         (JANE,)),

    Case("what the bridge's own address sends has no contact", mail("crm+x@bridge.example.com", BRIDGE),
         Direction.INTERNAL, colleague="crm+x@bridge.example.com",
         evidence=("From is crm+x@bridge.example.com, the bridge's own address",
                   "nobody outside is among the recipients")),
    Case("a web form", mail("forms@example.com", BRIDGE, form=Form("Jane Doe", JANE)), Direction.RECEIVED, JANE, (JANE,),
         ("From is forms@example.com, which sends what people fill into a web form",
          f"the form was filled in by Jane Doe <{JANE}>")),
    Case("a web form that calls itself bulk", mail("no-reply@host.example", BEN, auto=Auto.BULK, form=Form("", JANE)),
         Direction.RECEIVED, JANE, (JANE,)),
    Case("a person called Weber is no web site", mail("weber@acme.example", BEN, form=Form("Jane", JANE)),
         Direction.RECEIVED, "weber@acme.example", ("weber@acme.example",)),
    Case("a form that a colleague filled in for us", mail("forms@example.com", BRIDGE, form=Form("Ben", BEN)),
         Direction.INTERNAL, colleague="forms@example.com"),
    Case("a person's mail with labelled lines stays that person's", mail(JANE, BEN, form=Form("Omar", OMAR)),
         Direction.RECEIVED, JANE, (JANE,)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_whose_mail_it_is(case: Case) -> None:
    found = parties(case.mail, ENVELOPE, TEAM)
    assert (found.direction, found.contact.email) == (case.direction, case.contact)
    assert tuple(a.email for a in found.contacts) == case.contacts
    assert (found.colleague, found.forwarded, found.doubt) == (case.colleague, case.forwarded, case.doubt)
    assert found.evidence
    if case.evidence:
        assert found.evidence == case.evidence


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_neither_we_nor_the_bridge_are_ever_a_contact(case: Case) -> None:
    for contact in parties(case.mail, ENVELOPE, TEAM).contacts:
        assert not TEAM.is_bridge(contact.email) and not TEAM.is_colleague(contact.email)


@pytest.mark.parametrize("address", [BRIDGE, "CRM@Bridge.Example.com", "crm+task-friday@bridge.example.com"])
def test_the_bridge_is_known_with_any_tag(address: str) -> None:
    team = Team(bridges=frozenset({BRIDGE}))
    assert team.is_bridge(address) and not team.is_outside(address)


def test_a_bridge_outside_the_teams_domains_is_no_contact_either() -> None:
    team = Team(domains=frozenset({"corp.test"}), bridges=frozenset({BRIDGE}))
    assert parties(mail("ben@corp.test", BRIDGE, JANE), ENVELOPE, team).contacts == people(JANE)
    assert parties(mail(BRIDGE, "ben@corp.test"), ENVELOPE, team).contacts == ()


@pytest.mark.parametrize("subject", ["Fwd: x", "FW: x", "WG: x", "TR : x", "RV: x", "I: x", "Enc: x", "转发：x", "[Fwd: x]"])
def test_a_forward_is_known_by_its_subject_in_several_languages(subject: str) -> None:
    assert parties(mail(BEN, BRIDGE, subject=subject), ENVELOPE, TEAM).doubt


@pytest.mark.parametrize("subject", ["Re: x", "AW: x", "VS: x", "Information: x", "forward"])
def test_a_reply_among_colleagues_is_no_forward(subject: str) -> None:
    assert parties(mail(BEN, BRIDGE, subject=subject), ENVELOPE, TEAM).direction is Direction.INTERNAL


def test_an_empty_address_is_nobodys() -> None:
    assert not TEAM.is_outside("")
    assert not TEAM.is_colleague("") and not TEAM.is_bridge("")


@pytest.mark.parametrize("recipients", [("Old@bridge.example.com",), ("old+x@bridge.example.com", "old@bridge.example.com")])
def test_a_mail_to_a_retired_address_is_looked_at_by_a_person(recipients: tuple[str, ...]) -> None:
    team = replace(TEAM, retired=frozenset({"old@bridge.example.com"}))
    found = parties(mail(JANE, recipients[0]), Envelope("smtp", JANE, recipients), team)
    assert found.doubt == "it came to old@bridge.example.com, an address that is retired; tell the sender the new one"
    assert found.contact.email == JANE
    assert not team.is_outside("old@bridge.example.com")
    assert not parties(mail(JANE, BRIDGE), Envelope("smtp", JANE, (*recipients, BRIDGE)), team).doubt
