"""What is hashed of a mail: fields and body in the forms simple and relaxed (RFC 6376 section 3.4). Pure.

Why our own, where there is dkimpy? Its relaxed body takes time with the square of a run of blanks: 80 kB of them some
ten seconds, and a mail may have 25 MB. Here the time grows with the size only, and no copy of the body is made. dkimpy
signs the mails of the tests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

from mailbridge.sender_checks.message import Field, Message

FORMS = (b"simple", b"relaxed")
_CHUNK_BYTES = 1 << 20
_NEWLINE = b"\r\n"


def field(raw: bytes, form: bytes) -> bytes:
    """A field with its CRLF."""
    if form == b"simple":
        return raw
    name, _, value = raw.partition(b":")
    flat = _with_lone_blanks(value.replace(_NEWLINE, b"")).strip(b" ")
    return name.strip(b" \t").lower() + b":" + flat + _NEWLINE


def chosen(fields: Iterable[Field], wanted: Iterable[bytes]) -> list[Field]:
    """The fields that a signature names, from the bottom up where a name stands more than once (section 5.4.2)."""
    left: dict[bytes, list[Field]] = {}
    for one in fields:
        left.setdefault(one.name, []).append(one)
    return [left[name].pop() for name in wanted if left.get(name)]


def body_hash(message: Message, form: bytes) -> bytes:
    """SHA-256 of the body. A body without an end of line is hashed as if it had one."""
    digest = hashlib.sha256()
    is_empty, waiting = True, 0
    for chunk in _chunks(message.content, message.body_start):
        if form == b"relaxed":
            chunk = _with_lone_blanks(chunk).replace(b" " + _NEWLINE, _NEWLINE)
        filled, ends = _without_last_newlines(chunk)
        if filled:
            _update_with_newlines(digest.update, waiting)
            digest.update(filled)
            is_empty, waiting = False, ends
        else:
            waiting += ends
    if not is_empty or form == b"simple":
        digest.update(_NEWLINE)
    return digest.digest()


def _chunks(content: bytes, start: int) -> Iterator[bytes]:
    """Pieces of the body that each end with a whole line, line ends as CRLF."""
    while start < len(content):
        end = content.find(b"\n", min(start + _CHUNK_BYTES, len(content)))
        chunk = content[start:end + 1] if end >= 0 else content[start:]
        if not chunk.endswith(b"\n"):
            chunk += _NEWLINE
        start = end + 1 if end >= 0 else len(content)
        yield chunk.replace(_NEWLINE, b"\n").replace(b"\n", _NEWLINE)


def _with_lone_blanks(text: bytes) -> bytes:
    """Each row of blanks and tabs as one blank. Each turn halves the rows; a regex takes ten times as long where a
    stranger wrote nothing but short ones.
    """
    text = text.replace(b"\t", b" ")
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    return text


def _without_last_newlines(chunk: bytes) -> tuple[bytes, int]:
    """The chunk without the line ends behind its last line with anything in it, and how many they were."""
    filled = chunk.rstrip(b"\r\n")
    tail = chunk[len(filled):]
    lone = tail.rfind(b"\r\r")          # a CR without LF is a letter like any other
    kept = filled + tail[:lone + 1]
    return kept, (len(chunk) - len(kept)) // 2


def _update_with_newlines(update: Callable[[bytes], None], count: int) -> None:
    for start in range(0, count, _CHUNK_BYTES):
        update(_NEWLINE * min(_CHUNK_BYTES, count - start))
