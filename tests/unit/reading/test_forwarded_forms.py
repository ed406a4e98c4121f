"""A web form's mail that a colleague forwards: its fields, its visitor as the contact, and its lead."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from mailbridge import reading
from mailbridge.decider import Decider
from mailbridge.mail import Envelope
from mailbridge.plan import Direction, Person, PersonState, Plan
from mailbridge.rules import load_text
from mailbridge.team import Team

BRIDGE = "crm@bridge.example.com"
FORM = "Name: Jane Doe\nE-mail: jane@acme.test\nPhone: +49 30 1234567\nMessage: Please call me about forty licences."
TABLE = ("<table><tr><td>Name</td><td>Jane Doe</td></tr><tr><td>E-mail</td><td>jane@acme.test</td></tr>"
         "<tr><td>Phone</td><td>+49 30 1234567</td></tr>"
         "<tr><td>Message</td><td>Please call me about forty licences.</td></tr></table>")
GMAIL = ("---------- Forwarded message ---------\nFrom: Website <{sender}>\nDate: Mon, 2 Mar 2026 at 08:59\n"
         "Subject: New enquiry\nTo: Sales <sales@example.com>\n\n")
RULES = """
rules:
  - name: form
    when: {form: yes}
    create: [{lead: {from: form, moreinfo: "{{ form.message }} / {{ comment }}"}}]
"""


def forward(text: str = "", html: str = "", attached: EmailMessage | None = None, sender: str = "ben@example.com") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Ben <{sender}>", BRIDGE, "Fwd: New enquiry"
    mail.set_content(text or "see below")
    if html:
        mail.set_content(html, subtype="html")
    if attached is not None:
        mail.add_attachment(attached)
    return mail.as_bytes()


def enquiry(sender: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Website <{sender}>", "sales@example.com", "New enquiry"
    mail["Date"] = "Mon, 02 Mar 2026 08:59:00 +0000"
    mail.set_content(f"<p>A form was sent.</p>{TABLE}", subtype="html")
    return mail


def decided(raw: bytes) -> Plan:
    team = Team(frozenset({"example.com"}), bridges=frozenset({BRIDGE}))
    decider = Decider(team, load_text(RULES), ZoneInfo("UTC"))
    return decider.decide(reading.read(raw), Envelope("smtp", recipients=(BRIDGE,)), datetime.now(UTC),
                          lambda about: Person(PersonState.UNKNOWN))


@pytest.mark.parametrize("sender", ["wordpress@example.com", "noreply@forms.test"], ids=["ours", "a service's"])
@pytest.mark.parametrize("how", ["text", "html", "attached", "two hands"])
def test_a_forwarded_form_is_about_who_filled_it_in_and_becomes_a_lead(how: str, sender: str) -> None:
    head = GMAIL.format(sender=sender)
    raw = {
        "text": lambda: forward(f"Please take care of her.\n\n{head}{FORM}\n"),
        "html": lambda: forward(html="<p>Please take care of her.</p><div class=gmail_quote>"
                                     + head.replace("<", "&lt;").replace("\n", "<br>") + TABLE + "</div>"),
        "attached": lambda: forward("Please take care of her.", attached=enquiry(sender)),
        "two hands": lambda: forward("Please take care of her.\n\n---------- Forwarded message ---------\n"
                                     "From: Eva <eva@example.com>\nDate: Mon, 2 Mar 2026 at 10:10\n"
                                     "Subject: Fwd: New enquiry\nTo: Ben <ben@example.com>\n\n" + head + FORM),
    }[how]()
    plan = decided(raw)
    assert (plan.parties.direction, plan.parties.contact.email) == (Direction.RECEIVED, "jane@acme.test")
    assert any("filled in by Jane Doe" in evidence for evidence in plan.parties.evidence)
    (lead,) = plan.writes
    assert (lead.field("name"), lead.field("email"), lead.field("phone")) == (
        "Jane Doe", "jane@acme.test", "+49 30 1234567")
    assert lead.field("moreinfo") == "Please call me about forty licences. / Please take care of her."


def test_a_strangers_forward_of_a_form_stays_the_strangers() -> None:
    plan = decided(forward(f"{GMAIL.format(sender='noreply@forms.test')}{FORM}", sender="omar@lumen.test"))
    assert plan.parties.contact.email == "omar@lumen.test"
    assert not plan.writes, "a form inside is the stranger's claim, and no rule sees it"


def test_a_persons_letter_that_looks_like_a_form_stays_the_persons() -> None:
    plan = decided(forward(f"{GMAIL.format(sender='omar@lumen.test')}{FORM}"))
    assert plan.parties.contact.email == "omar@lumen.test"
