"""One LMTP session (RFC 2033): an SMTP session with another greeting, and a reply for each recipient of a mail."""

from __future__ import annotations

from typing import Any

from mailbridge.intake.smtp_connection import Connection
from mailbridge.intake.smtp_handler import Handler
from mailbridge.intake.smtp_places import Places


class LmtpConnection(Connection):
    """An LMTP session (RFC 2033): LHLO greets, and a mail gets one reply for each of its recipients."""

    greeting = "LMTP"

    def __init__(self, handler: Handler, places: Places, **options: Any) -> None:
        super().__init__(handler, places, **options)
        commands = self._smtp_methods
        commands["LHLO"] = commands.pop("EHLO")
        del commands["HELO"]

    def for_each(self, recipients: int, reply: str) -> str:
        return "\r\n".join([reply] * recipients)
