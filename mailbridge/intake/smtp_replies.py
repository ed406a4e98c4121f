"""Replies that a door gives in several places, and the enhanced codes (RFC 3463) of those without one. Pure."""

from __future__ import annotations

TRY_LATER = "451 4.3.0 Requested action aborted: a local error, try again later"
NO_ROOM = "452 4.3.1 Insufficient system storage, try again later"
NO_MAIL = "421 4.7.0 This is a mail server"
TOO_MANY_ERRORS = "421 4.7.0 Too many errors, closing the connection"
TOO_MANY_IDLE = "421 4.7.0 Too many commands without a mail, closing the connection"
TOO_MUCH_AT_ONCE = "421 4.3.1 Too much mail at once, try again later"
_ENHANCED = {"221": "2.0.0", "250": "2.0.0", "454": "4.7.0", "500": "5.5.2", "501": "5.5.4", "502": "5.5.1",
             "503": "5.5.1", "504": "5.5.4", "530": "5.7.0", "552": "5.3.4", "553": "5.1.3", "555": "5.5.4"}
"""Of the replies that the library gives without one."""


def with_code(reply: str) -> str:
    """The reply with its enhanced code. The greetings have none (RFC 2034)."""
    basic = reply[:3]
    has_one = reply[5:6] == "."
    return reply if has_one or basic not in _ENHANCED else f"{basic} {_ENHANCED[basic]} {reply[4:]}"
