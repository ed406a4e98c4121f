"""Direction x people x rule, with the shipped rules: every mail is built, read and decided as a real one.

A row of `WAYS` says how a mail comes and how each of three people in Heap changes its end; a column of `LOOKS` dresses
it: plain, HTML, with an attachment, long, in other letters, answering another. The end must not depend on the dress.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbridge import reading, rules
from mailbridge.decider import Decider
from mailbridge.mail import Envelope
from mailbridge.plan import Person, PersonState, Verdict
from mailbridge.records import Kind, Record
from mailbridge.team import Team

BRIDGE = "crm@bridge.example.com"
BEN, EVA, JANE, OMAR = "ben@example.com", "eva@example.com", "jane@acme.example", "omar@lumen.example"
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
DECIDER = Decider(Team(frozenset({"example.com"}), frozenset(), frozenset({BRIDGE})),
                  rules.load(Path(__file__).parents[2] / "rules"), ZoneInfo("Europe/Berlin"))
ENDS = {Verdict.WRITE: "done", Verdict.SKIP: "skipped", Verdict.REVIEW: "review"}

Build = Callable[[EmailMessage], None]


@dataclass(frozen=True)
class Way:
    """How a mail comes; what comes of it when Heap knows the contact, does not, or knows several."""

    name: str
    build: Build
    direction: str
    contact: str
    known: str
    unknown: str
    ambiguous: str
    recipient: str = BRIDGE


def head(sender: str, to: str, **more: str) -> Build:
    def build(mail: EmailMessage) -> None:
        mail["From"], mail["To"] = sender, to
        for name, value in more.items():
            mail[name.replace("_", "-")] = value

    return build


def forward(separator: str, sender: str = "Jane Doe <jane@acme.example>", to: str = BRIDGE) -> Build:
    def build(mail: EmailMessage) -> None:
        mail["From"], mail["To"] = BEN, to
        mail.replace_header("Subject", f"Fwd: {mail['Subject']}")
        original = mail.get_content()
        mail.set_content(f"Please file.\n\n{separator}\nFrom: {sender}\nDate: Wed, 14 Jan 2026 10:00:00 +0000\n"
                         f"Subject: Offer\nTo: Ben <{BEN}>\n\n{original}")

    return build


def invitation(mail: EmailMessage) -> None:
    mail["From"], mail["To"] = JANE, BRIDGE
    mail.add_attachment(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@acme.example\r\n"
        b"DTSTAMP:20260114T100000Z\r\nDTSTART:20260120T230000Z\r\nDTEND:20260121T000000Z\r\nSUMMARY:Visit\r\n"
        b"ORGANIZER:mailto:jane@acme.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        maintype="text", subtype="calendar", params={"method": "REQUEST"})


WAYS = (
    Way("straight from outside", head(JANE, BRIDGE), "received", JANE, "message", "person, lead", "review"),
    Way("from outside to a colleague and us", head(JANE, f"{BEN}, {BRIDGE}"), "received", JANE, "message", "person, lead",
        "review"),
    Way("a colleague's Bcc", head(BEN, JANE), "sent", JANE, "message", "review", "review"),
    Way("a colleague's Cc", head(BEN, JANE, Cc=BRIDGE), "sent", JANE, "message", "review", "review"),
    Way("a forward, Gmail", forward("---------- Forwarded message ---------"), "received", JANE, "message", "person, lead",
        "review"),
    Way("a forward, Apple Mail", forward("Begin forwarded message:\n"), "received", JANE, "message", "person, lead",
        "review"),
    Way("a forward of a colleague's mail to somebody", forward("-----Original Message-----", f"Eva <{EVA}>"), "internal",
        "", "skipped", "skipped", "skipped"),
    Way("a mail to support", head(JANE, "support@example.com"), "received", JANE, "message", "message", "review"),
    Way("among colleagues", head(BEN, EVA), "internal", "", "skipped", "skipped", "skipped"),
    Way("among colleagues, to be kept", head(BEN, EVA), "internal", "", "message", "message", "message",
        recipient="crm+log@bridge.example.com"),
    Way("a task by tag", head(BEN, BRIDGE), "internal", "", "event", "event", "event",
        recipient="crm+task-friday@bridge.example.com"),
    Way("a colleague names the contact", head(BEN, BRIDGE), "sent", JANE, "message", "review", "review",
        recipient="crm+jane=acme.example@bridge.example.com"),
    Way("an invitation", invitation, "received", JANE, "event", "person, lead", "review"),
    Way("an automatic reply", head(JANE, BRIDGE, Auto_Submitted="auto-replied"), "automatic", JANE, "skipped", "skipped",
        "skipped"),
    Way("a mailing list", head(JANE, BRIDGE, List_Id="<list.acme.example>"), "automatic", "", "skipped", "skipped",
        "skipped"),
    Way("a bounce", head("MAILER-DAEMON@mx.example", BRIDGE, Auto_Submitted="auto-replied",
                         X_Failed_Recipients="gone@acme.example"), "automatic", "", "skipped", "skipped", "skipped"),
    Way("an address that nobody reads", head("noreply@acme.example", BRIDGE), "received", "noreply@acme.example", "message",
        "review", "review"),
)


def html(mail: EmailMessage) -> None:
    text = mail.get_content()
    paragraphs = "".join(f"<div>{line.replace('<', '&lt;').replace('>', '&gt;')}</div>" for line in text.split("\n"))
    mail.set_content(f"<html><body>{paragraphs}</body></html>", subtype="html")


def attachment(mail: EmailMessage) -> None:
    mail.add_attachment(b"%PDF-1.4 test", maintype="application", subtype="pdf", filename="plans.pdf")


def other_letters(mail: EmailMessage) -> None:
    mail.replace_header("Subject", mail["Subject"] + " für Żółć 見積り")


LOOKS: tuple[tuple[str, str, Build | None, Build | None], ...] = (
    ("plain", "Thank you.", None, None),
    ("in HTML", "Thank you.", None, html),
    ("with an attachment", "Please see the plans.", None, attachment),
    ("with a subject in other letters", "Danke schön – dziękuję.", other_letters, None),
    ("long", "A line of many words about nothing in particular.\n" * 200, None, None),
)
CASES = [(way, look, state) for way in WAYS for look in LOOKS for state in ("known", "unknown", "ambiguous")
         if not (way.build is invitation and look[0] == "in HTML")]


def heap(state: str) -> Callable[[str], Person]:
    def ask(about: str) -> Person:
        if about.startswith("@") or state == "unknown":
            return Person(PersonState.UNKNOWN)
        record = Record(Kind.PERSON, (("name", "Jane Doe - Acme"), ("email", about)))
        return Person(PersonState(state), (record,) if state == "known" else (record, record))

    return ask


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize(("way", "look", "state"), CASES, ids=[f"{w.name}, {lk[0]}, {s}" for w, lk, s in CASES])
def test_every_mail_ends_as_the_table_says(way: Way, look: tuple[str, str, Build | None, Build | None], state: str) -> None:
    _, text, before, after = look
    mail = EmailMessage()
    mail["Subject"], mail["Date"], mail["Message-ID"] = "Offer", "Thu, 15 Jan 2026 11:00:00 +0000", "<1@acme.example>"
    mail.set_content(text)
    if before is not None:
        before(mail)
    if after is html and way.build is not invitation:
        way.build(mail)
        html(mail)
    else:
        way.build(mail)
        if after is not None:
            after(mail)
    plan = DECIDER.decide(reading.read(mail.as_bytes()), Envelope("smtp", recipients=(way.recipient,)), NOW, heap(state))
    end = ", ".join(write.kind for write in plan.writes) or ENDS[plan.verdict]
    assert (plan.parties.direction.value, plan.parties.contact.email, end) == (
        way.direction, way.contact, getattr(way, state)), plan.parties.evidence
