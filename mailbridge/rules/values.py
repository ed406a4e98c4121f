"""What rules see of a mail: one table of names for conditions and one for templates. Pure.

A name that is not in these tables does not exist for an admin; `rules.load` refuses it with a suggestion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbridge.attachments import Judged, shown_name
from mailbridge.mail import Address, Envelope, Form, Mail
from mailbridge.plan import NOT_ASKED, Parties, Person
from mailbridge.records import Record
from mailbridge.redaction import DEFAULT as USUAL_REDACTION
from mailbridge.redaction import Redaction

NO_FILES = Judged()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a decision may rest on."""

    mail: Mail
    envelope: Envelope
    parties: Parties
    now: datetime                       # aware
    zone: ZoneInfo                      # the Heap account's
    person: Person = NOT_ASKED
    others: tuple[Person, ...] = ()     # of the further contacts, if the settings want them named
    size: int = 0                       # of the whole mail in bytes
    employer: Person = NOT_ASKED        # somebody else at the contact's domain
    earlier: str = ""                   # contact of an earlier mail of the same conversation, "" if there is none
    files: Judged = NO_FILES            # the mail's attachments as records name them; conditions look at all of them
    redaction: Redaction = USUAL_REDACTION       # what must not reach Heap
    page: str = ""                      # the mail's own in the console, "" if browsers cannot reach it
    found: Mapping[str, str] = field(default_factory=dict)  # named groups of the rule's `extract`


TEXTS: dict[str, str] = {
    "subject": "the Subject",
    "text": "the whole body as text",
    "reply": "the new words, without quoted history and signature",
    "comment": "a colleague's own words above a forward",
    "message_id": "the Message-ID without brackets",
}
"""Texts that a condition can look at and a template can print."""

ADDRESS_FIELDS = ("name", "email", "first_name", "last_name", "local", "domain")

TEMPLATE_NAMES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(TEXTS, ()),
    "date": (),
    "direction": (),
    "contact": (*ADDRESS_FIELDS, "record_name"),
    "sender": ADDRESS_FIELDS,
    "to": (),
    "cc": (),
    "person": ("name", "company", "email", "phone", "title"),
    "form": ("name", "email", "phone", "company", "message", "fields"),
    "calendar": ("summary", "start", "end", "location", "organizer", "method"),
    "attachments": (),
    "left_out": (),
    "original": ("subject", "date", "text"),
    "mailbox": (),
}
"""Names a template may print, with their parts. Documented in docs/rules.md; a test compares."""


def text(facts: Facts, name: str) -> str:
    """The text under one of `TEXTS`; for a forward by a colleague the original's, as if it had come straight."""
    mail = facts.mail
    forward = mail.forwarded if facts.parties.forwarded else None
    if name == "subject":
        return forward.subject if forward and forward.subject else mail.subject
    if name == "text":
        return forward.text if forward else mail.text
    if name == "reply":
        return forward.text if forward else mail.reply
    if name == "comment":
        return forward.comment if forward else ""
    return mail.message_id


def form_of(facts: Facts) -> Form | None:
    """The web form's fields; for a forward by a colleague those of the mail that was forwarded."""
    forward = facts.mail.forwarded if facts.parties.forwarded else None
    return facts.mail.form or (forward.form if forward else None)


def template_values(facts: Facts) -> dict[str, Any]:
    """What templates print: plain dicts, lists and strings only, since methods of objects would be callable there."""
    mail, parties, files = facts.mail, facts.parties, facts.files
    forward = mail.forwarded if parties.forwarded else None
    return {
        **{name: text(facts, name) for name in TEXTS},
        "date": when(facts),
        "direction": parties.direction.value,
        "contact": {**_address(parties.contact), "record_name": record_name(parties.contact)},
        "sender": _address(mail.sender),
        "to": ", ".join(map(str, mail.to)),
        "cc": ", ".join(map(str, mail.cc)),
        "person": _person(facts.person.hits[0] if facts.person.hits else None),
        "form": _form(facts),
        "calendar": _calendar(facts),
        "attachments": ", ".join(shown_name(a) for a in files.kept if not a.inline),
        "left_out": ", ".join(map(str, files.left_out)),
        "original": {"subject": forward.subject if forward else "", "date": (forward.date or "") if forward else "",
                     "text": forward.text if forward else ""},
        "mailbox": facts.envelope.recipients[0] if facts.envelope.recipients else facts.envelope.door,
        **facts.found,
    }


