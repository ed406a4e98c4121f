"""What makes two arrivals the same mail. Pure.

A Message-ID alone never decides: they are re-used, rewritten and guessed. The identity is a digest of the fields that a
person would compare and of the body, so that a copy through another door, with other trace headers, is recognised and a
stranger who guesses an id cannot hide somebody else's mail.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from mailbridge.mail import Envelope

_COMPARED = frozenset((b"message-id", b"from", b"to", b"cc", b"subject", b"date", b"content-type"))
_FOLDED = (b" ", b"\t")
_HEADER_LIMIT = 1024 * 1024
_PART_BYTES = 1024 * 1024
_BLANK_LINES = re.compile(rb"[\r\n]*")


def identity(raw: bytes) -> str:
    """Hex digest of one mail; line ends and trace headers (Received, Delivered-To …) do not matter."""
    head, body = _split(raw)
    digest = hashlib.sha256(b"".join([b"%s:%s\n" % field for field in sorted(_fields(head))]) + b"\n")
    for part in _lines(raw, body):
        digest.update(part)
    return digest.hexdigest()


def key(mail_identity: str, envelope: Envelope) -> str:
    """Hex digest of one arrival: an MTA that saw no reply sends the same again, and that is one arrival."""
    words = "\0".join((envelope.door, envelope.sender, *sorted(r.casefold() for r in envelope.recipients)))
    return hashlib.sha256(f"{mail_identity}\0{words}".encode()).hexdigest()


def _split(raw: bytes) -> tuple[bytes, int]:
    """(header block, where the rest begins); the blank line may end in CRLF or LF."""
    pair = raw.find(b"\r\n\r\n", 0, _HEADER_LIMIT)
    bare = raw.find(b"\n\n", 0, pair if pair >= 0 else _HEADER_LIMIT)
    end = bare if bare >= 0 else pair
    if end < 0:
        return raw, len(raw)
    found = _BLANK_LINES.match(raw, end)
    return raw[:end], found.end() if found else end


def _lines(raw: bytes, start: int) -> Iterator[bytes]:
    """The rest without CR and without white space at its end, in parts: a large mail is not copied whole."""
    ends = b""
    for at in range(start, len(raw), _PART_BYTES):
        part = ends + raw[at:at + _PART_BYTES].replace(b"\r", b"")     # ten times as fast as to replace the pairs
        kept = part.rstrip()
        ends = part[len(kept):]
        yield kept


def _fields(head: bytes) -> list[tuple[bytes, bytes]]:
    """(name, value) of the compared fields, folding undone and runs of white space as one space."""
    found: list[tuple[bytes, bytes]] = []
    name, parts = b"", [b""]
    for line in (*head.split(b"\n"), b"end:"):
        if line.startswith(_FOLDED):
            parts.append(line)
            continue
        if name in _COMPARED:
            found.append((name, b" ".join(b" ".join(parts).split())))
        label, _, value = line.partition(b":")
        name, parts = label.strip().lower(), [value]
    return found
