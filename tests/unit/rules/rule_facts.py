"""Small facts for rules to look at."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbridge.attachments import USUAL
from mailbridge.mail import Address, Attachment, Auto, Envelope, Form, Forwarded, Invitation, Mail
from mailbridge.plan import NOT_ASKED, Direction, Parties, Person, PersonState, Plan, Write
from mailbridge.records import Kind, Record
from mailbridge.rules import AskFirst, Facts, decide, load_text

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
JANE = Address("Jane Doe", "jane@acme.example")
BEN = "ben@example.com"
BRIDGE = "crm@bridge.example.com"
KNOWN = Person(PersonState.KNOWN, (Record(Kind.CUSTOMER, (("name", "Jane Doe - ACME Ltd"), ("email", JANE.email))),))
UNKNOWN = Person(PersonState.UNKNOWN)
AMBIGUOUS = Person(PersonState.AMBIGUOUS, KNOWN.hits * 2)


def mail(**changes: Any) -> Mail:
    """Jane writes to Ben."""
    given: dict[str, Any] = {
        "message_id": "1@acme.example", "date": datetime(2026, 1, 15, 10, 2, tzinfo=UTC), "sender": JANE,
        "subject": "The Offer", "text": "Dear Ben,\nwe take it.\n> old", "reply": "Dear Ben,\nwe take it.",
        "to": (Address("Ben", BEN),), **changes,
    }
    return Mail(**given)


def facts(a_mail: Mail | None = None, *, parties: Parties | None = None, person: Person = NOT_ASKED,
          recipients: tuple[str, ...] = (BRIDGE,), zone: ZoneInfo = BERLIN, **changes: Any) -> Facts:
    """What a decision rests on; `changes` are those of the mail."""
    if parties is None:
        automatic = changes.get("auto") is not None
        parties = Parties(Direction.AUTOMATIC if automatic else Direction.RECEIVED, JANE, (JANE,), ("a fact",))
    a_mail = a_mail or mail(**changes)
    return Facts(a_mail, Envelope("smtp", recipients=recipients), parties, NOW, zone, person,
                 files=USUAL.judge(a_mail.attachments))


def forwarded(**changes: Any) -> Facts:
    """Ben forwards what Jane wrote."""
    original = Forwarded(JANE, (Address("Ben", BEN),), (Address("", "eva@example.com"),), "The Offer",
                         changes.pop("date", "2026-01-14T09:30:00"), "we take it", "please file")
    parties = Parties(Direction.RECEIVED, JANE, (JANE,), ("a fact",), BEN, forwarded=True)
    return facts(mail(sender=Address("Ben", BEN), subject="Fwd: The Offer", forwarded=original,
                      to=(Address("", BRIDGE),)), parties=parties, **changes)


def attachment(name: str, size: int = 2048, *, inline: bool = False) -> Attachment:
    return Attachment(name, "application/pdf", size, "0" * 64, inline)


def invitation(**changes: Any) -> Invitation:
    """A concert at a quarter past seven in the evening, Berlin time."""
    given: dict[str, Any] = {
        "method": "REQUEST", "uid": "u", "sequence": 0, "summary": "Concert", "start": "2026-11-25T18:15:00+00:00",
        "end": "2026-11-25T21:30:00+00:00", "all_day": False, "location": "Hall", "organizer": JANE,
        "attendees": (Address("Ben", BEN),), "recurrence": "", **changes,
    }
    return Invitation(**given)


FORM = Form("Jane Doe", "jane@acme.example", "+49301234", "ACME", "Please call", (("Colour", "red"),))
BOUNCE, LIST, BULK, REPLY = Auto.BOUNCE, Auto.LIST, Auto.BULK, Auto.REPLY


def plan(rules: str, about: Facts) -> Plan:
    """The plan of one rule's or of several rules' text. Heap must not be needed."""
    made = asked_or_plan(rules, about)
    assert isinstance(made, Plan), "Heap was to be asked"
    return made


def asked_or_plan(rules: str, about: Facts) -> Plan | AskFirst:
    """What `decide` answers for a rule, or for several whose text starts with `rules:`."""
    return decide(about, load_text(rules if rules.startswith("rules:") else one(rules), "rules.yaml"), full_trace=False)


def one(rule: str) -> str:
    """A file of one rule, of its lines without the name."""
    lines = "\n".join(f"    {line}" for line in rule.strip("\n").split("\n"))
    return f"rules:\n  - name: The rule\n{lines}\n"


def write(create: str, about: Facts) -> Write:
    """The one record of a creation, such as `lead: {from: contact}`."""
    made = plan(f"when: {{}}\ncreate:\n  - {create}", about)
    assert made.writes, made.reason
    return made.writes[0]


def reason(create: str, about: Facts) -> str:
    """Why a creation went to review."""
    made = plan(f"when: {{}}\ncreate:\n  - {create}", about)
    assert made.verdict == "review" and not made.writes
    return made.reason
