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
    """What a mark says, None if it is not of this spool's secret: nothing of a stranger's is looked into."""
    words = "".join(mark[:_MOST].split())       # a header may have been folded
    told, _, seal = words.rpartition(".")
    if not hmac.compare_digest(_seal(told, secret).encode(), seal.encode("utf-8", "replace")):
        return None
    way, _, milliseconds = told.partition(".")
    return Flight(urlsafe_b64decode(way).decode(), datetime.fromtimestamp(int(milliseconds) / 1000, UTC))


def _mark(flight: Flight, secret: bytes) -> str:
    told = f"{urlsafe_b64encode(flight.route.encode()).decode()}.{round(flight.sent_at.timestamp() * 1000)}"
    return f"{told}.{_seal(told, secret)}"


def _seal(told: str, secret: bytes) -> str:
    return hmac.new(secret, f"canary.{told}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:40]
