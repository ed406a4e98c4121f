"""The trace field that a server adds to each mail it takes (RFC 5321 section 4.4): whose hands it came through last.

Why is it not in the original? That is kept byte for byte as it came: a signature over it, a digest, a dispute can rest
on it. And a server that missed our reply sends the same mail again, which is to be the same item whatever second it
came in. So what the field says is kept beside, as the envelope, and is written out where somebody asks for it.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import format_datetime

from mailbridge.mail import Envelope

_UNNAMED = re.compile(r"[^A-Za-z0-9._:\[\]-]")
_LONGEST = 255


def field(envelope: Envelope, item: int, received_at: datetime) -> str:
    """`Received: from … by … with … id … for …; date`, folded, lines ending in CR LF; "" if no server handed it over.

    `for` only with one recipient: the others of a mail are nobody's business (section 7.6).
    """
    if not envelope.protocol:
        return ""
    recipients = envelope.recipients
    by = _name(recipients[0].rpartition("@")[2]) if recipients else "localhost"
    lines = [
        f"Received: from {_name(envelope.helo)} {_address(envelope.peer)}",
        f"by {by} (mailbridge) with {envelope.protocol} id {item}",
        *([f"for <{recipients[0]}>"] if len(recipients) == 1 and recipients[0].isascii() else []),
    ]
    return "\r\n\t".join([*lines[:-1], f"{lines[-1]};", format_datetime(received_at)]) + "\r\n"


def _name(claimed: str) -> str:
    """A domain or address literal; what a stranger calls itself may be anything, so only such characters are kept."""
    return _UNNAMED.sub("?", claimed)[:_LONGEST] or "unknown"


def _address(peer: str) -> str:
    """The TCP-info of section 4.4; a local socket has none."""
    if not peer:
        return "(local)"
    return f"([IPv6:{peer.partition('%')[0]}])" if ":" in peer else f"([{peer}])"
