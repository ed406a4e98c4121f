"""An address field -> mailboxes (RFC 5322 section 3.4), as senders really write them.

One walk over the bytes, before anything is decoded: a comma inside an encoded word never splits a name, and no address
is ever made from parts that do not stand together (the standard library invents some, and hangs on hostile fields).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from mailbridge.mail import Address
from mailbridge.reading import limits
from mailbridge.reading.mime import charsets, encoded_words

_WORD = re.compile(rb"""[^\s,;:<>()"]{1,4096}""")
_SPACE = re.compile(rb"\s{1,4096}")
_ENCODED = re.compile(rb"=\?[^?\s]{1,75}\?[bBqQ]\?[^?<>]{0,1000}\?=")


@dataclass(slots=True)
class _Mailbox:
    """What was seen since the last separator. Words keep their white space: it matters between encoded words."""

    words: list[bytes] = field(default_factory=list)
    bare: bytes = b""                   # an address without brackets
    angle: bytes | None = None          # what stood in brackets
    comment: bytes = b""


class _Walk:
    """Position in the field, and which closing marks are known to be missing from here on (so that none is looked for
    twice: the walk stays linear)."""

    def __init__(self, value: bytes) -> None:
        self.value = value
        self.position = 0
        self.missing: set[bytes] = set()

    def closing(self, mark: bytes, start: int) -> int:
        """Where `mark` next stands unescaped, -1 if nowhere."""
        if mark in self.missing:
            return -1
        at = self.value.find(mark, start)
        while at > 0 and mark == b'"' and self.value[at - 1] == 0x5C and self.value[at - 2:at - 1] != b"\\":
            at = self.value.find(mark, at + 1)
        if at < 0:
            self.missing.add(mark)
        return at


@lru_cache(maxsize=16)                  # the sender is asked for by several stations
def parse(value: bytes, hint: str = "") -> tuple[Address, ...]:
    """The mailboxes of an unfolded field, in order, groups opened. Those without an @ are left out."""
    walk = _Walk(value[: limits.MAX_ADDRESS_BYTES])
    found: list[Address] = []
    box = _Mailbox()
    while walk.position < len(walk.value) and len(found) < limits.MAX_ADDRESSES:
        byte = walk.value[walk.position:walk.position + 1]
        if byte in b",;":
            walk.position += 1
            box = _flush(box, found, hint, byte)
        elif byte == b":" and not box.bare:
            walk.position += 1
            box = _Mailbox()            # the name of a group, or `mailto:`
        else:
            if _starts_another(walk, box, byte):
                box = _flush(box, found, hint, b";")
            _take(walk, box, byte)
    if len(found) < limits.MAX_ADDRESSES:
        _flush(box, found, hint, b";")
    return tuple(found)


def _starts_another(walk: _Walk, box: _Mailbox, byte: bytes) -> bool:
    """Two mailboxes without a comma between: what follows an address in brackets, or a second bare address."""
    if byte.isspace() or byte == b"(":
        return False
    if box.angle:
        return True
    if not box.bare or byte in b'<"' or box.words[-1:] != [b" "]:
        return False
    word = _WORD.match(walk.value, walk.position)
    return word is not None and 0 < word.group().find(b"@") < len(word.group()) - 1


def _take(walk: _Walk, box: _Mailbox, byte: bytes) -> None:
    """One word, quoted string, comment, bracket or run of white space."""
    value, start = walk.value, walk.position
    space = _SPACE.match(value, start)
    encoded = _ENCODED.match(value, start)
    if space:
        walk.position = space.end()
        box.words.append(b" ")
    elif encoded:
        walk.position = encoded.end()
        box.words.append(encoded.group())
    elif byte == b'"' and (end := walk.closing(b'"', start + 1)) > 0:
        _quoted(walk, box, start, end)
    elif byte == b"(" and (end := _comment_end(walk, start)) > 0:
        walk.position = end
        box.comment = value[start + 1:end - 1]
    elif byte == b"<":
        _angle(walk, box, start)
    elif word := _WORD.match(value, start):
        walk.position = word.end()
        _word(box, word.group())
    else:
        walk.position += 1              # a mark without its partner


