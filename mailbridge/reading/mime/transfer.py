"""Content-Transfer-Encoding undone, whole or piece by piece (RFC 2045 section 6).

Piece by piece so that a large attachment is measured and hashed without a second copy of it in memory.
"""

from __future__ import annotations

import binascii
import contextlib
import hashlib
import re
from collections.abc import Iterator

_PIECE_BYTES = 78 * 4096                # lines of the usual length are whole, so that most pieces come out even
_PADDING = re.compile(b"=")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(b for b in range(256) if b not in _BASE64 and b != 0x3D)


def pieces(encoded: memoryview, encoding: str) -> Iterator[bytes]:
    """The decoded bytes in pieces of at most about 320 kB; never raises."""
    if encoding == "base64":
        yield from _base64(encoded)
    elif encoding == "quoted-printable":
        yield _quoted_printable(bytes(encoded))
    elif encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        yield uuencoded(bytes(encoded))
    else:
        for start in range(0, len(encoded), _PIECE_BYTES):
            yield bytes(encoded[start:start + _PIECE_BYTES])


def whole(encoded: memoryview, encoding: str) -> bytes:
    """The decoded bytes at once, in one copy when the text is undamaged base64."""
    if encoding == "base64":
        padding = _PADDING.search(encoded)
        if padding is None or padding.start() > len(encoded) - 8:
            with contextlib.suppress(binascii.Error):
                return binascii.a2b_base64(encoded)
    return b"".join(pieces(encoded, encoding))


def measure(encoded: memoryview, encoding: str) -> tuple[int, str]:
    """Size in bytes and SHA-256 (hex) of the decoded bytes."""
    size = 0
    digest = hashlib.sha256()
    for piece in pieces(encoded, encoding):
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


def _base64(encoded: memoryview) -> Iterator[bytes]:
    """Letters that are not base64 are passed over. Padding in the middle (two texts one after the other) ends a run,
    missing padding at the end is supplied."""
    rest = b""
    for start in range(0, len(encoded), _PIECE_BYTES):
        undamaged = None if rest else _undamaged(encoded[start:start + _PIECE_BYTES])
        if undamaged is not None:
            yield undamaged
            continue
        letters = rest + bytes(encoded[start:start + _PIECE_BYTES]).translate(None, _NOT_BASE64)
        rest = b""
        *closed, last = letters.split(b"=") if b"=" in letters else [letters]
        for run in closed:
            yield _run(run)
        keep = len(last) % 4
        whole = len(last) - keep
        rest = last[whole:]
        yield binascii.a2b_base64(last[:whole])
    yield _run(rest)


def _undamaged(piece: memoryview) -> bytes | None:
    """What a piece decodes to when its letters come out even, which they do but at the end and where it is damaged."""
    text = bytes(piece)
    if b"=" in text:
        return None
    try:
        return binascii.a2b_base64(text)
    except binascii.Error:
        return None


def _run(letters: bytes) -> bytes:
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _quoted_printable(data: bytes) -> bytes:
    """RFC 2045 6.7. White space at the end of lines is transport padding; an equals sign that means nothing stays."""
    return binascii.a2b_qp(data)


def uuencoded(data: bytes) -> bytes:
    """The bytes of a uuencoded text, up to its `end` line; damaged lines are passed over."""
    out = bytearray()
    for line in data.splitlines():
        if line == b"end":
            break
        if not line or line.startswith(b"begin "):
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            out += _long_line(line)
    return bytes(out)


def _long_line(line: bytes) -> bytes:
    """A line whose length byte is right but that carries junk after it (old encoders add a checksum)."""
    wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
    try:
        return binascii.a2b_uu(line[:wanted])
    except binascii.Error:
        return b""
