"""What is written down of an item: its plan, how far each write has come, its end, and every event on the way.

Within a change that somebody else commits, and that has asked first whether the item is still its owner's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from mailbridge import maillog
from mailbridge.mail import Arrival
from mailbridge.maillog import Event
from mailbridge.plan import Likeness, Plan, WriteState, write_as_json
from mailbridge.spool import engines, rows
from mailbridge.spool.rows import Claimed, Decided, Happened, ItemId, KeptWrite, milliseconds, moment
from mailbridge.spool.schema import events, items, likenesses, originals, writes

_MARK = sa.update(writes).where(
    writes.c.item == sa.bindparam("this_item"), writes.c.position == sa.bindparam("this_position"))
_FORGET_LIKENESS = sa.delete(likenesses).where(likenesses.c.item == sa.bindparam("this_item"))
_END = sa.update(items).where(items.c.id == sa.bindparam("this_item"))
_AT_ONCE_MS = 1000


def note(connection: sa.Connection, item: ItemId, event: Event, now_ms: int) -> None:
    """Add an event to the item's timeline."""
    engines.insert(connection, events, [_event(item, event, now_ms)])


def note_all(connection: sa.Connection, happened: Sequence[tuple[ItemId, Event]], now_ms: int) -> None:
    """Add an event to the timeline of each of several items."""
    engines.insert(connection, events, [_event(item, event, now_ms) for item, event in happened])


def tells_itself(arrival: Arrival, now_ms: int) -> bool:
    """Whether the item's row says all of how the mail came, so that no event need say it again: it was kept at once.

    A mail that had lain in a mailbox came at another time than it was kept; and of one without recipients a row does
    not show whether they were forgotten.
    """
    return bool(arrival.envelope.recipients) and now_ms - milliseconds(arrival.received_at) < _AT_ONCE_MS


def timeline(row: sa.Row[Any], happened: Sequence[sa.Row[Any]]) -> tuple[Happened, ...]:
    """What happened to the item of this row, from its arrival on. Of how a forgotten mail came nothing is said."""
    noted = tuple(Happened(moment(event.at), event.name, event.details) for event in happened)
    came = maillog.accepted(rows.envelope(row), row.size)
    is_forgotten = not (row.has_original or row.recipients)
    if is_forgotten or (noted and noted[0].name == came.name):
        return noted
    return Happened(moment(row.received_at), came.name, dict(came.details)), *noted


def planned(decided: Decided) -> dict[str, Any]:
    """What an item's row tells of its plan. Of whom is never logged no subject is kept."""
    plan = decided.plan
    return {
        "plan": rows.plan_as_json(plan), "subject": "" if plan.parties.never_log else decided.subject[:500],
        "message_id": decided.message_id[:500], "direction": plan.parties.direction.value,
        "contact": plan.parties.contact.email, "person": plan.person.state.value,
        "rule": next((rule.name for rule in plan.rules if rule.matched), ""),
    }


def told(decided: Decided) -> tuple[Event, ...]:
    """What the timeline says of it."""
    return maillog.planned(decided.plan), *decided.more


def keep_decided(connection: sa.Connection, item: Claimed, decided: Decided, planned: Sequence[KeptWrite]) -> None:
    """All but what the item's row and its timeline tell of it; `planned` are its writes, as far as they have come."""
    if decided.like is not None and not decided.plan.parties.never_log:
        _keep_likeness(connection, item, decided.like)
    _keep_writes(connection, decided.plan, planned)


def _keep_writes(connection: sa.Connection, plan: Plan, planned: Sequence[KeptWrite]) -> None:
    contact = plan.parties.contact.email.casefold()
    engines.insert(connection, writes, [
        {"item": kept.item, "position": kept.position, "kind": kept.write.kind.value, "rule": kept.write.rule,
         "contact": contact, "data": write_as_json(kept.write), "marker": kept.marker, "state": kept.state.value,
         "attempts": kept.attempts, "before": kept.before,
         "sent_at": None if kept.sent_at is None else milliseconds(kept.sent_at)}
        for kept in planned])


def _keep_likeness(connection: sa.Connection, item: Claimed, like: Likeness) -> None:
    """What a later forward of the mail is known by."""
    if item.claim > 1:                  # it may have one, from when it was decided before
        connection.execute(_FORGET_LIKENESS, {"this_item": item.id})
    at = None if like.written_at is None else milliseconds(like.written_at)
    engines.insert(connection, likenesses, [{"item": item.id, "digest": like.digest, "written_at": at}])


def mark(connection: sa.Connection, write: KeptWrite, state: WriteState, **values: Any) -> None:
    """How far a write has come."""
    this = {"this_item": write.item, "this_position": write.position}
    engines.execute(connection, _MARK, {**this, "state": state.value, **values})


def end(connection: sa.Connection, item: ItemId, **values: Any) -> None:
    """Nobody has the item in hand any more."""
    engines.execute(connection, _END, {"this_item": item, "owner": "", "lease_until": 0, **values})


def forget(connection: sa.Connection, item: ItemId) -> None:
    """Its original and its events."""
    connection.execute(sa.delete(originals).where(originals.c.item == item))
    connection.execute(sa.delete(events).where(events.c.item == item))


def _event(item: ItemId, event: Event, now_ms: int) -> dict[str, Any]:
    return {"item": item, "at": now_ms, "name": event.name, "details": dict(event.details)}
