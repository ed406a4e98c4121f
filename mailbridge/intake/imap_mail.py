"""What a mailbox hands over -> an arrival. Pure.

A mailbox has no envelope any more. The server that delivered the mail wrote its recipient on top (Delivered-To and the
like), above the first Received line; what stands below was there before, and anybody may have written it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from mailbridge.mail import Arrival, Envelope

MOST_TOP_BYTES = 64 * 1024
_RECIPIENT_FIELDS = (b"delivered-to", b"x-original-to", b"envelope-to")


def arrival(raw: bytes, came_at: datetime | None, *, mailbox: str, user: str, now: datetime) -> Arrival:
    """`came_at` is the server's word for when it came (INTERNALDATE); it may be missing, and its clock may be ahead.

    The door does not name folder or UID: the same mail under another UID is the same arrival.
    """
    to = recipients(raw) or ((user,) if "@" in user else ())
    return Arrival(raw, Envelope(f"imap:{mailbox}", recipients=to), min(came_at or now, now).astimezone(UTC))


def recipients(raw: bytes) -> tuple[str, ...]:
    """Addresses that the delivering server noted, in order, each once."""
    found: dict[str, str] = {}
    for line in raw[:MOST_TOP_BYTES].split(b"\n"):
        name, colon, value = line.partition(b":")
        name = name.strip().lower()
        if not line.strip() or name == b"received":
            break
        if colon and name in _RECIPIENT_FIELDS and not line[:1].isspace():
            for part in value.decode("utf-8", "replace").split(","):
                address = part.strip().strip("<>")
                if "@" in address and address.isprintable() and " " not in address:
                    found.setdefault(address.casefold(), address)
    return tuple(found.values())


def without_body(header: bytes, size: int) -> bytes:
    """A mail that is too large to be fetched: its own header, and a text that says what is missing.

    `size` in bytes. The fields that would describe the missing body (RFC 2045) are left out.
    """
    kept: list[bytes] = []
    keep = True
    for line in header.replace(b"\r\n", b"\n").split(b"\n"):
        if not line:
            break
        if not line[:1].isspace():
            keep = not line.lower().startswith(b"content-")
        if keep:
            kept.append(line)
    megabytes = size / 1_000_000
    note = (f"[body not imported, {megabytes:.{0 if megabytes >= 10 else 1}f} MB]\n\n"
            "The mail is larger than mailbridge fetches from this mailbox (max_bytes). It lies there untouched.\n")
    kept += [b"Content-Type: text/plain; charset=utf-8", b"Content-Transfer-Encoding: 8bit", b""]
    return b"\r\n".join((*kept, *note.encode().split(b"\n")))
