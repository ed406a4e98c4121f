"""Finding items among very many, page by page, and the numbers that are drawn of them. Looks only.

Every list is a walk along one index, newest first, that holds all that can be asked for; the wide rows with their plans
are fetched only for what is shown. So a page costs the same at the hundredth item and at the hundred thousandth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from mailbridge.plan import ItemState
from mailbridge.spool import engines, rows
from mailbridge.spool.rows import ItemId, Summary, milliseconds, moment
from mailbridge.spool.schema import IS_OPEN, items, meta, writes
from mailbridge.spool.store import Spool
from mailbridge.spool.troubles import SpoolTrouble

MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items are looked for; what is empty does not matter. Times are aware, `until` is not included."""

    state: ItemState | None = None
    direction: str = ""
    door: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""                      # in subject, contact or sender, or an item's number


class Place(NamedTuple):
    """Where a page ends: the last item's arrival in milliseconds and its id."""

    received_at: int
    id: int


@dataclass(frozen=True, slots=True)
class Page:
    """Items, newest first. `older` is where the next page begins, None if there is none; `newer` the one before."""

    items: tuple[Summary, ...]
    older: Place | None
    newer: Place | None


def page(spool: Spool, wanted: Wanted, *, after: Place | None = None, before: Place | None = None,
         size: int = 50) -> Page:
    """The items that follow `after` in the list, or those that stand before `before`; the newest if neither."""
    place = sa.tuple_(items.c.received_at, items.c.id)
    with spool.looking() as connection:
        query = sa.select(items.c.received_at, items.c.id).where(*_conditions(connection, wanted)).limit(size + 1)
        if before is not None:
            query = query.where(place > _literal(before)).order_by(items.c.received_at, items.c.id)
        else:
            query = query.order_by(items.c.received_at.desc(), items.c.id.desc())
        if after is not None:
            query = query.where(place < _literal(after))
        places = [Place(*row) for row in connection.execute(query)]
        is_cut = len(places) > size
        shown = places[:size][::-1] if before is not None else places[:size]
        found = _summaries(connection, [at.id for at in shown])
    has_older = is_cut or before is not None
    has_newer = is_cut if before is not None else after is not None
    return Page(found, shown[-1] if shown and has_older else None, shown[0] if shown and has_newer else None)


def item_ids(spool: Spool, wanted: Wanted, limit: int) -> list[ItemId]:
    """The ids of up to `limit` items, oldest first: for doing the same to all."""
    with spool.looking() as connection:
        query = sa.select(items.c.id).where(*_conditions(connection, wanted)).order_by(items.c.id).limit(limit)
        return [ItemId(id_) for id_ in connection.scalars(query)]


def doors(spool: Spool) -> list[tuple[str, int, datetime]]:
    """(door, how many mails came through it, when the last did), by name."""
    query = sa.select(items.c.door, sa.func.count(), sa.func.max(items.c.received_at)).group_by(items.c.door)
    with spool.looking() as connection:
        return sorted((row[0], row[1], moment(row[2])) for row in connection.execute(query))


def rule_hits(spool: Spool) -> dict[str, tuple[int, datetime]]:
    """Rule -> how many mails it took first, and when the last of them came."""
    query = sa.select(items.c.rule, sa.func.count(), sa.func.max(items.c.received_at)).group_by(items.c.rule)
    with spool.looking() as connection:
        return {row[0]: (row[1], moment(row[2])) for row in connection.execute(query) if row[0]}


def over_time(spool: Spool, since: datetime, step: timedelta, steps: int) -> list[dict[str, int]]:
    """How many mails of each state came in each of `steps` spans from `since` on, oldest first."""
    start, length = milliseconds(since), round(step.total_seconds() * 1000)
    behind = items.c.received_at - start
    span = ((behind - behind % length) / length).label("span")
    query = (sa.select(span, items.c.state, sa.func.count()).where(
        items.c.received_at >= start, items.c.received_at < start + length * steps)
             .group_by("span", items.c.state))   # by its name: PostgreSQL takes the terms for two that may differ
    spans: list[dict[str, int]] = [{} for _ in range(steps)]
    with spool.looking() as connection:
        for number, state, count in connection.execute(query):
            spans[int(number)][state] = count
    return spans


def waiting_reasons(spool: Spool, limit: int = 20) -> list[tuple[str, int, datetime]]:
    """(reason, how many wait for it, the next try), of items that were put back; most frequent first."""
    query = (sa.select(items.c.reason, sa.func.count(), sa.func.min(items.c.not_before))
             .where(items.c.state == ItemState.WAITING.value, items.c.reason != "")
             .group_by(items.c.reason).order_by(sa.func.count().desc()).limit(limit))
    with spool.looking() as connection:
        return [(row[0], row[1], moment(row[2])) for row in connection.execute(query)]


def oldest_waiting(spool: Spool) -> datetime | None:
    """When the item came that waits longest, None if none waits."""
    query = sa.select(sa.func.min(items.c.received_at)).where(IS_OPEN)
    with spool.looking() as connection:
        found = connection.scalar(query)
    return None if found is None else moment(found)


def write_counts(spool: Spool) -> dict[str, int]:
    """Writes by state."""
    query = sa.select(writes.c.state, sa.func.count()).group_by(writes.c.state)
    with spool.looking() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def prove_writable(spool: Spool, *, needs_room: bool = True) -> None:
    """Commit a change that changes nothing. Raises SpoolTrouble when the spool could not keep a mail now.

    `needs_room`: also when it can be written but is so full that new mail is refused.
    """
    same = sa.update(meta).where(meta.c.name == "version").values(value=meta.c.value)

    def change(connection: sa.Connection) -> None:
        if needs_room:
            spool.room.must_be(connection, 0)
        connection.execute(same)

    spool.change(change)


def room_trouble(spool: Spool) -> str:
    """Why new mail is refused for now, "" if it is not."""
    try:
        with spool.looking() as connection:
            spool.room.must_be(connection, 0)
    except SpoolTrouble as trouble:
        return str(trouble)
    return ""


def _conditions(connection: sa.Connection, wanted: Wanted) -> Iterable[sa.ColumnElement[bool]]:
    if wanted.state is not None:
        # The concatenation keeps SQLite from gathering and sorting all of a state by another index.
        yield items.c.state.concat("") == wanted.state.value
    if wanted.direction:
        yield items.c.direction == wanted.direction
    if wanted.door:
        yield items.c.door == wanted.door
    if wanted.since is not None:
        yield items.c.received_at >= milliseconds(wanted.since)
    if wanted.until is not None:
        yield items.c.received_at < milliseconds(wanted.until)
    text = wanted.text.strip()[:MAX_TEXT]
    if text:
        looked_at = (items.c.subject, items.c.contact, items.c.sender)
        number = text.removeprefix("#")
        is_number = number.isascii() and number.isdigit() and len(number) < 16
        yield sa.or_(*(engines.contains(connection, column, text) for column in looked_at),
                     *((items.c.id == int(number),) if is_number else ()))


def _literal(place: Place) -> sa.Tuple:
    return sa.tuple_(sa.literal(place.received_at), sa.literal(place.id))


def _summaries(connection: sa.Connection, ids: list[int]) -> tuple[Summary, ...]:
    columns = [column for column in items.c if column.name not in ("plan", "recipients")]
    found = {row.id: rows.summary(row)
             for row in connection.execute(sa.select(*columns).where(items.c.id.in_(ids)))}
    return tuple(found[id_] for id_ in ids if id_ in found)
