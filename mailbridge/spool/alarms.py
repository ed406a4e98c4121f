"""Troubles that were told and are not over: one row a trouble, whoever sees it, so that it is told once.

The alarm and what is sent of it are one change. A process that dies has told both or neither, and of two nodes that see
the same at once the second finds the row. Which troubles there are, and how they are worded, is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from mailbridge.spool import engines, outbox
from mailbridge.spool.rows import milliseconds, moment
from mailbridge.spool.schema import alarms
from mailbridge.spool.store import Spool

HOLD = timedelta(seconds=30)
"""So long nobody must have seen a trouble before it is over: it may come and go, and another node may still see it."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A trouble that was told. `episode` is the same in its alarm and its all-clear."""

    name: str
    episode: str
    what: str
    advice: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """What a look has changed: troubles that began, and those that are over."""

    begun: tuple[Alarm, ...] = ()
    over: tuple[Alarm, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A trouble as it is seen now."""

    name: str
    what: str
    advice: str


Letters = Sequence[tuple[str, bytes]]
"""(recipient, message) pairs for the outbox."""


def standing(spool: Spool) -> tuple[Alarm, ...]:
    """All that were told and are not over, the oldest first."""
    with spool.looking() as connection:
        rows = connection.execute(sa.select(alarms).order_by(alarms.c.since, alarms.c.name)).fetchall()
    return tuple(_alarm(row) for row in rows)


def keep(
    spool: Spool, seen: Sequence[Sighting], well: Collection[str], words: Callable[[Alarm, bool], Letters],
    hold: timedelta = HOLD,
) -> Changes:
    """Keep what was seen, and what is well; `words(alarm, is_over)` is put into the outbox in the same change.

    A name in neither stays as it is: nobody can tell at the moment.
    """
    with spool.looking() as connection:
        last_seen: dict[str, int] = {row.name: row.seen_at
                                     for row in connection.execute(sa.select(alarms.c.name, alarms.c.seen_at))}
    fresh, is_over = milliseconds(spool.now() - hold / 3), milliseconds(spool.now() - hold)
    news = [sighting for sighting in seen if last_seen.get(sighting.name, 0) <= fresh]
    gone = [name for name in well if name in last_seen and last_seen[name] <= is_over]
    if not (news or gone):
        return Changes()                # the usual look costs no commit
    return spool.change(lambda connection: _keep(spool, connection, news, gone, is_over, words))


def _keep(
    spool: Spool, connection: sa.Connection, news: Sequence[Sighting], gone: Sequence[str], is_over: int,
    words: Callable[[Alarm, bool], Letters],
) -> Changes:
    engines.in_turn(connection, ["alarms"])
    begun = tuple(alarm for sighting in news if (alarm := _saw(spool, connection, sighting)) is not None)
    ended = connection.execute(
        sa.delete(alarms).where(alarms.c.name.in_(gone), alarms.c.seen_at <= is_over).returning(*alarms.c)).fetchall()
    changes = Changes(begun, tuple(_alarm(row) for row in ended))
    for alarm, has_ended in (*((alarm, False) for alarm in changes.begun), *((alarm, True) for alarm in changes.over)):
        for recipient, raw in words(alarm, has_ended):
            outbox.put(connection, spool, recipient, raw)
    return changes


def _saw(spool: Spool, connection: sa.Connection, sighting: Sighting) -> Alarm | None:
    """The alarm if the trouble is new, None if it was known."""
    now = milliseconds(spool.now())
    again = sa.update(alarms).where(alarms.c.name == sighting.name).values(
        seen_at=now, what=sighting.what, advice=sighting.advice)
    if connection.execute(again).rowcount:
        return None
    episode = uuid4().hex
    connection.execute(sa.insert(alarms).values(name=sighting.name, episode=episode, what=sighting.what,
                                                advice=sighting.advice, since=now, seen_at=now))
    return Alarm(sighting.name, episode, sighting.what, sighting.advice, moment(now))


def _alarm(row: sa.Row[tuple[object, ...]]) -> Alarm:
    return Alarm(row.name, row.episode, row.what, row.advice, moment(row.since))
