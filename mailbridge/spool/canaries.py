"""What is known of the bridge's mails to itself: when the last was sent by each way, and when one came home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from mailbridge.plan import ItemState
from mailbridge.spool import engines
from mailbridge.spool.rows import milliseconds, moment
from mailbridge.spool.schema import canaries, items
from mailbridge.spool.store import Spool

REASON = "canary"
"""Why such a mail is skipped. With no rule beside it, nothing else is skipped for that."""
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Flown:
    """One way. `came_at` and `seconds` are those of the last that came home, None if none ever did."""

    route: str
    sent_at: datetime
    trouble: str                        # why the last could not be sent, "" if it could
    came_at: datetime | None
    seconds: float | None


def take_due(spool: Spool, routes: Sequence[str], every: timedelta) -> list[str]:
    """The ways by which one is to be sent now; no other node gets them for a while."""
    flown, now = last(spool), spool.now()
    due = [route for route in routes if _is_due(flown.get(route), now, every)]
    return spool.change(lambda connection: _take(spool, connection, due, every)) if due else []


def failed(spool: Spool, route: str, why: str) -> None:
    """The last could not be sent."""
    this = sa.update(canaries).where(canaries.c.route == route).values(trouble=why)
    spool.change(lambda connection: connection.execute(this))


def came(spool: Spool, route: str, sent_at: datetime) -> None:
    """One came home. One that came before, or was sent before that, changes nothing."""
    sent, now = milliseconds(sent_at), milliseconds(spool.now())
    is_news = sa.or_(canaries.c.came_sent_at.is_(None), canaries.c.came_sent_at < sent)
    this = sa.update(canaries).where(canaries.c.route == route, canaries.c.sent_at >= sent, is_news).values(
        came_at=now, came_sent_at=sent)
    spool.change(lambda connection: connection.execute(this))


def last(spool: Spool) -> dict[str, Flown]:
    """Each way, by its name."""
    with spool.looking() as connection:
        return {row.route: _flown(row) for row in connection.execute(sa.select(canaries).order_by(canaries.c.route))}


def forget(spool: Spool, limit: int = 500) -> int:
    """Delete those that have been settled for a day: they would crowd the lists. How many it were."""
    old = sa.and_(items.c.has_original, items.c.state == ItemState.SKIPPED.value, is_one(),
                  items.c.settled_at < milliseconds(spool.now() - KEPT))
    chosen = sa.select(items.c.id).where(old).limit(limit)
    return spool.change(lambda connection: connection.execute(sa.delete(items).where(items.c.id.in_(chosen))).rowcount)


def is_one() -> sa.ColumnElement[bool]:
    """Whether an item is one of them."""
    return sa.and_(items.c.reason == REASON, items.c.rule == "")


def _take(spool: Spool, connection: sa.Connection, due: Sequence[str], every: timedelta) -> list[str]:
    engines.in_turn(connection, ["canaries"])
    now, before = milliseconds(spool.now()), milliseconds(spool.now() - every)
    taken = []
    for route in due:
        known = connection.scalar(sa.select(canaries.c.sent_at).where(canaries.c.route == route))
        if known is None:
            connection.execute(sa.insert(canaries).values(route=route, sent_at=now, trouble=""))
        elif known <= before:
            connection.execute(sa.update(canaries).where(canaries.c.route == route).values(sent_at=now, trouble=""))
        else:
            continue
        taken.append(route)
    return taken


def _is_due(flown: Flown | None, now: datetime, every: timedelta) -> bool:
    return flown is None or now - flown.sent_at >= every


def _flown(row: sa.Row[Any]) -> Flown:
    if row.came_at is None:
        return Flown(row.route, moment(row.sent_at), row.trouble, None, None)
    seconds = max(0, row.came_at - row.came_sent_at) / 1000
    return Flown(row.route, moment(row.sent_at), row.trouble, moment(row.came_at), seconds)
