"""What can go wrong with a mailbox, by what is done about it. A server's words are a stranger's: cut and cleaned."""

from __future__ import annotations

from mailbridge.errors import OperatorError

MOST_LETTERS = 200
_PASSING = ("[unavailable]", "[inuse]", "[limit]", "[serverbug]", "[throttled]", "too many", "throttl", "bandwidth",
            "try again", "temporar", "unavailable")
_SLOW_DOWN = ("[limit]", "[throttled]", "too many", "throttl", "bandwidth")


class MailboxTrouble(OperatorError):
    """The connection is lost or of no use: it is made anew after a while."""

    def asks_to_slow_down(self) -> bool:
        """Whether the server complains of too many connections, commands or bytes (RFC 5530 LIMIT and its like)."""
        return any(word in str(self).casefold() for word in _SLOW_DOWN)


class LoginRefused(MailboxTrouble):
    """User or password are wrong. Trying again soon changes nothing and may lock the account."""


class FolderMissing(MailboxTrouble):
    """There is no such folder. The connection is fine."""


class Refused(MailboxTrouble):
    """The server said NO or BAD to one command. The connection is fine."""


def is_passing(text: str) -> bool:
    """Whether a refused login is about the server's state rather than the password (RFC 5530)."""
    return any(word in text.casefold() for word in _PASSING)


def said(by: object) -> str:
    """The text of an exception or of a server, fit for one line."""
    text = str(by).replace("b'", "'")[:MOST_LETTERS]
    return "".join(letter if letter.isprintable() else " " for letter in text) or type(by).__name__
