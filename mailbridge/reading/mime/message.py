"""Bytes -> headers and parts, however broken they are.

Knows MIME (RFC 2045-2049, 2231). Leaves to others what the headers mean (`headers`) and which part a person reads
(`body`). mail-parser reads the header block and says what is odd in it; it is only ever shown a skeleton, mended and
within limits: long values, trace fields and all bodies are cut out before and put back after.
"""

from __future__ import annotations

import email
import email.message
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import mailparser

from mailbridge.reading import limits
from mailbridge.reading.mime import charsets, encoded_words, parameters, pkcs7, structure, transfer
from mailbridge.reading.mime.fields import Field
from mailbridge.reading.mime.structure import Entity

# What mail-parser is shown: the fields that it checks. The others only cost time (trace fields most of all).
_SHOWN = frozenset(("from", "to", "cc", "reply-to", "sender", "date", "subject"))

logging.getLogger("mailparser").setLevel(logging.ERROR)     # it warns of every part that is no text, to standard error


class _Head(mailparser.MailParser):                         # type: ignore[misc]
    """mail-parser without its two dictionaries of the whole mail, which nobody asks for: a third of its time."""

    def _make_mail(self, complete: bool = True) -> dict[str, object]:
        return {}


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the MIME tree. `encoded` is its place in the raw mail; `body` undoes the transfer encoding.

    `body` is decoded whenever it is asked for, so that a large attachment is not held twice.
    """

    content_type: str                   # lower case, "text/plain" when missing or nonsense
    charset: str                        # as declared, "" if not
    disposition: str                    # "inline", "attachment" or ""
    filename: str                       # decoded, "" if none
    content_id: str                     # without brackets
    encoded: bytes | memoryview
    method: str = ""                    # the method parameter of text/calendar
    encoding: str = ""                  # lower case, "" for 7bit, 8bit, binary and what nobody knows
    containers: tuple[str, ...] = ()    # types of the multiparts around it, outermost first
    groups: tuple[int, ...] = ()        # which of them: equal numbers are the same multipart
    flowed: str = ""                    # "flowed", or "delsp" when spaces are deleted too (RFC 3676)
    location: str = ""                  # Content-Location

    @property
    def body(self) -> bytes:
        """The part's bytes."""
        return transfer.whole(memoryview(self.encoded), self.encoding)

    def start(self, length: int) -> bytes:
        """The first bytes of `body`, without decoding the rest unless there is much between them that is no data."""
        encoded = memoryview(self.encoded)
        for reach in (8 * length + 1024, len(encoded)):
            found = b"".join(transfer.pieces(encoded[:reach], self.encoding))
            if len(found) > length + _CUT_BYTES:
                break
        return found[:length]

    def measured(self) -> tuple[int, str]:
        """Size and SHA-256 of `body`, without holding it."""
        return transfer.measure(memoryview(self.encoded), self.encoding)


@dataclass(frozen=True, slots=True)
class Message:
    """Headers decoded and unfolded, in order; leaf parts in order; whole messages that were attached."""

    headers: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    attached: tuple[bytes, ...] = ()
    defects: tuple[str, ...] = ()
    fields: tuple[Field, ...] = field(default=())   # the same headers, unfolded but not decoded
    hint: str = ""                      # charset of raw 8-bit header bytes
    by_name: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)  # values by lower-case name

    def __post_init__(self) -> None:
        by_name: dict[str, tuple[str, ...]] = {}
        for name, value in self.headers:
            key = name.lower()
            by_name[key] = (*by_name.get(key, ()), value)
        object.__setattr__(self, "by_name", by_name)


def parse(raw: bytes) -> Message:
    """Never raises for what a sender did; what was odd is listed in `defects`."""
    raw, defects = _unmarked(raw)
    top, oddities = structure.scan(raw)
    defects += oddities
    parts: list[Part] = []
    _collect(raw, top, parts)
    parts = list(_opened(parts))
    hint = next((p.charset for p in parts if p.charset), "")
    kept, more = _headers(top.header.fields)
    return Message(
        headers=tuple((f.name, encoded_words.decode(f.value, hint)) for f in kept),
        parts=tuple(parts),
        attached=_attached(parts),
        defects=tuple(dict.fromkeys(defects + more)),
        fields=kept,
        hint=hint,
    )