def _quoted(walk: _Walk, box: _Mailbox, start: int, end: int) -> None:
    inside = walk.value[start + 1:end].replace(b'\\"', b'"').replace(b"\\\\", b"\\")
    walk.position = end + 1
    if walk.value[end + 1:end + 2] == b"@" and (domain := _WORD.match(walk.value, end + 1)):
        walk.position = domain.end()
        box.bare = walk.value[start:domain.end()]       # "john doe"@example.com
        return
    box.words.append(inside)


def _word(box: _Mailbox, word: bytes) -> None:
    before = next((w for w in reversed(box.words) if w != b" "), b"")
    if box.bare and (word[:1] in (b".", b"@") or box.bare[-1:] in (b".", b"@")):
        box.bare += word                # RFC 822 allowed `jdoe@example . com`
    elif b"@" in word and not box.bare:
        if word[:1] == b"@" and before:
            box.words = box.words[: len(box.words) - 1 - box.words[::-1].index(before)]
            word = before + word        # `jdoe @ example.com`
        box.bare = word
    else:
        box.words.append(word)


def _angle(walk: _Walk, box: _Mailbox, start: int) -> None:
    end = walk.closing(b">", start + 1)
    comma = walk.value.find(b",", start) if end < 0 else -1
    stop = end if end >= 0 else comma if comma >= 0 else len(walk.value)
    inside = walk.value[start + 1:stop]
    if b"," in inside and not inside.startswith((b"@", b'"')):
        walk.position = start + 1       # `<a@example.com, b@example.com>` is a list in brackets
        return
    walk.position = min(stop + (end >= 0), len(walk.value)) if stop > start else start + 1
    if b"@" in inside or box.angle is None:
        box.angle = inside


def _comment_end(walk: _Walk, start: int) -> int:
    if b")" in walk.missing:
        return -1
    depth = 0
    position = start
    while position < len(walk.value):
        byte = walk.value[position]
        if byte == 0x5C:
            position += 1
        elif byte == 0x28:
            depth += 1
        elif byte == 0x29:
            depth -= 1
            if not depth:
                return position + 1
        position += 1
    walk.missing.add(b")")
    return -1


def _flush(box: _Mailbox, found: list[Address], hint: str, separator: bytes) -> _Mailbox:
    """Ends a mailbox. Words without an address are kept for the next one: `Doe, Jane <jane@example.com>`."""
    if box.angle is not None and b"@" in box.angle:
        words = [*box.words, b" ", box.bare] if box.bare else box.words
        email = _bare(box.angle)
    elif box.bare:
        words, email = box.words, _bare(box.bare)
    else:
        is_name = separator == b"," and box.angle is None and any(w != b" " for w in box.words)
        return _Mailbox([*box.words, b", "]) if is_name else _Mailbox()
    name = _name(b"".join(words), hint) or _name(box.comment, hint)
    address = charsets.decode(email, "", hint)[0]
    if "@" in address.strip("@"):
        found.append(Address(name, address))
    return _Mailbox()


def _bare(text: bytes) -> bytes:
    """The addr-spec of what stood in brackets: without comments, route, `mailto:` and stray marks."""
    text = _uncommented(text).strip(b" \t\r\n<>'\x00")
    if text.startswith(b"@") and b":" in text:
        text = text.rsplit(b":", 1)[1]  # RFC 5322 4.4: a route in front
    if text[:7].lower() == b"mailto:":
        text = text[7:]
    if not text.startswith(b'"'):
        local, _, domain = text.rpartition(b"@")
        local = b" ".join(local.split()).replace(b" .", b".").replace(b". ", b".")
        text = local.split(b" ")[-1] + b"@" + b"".join(domain.split())
    return text.strip(b"<>[](),;'\"") if not text.startswith(b'"') and not text.endswith(b"]") else text


def _uncommented(text: bytes) -> bytes:
    if b"(" not in text or text.startswith(b'"'):
        return text
    kept, depth = bytearray(), 0
    for byte in text:
        if byte == 0x28:
            depth += 1
        elif byte == 0x29 and depth:
            depth -= 1
        elif not depth:
            kept.append(byte)
    return bytes(kept)


def _name(text: bytes, hint: str) -> str:
    name = encoded_words.decode(text, hint).strip(" ,")
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return name.replace('\\"', '"')
