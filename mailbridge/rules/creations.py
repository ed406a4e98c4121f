"""Creations: what a rule wants to stand in Heap -> writes with every field filled. Pure.

A message names the mail's direction, date, From, To, Cc and the matched person above its body: the API cannot tie a
message to a person, so Heap's own search must find the person in the text (row F4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailbridge import checks, redaction
from mailbridge.attachments import shown_name
from mailbridge.mail import Invitation
from mailbridge.plan import Direction, Ours, Outside, Text, Write, plain
from mailbridge.records import CONTACT_KINDS, PROSPECTS, Kind
from mailbridge.rules import days, values
from mailbridge.rules.templates import Template
from mailbridge.rules.values import Facts
from mailbridge.team import tag

Fields = dict[str, Text]


class MissingValue(Exception):
    """A record would lack something it needs; the mail goes to review with this sentence, not to Heap half empty."""


@dataclass(frozen=True, slots=True)
class Creation:
    """One entry of a rule's `create`. `source` fills fields from the mail, `fields` from templates and win."""

    kind: Kind
    source: str                         # a key of SOURCES, "" for none
    fields: tuple[tuple[str, Template], ...]

    @property
    def needs_person(self) -> bool:
        """Whether the record names the person as Heap knows it (`_matched`), or a template may print it."""
        return (self.kind is Kind.MESSAGE or self.source in ("calendar", "tag")
                or any(template.prints_person for _, template in self.fields))

    def write(self, facts: Facts, rule: str, account: str = "") -> Write:
        """The write for one mail. Raises MissingValue, and templates.TemplateProblem."""
        made: Fields = SOURCES[self.source](self.kind, facts) if self.source else {}
        printed = values.template_values(facts)
        for name, template in self.fields:
            made[name] = template.render(printed)
        if self.kind is Kind.MESSAGE:
            made["body"] = (*_heading(facts), *made.get("body", ()))
        cleared, left_out = redaction.clear(
            ((name, text) for name, text in made.items() if plain(text).strip()), facts.redaction)
        filled = dict(cleared)
        wrong = checks.problems(self.kind, tuple(filled), {name: plain(text) for name, text in filled.items()},
                                newer_fields=True)
        if wrong:
            raise MissingValue(" ".join(wrong))
        return Write(self.kind, cleared, rule=rule, account=account, left_out=tuple(left_out.items()))


def _from_contact(kind: Kind, facts: Facts) -> Fields:
    contact = facts.parties.contact
    if not contact.email:
        raise MissingValue("the mail has no outside person to make a record of")
    if values.is_unread(contact.email):
        raise MissingValue(f"nobody reads what is sent to {contact.email}, so it is no person's")
    # Heap writes the company into the name; it is only told when Heap itself knows it by somebody else of that domain.
    company = next((hit.company for hit in facts.employer.hits if hit.company), "")
    name = values.record_name(contact)
    return {"name": (Outside(f"{name} - {company}" if company else name),), "email": (Outside(contact.email),)}


def _from_form(kind: Kind, facts: Facts) -> Fields:
    form = values.form_of(facts)
    if form is None:
        raise MissingValue("no web form's fields were found in the mail")
    name = f"{form.name} - {form.company}" if form.name and form.company else form.name or form.company or form.email
    made: Fields = {"name": (Outside(name),), "email": (Outside(form.email),), "phone": (Outside(form.phone),)}
    if kind in PROSPECTS:
        made["moreinfo"] = (Outside(form.message or values.text(facts, "text")),)
    return made


def _from_calendar(kind: Kind, facts: Facts) -> Fields:
    if not facts.mail.calendar:
        raise MissingValue("there is no invitation in the mail")
    event = facts.mail.calendar[0]
    start = _moment(event.start, facts.zone)
    if start is None:
        raise MissingValue("the invitation does not say when it starts")
    end = _end(event, start, facts.zone)
    summary = event.summary.strip() or facts.mail.subject.strip()
    title = (Outside(summary) if summary else Ours("(no title)"), Ours(_hours(event, start, end)))
    return {
        "year": (Ours(str(start.year)),), "month": (Ours(str(start.month)),), "day": (Ours(str(start.day)),),
        "title": title,
        "location": (Outside(event.location),),
        "description": _description(event, start, end, facts),
    }


def _from_tag(kind: Kind, facts: Facts) -> Fields:
    """`crm+task-friday@…`, `+task-2026-12-24`, `+task-tomorrow`, `+task-3d`: a task on that day (row F3)."""
    day = next((found for recipient in facts.envelope.recipients
                if (found := days.of_tag(tag(recipient), facts.now.astimezone(facts.zone).date())) is not None), None)
    if day is None:
        raise MissingValue("no address tag says a day, such as +task-friday or +task-2026-12-24")
    return {
        "year": (Ours(str(day.year)),), "month": (Ours(str(day.month)),), "day": (Ours(str(day.day)),),
        "title": (Outside(values.text(facts, "subject")),),
        "description": (*_heading(facts), Outside(values.text(facts, "reply"))),
    }


