"""A header block -> its fields, whatever lines it is made of (RFC 5322 section 2.2).

Knows how a block starts, folds and ends. Leaves to others what a field says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbridge.reading import limits

# A line ends with LF, CRLF, a bare CR (old Macintosh) or CR CR LF (twice through a text-mode gateway). Atomic, so that
# a CRLF is never taken for two line ends.
_SPACED_LINE = re.compile(rb"\n[ \t]{1,80}\r?\n")
_BLANK_LINE = re.compile(rb"(?>\r{0,3}\n|\r)(?:[ \t]{0,80}(?>\r{0,3}\n|\r))")
_LINE = re.compile(rb"[^\r\n]*(?>\r{0,3}\n|\r|$)")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]{0,20}:")
_KNOWN = frozenset(
    b"from to cc bcc subject date sender reply-to message-id in-reply-to references return-path received mime-version "
    b"content-type content-transfer-encoding content-disposition content-id content-description content-language "
    b"content-location delivered-to errors-to organization priority importance sensitivity precedence comments "
    b"keywords status user-agent auto-submitted dkim-signature authentication-results return-receipt-to "
    b"disposition-notification-to thread-topic thread-index apparently-to lines newsgroups path encrypted".split()
)
_KNOWN_FAMILIES = (b"x-", b"content-", b"list-", b"resent-", b"arc-")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name as written, its value unfolded but otherwise as written."""

    name: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of one header block, and where in the raw mail the body after it starts."""

    fields: tuple[Field, ...]
    body_start: int
    defects: tuple[str, ...] = ()

    def first(self, name: str) -> bytes:
        """The value of the first field of that (lower-case) name, b"" if there is none."""
        return next((f.value for f in self.fields if f.name.lower() == name), b"")


def read(raw: bytes, start: int, stop: int, max_bytes: int = limits.MAX_HEADER_BLOCK_BYTES) -> Header:
    """The header that starts at `start`; nothing at or after `stop` belongs to it."""
    defects: list[str] = []
    end, body_start = _extent(raw, start, min(stop, start + max_bytes))
    if end == start + max_bytes:
        defects.append(limits.exceeded(f"the header is longer than {max_bytes // 1024} KiB, the rest is not read"))
    plain = _plain(raw[start:end]) if not defects else None
    if plain is not None:
        return Header(plain, body_start)
    fields: list[Field] = []
    value: list[bytes] = []
    name = ""
    position = start
    while position < end:
        line = _LINE.match(raw, position, end)
        assert line is not None
        here, position = position, max(line.end(), position + 1)
        text = line.group().rstrip(b"\r\n")
        if text[:1] in (b" ", b"\t"):
            if name:
                value.append(text)
            continue
        match = _FIELD.match(text)
        if match is None and not _fields_follow(raw, position, end):
            if name or (text and fields):
                defects.append("no blank line between the header and the text")
            body_start = here
            break
        if name:
            _close(fields, name, value, defects)
        name, value = "", []
        if match is None:
            if text and not text.startswith((b"From ", b">From ")):
                _once(defects, "a line of the header that is no field was left out")
            continue
        name, value = match.group(1).decode("ascii"), [text[match.end():]]
    if name:
        _close(fields, name, value, defects)
    return Header(tuple(fields), body_start, tuple(defects))


def _plain(block: bytes) -> tuple[Field, ...] | None:
    """The fields of a block in which nothing is odd, as most are: much quicker than looking at each line's end."""
    block = block.replace(b"\r\n", b"\n").rstrip(b"\n")
    rows = block.split(b"\n")
    if b"\r" in block or b"\0" in block or len(rows) > limits.MAX_FIELDS or len(block) > limits.MAX_FIELD_BYTES:
        return None
    fields: list[Field] = []
    for row in rows:
        if row[:1] in (b" ", b"\t") and fields:
            fields[-1] = Field(fields[-1].name, fields[-1].value + row)
            continue
        match = _FIELD.match(row)
        if match is None:
            return None
        fields.append(Field(match[1].decode("ascii"), row[match.end():]))
    return tuple(Field(field.name, field.value.strip()) for field in fields)


def _extent(raw: bytes, start: int, stop: int) -> tuple[int, int]:
    """End of the last header line and start of the body. A line of spaces ends the header unless fields follow it."""
    first = _LINE.match(raw, start, stop)
    if first is not None and not first.group().strip(b"\r\n"):
        return start, first.end()
    plain = _plain_extent(raw, start, stop)
    if plain is not None:
        return plain
    position = start
    while True:
        blank = _BLANK_LINE.search(raw, position, stop)
        if blank is None:
            return stop, stop
        is_empty = not blank.group().strip(b"\r\n")
        if is_empty or not _is_field(raw, blank.end(), stop):
            return blank.start(), blank.end()
        position = blank.end() - 1


def _plain_extent(raw: bytes, start: int, stop: int) -> tuple[int, int] | None:
    """The same, found at once, where line ends are CRLF or LF and no line is made of spaces."""
    long = raw.find(b"\n\r\n", start, stop)
    short = raw.find(b"\n\n", start, long if long >= 0 else stop)
    at = short if short >= 0 else long
    if at < 0:
        return None
    head = raw[start:at + 1]
    if head.count(b"\r") != head.count(b"\r\n") or _SPACED_LINE.search(head):
        return None
    return at - (raw[at - 1:at] == b"\r"), at + (2 if at == short else 3)


def _is_field(raw: bytes, position: int, stop: int) -> bool:
    match = _FIELD.match(raw, position, min(stop, position + 240))
    return match is not None and _is_known(match.group(1))


def _is_known(name: bytes) -> bool:
    lowered = name.lower()
    return lowered in _KNOWN or lowered.startswith(_KNOWN_FAMILIES)


def _fields_follow(raw: bytes, position: int, end: int) -> bool:
    """Whether one of the next lines is a field that mail is known to have: then this line is only a blot."""
    for _ in range(50):
        if position >= end:
            return False
        if _is_field(raw, position, end):
            return True
        line = _LINE.match(raw, position, end)
        position = max(line.end(), position + 1) if line else end
    return False


def _close(fields: list[Field], name: str, value: list[bytes], defects: list[str]) -> None:
    if len(fields) >= limits.MAX_FIELDS:
        _once(defects, limits.exceeded(f"more than {limits.MAX_FIELDS} header fields, the rest is not read"))
        return
    text = b"".join(value).replace(b"\0", b"").strip()
    if len(text) > limits.MAX_FIELD_BYTES:
        text = text[: limits.MAX_FIELD_BYTES]
        _once(defects, limits.exceeded(f"the field {name} is longer than {limits.MAX_FIELD_BYTES // 1024} KiB, "
                                       "its rest is not read"))
    fields.append(Field(name, text))


def _once(defects: list[str], text: str) -> None:
    if text not in defects:
        defects.append(text)
