"""The sample mails, what each shows, and what must come of it. The mails were written for this purpose."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "mails"

PEOPLE = (
    ("Jeff Martel - Big Fish Real Estate", "jeff@bigfish.example"),
    ("Laura Marceline - Big Fish Real Estate", "laura@bigfish.example"),
    ("André Lefèvre - Lumière SARL", "andre@lumiere.example"),
)
"""Who stands in the demo's Heap before the first mail comes: name and address."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One mail and its expected end."""

    name: str                           # the file without .eml
    shows: str
    sender: str                         # MAIL FROM
    state: str
    direction: str
    contact: str
    records: tuple[str, ...] = ()       # kinds

    @property
    def raw(self) -> bytes:
        """The mail as it goes over the wire."""
        text = (FOLDER / f"{self.name}.eml").read_bytes()
        return text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


SAMPLES = (
    Sample("01-enquiry-form", "a web form", "forms@example.com", "done", "received", "jane.doe@acme.example",
           ("lead",)),
    Sample("02-bcc-by-colleague", "a colleague's Bcc", "ben@example.com", "done", "sent", "jeff@bigfish.example",
           ("message",)),
    Sample("03-forward-gmail", "a forward, Gmail", "ben@example.com", "done", "received", "laura@bigfish.example",
           ("message",)),
    Sample("04-forward-outlook-german", "a forward, Outlook, German", "clara@example.com", "done", "received",
           "j.weiss@moebelhaus.example", ("person", "lead")),
    Sample("05-forward-apple-mail", "a forward, Apple Mail", "ben@example.com", "done", "received",
           "jeff@bigfish.example", ("message",)),
    Sample("06-invitation", "an invitation", "laura@bigfish.example", "done", "received", "laura@bigfish.example",
           ("event",)),
    Sample("07-reply-with-history", "a reply with history", "jeff@bigfish.example", "done", "received",
           "jeff@bigfish.example", ("message",)),
    Sample("08-html-only", "HTML only", "andre@lumiere.example", "done", "received", "andre@lumiere.example",
           ("message",)),
    Sample("09-attachment", "an attachment", "laura@bigfish.example", "done", "received", "laura@bigfish.example",
           ("message",)),
    Sample("10-auto-reply", "an automatic reply", "", "skipped", "automatic", "jeff@bigfish.example"),
    Sample("11-unknown-sender", "somebody new", "omar.haddad@dunes.example", "done", "received",
           "omar.haddad@dunes.example", ("person", "lead")),
    Sample("12-forward-without-sender", "a forward that says too little", "clara@example.com", "review", "received",
           ""),
    Sample("13-newsletter", "a newsletter", "bounces@tradepress.example", "skipped", "automatic", ""),
)
