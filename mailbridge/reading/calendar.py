"""text/calendar parts -> invitations (RFC 5545, 5546), with the icalendar library."""

from __future__ import annotations

from mailbridge.mail import Invitation
from mailbridge.reading.message import Message


def invitations(message: Message) -> tuple[Invitation, ...]:
    """Every event of every calendar part."""
    return ()
