"""Text of a calendar -> its events and zone definitions as plain properties, however broken the text is.

Knows the line grammar of RFC 5545 section 3.1 and how programs break it. Leaves the meaning of the properties to
`calendar`, `zones` and `recurrence`. Every event is cut out by itself, so a bad line costs a property, never the
calendar, and nothing is shared between two mails (the library's own reader keeps zone definitions for the process).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MAX_LINES = 40_000
MAX_EVENTS = 200
MAX_ZONES = 50
MAX_LINE = 100_000                      # letters of an unfolded line whose parameters are still read
MAX_PROPERTIES = 1_500                  # of one block: 1,000 attendees and what else an event says

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}[ \t]*[;:]")
_KEPT = {"VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VCALENDAR"}


@dataclass(frozen=True, slots=True)
class Property:
    """One content line: name in upper case, parameters with upper-case keys, value with backslashes undone."""

    name: str
    params: Mapping[str, str]
    value: str


@dataclass(slots=True)
class Block:
    """A component while it is read: its own properties in order, its nested blocks (only of a VTIMEZONE)."""

    name: str
    properties: list[Property] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Every property of that name."""
        return [p for p in self.properties if p.name == name]

    def first(self, name: str) -> Property | None:
        """The first property of that name: where a writer repeats one that may stand once, readers take the first."""
        return next((p for p in self.properties if p.name == name), None)

    def text(self, name: str) -> str:
        """The first value of that name without outer space, "" if there is none."""
        found = self.first(name)
        return found.value.strip() if found else ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What one part holds: METHOD of its first calendar that has one, events in order, zone definitions by TZID."""

    method: str
    events: tuple[Block, ...]
    zones: Mapping[str, Block]


def parse(text: str) -> Calendar:
    """Events of every calendar in `text`, also of bare VEVENTs without one. Never raises; unreadable text is empty."""
    method, events, zones = "", list[Block](), dict[str, Block]()
    for block in _blocks(_unfolded(text)):
        if block.name == "VCALENDAR":
            method = method or block.text("METHOD")
        elif block.name == "VEVENT" and len(events) < MAX_EVENTS:
            events.append(block)
        elif block.name == "VTIMEZONE" and len(zones) < MAX_ZONES:
            zones.setdefault(block.text("TZID").strip("/"), block)
    return Calendar(method.upper(), tuple(events), zones)


def _unfolded(text: str) -> Iterator[str]:
    """Logical lines (RFC 5545 3.1). A line that is no content line was folded without its space: it goes on."""
    pending: list[str] = []
    for line in text.removeprefix("\ufeff").split("\n")[:MAX_LINES]:
        if line[:1] in (" ", "\t") and pending:
            pending.append(line[1:])
        elif _NAME.match(line):
            yield "".join(pending)
            pending = [line]
        elif pending and any(map(str.isalnum, line)) and not pending[0][:6].upper().startswith(("BEGIN:", "END:")):
            pending.append(line)
    yield "".join(pending)


def _blocks(lines: Iterator[str]) -> list[Block]:
    """Every block in the order of its BEGIN; alarms and tasks are read over, missing ENDs don't matter."""
    found: list[Block] = []
    stack: list[Block] = []
    skipped = ""                        # the component that is being read over
    for line in lines:
        key, _, rest = line.partition(":")
        key, rest = key.strip().upper(), rest.strip().upper()
        if key == "BEGIN" and rest in _KEPT:
            skipped = ""
            _close(stack, rest)
            block = Block(rest)
            if stack and rest in ("STANDARD", "DAYLIGHT"):
                stack[-1].blocks.append(block)
            stack.append(block)
            found.append(block)
        elif key == "BEGIN":
            skipped = skipped or rest
        elif key == "END" and rest == skipped:
            skipped = ""
        elif key == "END" and any(open_.name == rest for open_ in stack):
            skipped = ""
            while stack.pop().name != rest:
                pass
        elif stack and not skipped and len(stack[-1].properties) < MAX_PROPERTIES and (entry := _property(line)):
            stack[-1].properties.append(entry)
    return found


def _close(stack: list[Block], opening: str) -> None:
    """End what cannot hold the block that opens now: the END that should have done so is missing."""
    holders = {"VCALENDAR": (), "VEVENT": ("VCALENDAR",), "VTIMEZONE": ("VCALENDAR",)}.get(opening, ("VTIMEZONE",))
    while stack and stack[-1].name not in holders:
        stack.pop()


def _property(line: str) -> Property | None:
    from icalendar.parser import Contentline  # slow to import, and most mails bring no calendar

    try:
        if len(line) > MAX_LINE:
            raise ValueError("too long")
        name, params, value = Contentline(line).parts()  # type: ignore[no-untyped-call]  # the library has no types here
    except (ValueError, AssertionError):
        name, _, value = line.partition(":")        # broken parameters: the value is worth more than they are
        return Property(name.partition(";")[0].strip().upper(), {}, value) if value else None
    return Property(str(name).upper(), {str(k).upper(): _one(v) for k, v in params.items()}, str(value))


def _one(value: object) -> str:
    """A parameter with several values (MEMBER, DELEGATED-TO) is a list in the library; the first will do."""
    if isinstance(value, list | tuple):
        return str(value[0]) if value else ""
    return str(value)
