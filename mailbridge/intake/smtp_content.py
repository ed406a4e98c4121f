"""For which mails a door answers 5xx after reading them: what only the sender can change. Pure, linear, no parsing."""

from __future__ import annotations

MOST_HOPS = 50
_HEADER_LIMIT = 1024 * 1024
_PART_BYTES = 1024 * 1024


def refusal(raw: bytes, *, may_have_bare_newlines: bool) -> str:
    """The reply to a mail that is not taken, "" if it is."""
    if not may_have_bare_newlines and has_bare_newlines(raw):
        return "550 5.6.0 Lines end with CR LF and nothing else (RFC 5321 section 2.3.8)"
    if hops(raw) > MOST_HOPS:
        return "554 5.4.6 Too many hops: this mail runs in a loop"
    return ""


def has_bare_newlines(raw: bytes) -> bool:
    """Whether a CR or LF stands alone: some servers end a mail at `\\n.\\n` and take the rest for a second one.

    Putting the pairs together anew takes a quarter of the time of counting them. In parts: a large mail is not copied
    whole.
    """
    pending = b""                       # a CR at the end of a part, whose LF begins the next
    for at in range(0, len(raw), _PART_BYTES):
        part = pending + raw[at:at + _PART_BYTES]
        pending = b"\r" if part.endswith(b"\r") else b""
        part = part[:len(part) - len(pending)]
        if part.replace(b"\r", b"").replace(b"\n", b"\r\n") != part:
            return True
    return bool(pending)


def hops(raw: bytes) -> int:
    """How many servers the mail says it went through: its Received fields (RFC 5321 section 6.3)."""
    end = raw.find(b"\r\n\r\n", 0, _HEADER_LIMIT)
    end = _HEADER_LIMIT if end < 0 else end
    bare = raw.find(b"\n\n", 0, end)
    header = b"\n" + raw[: end if bare < 0 else bare].lower()
    return header.count(b"\nreceived:") + header.count(b"\nreceived :")
