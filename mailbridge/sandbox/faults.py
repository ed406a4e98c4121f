"""Faults by name, how often each happens, and the small language in which they are asked for.

    lost-reply                 every time
    lost-reply:3               the next three times
    lost-reply:10%             one time in ten, by chance
    slow=5:create              before each `create`, five seconds
    error-500:get:person:2     the next two searches for people
    html-page:create:kept      instead of the reply, although the record was kept

A name, `=` and an amount where the fault has one, then parts behind colons in any order: a count, a chance, `create`
or `get`, a kind, `kept`.

This file decides whether a fault happens. What then happens is `api`'s and `mishaps`' knowledge.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from mailbridge.sandbox.kinds import CREATE_WORDS

_BOTH = ("create", "get")
_CREATE = ("create",)
_GET = ("get",)


@dataclass(frozen=True, slots=True)
class Fault:
    """What can go wrong. `instead` marks those that take the reply's place: at most one happens to a request."""

    name: str
    says: str
    whats: tuple[str, ...] = _BOTH
    instead: bool = False
    may_keep: bool = False              # takes the word `kept`
    amount: float | None = None         # when none is asked for; None: the fault has no amount
    unit: str = ""
    most: float = 3600


FAULTS: dict[str, Fault] = {fault.name: fault for fault in (
    Fault("lost-reply", "the record is kept, then the connection is closed without a reply", _CREATE, instead=True),
    Fault("drop", "the connection is closed before anything is kept", instead=True),
    Fault("late", "the connection is closed without a reply; the record is kept some time after", _CREATE,
          instead=True, amount=2, unit="seconds"),
    Fault("error-500", "500, nothing kept", instead=True, may_keep=True),
    Fault("error-after-keep", "500, although the record was kept", _CREATE, instead=True),
    Fault("html-page", "200 with an HTML login page", instead=True, may_keep=True),
    Fault("empty-body", "200 with nothing in it", instead=True, may_keep=True),
    Fault("error-text", "200 with an error text, nothing kept", instead=True, may_keep=True),
    Fault("refused-login", "the login is refused, however right it is", instead=True),
    Fault("redirect", "another address is named; whoever goes there is told Success and nothing is kept", instead=True,
          amount=302, unit="status", most=308),
    Fault("rate-limit", "429 with Retry-After", instead=True, amount=2, unit="seconds"),
    Fault("slow", "nothing is done for some time", amount=5, unit="seconds"),
    Fault("slow-drip", "the reply's bytes are spread over some time", amount=10, unit="seconds"),
    Fault("hidden", "the new record is not found by searches for some time", _CREATE, amount=2, unit="seconds"),
    Fault("padded-success", "white space around the word Success", _CREATE),
    Fault("truncated-xml", "the XML ends in the middle", _GET),
    Fault("latin-1", "Latin-1 bytes, and no word about it", _GET),
    Fault("bare-ampersand", "values are not escaped: a bare & or < stands in the XML", _GET),
    Fault("doctype-valid", "the DOCTYPE is well-formed", _GET),
    Fault("doctype-none", "there is no DOCTYPE", _GET),
    Fault("huge-reply", "a reply of more than a megabyte", amount=2, unit="megabytes", most=64),
)}


