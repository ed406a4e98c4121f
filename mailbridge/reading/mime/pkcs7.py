"""The mail inside an S/MIME envelope that is signed and not encrypted (RFC 8551 section 3.5.2, RFC 5652 section 5).

A walk through BER, no more: it finds where the signed content lies, checks no signature and knows no certificate.
Lengths may be given or open ("indefinite", X.690 8.1.3.6), the content in one piece or in many (8.7.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_SEQUENCE, _OID, _OCTETS, _CONTENT = 0x30, 0x06, 0x04, 0xA0
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_IS_CONSTRUCTED = 0x20
_OPEN = -1                              # a length that is not given: two zero bytes end it
_MOST_DEPTH = 10
_MOST_ELEMENTS = 200_000               # the largest mail in pieces of 1000 bytes has 26,000


class _Broken(Exception):
    """These bytes are no BER, or more deeply nested than any mail's."""


@dataclass(slots=True)
class _Walk:
    data: bytes
    left: int = _MOST_ELEMENTS

    def header(self, at: int) -> tuple[int, int, int]:
        """(tag, where the body starts, where it ends or _OPEN) of the element at a place."""
        self.left -= 1
        if self.left < 0 or at + 2 > len(self.data):
            raise _Broken
        tag, length, start = self.data[at], self.data[at + 1], at + 2
        if tag & 0x1F == 0x1F:          # a tag of several bytes: nothing in a signed mail has one
            raise _Broken
        if length == 0x80:
            return tag, start, _OPEN
        if length > 0x80:
            count = length & 0x7F
            length = int.from_bytes(self.data[start:start + count], "big") if count <= 8 else len(self.data)
            start += count
        if start + length > len(self.data):
            raise _Broken
        return tag, start, start + length

    def children(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """(tag, start, end) of the bodies of the elements in a body; `end` may be _OPEN."""
        while start != end and not (end == _OPEN and self._is_end(start)):
            tag, first, last = self.header(start)
            yield tag, first, last
            start = last if last != _OPEN else self._behind(first)

    def _behind(self, start: int, depth: int = 0) -> int:
        """Where it goes on behind the two zero bytes that end a body of open length."""
        if depth > _MOST_DEPTH:
            raise _Broken
        while not self._is_end(start):
            _, first, last = self.header(start)
            start = last if last != _OPEN else self._behind(first, depth + 1)
        return start + 2

    def _is_end(self, at: int) -> bool:
        return self.data[at:at + 2] == b"\0\0"

    def inside(self, start: int, end: int, wanted: int) -> tuple[int, int]:
        """(start, end) of the body of the first child with the tag."""
        for tag, first, last in self.children(start, end):
            if tag == wanted:
                return first, last
        raise _Broken

    def pieces(self, start: int, end: int, tag: int, depth: int = 0) -> Iterator[bytes]:
        """The bytes of an octet string, whole or in pieces."""
        if not tag & _IS_CONSTRUCTED:
            yield self.data[start:end]
            return
        for inner, first, last in self.children(start, end):
            if inner & ~_IS_CONSTRUCTED != _OCTETS or depth > _MOST_DEPTH:
                raise _Broken
            yield from self.pieces(first, last, inner, depth + 1)


def signed_content(data: bytes) -> bytes | None:
    """The MIME entity in a SignedData; None for everything else, also for what is encrypted or broken. Linear."""
    try:
        return _content(_Walk(data))
    except _Broken:
        return None


def _content(walk: _Walk) -> bytes:
    """ContentInfo {signedData, [0] SignedData {…, EncapsulatedContentInfo {data, [0] OCTET STRING}, …}}."""
    tag, start, end = walk.header(0)
    if tag != _SEQUENCE or not _is_oid(walk, start, _SIGNED_DATA):
        raise _Broken
    signed = walk.inside(*walk.inside(start, end, _CONTENT), _SEQUENCE)
    encapsulated = walk.inside(*signed, _SEQUENCE)
    if not _is_oid(walk, encapsulated[0], _DATA):
        raise _Broken
    for tag, first, last in walk.children(*walk.inside(*encapsulated, _CONTENT)):
        if tag & ~_IS_CONSTRUCTED == _OCTETS:
            return b"".join(walk.pieces(first, last, tag))
    raise _Broken


def _is_oid(walk: _Walk, at: int, oid: bytes) -> bool:
    tag, start, end = walk.header(at)
    return tag == _OID and walk.data[start:end] == oid