SOURCES: dict[str, Callable[[Kind, Facts], Fields]] = {
    "contact": _from_contact,
    "form": _from_form,
    "calendar": _from_calendar,
    "tag": _from_tag,
}

SOURCES_OF: dict[Kind, tuple[str, ...]] = {
    **dict.fromkeys(CONTACT_KINDS, ("contact", "form")),
    Kind.EVENT: ("calendar", "tag"),
    Kind.MESSAGE: (),
}
"""Which `from:` makes sense for which kind."""


def _moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """An invitation's time in the account's zone; floating times and whole days stay as they stand.

    None for no time and for one that no calendar has, which a stranger can write.
    """
    try:
        return values.in_zone(datetime.fromisoformat(text), zone) if text else None
    except ValueError:
        return None


def _end(event: Invitation, start: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment it ends, or the last of its days: the DTEND of whole days is the day after (RFC 5545 3.6.1)."""
    end = _moment(event.end, zone)
    if end is None or (end.tzinfo is None) != (start.tzinfo is None):
        return None
    last = end - timedelta(days=1) if event.all_day else end
    return last if last > start else None


def _hours(event: Invitation, start: datetime, end: datetime | None) -> str:
    """` at 06:15 PM to 10:30 PM`, the shape of the page's own sample; "" for whole days.

    An end on another day than the next would read as if it were the same; the description tells it.
    """
    if event.all_day:
        return ""
    is_near = end is not None and end - start < timedelta(days=1)
    until = f" to {end:%I:%M %p}" if is_near else ""
    return f" at {start:%I:%M %p}{until}"


def _description(event: Invitation, start: datetime, end: datetime | None, facts: Facts) -> Text:
    shape = "%Y-%m-%d" if event.all_day else "%Y-%m-%d %H:%M"
    zone = "" if event.all_day or start.tzinfo is None else f" ({facts.zone.key})"
    until = f" to {end:{shape}}" if end is not None else ""
    lines: list[Text] = [(Ours(f"When: {start:{shape}}{until}{zone}"),)]
    if event.recurrence:
        lines.append((Ours("Repeats: "), Outside(event.recurrence)))
    if event.location:
        lines.append((Ours("Where: "), Outside(event.location)))
    if event.organizer.email or event.organizer.name:
        lines.append((Ours("Organizer: "), Outside(str(event.organizer))))
    if event.attendees:
        lines.append((Ours("Participants: "), Outside(", ".join(map(str, event.attendees)))))
    lines.extend(_matched(facts))
    text = event.description or values.text(facts, "reply")
    return (*_joined(lines), Ours("\n\n"), Outside(text)) if text else _joined(lines)


_ARROWS = {Direction.RECEIVED: "Received", Direction.SENT: "Sent", Direction.INTERNAL: "Internal",
           Direction.AUTOMATIC: "Automatic"}


def _heading(facts: Facts) -> Text:
    mail, parties = facts.mail, facts.parties
    original = mail.forwarded if parties.forwarded else None
    sender = original.sender if original else mail.sender
    to, cc = (original.to, original.cc) if original else (mail.to, mail.cc)
    how = f"{_ARROWS[parties.direction]} e-mail"
    lines: list[Text] = [(Ours(f"{how}, forwarded by "), Outside(parties.colleague)) if original else (Ours(how),)]
    lines.append((Ours("Date: "), Outside(values.when(facts))))
    lines.append((Ours("From: "), Outside(str(sender))))
    if to:
        lines.append((Ours("To: "), Outside(", ".join(map(str, to)))))
    if cc:
        lines.append((Ours("Cc: "), Outside(", ".join(map(str, cc)))))
    lines.extend(_matched(facts))
    if names := ", ".join(f"{shown_name(a)} ({_size(a.size)})" for a in facts.files.kept if not a.inline):
        lines.append((Ours("Attachments: "), Outside(names)))
        lines.extend([(Ours(f"Open them (sign in): {facts.page}"),)] if facts.page else [])
    if facts.files.left_out:
        lines.append((Ours("Left out: "), Outside(", ".join(map(str, facts.files.left_out)))))
    return (*_joined(lines), Ours("\n\n"))


def _matched(facts: Facts) -> list[Text]:
    """The person's name as Heap spells it: its search then finds the record."""
    hits = [*facts.person.hits[:1], *(hit for other in facts.others for hit in other.hits[:1])]
    return [(Ours("Person: "), Outside(hit["name"])) for hit in hits if hit["name"]]


def _size(size_bytes: int) -> str:
    return f"{size_bytes} B" if size_bytes < 1024 else f"{size_bytes / 1024:.0f} kB" if size_bytes < 1024 * 1024 \
        else f"{size_bytes / 1024 / 1024:.1f} MB"


def _joined(lines: list[Text]) -> Text:
    joined: list[Ours | Outside] = []
    for line in lines:
        joined.extend((*line, Ours("\n")))
    return tuple(joined[:-1])
