"""SPF's macros (RFC 7208 section 7): what they may look like, and what they become. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from mailbridge.hosts import IpAddress

_EXPAND = r"%\{[slodipvhSLODIPVH](?:0{0,9}[1-9][0-9]{0,9})?[rR]?[.\-+,/_=]{0,7}\}"
_PIECE = re.compile(rf"{_EXPAND}|%%|%_|%-|[!-$&-~]")
_DOMAIN_END = re.compile(rf"(?:{_EXPAND}|\.(?=[A-Za-z0-9-]*[A-Za-z-])[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?)\Z")
_PARTS = re.compile(r"([slodipvh])([0-9]*)(r?)([.\-+,/_=]*)", re.IGNORECASE)
_LONGEST_NAME = 253
_LONGEST_SPEC = 500                     # a name has 253 letters, and macros print more than they are long


class BadMacro(Exception):
    """The text is none by the grammar. The message says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check is about, as macros print it."""

    ip: IpAddress
    sender: str                         # local@domain, never without local part
    helo: str


def must_be_text(text: str) -> None:
    """Raises BadMacro unless it is a macro-string."""
    place = 0
    while place < len(text):
        piece = _PIECE.match(text, place)
        if piece is None or piece[0] == "%{":
            raise BadMacro(f"the SPF record holds a macro that is none: {text[place:place + 20]!r}")
        place = piece.end()


def must_be_domain(text: str) -> None:
    """Raises BadMacro unless it is a domain-spec: it ends in a top-level name or in a macro."""
    if len(text) > _LONGEST_SPEC:
        raise BadMacro(f"the SPF record holds {text[:60]!r}…, which is too long for a domain")
    must_be_text(text)
    last = text.rfind(".", 0, len(text) - 1) if not text.endswith("}") else text.rfind("%{")
    if last < 0 or not _DOMAIN_END.match(text, last):
        raise BadMacro(f"the SPF record holds {text[:60]!r}, which is no domain")


def expanded(text: str, domain: str, asked: Asked, validated: Callable[[], str]) -> str:
    """A domain-spec that `must_be_domain` let through, as a name to ask DNS for. `validated` gives what %{p} prints."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        match piece:
            case "%%":
                pieces.append("%")
            case "%_":
                pieces.append(" ")
            case "%-":
                pieces.append("%20")
            case _ if len(piece) > 1:
                pieces.append(_macro(piece[2:-1], domain, asked, validated))
            case _:
                pieces.append(piece)
    return _short_enough("".join(pieces).rstrip("."))


def _macro(inside: str, domain: str, asked: Asked, validated: Callable[[], str]) -> str:
    match = _PARTS.fullmatch(inside)
    assert match is not None            # it matched _EXPAND
    letter, count, reverse, delimiters = match.groups()
    value = _value(letter.lower(), domain, asked, validated)
    labels = re.split(f"[{re.escape(delimiters or '.')}]", value)
    if reverse:
        labels.reverse()
    if count:
        labels = labels[-int(count):]
    joined = ".".join(labels)
    return quote(joined, safe="-._~") if letter.isupper() else joined


def _value(letter: str, domain: str, asked: Asked, validated: Callable[[], str]) -> str:
    local, _, sender_domain = asked.sender.rpartition("@")
    match letter:
        case "s":
            return asked.sender
        case "l":
            return local
        case "o":
            return sender_domain
        case "d":
            return domain
        case "i":
            return str(asked.ip) if asked.ip.version == 4 else ".".join(asked.ip.exploded.replace(":", ""))
        case "p":
            return validated()
        case "v":
            return "in-addr" if asked.ip.version == 4 else "ip6"
        case _:
            return asked.helo


def _short_enough(name: str) -> str:
    """Without as many labels on the left as make it short enough, in one step: macros can print millions of them."""
    if len(name) <= _LONGEST_NAME:
        return name
    return name[-_LONGEST_NAME - 1:].partition(".")[2]
