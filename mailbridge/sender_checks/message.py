"""A mail as its signers saw it: head fields in their raw form, and where the body begins (RFC 6376 section 3.4). Pure.

Why not the fields that reading has? Signatures are over the bytes as they came, folding and all. Only line ends are
made CRLF, as some doors hand over LF. A head that another program could read in two ways has no fields here at all, so
nothing signed is found in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MOST_HEAD_BYTES = 1 << 20
_MOST_FIELDS = 1000
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]{0,20}:")


@dataclass(frozen=True, slots=True)
class Field:
    """One head field. `raw` is all of it: name, colon, value, with CRLF inside and at the end."""

    name: bytes                         # in lower case
    raw: bytes

    @property
    def value(self) -> bytes:
        """What stands behind the colon, CRLF and folding as they are."""
        return self.raw[self.raw.index(b":") + 1:]


@dataclass(frozen=True, slots=True)
class Message:
    """The fields in their order, and the body from `body_start` on in `content`."""

    fields: tuple[Field, ...]
    content: bytes
    body_start: int

    def named(self, name: bytes) -> list[Field]:
        """The fields of that name, which is given in lower case, topmost first."""
        return [field for field in self.fields if field.name == name]


class Malformed(Exception):
    """The head cannot be read in one way only. The message says why."""


def split(content: bytes) -> Message:
    """The mail's fields and body. Raises Malformed."""
    if content.startswith((b"\r\n", b"\n")):
        raise Malformed("the mail has no head")
    end = _END_OF_HEAD.search(content, 0, _MOST_HEAD_BYTES + 4)
    if end is None and len(content) > _MOST_HEAD_BYTES:
        raise Malformed("the head is too long")
    head = content[:end.start()] if end else content.rstrip(b"\r\n")
    lines = head.replace(b"\r\n", b"\n").split(b"\n")
    if any(b"\r" in line or b"\0" in line for line in lines):
        raise Malformed("the head holds a lone CR or a NUL")
    if lines[0].startswith((b"From ", b">From ")):      # an mbox's line between mails
        del lines[0]
    return Message(_fields(lines), content, end.end() if end else len(content))


def _fields(lines: list[bytes]) -> tuple[Field, ...]:
    starts = [number for number, line in enumerate(lines) if not line.startswith((b" ", b"\t"))]
    if len(starts) > _MOST_FIELDS:
        raise Malformed("the head holds too many fields")
    if lines and starts[:1] != [0]:
        raise Malformed("the head begins with a folded line")
    fields = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        name = _NAME.match(lines[start])
        if name is None:
            raise Malformed("the head holds a line that is no field")
        fields.append(Field(name[1].lower(), b"\r\n".join(lines[start:end]) + b"\r\n"))
    return tuple(fields)
