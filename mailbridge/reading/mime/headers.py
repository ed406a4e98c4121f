"""What single header fields say: addresses, ids, dates, subject (RFC 5322 section 3.6)."""

from __future__ import annotations

import re
from datetime import datetime

from mailbridge.mail import NOBODY, Address
from mailbridge.reading import limits
from mailbridge.reading.mime import addresses as mailboxes
from mailbridge.reading.mime import dates
from mailbridge.reading.mime.message import Message

_ID = re.compile(r"<([^<>\s]{1,998})>")


def values(message: Message, name: str) -> tuple[str, ...]:
    """Every value of a field, in order; `name` in lower case."""
    return message.by_name.get(name, ())


def text(message: Message, name: str) -> str:
    """The first value of a field that says something, "" if there is none."""
    return next(filter(None, message.by_name.get(name, ())), "")


def addresses(message: Message, name: str) -> tuple[Address, ...]:
    """All addresses of all fields of that name, at most `limits.MAX_ADDRESSES`; entries without an @ are left out."""
    found = [
        address
        for value in _raw_values(message, name)
        for address in mailboxes.parse(value, message.hint)
    ]
    return tuple(found[: limits.MAX_ADDRESSES])


def sender_fallback(message: Message) -> Address:
    """Who sent a mail whose From holds no address: the Sender field, else the words of From as a name."""
    technical = addresses(message, "sender")
    if technical:
        return technical[0]
    words = text(message, "from").strip("\"'<> ")
    return Address(words, "") if words else NOBODY


def ids(message: Message, name: str) -> tuple[str, ...]:
    """Message ids of a field, without brackets (RFC 5322 3.6.4); the last ones when there are too many."""
    joined = " ".join(values(message, name))
    found = _ID.findall(joined) or [word for word in joined.split() if "@" in word]
    return tuple(found[-limits.MAX_REFERENCES:])


def message_id(message: Message) -> str:
    """The Message-ID without brackets, "" if none."""
    said = text(message, "message-id")
    bracketed = _ID.search(said)
    return bracketed.group(1) if bracketed else said.strip("<> ")[:998]


def date(message: Message) -> datetime | None:
    """The first Date field that can be read, None if there is none."""
    return next((moment for value in values(message, "date") if (moment := dates.parse(value))), None)


def defects(message: Message) -> tuple[str, ...]:
    """What is odd about who sent it and when: each is a reason to look."""
    odd = []
    if len(values(message, "from")) > 1:
        odd.append("more than one From field")
    if values(message, "date") and date(message) is None:
        odd.append("the date cannot be read")
    for name in ("from", "to", "cc", "reply-to"):
        if sum(value.count(b"@") for value in _raw_values(message, name)) > limits.MAX_ADDRESSES:
            odd.append(limits.exceeded(f"more than {limits.MAX_ADDRESSES} addresses in {name}, the rest is not read"))
    return tuple(odd)


def _raw_values(message: Message, name: str) -> list[bytes]:
    """As written where it is known: what a comma or bracket means must be decided before words are decoded."""
    if name not in message.by_name:
        return []
    if message.fields:
        return [one.value for one in message.fields if one.name.lower() == name]
    return [value.encode("utf-8", "replace") for value in values(message, name)]
