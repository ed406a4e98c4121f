"""What a colleague tells the bridge in a mail: whom it is about, by first line, subject or address tag. Pure.

    contact: jane@acme.example      first line of what the colleague wrote (row C5); a record's name works too
    [[jane@acme.example]]           anywhere in the subject (D6)
    crm+jane=acme.example@…         the bridge address it was sent to (D6)

Only a colleague's words count; the same from outside is text. Who is a colleague is `direction`'s question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mailbridge.mail import Envelope, Mail
from mailbridge.team import tag

_LINE = re.compile(r"\s*(?:contact|kontakt|contacto|contatto|contato)\s*[:=]\s*(\S.{0,200})", re.IGNORECASE)
_SUBJECT = re.compile(r"\[\[([^\[\]\s]{3,200})\]\]")
_ADDRESS = re.compile(r"<?([^\s<>,;]+@[^\s<>,;]+\.[^\s<>,;]+)>?")


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a colleague named, and where. Either an address or the name of a record in Heap."""

    email: str
    name: str
    where: str


def take(mail: Mail, envelope: Envelope) -> tuple[Mail, Named | None]:
    """(the mail without the line that named somebody, who was named)."""
    for read in (_first_line, _in_subject):
        rest, named = read(mail)
        if named is not None:
            return rest, named
    return mail, _in_tag(envelope)


def _first_line(mail: Mail) -> tuple[Mail, Named | None]:
    words = mail.forwarded.comment if mail.forwarded else mail.reply
    first, _, rest = words.lstrip("\n").partition("\n")
    match = _LINE.fullmatch(first)
    if match is None:
        return mail, None
    rest = rest.strip("\n")
    if mail.forwarded:
        mail = replace(mail, reply=rest, forwarded=replace(mail.forwarded, comment=rest))
    else:
        text = mail.text.replace(first, "", 1).strip("\n")
        mail = replace(mail, reply=rest or text, text=text)
    return mail, _named(match[1].strip(), "in the first line")


def _in_subject(mail: Mail) -> tuple[Mail, Named | None]:
    match = _SUBJECT.search(mail.subject)
    if match is None or "@" not in match[1]:
        return mail, None
    subject = " ".join((mail.subject[: match.start()] + mail.subject[match.end():]).split())
    return replace(mail, subject=subject), _named(match[1], "in the subject")


def _in_tag(envelope: Envelope) -> Named | None:
    for recipient in envelope.recipients:
        local, equals, domain = tag(recipient).rpartition("=")
        if local and equals and "." in domain:
            return Named(f"{local}@{domain}", "", "by the address it was sent to")
    return None


def _named(words: str, where: str) -> Named:
    address = _ADDRESS.fullmatch(words) or _ADDRESS.search(words)
    return Named(address[1], "", where) if address else Named("", words, where)
