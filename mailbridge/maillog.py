"""A mail's life, one function per event. The same event is a log line and a row of the spool, so they cannot disagree.

A line starts with the item's id and says key=value; no body text, no password, nothing that breaks the line.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mailbridge import logs
from mailbridge.authentication import Authentication
from mailbridge.mail import Envelope
from mailbridge.plan import ItemState, Plan, Write, WriteState

Detail = str | int | float

_PLAIN = re.compile(r'[!#-<>-\[\]-~]*')     # printable ASCII but space, quote, equals sign and backslash

_REMEMBERED = 512                       # words: doors, addresses and reasons come again and again

log = logging.getLogger("mailbridge.mail")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an item. `details` in the order they are told."""

    name: str
    details: tuple[tuple[str, Detail], ...] = ()


def accepted(envelope: Envelope, size_bytes: int) -> Event:
    return Event("accepted", (("door", envelope.door), ("from", envelope.sender or "<>"),
                              ("to", " ".join(envelope.recipients)), ("bytes", size_bytes)))


def came_again(envelope: Envelope) -> Event:
    return Event("came-again", (("door", envelope.door), ("peer", envelope.peer)))


def checked(found: Authentication) -> Event:
    return Event("checked", (("spf", found.spf), ("dkim", found.dkim), ("dmarc", found.dmarc), ("arc", found.arc),
                             ("sealer", found.sealer), ("why", found.evidence[-1] if found.evidence else "")))


def planned(plan: Plan) -> Event:
    return Event("planned", (
        ("verdict", plan.verdict.value), ("direction", plan.parties.direction.value),
        ("contact", plan.parties.contact.email), ("person", plan.person.state.value), ("reason", plan.reason),
        ("writes", " ".join(write.kind.value for write in plan.writes)),
    ))


def left_out(counts: Mapping[str, int]) -> Event:
    return Event("left-out", (("what", ", ".join(f"{sort}: {times}" for sort, times in counts.items())),))


def sending(write: Write, marker: str, attempt: int) -> Event:
    return Event("sending", (("kind", write.kind.value), ("marker", marker), ("attempt", attempt)))


def answered(write: Write, state: WriteState, said: str) -> Event:
    return Event("answered", (("kind", write.kind.value), ("state", state.value), ("said", said)))


def looked_up(write: Write, found: str) -> Event:
    return Event("looked-up", (("kind", write.kind.value), ("found", found)))


def put_back(reason: str, wait_seconds: float) -> Event:
    return Event("put-back", (("wait_seconds", round(wait_seconds, 1)), ("reason", reason)))


def settled(state: ItemState, reason: str) -> Event:
    return Event("settled", (("state", state.value), ("reason", reason)))


def shadowed(before: str, after: str, details: tuple[str, ...]) -> Event:
    return Event("shadow", (("rules", before), ("shadow", after), ("details", "; ".join(details)[:2000])))


def in_mailbox(folder: str, action: str) -> Event:
    return Event("in-mailbox", (("folder", folder), ("action", action)))


def notified(words: str) -> Event:
    return Event("notice", (("text", words),))


def by_hand(act: str, reason: str, by: str = "") -> Event:
    return Event("by-hand", (("act", act), ("by", by), ("reason", reason)))


def edited(changed: str, reason: str, by: str = "") -> Event:
    return Event("by-hand", (("act", "edit"), ("by", by), ("reason", reason), ("changed", changed)))


def line(item: int, event: Event) -> str:
    """`item=7 settled state=done reason="…"`; anything with a space or a control character is quoted as in JSON."""
    words = [f"{key}={_as_word(value)}" for key, value in event.details if value != ""]
    return " ".join([f"item={item} {event.name}", *words])


def tell(item: int, event: Event) -> None:
    """Write the event to the log. The row is the spool's own."""
    log.info("%s", line(item, event), extra={"item": item, "event": event.name, "details": dict(event.details)})


def tell_all(happened: Iterable[tuple[int, Event]]) -> None:
    """`tell` of several items at once."""
    text = logs.only_text(log)
    if text is not None:
        text.texts(line(item, event) for item, event in happened)
        return
    with logs.together():
        for item, event in happened:
            tell(item, event)


def _as_word(value: Detail) -> str:
    return _quoted(value) if isinstance(value, str) else str(value)


@lru_cache(_REMEMBERED)
def _quoted(letters: str) -> str:
    return letters if _PLAIN.fullmatch(letters) else json.dumps(letters, ensure_ascii=False)
