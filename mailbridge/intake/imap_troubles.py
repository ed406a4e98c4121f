"""What can go wrong with a mailbox, by what is done about it. A server's words are a stranger's: cut and cleaned."""

from __future__ import annotations

import re

from mailbridge.errors import OperatorError

MOST_LETTERS = 200
LONGEST_ASKED_SECONDS = 3600.0
_SLOW_DOWN = ("[limit]", "[throttled]", "too many", "throttl", "bandwidth", "rate limit", "suggested backoff")
_UNAVAILABLE = ("[unavailable]", "server unavailable", "authenticated but not connected")
_PASSING = (*_SLOW_DOWN, *_UNAVAILABLE, "[inuse]", "[serverbug]", "try again", "temporar", "unavailable")
_BACKOFF = re.compile(r"suggested backoff time: {0,9}([0-9]{1,12}) {0,9}milliseconds")
_MEANS = (
    ("too many simultaneous connections", "Gmail has 15 connections for a mailbox: close other programs"),
    ("command or bandwidth limits", "Gmail hands out 2.5 GB a day over IMAP; it goes on by itself within a day"),
    ("authenticated but not connected", "Microsoft says so for too many connections, and to who may not open it"),
    ("application-specific password", "Gmail takes no account's password: use oauth, see `mailbridge login`"),
    ("basicauthblocked", "Microsoft takes no passwords: use oauth, see `mailbridge login`"),
)
"""What servers say -> what that means for whoever runs them."""


class MailboxTrouble(OperatorError):
    """The connection is lost or of no use: it is made anew after a while."""


class Throttled(MailboxTrouble):
    """The server complains of too many connections, commands or bytes (RFC 5530 LIMIT and its like): leave it alone.

    `asked_seconds`: for how long, 0 if it does not say.
    """

    def __init__(self, text: str, asked_seconds: float = 0.0) -> None:
        super().__init__(text)
        self.asked_seconds = asked_seconds


class LoginRefused(MailboxTrouble):
    """User or password are wrong. Trying again soon changes nothing and may lock the account."""


class FolderMissing(MailboxTrouble):
    """There is no such folder. The connection is fine."""


class Refused(MailboxTrouble):
    """The server said NO or BAD to one command. The connection is fine."""


def refused(doing: str, words: str) -> MailboxTrouble:
    """What a server's NO or BAD to a command means: Throttled, a plain MailboxTrouble when it is unwell, or Refused."""
    if _any(_SLOW_DOWN, words):
        return throttled(doing, words)
    if _any(_UNAVAILABLE, words):
        return MailboxTrouble(f"the server is unavailable while {doing}: {said(words)}{_meaning(words)}")
    return Refused(f"the server refused {doing}: {said(words)}")


def ended(doing: str, words: str) -> MailboxTrouble:
    """What a server said when it ended the connection (BYE)."""
    if _any(_SLOW_DOWN, words):
        return throttled(doing, words)
    return MailboxTrouble(f"the connection was lost while {doing}: {said(words)}{_meaning(words)}")


def login_refused(words: str) -> MailboxTrouble:
    """What a NO to a login means: it may be about the server's state rather than the password."""
    if _any(_SLOW_DOWN, words):
        return throttled("signing in", words)
    if _any(_PASSING, words):
        return MailboxTrouble(f"the server does not let us in now: {said(words)}{_meaning(words)}")
    return LoginRefused(f"the login is refused: {said(words)}{_meaning(words)}")


def throttled(doing: str, words: str) -> Throttled:
    """The server asks for patience; Microsoft says for how long."""
    asked = _BACKOFF.search(words.casefold())
    seconds = min(int(asked[1]) / 1000, LONGEST_ASKED_SECONDS) if asked else 0.0
    return Throttled(f"the server asks to slow down while {doing}: {said(words)}{_meaning(words)}", seconds)


def said(by: object) -> str:
    """The text of an exception or of a server, fit for one line."""
    text = str(by).replace("b'", "'")[:MOST_LETTERS]
    return "".join(letter if letter.isprintable() else " " for letter in text) or type(by).__name__


def _any(of: tuple[str, ...], words: str) -> bool:
    folded = words.casefold()
    return any(word in folded for word in of)


def _meaning(words: str) -> str:
    folded = words.casefold()
    return next((f" ({meaning})" for phrase, meaning in _MEANS if phrase in folded), "")
