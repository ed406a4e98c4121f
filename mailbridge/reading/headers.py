"""What single header fields say: addresses, ids, dates, subject (RFC 5322 section 3.6)."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import getaddresses, parsedate_to_datetime

from mailbridge.mail import NOBODY, Address
from mailbridge.reading.message import Message


def values(message: Message, name: str) -> tuple[str, ...]:
    """Every value of a field, in order; `name` in lower case."""
    return tuple(value for key, value in message.headers if key.lower() == name)


def text(message: Message, name: str) -> str:
    """The first value of a field, "" if there is none."""
    return next(iter(values(message, name)), "")


def addresses(message: Message, name: str) -> tuple[Address, ...]:
    """All addresses of all fields of that name; entries without an @ are left out."""
    found = getaddresses(list(values(message, name)))
    return tuple(Address(label, mailbox) for label, mailbox in found if "@" in mailbox)


def sender_fallback(message: Message) -> Address:
    """Who sent a mail whose From holds no address: its words as a name."""
    words = text(message, "from")
    return Address(words, "") if words else NOBODY


def ids(message: Message, name: str) -> tuple[str, ...]:
    """Message ids of a field, without brackets (RFC 5322 3.6.4)."""
    return tuple(re.findall(r"<([^<>\s]+)>", " ".join(values(message, name))))


def message_id(message: Message) -> str:
    """The Message-ID without brackets, "" if none."""
    return text(message, "message-id").strip("<> ")


def date(message: Message) -> datetime | None:
    """The Date field, None if there is none or it cannot be read."""
    try:
        return parsedate_to_datetime(text(message, "date"))
    except (ValueError, TypeError, IndexError):
        return None
