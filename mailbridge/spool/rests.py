"""Heap logins that are not asked for now, as each node tells it: so that commands and other nodes know it, too.

A node that is killed tells no more; its word holds until the moment that it named, and then counts no longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from mailbridge.spool.rows import milliseconds, moment
from mailbridge.spool.schema import rests
from mailbridge.spool.store import Spool


@dataclass(frozen=True, slots=True)
class Rest:
    """A login that is left alone: why, since when, and when it is asked again. Times are aware."""

    login: str
    why: str
    since: datetime
    until: datetime


def told(spool: Spool, node: str, login: str, rest: Rest | None) -> None:
    """Keep a node's word on one login, None if it does not rest. Does not wait, and a trouble with it is no trouble."""
    def change(connection: sa.Connection) -> None:
        connection.execute(sa.delete(rests).where(rests.c.login == login, rests.c.node == node))
        connection.execute(sa.delete(rests).where(rests.c.until < milliseconds(spool.now())))
        if rest is not None:
            connection.execute(sa.insert(rests).values(
                login=login, node=node, why=rest.why[:500], since=milliseconds(rest.since),
                until=milliseconds(rest.until)))

    spool.change_soon(change, may_repeat=True)


def now(spool: Spool) -> list[Rest]:
    """The logins that rest on any node, by name; of several nodes the one that asks first."""
    at = milliseconds(spool.now())
    query = sa.select(rests).where(rests.c.until > at).order_by(rests.c.login, rests.c.until.desc())
    with spool.looking() as connection:
        found = {row.login: Rest(row.login, row.why, moment(row.since), moment(row.until))
                 for row in connection.execute(query)}
    return list(found.values())
