"""Handing a canary to a door of our own, by a connection as a mail server would make it."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass

from mailbridge.notices.handover import hand_over, session
from mailbridge.notices.post import NotTaken

TIMEOUT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class OwnDoor:
    """Where the door listens: ADDRESS:PORT or unix:/PATH. LMTP or SMTP; over TLS if the door takes nothing without."""

    where: str
    is_lmtp: bool = False
    is_encrypted: bool = False

    def send(self, recipient: str, raw: bytes) -> None:
        """Raises NotTaken."""
        try:
            with session(self._connect()) as smtp:
                if self.is_encrypted:
                    smtp.starttls(context=_ours())
                hand_over(smtp, recipient, raw)
        except (OSError, smtplib.SMTPException) as trouble:
            raise NotTaken(f"the door at {self.where}: {trouble}") from None

    def _connect(self) -> smtplib.SMTP:
        if self.where.startswith("unix:"):
            return smtplib.LMTP(self.where.removeprefix("unix:"), 0, timeout=TIMEOUT_SECONDS)
        host, _, port = self.where.rpartition(":")
        kind = smtplib.LMTP if self.is_lmtp else smtplib.SMTP
        return kind(_reached(host.strip("[]")), int(port), timeout=TIMEOUT_SECONDS)


def _reached(host: str) -> str:
    """The address of this machine at which what listens everywhere is reached."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)   # noqa: S104 - nothing is bound to it


def _ours() -> ssl.SSLContext:
    """Its certificate names the host, not this address, and the way never leaves the machine."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
