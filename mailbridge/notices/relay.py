"""Handing the bridge's own mails to a mail server (RFC 5321), with an empty envelope sender: nothing bounces back."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbridge.errors import OperatorError
from mailbridge.notices.handover import hand_over, session
from mailbridge.notices.post import NotTaken, WayClosed

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
        """Raises NotTaken, for good when the server refuses this very mail; WayClosed when it would take no other."""
        try:
            with self._session() as smtp:
                hand_over(smtp, recipient, raw)
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = refused.recipients[recipient]
            raise NotTaken(f"{code} {words.decode('utf-8', 'replace')}", for_good=500 <= code < 600) from None
        except smtplib.SMTPDataError as refused:
            raise NotTaken(str(refused), for_good=500 <= refused.smtp_code < 600) from None
        except (OSError, smtplib.SMTPException) as trouble:
            raise WayClosed(f"{self.host}:{self.port}: {trouble}") from None

    def try_out(self) -> None:
        """Connect and sign in, and send nothing. Raises OperatorError with what to do."""
        try:
            with self._session() as smtp:
                smtp.noop()
        except (OSError, smtplib.SMTPException) as trouble:
            raise OperatorError(f"{self.host}:{self.port} cannot be used ({trouble}); check notices.smtp, tls, user "
                                "and password_file") from None

    @contextlib.contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        smtp = (smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
                if self.tls == "implicit" else smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS))
        with session(smtp):
            if self.tls == "starttls":
                smtp.starttls(context=context)
            if self.user:
                smtp.login(self.user, self.password)
            yield smtp