def when(facts: Facts) -> str:
    """`2026-11-25 15:02`: the mail's own date, or its original's; in the account's zone if it names one itself."""
    forward = facts.mail.forwarded if facts.parties.forwarded else None
    if forward is not None and forward.date:
        try:
            moment = datetime.fromisoformat(forward.date)
        except ValueError:
            return forward.date
    else:
        moment = facts.mail.date or facts.now
    return in_zone(moment, facts.zone).isoformat(" ", "minutes")[:16]


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment in the account's zone. Stays as it is if it has none, or stands at the very edge of the calendar."""
    try:
        return moment.astimezone(zone) if moment.tzinfo else moment
    except OverflowError:
        return moment.replace(tzinfo=None)


def is_unread(email: str) -> bool:
    """Whether the address says of itself that nobody reads what is sent to it (row C9)."""
    local = email.casefold().rpartition("@")[0]
    return local.replace("-", "").replace("_", "").replace(".", "").startswith(_UNREAD)


_UNREAD = ("noreply", "donotreply", "dontreply", "neverreply", "nichtantworten", "keineantwort", "nepasrepondre",
           "noresponder", "nonrispondere", "naoresponda", "nietantwoorden", "mailerdaemon")


def record_name(address: Address) -> str:
    """A sane name for a new record (row F1): the display name, else a readable local part; never the subject."""
    name = address.name.strip().strip("'\"")
    if name and "@" not in name:
        return _turned(name)
    local = address.email.rpartition("@")[0].strip('"').partition("+")[0]
    words = local.replace("_", " ").replace("-", " ").replace(".", " ").split()
    return " ".join(w.capitalize() if w.islower() else w for w in words) or address.email


def _turned(name: str) -> str:
    """`Doe, Jane` is Jane Doe; a comma before a company form, a title or a further name of a firm is left alone."""
    last, _, first = name.partition(",")
    words = first.split()
    are_names = 0 < len(words) <= 2 and all(
        word[0].isupper() and word.replace("-", "").replace("'", "").rstrip(".").isalpha()
        and word.casefold().rstrip(".") not in _NO_FIRST_NAMES for word in words)
    return f"{' '.join(words)} {last.strip()}" if are_names and last.strip() else name


_NO_FIRST_NAMES = {"inc", "ltd", "llc", "gmbh", "ag", "phd", "md", "jr", "sr", "esq", "co", "corp", "sa", "bv", "mba",
                   "kg", "se", "plc", "pty", "srl", "spa", "nv", "oy", "ab", "as", "cpa", "dds", "ii", "iii", "iv"}


def _address(address: Address) -> dict[str, str]:
    first, _, last = _turned(address.name.strip().strip("'\"")).partition(" ")
    local, _, domain = address.email.rpartition("@")
    return {"name": address.name, "email": address.email, "first_name": first, "last_name": last, "local": local,
            "domain": domain.casefold()}


def _person(record: Record | None) -> dict[str, str]:
    if record is None:
        return dict.fromkeys(TEMPLATE_NAMES["person"], "")
    return {"name": record.person_name, "company": record.company, "email": record["email"],
            "phone": record["phone"], "title": record["title"]}


def _form(facts: Facts) -> dict[str, Any]:
    form = form_of(facts)
    if form is None:
        return {**dict.fromkeys(("name", "email", "phone", "company", "message"), ""), "fields": {}}
    return {"name": form.name, "email": form.email, "phone": form.phone, "company": form.company,
            "message": form.message, "fields": dict(form.fields)}


def _calendar(facts: Facts) -> dict[str, str]:
    if not facts.mail.calendar:
        return dict.fromkeys(TEMPLATE_NAMES["calendar"], "")
    event = facts.mail.calendar[0]
    return {"summary": event.summary, "start": event.start or "", "end": event.end or "", "location": event.location,
            "organizer": str(event.organizer), "method": event.method}