class FaultSpecError(ValueError):
    """A fault was asked for in words that are not understood. The message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Armed:
    """A fault with its conditions: `times` left (None: no end), `chance` 0..1, only for `what` and `kind` if named."""

    fault: Fault
    amount: float = 0
    times: int | None = None
    chance: float = 1
    what: str = ""
    kind: str = ""
    kept: bool = False

    def matches(self, what: str, kind: str) -> bool:
        """Whether a request of this sort can meet the fault at all."""
        if self.what not in ("", what) or self.kind not in ("", kind):
            return False
        return what in self.fault.whats if what else self.fault.whats == _BOTH

    def __str__(self) -> str:
        """The spec again, in one settled order."""
        head = f"{self.fault.name}={self.amount:g}" if self.fault.amount is not None else self.fault.name
        parts = [self.what, self.kind, "kept" if self.kept else "",
                 f"{self.chance * 100:g}%" if self.chance < 1 else "", "" if self.times is None else str(self.times)]
        return ":".join([head, *filter(None, parts)])


def parse(spec: str) -> Armed:
    """Reads one spec. Raises `FaultSpecError`."""
    head, *parts = spec.strip().split(":")
    name, equals, amount = (piece.strip() for piece in head.partition("="))
    fault = FAULTS.get(name)
    if fault is None:
        raise FaultSpecError(_unknown(name))
    armed = Armed(fault, _amount(fault, amount if equals else None))
    seen: set[str] = set()
    for part in parts:
        role, changes = _part(part.strip().lower(), fault)
        if role in seen:
            raise FaultSpecError(f"{spec!r} names {role} twice")
        seen.add(role)
        armed = replace(armed, **changes)
    return armed


def _unknown(name: str) -> str:
    close = get_close_matches(name.lower(), FAULTS, n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(FAULTS)}"
    return f"unknown fault {name!r}; {hint}"


def _amount(fault: Fault, text: str | None) -> float:
    if text is None:
        return fault.amount or 0
    if fault.amount is None:
        raise FaultSpecError(f"{fault.name} takes no amount: write {fault.name} without '={text}'")
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,6})?", text) or float(text) > fault.most:
        raise FaultSpecError(f"{fault.name}={text}: write a number of {fault.unit} up to {fault.most:g},"
                             f" such as {fault.name}={fault.amount:g}")
    if fault.unit == "status" and text not in ("301", "302", "303", "307", "308"):
        raise FaultSpecError(f"{fault.name}={text}: write 301, 302, 303, 307 or 308")
    return float(text)


def _part(part: str, fault: Fault) -> tuple[str, dict[str, Any]]:
    """What one part is about, in words, and the fields of `Armed` that it sets."""
    if re.fullmatch(r"[0-9]{1,9}", part) and int(part):
        return "a count", {"times": int(part)}
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?%", part) and 0 < float(part[:-1]) <= 100:
        return "a chance", {"chance": float(part[:-1]) / 100}
    if part in _BOTH:
        if part not in fault.whats:
            raise FaultSpecError(f"{fault.name} happens to {fault.whats[0]} only, never to {part}")
        return "create or get", {"what": part}
    if part in CREATE_WORDS:
        return "a kind", {"kind": CREATE_WORDS[part]}
    if part == "kept" and fault.may_keep:
        return "kept", {"kept": True}
    if part == "kept":
        able = ", ".join(other.name for other in FAULTS.values() if other.may_keep)
        raise FaultSpecError(f"{fault.name} cannot be combined with kept; {able} can")
    raise FaultSpecError(f"{part!r} is no part of a fault: write a count (3), a chance (10%), create, get, kept or a"
                         f" kind ({', '.join(CREATE_WORDS)})")


@dataclass(slots=True)
class Board:
    """The armed faults. Safe to use from several threads; the same `seed` gives the same chances again."""

    seed: int = 0
    _armed: list[Armed] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 (chance, not secrecy)

    def arm(self, specs: Sequence[str]) -> None:
        """Arms all of them or, if one is not understood, none. One with the same conditions replaces the older."""
        new = {_place(armed): armed for armed in map(parse, specs)}
        with self._lock:
            self._armed = [armed for armed in self._armed if _place(armed) not in new] + list(new.values())

    def clear(self, spec: str = "") -> None:
        """Takes back the one with the conditions of `spec`, however often it still would happen, or all."""
        place = _place(parse(spec)) if spec else None
        with self._lock:
            self._armed = [armed for armed in self._armed if place and _place(armed) != place]

    def armed(self) -> tuple[Armed, ...]:
        """What can still happen, oldest first."""
        with self._lock:
            return tuple(self._armed)

    def draw(self, what: str, kind: str) -> tuple[Armed, ...]:
        """The faults that this request meets, each counted as having happened once."""
        drawn: list[Armed] = []
        with self._lock:
            for place, armed in enumerate(self._armed):
                taken = armed.fault.instead and any(other.fault.instead for other in drawn)
                if taken or not armed.matches(what, kind) or self._random.random() >= armed.chance:
                    continue
                drawn.append(armed)
                if armed.times is not None:
                    self._armed[place] = replace(armed, times=armed.times - 1)
            self._armed = [armed for armed in self._armed if armed.times != 0]
        return tuple(drawn)


def _place(armed: Armed) -> tuple[str, str, str]:
    return armed.fault.name, armed.what, armed.kind
