"""How the queue stands, for those who watch over it: what waits for too long, what went wrong of late. Looks only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from mailbridge.plan import ENDS, ItemState
from mailbridge.spool import engines
from mailbridge.spool.rows import milliseconds, moment
from mailbridge.spool.schema import IS_OPEN, events, items
from mailbridge.spool.store import Spool

STORM_GUARD = "storm guard: "
"""How the reason of an item starts that the storm guard has sent to review."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The mail that waits longest: since when, and why it was put back last. `count`: how many wait in all."""

    oldest: datetime
    reason: str
    count: int
    last_settled: datetime | None


def waiting_longer(spool: Spool, than: datetime) -> Waiting | None:
    """What waits since before a moment, None if nothing does. A mail that a person let go again waits since then."""
    moved = sa.exists().where(
        events.c.item == items.c.id, events.c.name == "by-hand", events.c.at >= milliseconds(than))
    query = sa.select(items.c.received_at, items.c.reason).where(
        IS_OPEN, items.c.received_at < milliseconds(than), ~moved,
    ).order_by(items.c.received_at).limit(1)
    with spool.looking() as connection:
        row = connection.execute(query).one_or_none()
        if row is None:
            return None
        count = connection.execute(sa.select(sa.func.count()).where(IS_OPEN)).scalar_one()
        last = _last_settled(connection)
    return Waiting(moment(row.received_at), row.reason, count, None if last is None else moment(last))


def _last_settled(connection: sa.Connection) -> int | None:
    """Asked for each part of its index: for all at once a database would look at every item."""
    found = [connection.scalar(sa.select(sa.func.max(items.c.settled_at)).where(
        items.c.has_original.is_(has_original), items.c.state == state.value))
        for has_original in (True, False) for state in ENDS]
    return max((at for at in found if at is not None), default=None)


def came_after(spool: Spool, number: int | None) -> tuple[int, dict[str, int]]:
    """(the newest item's number, how many came by each door after the item `number`); None: only the first."""
    with spool.looking() as connection:
        newest = connection.scalar(sa.select(sa.func.max(items.c.id))) or 0
        if number is None:
            return newest, {}
        came = connection.execute(sa.select(items.c.door, sa.func.count()).where(
            items.c.id > number, items.c.id <= newest).group_by(items.c.door))
        return max(number, newest), {row[0]: row[1] for row in came}


def happened_after(spool: Spool, number: int | None, names: Sequence[str]) -> tuple[int, list[tuple[str, Any]]]:
    """(the newest event's number, name and details of those after the event `number`); None: only the first."""
    with spool.looking() as connection:
        newest = connection.scalar(sa.select(sa.func.max(events.c.id))) or 0
        if number is None:
            return newest, []
        found = connection.execute(sa.select(events.c.name, events.c.details).where(
            events.c.id > number, events.c.id <= newest, events.c.name.in_(names)))
        return max(number, newest), [(row.name, row.details) for row in found]


def size_bytes(spool: Spool) -> int:
    """What the database takes of its disk."""
    with spool.looking() as connection:
        return engines.size_bytes(connection)


def within(spool: Spool, since: datetime) -> tuple[int, int]:
    """(how many mails have come, how many have come to their end) since a moment."""
    ended = sa.and_(items.c.has_original.in_((True, False)), items.c.state.in_([state.value for state in ENDS]),
                    items.c.settled_at >= milliseconds(since))
    with spool.looking() as connection:
        came = connection.execute(
            sa.select(sa.func.count()).where(items.c.received_at >= milliseconds(since))).scalar_one()
        return came, connection.execute(sa.select(sa.func.count()).where(ended)).scalar_one()


def failed_since(spool: Spool, since: datetime) -> int:
    """How many mails that stand as failed came to that since a moment."""
    return _count(spool, ItemState.FAILED, since)


def held_up_since(spool: Spool, since: datetime) -> int:
    """How many mails the storm guard has sent to review since a moment."""
    return _count(spool, ItemState.REVIEW, since, items.c.reason.startswith(STORM_GUARD, autoescape=True))


def _count(spool: Spool, state: ItemState, since: datetime, *more: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).where(
        items.c.has_original, items.c.state == state.value, items.c.settled_at >= milliseconds(since), *more)
    with spool.looking() as connection:
        return int(connection.execute(query).scalar_one())
