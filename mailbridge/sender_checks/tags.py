"""Lists of `tag=value;`, as DKIM, ARC and DMARC write them (RFC 6376 section 3.2). Pure."""

from __future__ import annotations

import re

_NAME = re.compile(rb"[A-Za-z][A-Za-z0-9_]{0,30}")
_SPACE = re.compile(rb"[ \t\r\n]+")
_MOST_BYTES = 65_536


class BadTags(Exception):
    """The list is not one. The message says why."""


def read(text: bytes) -> dict[str, bytes]:
    """Tag -> value, white space around both taken off. Raises BadTags, also for a tag that stands there twice."""
    if len(text) > _MOST_BYTES:
        raise BadTags("it is too long")
    tags: dict[str, bytes] = {}
    *all_but_last, last = text.split(b";")
    for part in (*all_but_last, *((last,) if last.strip() else ())):
        name, equals, value = part.partition(b"=")
        if not equals or not _NAME.fullmatch(name.strip()):
            raise BadTags("a part of it is no tag=value")
        key = name.strip().decode()
        if key in tags:
            raise BadTags(f"it holds {key}= twice")
        tags[key] = value.strip()
    return tags


def unspaced(value: bytes) -> bytes:
    """A value in which white space means nothing, such as base64 over several lines."""
    return _SPACE.sub(b"", value)


def names(value: bytes) -> list[bytes]:
    """A colon-separated list in lower case, such as h=."""
    return [name.strip().lower() for name in value.split(b":")]


def domain(value: bytes) -> str:
    """A domain as text in lower case, "" if it is none that DNS could know."""
    name = value.decode("ascii", "replace").strip().casefold().rstrip(".")
    return name if _DOMAIN.fullmatch(name) else ""


_DOMAIN = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")


def without_signature(raw: bytes) -> bytes:
    """A signature's field with its b= emptied, as it was when it was signed (RFC 6376 section 3.7)."""
    colon = raw.index(b":") + 1
    parts = raw[colon:].split(b";")
    for number, part in enumerate(parts):
        name, equals, _ = part.partition(b"=")
        if equals and name.strip() == b"b":
            parts[number] = name + b"="
    return raw[:colon] + b";".join(parts)
