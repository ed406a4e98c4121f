"""Which mails nobody wrote: auto-replies, bounces, lists, bulk (RFC 3834, 3464, 2369)."""

from __future__ import annotations

from mailbridge.mail import Auto
from mailbridge.reading.message import Message


def kind(message: Message, text: str) -> Auto | None:
    """The kind of automatic mail, None for a person's."""
    return None


def failed_recipients(message: Message, text: str) -> tuple[str, ...]:
    """Addresses that a bounce reports as failed, in its order."""
    return ()
