"""What travels first: the arrival as it came, and the mail that was read from it.

Everything in a `Mail` was written by somebody outside the bridge. It is plain `str` here because nothing acts on it
here; on its way into a record it is wrapped as `plan.Outside` and stays so until `heap.wire`, the last gate.

This file knows nothing of how mail is read, kept or delivered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Envelope:
    """How a mail reached us, as the door saw it (RFC 5321 section 2.3.1); never what its headers claim."""

    door: str                           # "smtp", "lmtp", "imap:NAME", "file", "pipe"
    sender: str = ""                    # MAIL FROM; empty for the null sender and for doors without an envelope
    recipients: tuple[str, ...] = ()    # RCPT TO, as accepted
    peer: str = ""                      # address of the host that handed the mail over
    login: str = ""                     # who signed in (SMTP AUTH), empty if nobody
    helo: str = ""                      # the name that the peer gave itself (HELO, EHLO), which anybody can
    protocol: str = ""                  # it was handed over by, as RFC 3848 names it: "ESMTPS"; empty if by none


@dataclass(frozen=True, slots=True)
class Arrival:
    """Raw bytes and envelope as they came. Kept byte for byte until its retention ends."""

    raw: bytes
    envelope: Envelope
    received_at: datetime               # aware, UTC


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: display name (may be empty) and bare addr-spec as written, without brackets."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name and self.email else self.email or self.name


NOBODY = Address("", "")


class Auto(StrEnum):
    """Kinds of automatic mail. No value of this enum ever becomes a person or a lead by itself (row C9)."""

    REPLY = "auto-reply"
    BOUNCE = "bounce"
    LIST = "list"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file. `size` in bytes after decoding, `sha256` of the decoded bytes (hex)."""

    filename: str
    content_type: str
    size: int
    sha256: str
    inline: bool                        # shown by the body, so no attachment in a person's eyes (row B5)
    is_program: bool = False            # by its first bytes, whatever it is called


@dataclass(frozen=True, slots=True)
class Invitation:
    """One VEVENT of a text/calendar part (RFC 5545/5546).

    `start` and `end` are ISO 8601: with offset when the zone is known, without for floating times, a bare date when
    `all_day`. `end` is the DTEND as written (exclusive for all-day events) or start + DURATION.
    """

    method: str                         # REQUEST, CANCEL, REPLY, PUBLISH ... upper case, "" if none
    uid: str
    sequence: int
    summary: str
    start: str | None
    end: str | None
    all_day: bool
    location: str
    organizer: Address
    attendees: tuple[Address, ...]
    recurrence: str                     # the rule said in words, "" if none
    description: str = ""
    status: str = ""                    # STATUS of the event, or the PARTSTAT of a REPLY's only attendee
    zone: str = ""                      # IANA name of DTSTART's zone, "" if floating, date or plain offset


@dataclass(frozen=True, slots=True)
class Form:
    """Fields of a web-form mail. The named ones are those found under any of their usual labels."""

    name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    message: str = ""
    fields: tuple[tuple[str, str], ...] = ()    # label as written -> value, in order


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The original inside a forward: what it says of itself (a claim, never authenticated) and its text."""

    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    date: str | None                    # ISO 8601; without offset when the forward names none
    text: str
    comment: str                        # the forwarder's own words above it
    form: Form | None = None            # if it is a web form's mail


@dataclass(frozen=True, slots=True)
class Redirect:
    """A mail that a server sent on. Addresses are "" where no header names them; `header` is the one that told.

    Every header behind it was written by some server on the way and can be forged: a claim, no proof.
    """

    recipient: str                      # to whom the author wrote
    target: str                         # where it was sent on to
    sender: Address | None              # the author, where From was rewritten; None where From holds
    header: str


@dataclass(frozen=True, slots=True)
class Mail:
    """What was read from one arrival. All text is Unicode with \\n line ends, free of NUL and lone surrogates."""

    message_id: str                     # without brackets, "" if none
    date: datetime | None               # aware where the header had a zone
    sender: Address                     # the From field's first address
    subject: str
    text: str                           # the whole body as readable text
    reply: str                          # without quoted history and signature; never empty when text is not
    senders: tuple[Address, ...] = ()   # every address of every From field: more than one is a reason for review
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    forwarded: Forwarded | None = None
    redirect: Redirect | None = None
    attachments: tuple[Attachment, ...] = ()
    calendar: tuple[Invitation, ...] = ()
    auto: Auto | None = None
    form: Form | None = None
    defects: tuple[str, ...] = ()
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()   # name as written, decoded and unfolded value, in order
    failed_recipients: tuple[str, ...] = ()     # of a bounce
    attached: tuple[Mail, ...] = field(default=())  # message/rfc822 parts, each read as a mail of its own

    @property
    def from_domain(self) -> str:
        """The domain of the one address in the one From: what a proof must be of. "" if that is not certain."""
        fields = sum(name.strip().casefold() == "from" for name, _ in self.headers)
        return self.senders[0].email.rpartition("@")[2] if len(self.senders) == 1 and fields <= 1 else ""

    def header(self, name: str) -> str:
        """First value of a header, "" if absent. Names compare case-insensitively (RFC 5322 1.2.2)."""
        wanted = name.casefold()
        return next((value for key, value in self.headers if key.casefold() == wanted), "")


def as_json(mail: Mail, path: str) -> dict[str, Any]:
    """The object of `inspect --json`: all keys always present, the shape that people outside rely on (DESIGN)."""
    return {
        "path": path,
        "message_id": mail.message_id,
        "date": mail.date.isoformat() if mail.date else None,
        "from": _address(mail.sender),
        "reply_to": [_address(a) for a in mail.reply_to],
        "to": [_address(a) for a in mail.to],
        "cc": [_address(a) for a in mail.cc],
        "subject": mail.subject,
        "text": mail.text,
        "reply": mail.reply,
        "forwarded": _forwarded(mail.forwarded),
        "attachments": [
            {"filename": a.filename, "content_type": a.content_type, "size": a.size, "sha256": a.sha256,
             "inline": a.inline}
            for a in mail.attachments
        ],
        "calendar": [_invitation(i) for i in mail.calendar],
        "auto": mail.auto.value if mail.auto else None,
        "form": _form(mail.form or (mail.forwarded.form if mail.forwarded else None)),
        "defects": list(mail.defects),
        "failed_recipients": list(mail.failed_recipients),
    }


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "email": address.email}


def _forwarded(original: Forwarded | None) -> dict[str, Any] | None:
    if original is None:
        return None
    return {
        "from": _address(original.sender),
        "to": [_address(a) for a in original.to],
        "cc": [_address(a) for a in original.cc],
        "subject": original.subject,
        "date": original.date,
        "text": original.text,
        "comment": original.comment,
    }


def _invitation(event: Invitation) -> dict[str, Any]:
    return {
        "method": event.method,
        "uid": event.uid,
        "sequence": event.sequence,
        "summary": event.summary,
        "start": event.start,
        "end": event.end,
        "all_day": event.all_day,
        "location": event.location,
        "organizer": _address(event.organizer),
        "attendees": [_address(a) for a in event.attendees],
        "recurrence": event.recurrence,
    }


def _form(form: Form | None) -> dict[str, Any] | None:
    if form is None:
        return None
    return {
        "name": form.name,
        "email": form.email,
        "phone": form.phone,
        "company": form.company,
        "message": form.message,
        "fields": dict(form.fields),
    }
