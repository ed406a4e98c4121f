"""Signing in to an IMAP server with an access token: XOAUTH2 as Google and Microsoft know it, or OAUTHBEARER.

Why not the library's own verbs? When the token is refused, the server says why and waits for an empty answer; the
library sends the token once more, and the reason is lost.
"""

from __future__ import annotations

import json
from typing import Any

from imapclient.exceptions import LoginError

from mailbridge.intake.imap_troubles import LoginRefused, said


def by_token(client: Any, user: str, token: str) -> None:
    """Sign in an imapclient. Raises the library's LoginError with the server's reason, or LoginRefused."""
    if client.has_capability("AUTH=XOAUTH2"):
        mechanism, answers = "XOAUTH2", _Answers(f"user={user}\1auth=Bearer {token}\1\1", "")
    elif client.has_capability("AUTH=OAUTHBEARER"):
        name = user.replace("=", "=3D").replace(",", "=2C")     # RFC 5801 section 4
        mechanism, answers = "OAUTHBEARER", _Answers(f"n,a={name},\1auth=Bearer {token}\1\1", "\1")
    else:
        raise LoginRefused("the server knows neither XOAUTH2 nor OAUTHBEARER; take out oauth and set password_file")
    _authenticate(client, mechanism, answers)


def _authenticate(client: Any, mechanism: str, answers: _Answers) -> None:
    try:
        client.sasl_login(mechanism, answers)
    except LoginError as error:
        if answers.reason:
            error.args = (f"{said(error)} ({answers.reason})",)
        raise


class _Answers:
    """The client's side of the dialogue: the token once, then what lets the server end it (RFC 7628 section 3.2.3)."""

    def __init__(self, token: str, end: str) -> None:
        self._left = [end, token]
        self.reason = ""

    def __call__(self, challenge: bytes) -> str | None:
        if len(self._left) == 1:
            self.reason = _reason(challenge)
        return self._left.pop() if self._left else None


def _reason(challenge: bytes) -> str:
    """`{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}` as a few words."""
    try:
        told = json.loads(challenge)
    except (ValueError, RecursionError):
        return ""
    status = told.get("status") if isinstance(told, dict) else None
    return f"status {said(status)}" if isinstance(status, str) and status else ""
