"""For which mails a door answers 5xx after reading them: what only the sender can change. Pure, linear, no parsing."""

from __future__ import annotations

MOST_HOPS = 50
_HEADER_LIMIT = 1024 * 1024


def refusal(raw: bytes, *, may_have_bare_newlines: bool) -> str:
    """The reply to a mail that is not taken, "" if it is."""
    if not may_have_bare_newlines and has_bare_newlines(raw):
        return "550 5.6.0 Lines end with CR LF and nothing else (RFC 5321 section 2.3.8)"
    if hops(raw) > MOST_HOPS:
        return "554 5.4.6 Too many hops: this mail runs in a loop"
    return ""


def has_bare_newlines(raw: bytes) -> bool:
    """Whether a CR or LF stands alone: some servers end a mail at `\\n.\\n` and take the rest for a second one."""
    pairs = raw.count(b"\r\n")
    return raw.count(b"\n") != pairs or raw.count(b"\r") != pairs


def hops(raw: bytes) -> int:
    """How many servers the mail says it went through: its Received fields (RFC 5321 section 6.3)."""
    end = raw.find(b"\r\n\r\n", 0, _HEADER_LIMIT)
    end = _HEADER_LIMIT if end < 0 else end
    bare = raw.find(b"\n\n", 0, end)
    header = b"\n" + raw[: end if bare < 0 else bare].lower()
    return header.count(b"\nreceived:") + header.count(b"\nreceived :")