def _unmarked(raw: bytes) -> tuple[bytes, list[str]]:
    """Without a byte order mark and blank lines in front of the header; UTF-16 mail as UTF-8."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace").encode("utf-8", "replace"), ["the whole mail is written in UTF-16"]
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].lstrip(b"\r\n"), ["a byte order mark in front of the header"]
    start = raw[:1000]
    blanks = len(start) - len(start.lstrip(b" \t\r\n"))
    return (raw[blanks:], ["blank lines in front of the header"]) if blanks and blanks < len(start) else (raw, [])


def _headers(found: tuple[Field, ...]) -> tuple[tuple[Field, ...], list[str]]:
    """The header as mail-parser reads it, with what it was not shown put back, and what it found odd."""
    is_shown = [f.name.lower() in _SHOWN and len(f.value) <= limits.MAX_STRUCTURED_BYTES for f in found]
    shown = [b"%s: %s\n" % (f.name.encode(), f.value) for f, is_one in zip(found, is_shown, strict=True) if is_one]
    tree, defects = _parsed(b"".join(shown) + b"\n")
    read = [Field(name, str(value).encode("utf-8", "surrogateescape")) for name, value in tree.raw_items()]
    if len(read) != len(shown):         # it stopped early: what was cut out cannot be put back in its place
        return found, defects
    order = iter(read)
    return tuple(next(order) if is_one else f for f, is_one in zip(found, is_shown, strict=True)), defects


def _parsed(skeleton: bytes) -> tuple[email.message.Message, list[str]]:
    """mail-parser's tree of a header block without bodies; the standard library's when it gives up."""
    try:
        parsed = _Head.from_bytes(skeleton)
        return parsed.message, [_WORDS.get(name, name) for name in sorted(parsed.defects_categories)]
    except Exception as error:          # a mail must not stop the bridge for a parser's sake
        return email.message_from_bytes(skeleton), [f"mail-parser gave up on the header: {type(error).__name__}"]


_WORDS = {
    "AddressHeaderDefect": "an address field is malformed",
    "DateHeaderDefect": "the date is malformed",
    "MimeHeaderDefect": "a MIME field is malformed",
}


def _collect(raw: bytes, top: Entity, parts: list[Part]) -> None:
    """Leaves in the order they stand in; a stack instead of recursion, with the multiparts around each."""
    stack: list[tuple[Entity, tuple[str, ...], tuple[int, ...]]] = [(top, (), ())]
    view = memoryview(raw)
    while stack:
        entity, containers, groups = stack.pop()
        if entity.boundary and entity.children:
            inside = (*containers, entity.content_type)
            numbers = (*groups, entity.start)
            stack.extend((child, inside, numbers) for child in reversed(entity.children))
        elif not entity.boundary:
            parts.append(_part(entity, view, containers, groups))


def _opened(parts: Iterable[Part], depth: int = 0) -> Iterator[Part]:
    """Signed parts that hide their content (RFC 8551 3.5.2) replaced by what is in them; signatures are not checked."""
    for part in parts:
        content = pkcs7.signed_content(part.body) if is_pkcs7(part) and depth < _MOST_SIGNED else None
        if content is None:
            yield part
            continue
        inner: list[Part] = []
        _collect(content, structure.scan(content)[0], inner)
        yield from _opened(inner, depth + 1)


def is_pkcs7(part: Part) -> bool:
    """Whether a part says that it is an S/MIME envelope, signed or encrypted."""
    is_named_so = part.content_type == "application/octet-stream" and part.filename.lower().endswith(".p7m")
    return is_named_so or part.content_type in ("application/pkcs7-mime", "application/x-pkcs7-mime")


def _part(entity: Entity, view: memoryview, containers: tuple[str, ...], groups: tuple[int, ...]) -> Part:
    header = entity.header
    charset = entity.parameters.text("charset")
    disposition = parameters.read(header.first("content-disposition"))
    encoding = parameters.read(header.first("content-transfer-encoding")).value.strip("\"'")
    content_type = entity.content_type if not entity.content_type.startswith("multipart/") else "text/plain"
    is_flowed = entity.parameters.text("format").lower() == "flowed"
    return Part(
        content_type=content_type,
        charset=charset,
        disposition=disposition.value if disposition.value in ("inline", "attachment") else "",
        filename=_filename(disposition.text("filename", charset) or entity.parameters.text("name", charset)),
        content_id=charsets.decode(header.first("content-id"))[0].strip("<> \t"),
        encoded=view[entity.start:entity.end],
        method=entity.parameters.text("method"),
        encoding=encoding if encoding in _ENCODINGS else "",
        containers=containers,
        groups=groups,
        flowed="" if not is_flowed else "delsp" if entity.parameters.text("delsp").lower() == "yes" else "flowed",
        location=charsets.decode(header.first("content-location"))[0],
    )


_MOST_SIGNED = 3                        # signed, encrypted, signed again is usual; more is not
_LONGEST_NAME = 255
_CUT_BYTES = 64                         # a line of uuencoding, at most, is spoilt where an encoded text is cut
_ENCODINGS = frozenset(("base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue", "uue"))


def _filename(name: str) -> str:
    """A name is data, never a path that is opened. Control and direction marks, which disguise its end, are cut; of an
    overlong one the middle is, so that it keeps its end."""
    letters = "".join(letter for letter in name if letter.isprintable())
    return letters if len(letters) <= _LONGEST_NAME else f"{letters[:_LONGEST_NAME - 41]}…{letters[-40:]}"


def _attached(parts: list[Part]) -> tuple[bytes, ...]:
    inner = [p for p in parts if p.content_type in ("message/rfc822", "message/global")]
    return tuple(p.body for p in inner[: limits.MAX_ATTACHED])
