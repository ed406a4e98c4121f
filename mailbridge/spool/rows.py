"""Rows <-> values: what the spool hands out, and how a plan is kept as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NewType

import sqlalchemy as sa

from mailbridge.authentication import Authentication, as_json, from_json
from mailbridge.mail import NOBODY, Address, Arrival, Envelope
from mailbridge.maillog import Event
from mailbridge.plan import ItemState, Likeness, Plan, Write, WriteState, write_from_json
from mailbridge.records import Record

ItemId = NewType("ItemId", int)

EDITED = "edited"
"""In a plan's JSON: a person has changed it, so that it is not decided anew behind their back."""


@dataclass(frozen=True, slots=True)
class KeptWrite:
    """One write of a plan as it stands. Times are aware datetimes."""

    item: ItemId
    position: int
    write: Write
    marker: str
    state: WriteState
    attempts: int = 0
    sent_at: datetime | None = None
    before: int | None = None
    looks: int = 0
    looked_at: datetime | None = None
    lost: int = 0
    said: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of an item, with a marker for each write of the plan.

    `state` of the writes is `unknown` where they may stand in Heap already, so that each is looked up first. `more` is
    what else the timeline says of the plan.
    """

    plan: Plan
    subject: str
    markers: tuple[str, ...] = ()
    message_id: str = ""
    like: Likeness | None = None
    state: WriteState = WriteState.PLANNED
    more: tuple[Event, ...] = ()

    def writes(self, item: ItemId) -> tuple[KeptWrite, ...]:
        """As they stand once this is kept."""
        return tuple(KeptWrite(item, position, write, marker, self.state)
                     for position, (write, marker) in enumerate(zip(self.plan.writes, self.markers, strict=True)))


@dataclass(frozen=True, slots=True)
class Answered:
    """A write that stands in Heap, and what Heap said to it."""

    write: KeptWrite
    said: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """An item in one worker's hands. `claim` is the fence: every change asks that it is still the current one."""

    id: ItemId
    owner: str
    claim: int
    arrival: Arrival
    identity: str
    attempts: int
    deaths: int
    assigned: str = ""
    writes: tuple[KeptWrite, ...] = ()
    checked: Authentication | None = None       # what an earlier look found of its sender


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of a list of items."""

    id: ItemId
    state: ItemState
    reason: str
    received_at: datetime
    settled_at: datetime | None
    door: str
    sender: str
    size: int
    subject: str
    direction: str
    contact: str
    rule: str
    attempts: int
    not_before: datetime
    has_original: bool = True           # False once its retention is over


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of an item's timeline."""

    at: datetime
    name: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything the spool knows of one item."""

    summary: Summary
    envelope: Envelope
    plan: dict[str, Any] | None         # as `plan_as_json` wrote it
    writes: tuple[KeptWrite, ...]
    events: tuple[Happened, ...]
    claim: int = 0                      # how often it was claimed: whether somebody had it in hand since
    checked: Authentication | None = None       # what was found of its sender

    @property
    def contact(self) -> Address:
        """Whom the plan is about, NOBODY without one."""
        contact = (self.plan or {}).get("contact")
        return Address(contact["name"], contact["email"]) if contact else NOBODY


def milliseconds(moment: datetime) -> int:
    """An aware datetime as the spool keeps it."""
    return round(moment.timestamp() * 1000)


def moment(value: int) -> datetime:
    """The inverse of `milliseconds`, in UTC."""
    return datetime.fromtimestamp(value / 1000, UTC)


def arrived(arrival: Arrival, mail_identity: str, key: str, not_before: int) -> dict[str, Any]:
    """The row of an item that just came."""
    envelope = arrival.envelope
    return {
        "key": key, "identity": mail_identity, "door": envelope.door, "sender": envelope.sender,
        "recipients": list(envelope.recipients), "peer": envelope.peer, "login": envelope.login, "helo": envelope.helo,
        "protocol": envelope.protocol,
        "received_at": milliseconds(arrival.received_at), "size": len(arrival.raw),
        "state": ItemState.WAITING.value, "not_before": not_before,
    }


def envelope(row: sa.Row[Any]) -> Envelope:
    return Envelope(row.door, row.sender, tuple(row.recipients), row.peer, row.login, row.helo,
                    row.protocol)


def checked(row: sa.Row[Any]) -> Authentication | None:
    return None if row.checked is None else from_json(row.checked)


def kept_write(row: sa.Row[Any]) -> KeptWrite:
    return KeptWrite(
        item=ItemId(row.item), position=row.position, write=write_from_json(row.data), marker=row.marker,
        state=WriteState(row.state), attempts=row.attempts, sent_at=_maybe(row.sent_at), before=row.before,
        looks=row.looks, looked_at=_maybe(row.looked_at), lost=row.lost, said=row.said,
    )


def claimed(row: sa.Row[Any], raw: bytes, writes: Sequence[KeptWrite]) -> Claimed:
    return Claimed(
        id=ItemId(row.id), owner=row.owner, claim=row.claim,
        arrival=Arrival(raw, envelope(row), moment(row.received_at)),
        identity=row.identity, attempts=row.attempts, deaths=row.deaths,
        assigned=row.assigned, writes=tuple(writes), checked=checked(row),
    )


def summary(row: sa.Row[Any]) -> Summary:
    return Summary(
        id=ItemId(row.id), state=ItemState(row.state), reason=row.reason, received_at=moment(row.received_at),
        settled_at=_maybe(row.settled_at), door=row.door, sender=row.sender, size=row.size, subject=row.subject,
        direction=row.direction, contact=row.contact, rule=row.rule, attempts=row.attempts,
        not_before=moment(row.not_before), has_original=row.has_original,
    )


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """{verdict, reason, direction, contact, contacts, evidence, colleague, forwarded, authentication, person {state,
    hits}, rules}.

    The writes are rows of their own: each has a state.
    """
    parties = plan.parties
    return {
        "verdict": plan.verdict.value,
        "reason": plan.reason,
        "direction": parties.direction.value,
        "contact": _address(parties.contact),
        "contacts": [_address(a) for a in parties.contacts],
        "evidence": list(plan.evidence),
        "colleague": parties.colleague,
        "forwarded": parties.forwarded,
        "authentication": as_json(parties.authentication),
        "person": {"state": plan.person.state.value, "hits": [record_as_json(hit) for hit in plan.person.hits]},
        "rules": [
            {"name": rule.name, "file": rule.file, "line": rule.line, "matched": rule.matched,
             "conditions": [{"text": c.text, "matched": c.matched, "saw": c.saw} for c in rule.conditions]}
            for rule in plan.rules
        ],
    }


def record_as_json(record: Record) -> dict[str, Any]:
    """{kind, every field, dates}."""
    return {"kind": record.kind.value, **dict(record.fields), **({"dates": list(record.dates)} if record.dates else {})}


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "email": address.email}


def _maybe(value: int | None) -> datetime | None:
    return None if value is None else moment(value)
