"""`text/plain; charset=utf-8; name="a.txt"` -> type and parameters, however it is written (RFC 2045 5.1, RFC 2231).

Linear: one walk over the value, no pattern that can look back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from mailbridge.reading import limits
from mailbridge.reading.mime import charsets, encoded_words

_VALUE = re.compile(rb"[ \t]*([!#-:<-~\x80-\xff]{1,200})")
_NEXT = re.compile(rb"[ \t][A-Za-z][A-Za-z0-9*-]{0,40}=")
_PIECE = re.compile(r"([^*]{1,60})\*(?:(\d{1,3})(\*)?)?")


@dataclass(frozen=True, slots=True)
class Parameters:
    """The word before the first semicolon in lower case, and each parameter's bytes as written, quotes undone."""

    value: str
    raw: dict[str, bytes] = field(default_factory=dict)

    def text(self, name: str, hint: str = "") -> str:
        """One parameter decoded: RFC 2231 pieces joined, RFC 2047 words and raw bytes read. "" if absent."""
        pieces = sorted(_pieces(self.raw, name))
        if not pieces:
            return encoded_words.decode(self.raw.get(name, b""), hint)
        charset = ""
        letters = b""
        for number, is_encoded, piece in pieces:
            text = piece
            if is_encoded and number == 0 and text.count(b"'") >= 2:
                label, _, text = text.split(b"'", 2)
                charset = label.decode("ascii", "replace")
            letters += unquote_to_bytes(text) if is_encoded else text
        if not charset and b"=?" in letters:
            return encoded_words.decode(letters, hint)
        return " ".join(charsets.decode(letters, charset, hint)[0].split())


def read(value: bytes) -> Parameters:
    """Type or disposition and parameters of a field's value."""
    value = value[: limits.MAX_STRUCTURED_BYTES]
    first = _VALUE.match(value)
    head = first.group(1) if first else b""
    if b"=" in head:                    # no type at all: `Content-Type: charset=utf-8`
        return Parameters("", dict(_walk(value, 0)))
    position = first.end() if first else 0
    return Parameters(head.decode("ascii", "replace").lower(), dict(_walk(value, position)))


def _walk(value: bytes, position: int) -> list[tuple[str, bytes]]:
    found: dict[str, bytes] = {}
    while position < len(value) and len(found) < limits.MAX_PARAMETERS:
        while position < len(value) and value[position] in b"; \t,":
            position += 1
        equals = value.find(b"=", position)
        semicolon = value.find(b";", position, equals if equals >= 0 else len(value))
        if equals < 0:
            break
        if semicolon >= 0:
            position = _skip_semicolons(value, semicolon, equals)
            continue
        name = value[position:equals].split()[-1:] or [b""]
        text, position = _parameter(value, equals + 1)
        found.setdefault(name[0].decode("ascii", "replace").lower(), text)
    return list(found.items())


def _skip_semicolons(value: bytes, semicolon: int, equals: int) -> int:
    """To the last semicolon before the equals sign, in one step: a header may be 16 kB of semicolons."""
    return value.rfind(b";", semicolon, equals) + 1


def _parameter(value: bytes, position: int) -> tuple[bytes, int]:
    while position < len(value) and value[position] in b" \t":
        position += 1
    if value[position:position + 1] == b'"':
        return _quoted(value, position + 1)
    end = value.find(b";", position)
    end = len(value) if end < 0 else end
    another = _NEXT.search(value, position, end)
    end = another.start() if another else end
    text = value[position:end]
    comment = text.find(b" (")
    return (text[:comment] if comment > 0 else text).strip(b" \t'\""), end


def _quoted(value: bytes, position: int) -> tuple[bytes, int]:
    """Up to the closing quote; a missing one is thought to be at the end. A backslash only escapes quote and backslash:
    Windows paths are written with plain ones."""
    out = bytearray()
    while position < len(value):
        byte = value[position]
        if byte == 0x22:
            return bytes(out), position + 1
        if byte == 0x5C and value[position + 1:position + 2] in (b'"', b"\\"):
            position += 1
            byte = value[position]
        out.append(byte)
        position += 1
    return bytes(out), position


def _pieces(raw: dict[str, bytes], name: str) -> list[tuple[int, bool, bytes]]:
    found = []
    for key, value in raw.items():
        match = _PIECE.fullmatch(key)
        if match and match.group(1) == name:
            is_plain_star = match.group(2) is None
            found.append((int(match.group(2) or 0), is_plain_star or bool(match.group(3)), value))
    return found
