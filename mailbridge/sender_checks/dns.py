"""Questions to DNS: in bounded time, remembered for as long as each answer says, shared by all threads.

"There is no such name" and "nobody answered" are different things: the first is an empty answer, the second `NoAnswer`.
Whoever asks must keep them apart, because a trouble of DNS proves nothing about a mail, neither good nor bad.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import dns.name
import dns.nameserver
import dns.rdatatype
import dns.resolver

from mailbridge.errors import AdminError

Kind = Literal["TXT", "A", "AAAA", "MX", "PTR"]

_LONGEST_SECONDS = 86_400.0             # an answer is not believed for longer, whatever it says
_TROUBLE_SECONDS = 15.0                 # so long a name that nobody answered for is not asked for again
_NEGATIVE_SECONDS = 60.0                # for "no such name", where its zone does not say
_LONGEST_TEXT = 16_384                  # bytes of one TXT record that are looked at
_MOST_RECORDS = 100


class NoAnswer(Exception):
    """Nobody answered, or not in time. The message says what was asked."""


@dataclass(frozen=True, slots=True)
class _Kept:
    until: float
    values: tuple[bytes, ...] | None    # None: nobody answered
    size: int


class Resolver:
    """Asks the DNS servers of the settings, or those of the system. Safe to use from many threads."""

    def __init__(self, servers: Sequence[tuple[str, int]] = (), *, query_seconds: float = 3.0,
                 most_bytes: int = 8 << 20, clock: Callable[[], float] = time.monotonic) -> None:
        """`servers` are (address, port). Raises AdminError when the system names none and the settings neither."""
        try:
            self._dns = dns.resolver.Resolver(configure=not servers)
        except dns.resolver.NoResolverConfiguration:
            raise AdminError("this machine names no DNS server in /etc/resolv.conf; name one, such as "
                             "`authentication: {dns: [192.0.2.53]}`") from None
        if servers:
            self._dns.nameservers = [dns.nameserver.Do53Nameserver(address, port) for address, port in servers]
        self._dns.timeout = query_seconds / 2       # of one try, so that a lost datagram is asked for again
        self._dns.use_edns(0, 0, 1232)
        self._query_seconds = query_seconds
        self._clock = clock
        self._most_bytes = most_bytes
        self._kept: OrderedDict[tuple[str, Kind], _Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def ask(self, name: str, kind: Kind, seconds: float) -> tuple[bytes, ...]:
        """The records, () if there are none, within `seconds`. MX by preference. Raises NoAnswer."""
        key = (name.casefold().rstrip("."), kind)
        kept = self._remembered(key)
        if kept is None:
            kept = self._asked(name, kind, min(seconds, self._query_seconds))
            if kept.values is not None or seconds >= self._query_seconds:   # a mail in a hurry speaks for itself only
                self._remember(key, kept)
        if kept.values is None:
            raise NoAnswer(f"DNS did not answer for {name} ({kind})")
        return kept.values

    def _asked(self, name: str, kind: Kind, seconds: float) -> _Kept:
        now = self._clock()
        if seconds <= 0:
            raise NoAnswer(f"no time was left to ask DNS for {name} ({kind})")
        try:
            answer = self._dns.resolve(_labels(name), dns.rdatatype.from_text(kind), lifetime=seconds, search=False,
                                       raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            return _Kept(now + _NEGATIVE_SECONDS, (), 0)
        except (dns.name.LabelTooLong, dns.name.NameTooLong, dns.name.EmptyLabel, dns.resolver.YXDOMAIN, UnicodeError):
            return _Kept(now + _NEGATIVE_SECONDS, (), 0)        # what cannot be asked for cannot be there
        except Exception:               # dnspython's own, sockets', and what a stranger's answer may lead its parser to
            return _Kept(now + _TROUBLE_SECONDS, None, 0)
        values = _values(answer, kind)
        lasts = max(0.0, min(answer.expiration - time.time(), _LONGEST_SECONDS))
        return _Kept(now + (lasts if values else min(lasts, _NEGATIVE_SECONDS)), values, sum(map(len, values)))

    def _remembered(self, key: tuple[str, Kind]) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept.until <= self._clock():
                return None
            self._kept.move_to_end(key)
            return kept

    def _remember(self, key: tuple[str, Kind], kept: _Kept) -> None:
        with self._lock:
            self._forget(key)
            self._kept[key] = kept
            self._bytes += _size(key, kept)
            while self._bytes > self._most_bytes:
                self._forget(next(iter(self._kept)))

    def _forget(self, key: tuple[str, Kind]) -> None:
        former = self._kept.pop(key, None)
        if former is not None:
            self._bytes -= _size(key, former)


def _labels(name: str) -> dns.name.Name:
    """The name as it is, whatever letters are in it: a stranger's macro may print blanks and backslashes."""
    return dns.name.Name([*(label.encode("ascii") for label in name.rstrip(".").split(".")), b""])


def _size(key: tuple[str, Kind], kept: _Kept) -> int:
    return len(key[0]) + kept.size + 500        # the objects around it take about that


def _values(answer: dns.resolver.Answer, kind: Kind) -> tuple[bytes, ...]:
    records: list[Any] = list(answer.rrset or ())[:_MOST_RECORDS]
    match kind:
        case "TXT":
            return tuple(b"".join(record.strings)[:_LONGEST_TEXT] for record in records)
        case "MX":
            records.sort(key=lambda record: record.preference)
            return tuple(_name(record.exchange) for record in records)
        case "PTR":
            return tuple(_name(record.target) for record in records)
        case _:
            return tuple(record.address.encode() for record in records)


def _name(name: dns.name.Name) -> bytes:
    return name.to_text(omit_final_dot=True).encode("ascii", "replace")


@dataclass(frozen=True, slots=True)
class Lookups:
    """The questions of one mail: all of them together end at a time."""

    resolver: Resolver
    ends_at: float                      # by the clock
    clock: Callable[[], float] = time.monotonic

    def ask(self, name: str, kind: Kind) -> tuple[bytes, ...]:
        """The records, () if there are none. Raises NoAnswer, also when the mail's time is over."""
        return self.resolver.ask(name, kind, self.ends_at - self.clock())
