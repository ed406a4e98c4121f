"""Whose server handed a mail in: the door's own client, or the one that our own mail server says it had. Pure.

Only what a server of ours wrote is believed: its Received field stands on top. Below the first that names somebody else
everything may be made up. Formats of Postfix, Exim, Sendmail, Exchange and others (RFC 5321 section 4.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailbridge.hosts import IpAddress, address
from mailbridge.mail import Envelope
from mailbridge.own_servers import Ours

_MOST_FIELDS = 5
_MOST_CHARS = 2000
_FROM = re.compile(r"\s*from\s+(\S{1,255})(.*)", re.IGNORECASE | re.DOTALL)
_BY = re.compile(r"\sby\s", re.IGNORECASE)
_ADDRESS = re.compile(r"\[(?:IPv6:)?([0-9A-Fa-f:.]{2,45})\]", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"\(([0-9A-Fa-f:.]{2,45})\)")
_HELO = re.compile(r"\bhelo[= ]([^\s()]{1,255})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Client:
    """A server that handed a mail in: its address, and the name it gave (HELO, EHLO)."""

    ip: IpAddress
    helo: str


def find(envelope: Envelope, headers: Iterable[tuple[str, str]], ours: Ours) -> Client | None:
    """The first server that is not ours; None where nobody of ours says who that was."""
    if envelope.door in ("smtp", "lmtp", "pipe") and ours.hands_over(envelope):
        return _received(headers, ours)
    ip = address(envelope.peer) if envelope.door == "smtp" else None
    return Client(ip, envelope.helo) if ip is not None else None


def _received(headers: Iterable[tuple[str, str]], ours: Ours) -> Client | None:
    fields = [value[:_MOST_CHARS] for name, value in headers if name.casefold() == "received"]
    for value in fields[:_MOST_FIELDS]:
        client = _named(value)
        if client is None or not ours.knows(client.ip):
            return client               # none: it came from a program on that machine, or nobody can tell
    return None


def _named(received: str) -> Client | None:
    """The client in one field, if the field can be read in one way only: what a client says of itself (HELO) stands in
    it too, and may look like an address, or like half a field.

    Postfix: `from HELO (NAME [ADDRESS])`. Exim: `from NAME ([ADDRESS] helo=HELO)` or `from [ADDRESS] (helo=HELO)`.
    Exchange: `from HELO (ADDRESS)`. qmail: `from NAME (HELO HELO) (ADDRESS)`. So what stands first is the address only
    where the name that was given stands elsewhere.
    """
    clauses = _BY.split(received)
    match = _FROM.match(clauses[0])
    if match is None or len(clauses) != 2:
        return None
    first, rest = match.groups()
    helo = _HELO.search(rest)
    server_said = _HELO.sub(" ", rest)
    found = (_ADDRESS.findall(server_said) or _BARE_ADDRESS.findall(server_said)
             or (_ADDRESS.findall(first) if helo else []))
    ip = address(found[0]) if len(found) == 1 else None
    return Client(ip, helo[1] if helo else first) if ip is not None else None
