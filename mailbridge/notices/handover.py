"""Handing one mail over to a server that is connected: what `smtplib` leaves to its callers (RFC 5321, RFC 6531)."""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Iterator

from mailbridge.notices.post import NotTaken


@contextlib.contextmanager
def session(smtp: smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    """Quits at the end. What was taken stays taken, whatever the server says to that."""
    try:
        yield smtp
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.quit()
        smtp.close()


def hand_over(smtp: smtplib.SMTP, recipient: str, raw: bytes) -> None:
    """With an empty envelope sender. Raises NotTaken for an address that the server cannot take, else smtplib's."""
    smtp.ehlo_or_helo_if_needed()
    options = () if recipient.isascii() else ("SMTPUTF8",)
    if options and not smtp.has_extn("smtputf8"):
        raise NotTaken("the mail server takes no address with letters beyond ASCII (SMTPUTF8)", for_good=True)
    smtp.sendmail("", [recipient], raw, options)
