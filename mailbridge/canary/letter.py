"""The mail itself, and its mark: way, time, and an HMAC of both with the spool's secret, so that nobody can forge one.

Whoever sees one may send it again, also with other content. That is skipped too and reaches nobody; it does not count
as come home, since each time counts once.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

MARK = "X-Mailbridge-Canary"
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Flight:
    """By which way, and when; the time in whole milliseconds, as the spool keeps it."""

    route: str
    sent_at: datetime


def written(flight: Flight, secret: bytes, sender: str, recipient: str) -> bytes:
    """The whole message. No vacation reply shall come of it (RFC 3834)."""
    mark = _mark(flight, secret)
    message = EmailMessage(policy.SMTP)
    message["From"] = f"mailbridge <{sender}>"
    message["To"] = recipient
    message["Subject"] = "mailbridge canary"
    message["Date"] = format_datetime(flight.sent_at)
    message["Message-ID"] = f"<canary.{mark.rpartition('.')[2]}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message[MARK] = mark
    message.set_content("A mail of mailbridge to itself, to see that the way is open. It may be deleted.\r\n")
    return message.as_bytes()


def read(mark: str, secret: bytes) -> Flight | None:
    """What a mark says, None if it is not of this spool's secret."""
    words = "".join(mark[:_MOST].split())       # a header may have been folded
    way, _, rest = words.partition(".")
    milliseconds, _, _ = rest.partition(".")
    if not (milliseconds.isascii() and milliseconds.isdigit() and len(milliseconds) <= 15):
        return None
    try:
        route = urlsafe_b64decode(way.encode("ascii")).decode()
    except ValueError:                          # binascii's and Unicode's are
        return None
    flight = Flight(route, datetime.fromtimestamp(int(milliseconds) / 1000, UTC))
    is_ours = hmac.compare_digest(_mark(flight, secret).encode(), words.encode("utf-8", "replace"))
    return flight if is_ours else None


def _mark(flight: Flight, secret: bytes) -> str:
    milliseconds = round(flight.sent_at.timestamp() * 1000)
    way = urlsafe_b64encode(flight.route.encode()).decode()
    told = f"canary.{way}.{milliseconds}"
    return f"{way}.{milliseconds}.{hmac.new(secret, told.encode(), hashlib.sha256).hexdigest()[:40]}"
