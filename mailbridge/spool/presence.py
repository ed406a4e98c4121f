"""Which processes are at work on the spool: each says now and then that it is there.

For people and for whoever shares something between all of them. What a process has in hand hangs on its leases alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from mailbridge.spool.rows import milliseconds, moment
from mailbridge.spool.schema import processes
from mailbridge.spool.store import Spool

BEAT_SECONDS = 10.0
MISSED_SECONDS = 3 * BEAT_SECONDS + 5   # unheard of for so long, it does not work
_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Process:
    """One process as it last told. `service`: HOST:PID of the service that it is one of `size` processes of."""

    name: str
    service: str
    number: int
    size: int
    started_at: datetime
    seen_at: datetime


class Presence:
    """Of this process. Each call is a change; they raise SpoolTrouble."""

    def __init__(self, spool: Spool, name: str, service: str, number: int = 1, size: int = 1) -> None:
        self._spool = spool
        self._name = name
        self._new = {"name": name, "service": service, "number": number, "size": size,
                     "started_at": milliseconds(spool.now())}

    def beat(self) -> None:
        """Say that we are there."""
        now = self._spool.now()

        def change(connection: sa.Connection) -> None:
            this = sa.update(processes).where(processes.c.name == self._name)
            if not connection.execute(this.values(seen_at=milliseconds(now))).rowcount:
                old = processes.c.seen_at < milliseconds(now - _FORGOTTEN)
                connection.execute(sa.delete(processes).where(old))
                connection.execute(sa.insert(processes).values(**self._new, seen_at=milliseconds(now)))

        self._spool.change(change)

    def leave(self) -> None:
        """Say that we go."""
        forget(self._spool, self._name)


def forget(spool: Spool, name: str) -> None:
    """A process that is gone, and known to be."""
    spool.change(lambda connection: connection.execute(sa.delete(processes).where(processes.c.name == name)))


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A service that has fewer processes at work than it should."""

    service: str
    at_work: int
    size: int


def incomplete(spool: Spool) -> list[Incomplete]:
    """Services of which some processes were heard of lately, and not all."""
    heard: dict[str, list[Process]] = {}
    for process in at_work(spool):
        heard.setdefault(process.service, []).append(process)
    return [Incomplete(service, len(found), found[-1].size) for service, found in heard.items()
            if len(found) < found[-1].size]


def at_work(spool: Spool) -> list[Process]:
    """Those heard of lately, by service and number."""
    since = milliseconds(spool.now() - timedelta(seconds=MISSED_SECONDS))
    query = sa.select(processes).where(processes.c.seen_at >= since).order_by(processes.c.service, processes.c.number)
    with spool.looking() as connection:
        return [Process(row.name, row.service, row.number, row.size, moment(row.started_at), moment(row.seen_at))
                for row in connection.execute(query)]
