"""Header bytes -> letters: RFC 2047 words wherever senders put them, raw 8-bit bytes between them.

Words in quotes, without spaces between, with spaces inside, cut in the middle of a letter: all are read.
"""

from __future__ import annotations

import binascii
import re

from mailbridge.reading import limits
from mailbridge.reading.mime import charsets

WORD = re.compile(rb"=\?([^?\s]{1,75})\?([bBqQ])\?([^?]{0,100000})\?=")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def decode(value: bytes, hint: str = "") -> str:
    """The letters of an unfolded field value, inner runs of white space as one blank.

    `hint` is the charset of raw 8-bit bytes when they are not UTF-8 (the one of the mail's text is a good one).
    """
    if b"=?" not in value:
        return _tidy(charsets.decode(value, "", hint)[0])
    pieces: list[str] = []
    run: list[bytes] = []
    run_charset = ""
    position = 0
    for count, word in enumerate(WORD.finditer(value)):
        if count >= limits.MAX_ENCODED_WORDS:
            break
        between = value[position:word.start()]
        charset = word.group(1).split(b"*", 1)[0].decode("ascii", "replace")
        # RFC 2047 6.2: white space between two words is not shown. Bytes are joined before they are decoded because
        # many senders cut inside a letter.
        if between.strip() or charset.lower() != run_charset.lower():
            _flush(pieces, run, run_charset, hint)
        if between.strip() or not position:
            pieces.append(charsets.decode(between, "", hint)[0])
        run.append(_bytes(word.group(2), word.group(3)))
        run_charset = charset
        position = word.end()
    _flush(pieces, run, run_charset, hint)
    pieces.append(charsets.decode(value[position:], "", hint)[0])
    return _tidy("".join(pieces))


def is_crowded(value: bytes) -> bool:
    """Whether a value holds more encoded words than are read."""
    return value.count(b"=?") > limits.MAX_ENCODED_WORDS


def _flush(pieces: list[str], run: list[bytes], charset: str, hint: str) -> None:
    if run:
        pieces.append(charsets.decode(b"".join(run), charset, hint)[0])
        run.clear()


def _bytes(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"bB":
        return from_base64(text)
    return _HEX.sub(lambda hex_: bytes((int(hex_.group(1), 16),)), text.replace(b"_", b" "))


def from_base64(text: bytes) -> bytes:
    """Base64 with whatever is between, and without the padding that many forget."""
    letters = text.translate(_URL_SAFE, _NOT_BASE64)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_NOT_BASE64 = bytes(b for b in range(256) if b not in _BASE64)
_URL_SAFE = bytes.maketrans(b"-_", b"+/")


def _tidy(text: str) -> str:
    return " ".join(text.split())
