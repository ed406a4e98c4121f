"""What people look at: items by state, one item's story, numbers. Takes no lock that a worker would wait for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from mailbridge.mail import Arrival
from mailbridge.plan import ItemState
from mailbridge.spool import identity, ledger, rows
from mailbridge.spool.rows import Happened, ItemId, KeptWrite, Story, Summary, milliseconds, moment
from mailbridge.spool.schema import events, items, originals, writes
from mailbridge.spool.store import Spool


def summaries(spool: Spool, states: Sequence[ItemState] = (), limit: int = 50,
              newest_first: bool = True) -> list[Summary]:
    """Items of the given states (none given: all), in the order in which they came."""
    order = [column.desc() if newest_first else column.asc() for column in (items.c.received_at, items.c.id)]
    found = sa.select(items.c.id).where(_are(states)).order_by(*order).limit(limit)
    query = sa.select(items).where(items.c.id.in_(found.subquery().select())).order_by(*order)
    with spool.looking() as connection:
        return [rows.summary(row) for row in connection.execute(query)]


def _are(states: Sequence[ItemState]) -> sa.ColumnElement[bool]:
    """Of which there are very many are met soon on a walk along the list, the others are found by their state. The
    concatenation keeps SQLite from gathering and sorting all of the former."""
    if not states:
        return sa.true()
    are_many = ItemState.DONE in states or ItemState.SKIPPED in states
    state = items.c.state.concat("") if are_many else items.c.state
    return state.in_([state.value for state in states])


def counts(spool: Spool, states: Sequence[ItemState] = tuple(ItemState)) -> dict[ItemState, int]:
    """How many items stand in each of the states. Those that are not done or skipped are counted quickly."""
    query = sa.select(items.c.state, sa.func.count()).where(
        items.c.state.in_([state.value for state in states])).group_by(items.c.state)
    with spool.looking() as connection:
        found: dict[str, int] = {row[0]: row[1] for row in connection.execute(query)}
    return {state: found.get(state.value, 0) for state in states}


def story(spool: Spool, item: ItemId) -> Story | None:
    """Everything about one item, None if there is none such."""
    with spool.looking() as connection:
        row = connection.execute(sa.select(items).where(items.c.id == item)).one_or_none()
        if row is None:
            return None
        happened = connection.execute(sa.select(events).where(events.c.item == item).order_by(events.c.id)).all()
        return Story(rows.summary(row), rows.envelope(row), row.plan, _writes(connection, item),
                     ledger.timeline(row, happened), row.claim, rows.checked(row))


def item_of(spool: Spool, arrival: Arrival) -> ItemId | None:
    """The item of an arrival that came before, None if it would be a new one."""
    mail = identity.identity(arrival.raw)
    key = identity.key(mail, arrival.envelope)
    with spool.looking() as connection:
        found = connection.scalar(sa.select(items.c.id).where(items.c.identity == mail, items.c.key == key))
    return None if found is None else ItemId(found)


def original(spool: Spool, item: ItemId) -> bytes | None:
    """The raw bytes of one item, None if there is none such."""
    with spool.looking() as connection:
        raw: bytes | None = connection.scalar(sa.select(originals.c.raw).where(originals.c.item == item))
        return raw


def _writes(connection: sa.Connection, item: ItemId) -> tuple[KeptWrite, ...]:
    found: Any = connection.execute(sa.select(writes).where(writes.c.item == item).order_by(writes.c.position))
    return tuple(rows.kept_write(row) for row in found)


def happened(spool: Spool, name: str, since: datetime) -> list[tuple[ItemId, Happened]]:
    """Every event of that name since a moment, oldest first, with its item. For names that have an index."""
    query = sa.select(events).where(events.c.name == name, events.c.at >= milliseconds(since)).order_by(
        events.c.at, events.c.id)
    with spool.looking() as connection:
        return [(ItemId(row.item), Happened(moment(row.at), row.name, row.details))
                for row in connection.execute(query)]
