"""Compressed RTF of Outlook -> text, or the HTML it was made from ([MS-OXRTFCP], [MS-OXRTFEX])."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

from mailbridge.reading.mime import charsets

_MAX_BYTES = 4 << 20
# The text that both sides know before the first byte ([MS-OXRTFCP] 2.1.2.1)
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_UNREAD = frozenset((
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"header", b"footer", b"generator", b"themedata",
    b"listtable", b"listoverridetable", b"object", b"datastore", b"xmlnstbl", b"rsidtbl",
))
_LETTERS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
            b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"cell": "\t", b"row": "\n"}


def read(compressed: bytes) -> tuple[str, str]:
    """Text and HTML; one of them is "". Both for what cannot be read."""
    plain = _decompressed(compressed)
    if b"\\fromhtml1" in plain[:2000]:
        return "", _text(plain, is_html=True)
    return _text(plain, is_html=False).strip(), ""


def _decompressed(data: bytes) -> bytes:
    if len(data) < 16:
        return b""
    _, size, kind = struct.unpack_from("<III", data)
    if kind == 0x414C454D:              # "MELA": not compressed
        return data[16:16 + min(size, _MAX_BYTES)]
    if kind != 0x75465A4C:              # "LZFu"
        return b""
    window = bytearray(_DICTIONARY.ljust(4096, b"\0"))
    write = len(_DICTIONARY)
    out = bytearray()
    position = 16
    while position < len(data) and len(out) < min(size, _MAX_BYTES):
        control = data[position]
        position += 1
        for bit in range(8):
            if not control >> bit & 1:
                piece = data[position:position + 1]
                position += 1
            else:
                pair = data[position:position + 2]
                position += 2
                if len(pair) < 2:
                    return bytes(out)
                offset, length = pair[0] << 4 | pair[1] >> 4, (pair[1] & 15) + 2
                if offset == write % 4096:
                    return bytes(out)
                piece = _copied(window, offset, length, write)
            for byte in piece:
                window[write % 4096] = byte
                write += 1
            out += piece
    return bytes(out)


def _copied(window: bytearray, offset: int, length: int, write: int) -> bytes:
    """A run may reach into what it writes itself."""
    piece = bytearray()
    for step in range(length):
        at = (offset + step) % 4096
        ahead = (at - write) % 4096
        piece.append(piece[ahead] if ahead < len(piece) else window[at])
    return bytes(piece)


@dataclass(slots=True)
class _Reader:
    """State of a walk over RTF. With HTML inside, only what stands in `htmltag` groups and outside of `htmlrtf` is the
    page ([MS-OXRTFEX] 2.1.3)."""

    is_html: bool
    out: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)   # bytes of the codepage that are not decoded yet
    codepage: str = "cp1252"
    outer: list[bool] = field(default_factory=list)         # whether each open group's surroundings are unread
    is_unread: bool = False
    is_rtf_only: bool = False
    skip: int = 0                                           # the stand-in after a \\u letter

    def flush(self) -> None:
        if self.pending:
            self.out.append(charsets.decode(bytes(self.pending), self.codepage)[0])
            self.pending.clear()

    def brace(self, sign: bytes) -> None:
        if sign == b"{":
            self.outer.append(self.is_unread)
        else:
            self.is_unread = self.outer.pop() if self.outer else False

    def word(self, word: bytes, number: bytes | None) -> None:
        if word == b"ansicpg":
            self.codepage = f"cp{int(number or 1252)}"
        elif word in _UNREAD:
            self.is_unread = True
        elif word == b"htmltag" and self.is_html:
            self.is_unread = False
        elif word == b"htmlrtf":
            self.is_rtf_only = number != b"0"
        elif self.is_silent():
            return
        elif word == b"u":
            self.flush()
            self.out.append(charsets.clean(chr(int(number or 63) & 0xFFFF)))
            self.skip = 1
        elif word in _LETTERS:
            self.flush()
            self.out.append(_LETTERS[word])

    def is_silent(self) -> bool:
        return self.is_unread or (self.is_html and self.is_rtf_only)

    def letters(self, letters: bytes) -> None:
        if not self.is_silent():
            self.pending += letters[self.skip:]
            self.skip = 0


def _text(rtf: bytes, *, is_html: bool) -> str:
    reader = _Reader(is_html)
    for token in _TOKEN.finditer(rtf):
        word, number, hex_, sign, brace, letters = token.groups()
        if brace:
            reader.brace(brace)
        elif word:
            reader.word(word, number)
        elif sign == b"*":
            reader.is_unread = True
        elif sign:
            reader.letters(_SIGNS.get(sign, b""))
        elif hex_:
            reader.letters(bytes((int(hex_, 16),)))
        elif letters:
            reader.letters(letters)
    reader.flush()
    return "".join(reader.out)


_SIGNS = {b"~": b"\xa0", b"_": b"-", b"\\": b"\\", b"{": b"{", b"}": b"}"}
