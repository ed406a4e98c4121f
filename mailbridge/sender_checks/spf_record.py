"""An SPF record as its terms (RFC 7208 sections 4.6 and 5), every mistake told before DNS is asked. Pure."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from mailbridge.sender_checks import spf_macros
from mailbridge.sender_checks.spf_macros import BadMacro

_RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
_TERM = re.compile(r"([+\-~?]?)([A-Za-z][A-Za-z0-9._-]{0,60})([:/=].*)?", re.DOTALL)
_CIDR = re.compile(r"(?:/(0|[1-9][0-9]{0,2}))?(?://(0|[1-9][0-9]{0,2}))?\Z")
_MOST_TERMS = 200

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class BadRecord(Exception):
    """The record is none by the rules of its language: permerror. The message says why."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism. `domain` is a domain-spec that is still to be expanded, "" where the record names none."""

    name: str                           # all, include, a, mx, ptr, exists, ip4, ip6
    result: str                         # what the check says when it matches
    domain: str = ""
    ip4_bits: int = 32
    ip6_bits: int = 128
    network: Network | None = None      # of ip4 and ip6


@dataclass(frozen=True, slots=True)
class Record:
    """The mechanisms in order, and whose record counts when none matches ("": nobody's)."""

    mechanisms: tuple[Mechanism, ...]
    redirect: str = ""


def is_record(text: bytes) -> bool:
    """Whether a TXT record is one of SPF (section 4.5)."""
    return text[:6].lower() == b"v=spf1" and text[6:7] in (b"", b" ")


def read(text: bytes) -> Record:
    """The record. Raises BadRecord."""
    try:
        terms = text.decode("ascii")[6:].split(" ")
    except UnicodeDecodeError:
        raise BadRecord("the SPF record holds letters that are not ASCII") from None
    if len(terms) > _MOST_TERMS:
        raise BadRecord("the SPF record is too long")
    mechanisms: list[Mechanism] = []
    modifiers: dict[str, str] = {}
    for term in filter(None, terms):
        match = _TERM.fullmatch(term)
        if match is None:
            raise BadRecord(f"the SPF record holds {_shown(term)}, which is no term")
        qualifier, name, rest = match[1], match[2].lower(), match[3] or ""
        if rest.startswith("="):
            _modifier(qualifier, name, rest[1:], modifiers)
        else:
            mechanisms.append(_mechanism(name, _RESULTS[qualifier or "+"], rest))
    return Record(tuple(mechanisms), modifiers.get("redirect", ""))


def _modifier(qualifier: str, name: str, value: str, modifiers: dict[str, str]) -> None:
    if qualifier:
        raise BadRecord(f"the SPF record holds {_shown(qualifier + name)}=, which takes no sign")
    if name in ("redirect", "exp"):
        if name in modifiers:
            raise BadRecord(f"the SPF record holds {name}= twice")
        modifiers[name] = _domain(value)
        return
    try:
        spf_macros.must_be_text(value)
    except BadMacro as problem:
        raise BadRecord(str(problem)) from None


def _mechanism(name: str, result: str, rest: str) -> Mechanism:
    match name:
        case "all" if not rest:
            return Mechanism(name, result)
        case "include" | "exists" if rest.startswith(":"):
            return Mechanism(name, result, _domain(rest[1:]))
        case "ptr" if not rest:
            return Mechanism(name, result)
        case "ptr" if rest.startswith(":"):
            return Mechanism(name, result, _domain(rest[1:]))
        case "a" | "mx":
            return _hosts(name, result, rest)
        case "ip4" | "ip6" if rest.startswith(":"):
            return Mechanism(name, result, network=_network(name, rest[1:]))
        case _:
            raise BadRecord(f"the SPF record holds {_shown(name + rest)}, which is no mechanism")


def _hosts(name: str, result: str, rest: str) -> Mechanism:
    cidr = _CIDR.search(rest)
    assert cidr is not None             # it also matches nothing, at the end
    target = rest[:cidr.start()]
    ip4_bits, ip6_bits = (int(bits) if bits else most for bits, most in zip(cidr.groups(), (32, 128), strict=True))
    if ip4_bits > 32 or ip6_bits > 128:
        raise BadRecord(f"the SPF record holds {_shown(name + rest)}, whose network is none")
    if target and not target.startswith(":"):
        raise BadRecord(f"the SPF record holds {_shown(name + rest)}, which is no mechanism")
    return Mechanism(name, result, _domain(target[1:]) if target else "", ip4_bits, ip6_bits)


_PREFIXED = re.compile(r"([0-9A-Fa-f.:]{2,45})(?:/(0|[1-9][0-9]{0,2}))?")


def _network(name: str, text: str) -> Network:
    match = _PREFIXED.fullmatch(text)
    try:
        if match is not None and name == "ip4":
            return ipaddress.IPv4Network((match[1], int(match[2] or 32)), strict=False)
        if match is not None:
            return ipaddress.IPv6Network((match[1], int(match[2] or 128)), strict=False)
    except ValueError:
        pass
    raise BadRecord(f"the SPF record holds {_shown(f'{name}:{text}')}, whose network is none")


def _domain(text: str) -> str:
    try:
        spf_macros.must_be_domain(text)
    except BadMacro as problem:
        raise BadRecord(str(problem)) from None
    return text


def _shown(term: str) -> str:
    return repr(term[:60])
