"""Web-form mails -> their fields: key/value lines and HTML tables."""

from __future__ import annotations

from mailbridge.mail import Form


def find(text: str, html: str) -> Form | None:
    """The form's fields, None when the mail is no form."""
    return None
