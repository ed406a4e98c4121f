"""Handing the bridge's own mails to a mail server (RFC 5321), with an empty envelope sender: nothing bounces back."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field

from mailbridge.errors import OperatorError
from mailbridge.notices.post import NotTaken

TIMEOUT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Relay:
    """The mail server. `tls`: starttls, implicit or none; certificates are always checked."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = field(default="", repr=False)

    def send(self, recipient: str, raw: bytes) -> None:
        """Raises NotTaken; for good only when the server refuses this very mail with a 5xx."""
        try:
            with self._connect() as smtp:
                smtp.sendmail("", [recipient], raw)
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = refused.recipients[recipient]
            raise NotTaken(f"{code} {words.decode('utf-8', 'replace')}", for_good=500 <= code < 600) from None
        except smtplib.SMTPDataError as refused:
            raise NotTaken(str(refused), for_good=500 <= refused.smtp_code < 600) from None
        except (OSError, smtplib.SMTPException) as trouble:
            raise NotTaken(f"{self.host}:{self.port}: {trouble}") from None

    def try_out(self) -> None:
        """Connect and sign in, and send nothing. Raises OperatorError with what to do."""
        try:
            with self._connect() as smtp:
                smtp.noop()
        except (OSError, smtplib.SMTPException) as trouble:
            raise OperatorError(f"{self.host}:{self.port} cannot be used ({trouble}); check notices.smtp, tls, user "
                                "and password_file") from None

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        smtp = (smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
                if self.tls == "implicit" else smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS))
        if self.tls == "starttls":
            smtp.starttls(context=context)
        if self.user:
            smtp.login(self.user, self.password)
        return smtp
