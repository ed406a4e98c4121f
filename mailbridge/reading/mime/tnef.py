"""winmail.dat -> the files and the text in it ([MS-OXTNEF], [MS-OXRTFCP] through `rtf`).

Bounded: every length is checked against what is there; a file that does not add up is None, and stays an attachment.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbridge.reading.mime import charsets, rtf

_SIGNATURE = 0x223E9F78                 # [MS-OXTNEF] 2.1.3.1
_MAX_ATTRIBUTES = 10_000
_MAX_PROPERTIES = 2_000
_MAX_VALUES = 1_000
_MAX_FILES = 500
# Attributes, [MS-OXTNEF] 2.1.3.2
_CODEPAGE, _MESSAGE_PROPERTIES, _RENDERING, _ATTACHMENT = 0x9007, 0x9003, 0x9002, 0x9005
_TITLE, _DATA, _BODY = 0x8010, 0x800F, 0x800C
# Properties, [MS-OXPROPS]
_PR_BODY, _PR_HTML, _PR_RTF = 0x1000, 0x1013, 0x1009
_PR_DATA, _PR_NAME, _PR_SHORT_NAME, _PR_LONG_NAME, _PR_MIME_TAG = 0x3701, 0x3001, 0x3704, 0x3707, 0x370E
_PR_CODEPAGE = 0x3FDE
# Sizes of property types with fixed length, padded to four bytes ([MS-OXTNEF] 2.1.3.4)
_FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8, 0x0040: 8,
          0x0048: 16, 0x0001: 4}
_VARIABLE = frozenset((0x001E, 0x001F, 0x0102, 0x000D))
_OBJECT = 0x000D                        # PT_OBJECT: sixteen bytes of interface id, then the data


@dataclass(frozen=True, slots=True)
class File:
    """One attached file."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Winmail:
    """What was in the file; `html` is empty when there is `text`. `is_damaged` when there should have been more."""

    files: tuple[File, ...] = ()
    text: str = ""
    html: str = ""
    is_damaged: bool = False


@dataclass(slots=True)
class _Found:
    codepage: str = "cp1252"
    text: str = ""
    html: str = ""
    files: list[dict[str, bytes | str]] = field(default_factory=list)


def read(data: bytes) -> Winmail | None:
    """The content, None when it is no TNEF or is cut short before anything could be read."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return None
    found = _Found()
    is_damaged = False
    try:
        for number, value in _attributes(data):
            _attribute(found, number, value)
    except (struct.error, ValueError):
        is_damaged = True
    files = tuple(one for number, raw in enumerate(found.files, 1) if (one := _file(raw, number)) is not None)
    if is_damaged and not (files or found.text or found.html):
        return None
    return Winmail(files, found.text, "" if found.text else found.html, is_damaged)


def _attributes(data: bytes) -> Iterator[tuple[int, memoryview]]:
    """Level, id, type, length, bytes, checksum; again and again. The end may be missing, a length may not lie."""
    view = memoryview(data)
    position = 6
    for _ in range(_MAX_ATTRIBUTES):
        if position + 11 > len(data):
            return
        number, length = struct.unpack_from("<xHxxI", data, position)
        start = position + 9
        if start + length > len(data):
            raise ValueError("cut short")
        yield number, view[start:start + length]
        position = start + length + 2


def _attribute(found: _Found, number: int, value: memoryview) -> None:
    if number == _RENDERING:            # starts the next attachment
        if len(found.files) >= _MAX_FILES:
            raise ValueError("too many files")
        found.files.append({})
    elif number == _CODEPAGE and len(value) >= 4:
        found.codepage = f"cp{struct.unpack_from('<I', value)[0]}"
    elif number == _BODY:
        found.text = found.text or _letters(bytes(value), found.codepage)
    elif number == _MESSAGE_PROPERTIES:
        _message(found, value)
    elif found.files and number == _TITLE:
        found.files[-1].setdefault("title", _letters(bytes(value), found.codepage))
    elif found.files and number == _DATA:
        found.files[-1]["data"] = bytes(value)
    elif found.files and number == _ATTACHMENT:
        _attachment(found, value)


def _message(found: _Found, value: memoryview) -> None:
    for number, kind, content in _properties(value):
        if number == _PR_CODEPAGE and len(content) >= 4:
            found.codepage = f"cp{struct.unpack_from('<I', content)[0]}"
        elif number == _PR_BODY and not found.text:
            found.text = _string(kind, content, found.codepage)
        elif number == _PR_HTML:
            found.html = _letters(content, found.codepage)
        elif number == _PR_RTF and not found.text and not found.html:
            found.text, found.html = rtf.read(content)


def _attachment(found: _Found, value: memoryview) -> None:
    one = found.files[-1]
    for number, kind, content in _properties(value):
        if number == _PR_DATA:
            one["data"] = content[16:] if kind == _OBJECT else content
        elif number in (_PR_LONG_NAME, _PR_SHORT_NAME, _PR_NAME, _PR_MIME_TAG):
            key = {_PR_LONG_NAME: "long", _PR_SHORT_NAME: "short", _PR_NAME: "display", _PR_MIME_TAG: "type"}[number]
            one[key] = _string(kind, content, found.codepage)


def _properties(data: memoryview) -> Iterator[tuple[int, int, bytes]]:
    """Number, type and first value of each property ([MS-OXTNEF] 2.1.3.4)."""
    (count,) = struct.unpack_from("<I", data)
    position = 4
    for _ in range(min(count, _MAX_PROPERTIES)):
        kind, number = struct.unpack_from("<HH", data, position)
        position += 4
        if number >= 0x8000:
            position = _skip_name(data, position)
        is_many = bool(kind & 0x1000)
        kind &= 0x0FFF
        values = 1
        if is_many or kind in _VARIABLE:
            (values,) = struct.unpack_from("<I", data, position)
            position += 4
        first = b""
        for index in range(min(values, _MAX_VALUES)):
            value, position = _value(data, position, kind)
            first = value if index == 0 else first
        yield number, kind, first


def _value(data: memoryview, position: int, kind: int) -> tuple[bytes, int]:
    if kind in _VARIABLE:
        (length,) = struct.unpack_from("<I", data, position)
        position += 4
        step = length + (-length % 4)
    else:
        length = step = _FIXED.get(kind, 0)
        if not length:
            raise ValueError(f"unknown property type {kind}")
    if position + length > len(data):
        raise ValueError("cut short")
    return bytes(data[position:position + length]), position + step


def _skip_name(data: memoryview, position: int) -> int:
    """Named properties carry a GUID and a number or a name."""
    (is_name,) = struct.unpack_from("<I", data, position + 16)
    position += 20
    if not is_name:
        return position + 4
    length: int = struct.unpack_from("<I", data, position)[0]
    return position + 4 + length + (-length % 4)


def _string(kind: int, content: bytes, codepage: str) -> str:
    if kind == 0x001F:
        return charsets.clean(content.decode("utf-16-le", "replace"))
    return _letters(content, codepage)


def _letters(content: bytes, codepage: str) -> str:
    text = charsets.decode(content.rstrip(b"\0"), codepage)[0]
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _file(one: dict[str, bytes | str], number: int) -> File | None:
    """None for what is no file: an entry without data."""
    data = one.get("data")
    if not isinstance(data, bytes):
        return None
    names = (str(one.get(key) or "").strip() for key in ("long", "title", "short", "display"))
    name = next((n for n in names if n), f"attachment-{number}")
    content_type = str(one.get("type") or "").strip().lower()
    is_type = "/" in content_type and " " not in content_type
    return File(name[:255], content_type[:120] if is_type else "application/octet-stream", data)
