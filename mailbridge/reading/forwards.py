"""Text -> the original inside a forward."""

from __future__ import annotations

from mailbridge.mail import Forwarded, Mail


def find(text: str, *, subject: str, html: str, attached: tuple[Mail, ...]) -> Forwarded | None:
    """The original that a person forwarded, None when there is none or it is not certain."""
    return None
