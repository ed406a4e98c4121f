"""After an older copy of the spool was put in place of a lost one: what may have been written to Heap meanwhile.

The copy does not know what happened after it was made. A race, told as a story: at noon a copy is made while a mail
waits; a minute later its message stands in Heap; at one the disk dies, and the copy is restored. The mail waits again,
and would be written twice. So

- writes that the copy calls planned count as sent with a lost reply: `delivery` looks them up before it sends them;
- a mail without a plan is looked for in Heap by its markers before it is planned, also one that a mailbox hands over
  once more, for `LOOKED_FOR` after the restoration.

A copy made by `backup` carries the note that it is one; of any other, a person has to say so (`mailbridge restored`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from mailbridge.plan import PersonState, WriteState
from mailbridge.records import Kind
from mailbridge.spool.rows import milliseconds
from mailbridge.spool.schema import COPIED_AT, items, meta, writes
from mailbridge.spool.store import Spool

LOOKED_FOR = timedelta(days=2)
"""Mailboxes hand over within that time what came after the copy was made. Price: some requests more for each mail."""

_RESTORED_AT = "restored_at"


def take_up(spool: Spool) -> datetime | None:
    """At the start of the service: if this is a copy that nobody has worked on yet, `declare` it. When it was made.

    Of several processes that start together one does it.
    """
    with spool.looking() as connection:
        copied_at = _moment(connection, COPIED_AT)
    if copied_at is None:
        return None

    def change(connection: sa.Connection) -> bool:
        is_ours = connection.execute(sa.delete(meta).where(meta.c.name == COPIED_AT)).rowcount == 1
        if is_ours:
            _declare(connection, milliseconds(spool.now()))
        return is_ours

    return copied_at if spool.change(change) else None


def declare(spool: Spool) -> int:
    """From now on this is a restored copy. How many writes are looked up before they are sent."""
    return spool.change(lambda connection: _declare(connection, milliseconds(spool.now())))


def _declare(connection: sa.Connection, now_ms: int) -> int:
    connection.execute(sa.delete(meta).where(meta.c.name.in_((COPIED_AT, _RESTORED_AT))))
    connection.execute(sa.insert(meta).values(name=_RESTORED_AT, value=str(now_ms)))
    # Nobody of that address was in Heap when it was decided to create somebody: one is then ours.
    of_nobody_known = sa.exists().where(items.c.id == writes.c.item, items.c.person == PersonState.UNKNOWN.value)
    connection.execute(sa.update(writes).where(
        writes.c.state == WriteState.PLANNED.value, writes.c.kind == Kind.PERSON.value, writes.c.before.is_(None),
        of_nobody_known).values(before=0))
    return connection.execute(sa.update(writes).where(writes.c.state == WriteState.PLANNED.value).values(
        state=WriteState.UNKNOWN.value, looks=0, looked_at=None)).rowcount


def looked_for_until(spool: Spool) -> datetime | None:
    """Mails that came before this are looked for in Heap before they are planned; None where none are."""
    with spool.looking() as connection:
        restored_at = _moment(connection, _RESTORED_AT)
    return None if restored_at is None else restored_at + LOOKED_FOR


def _moment(connection: sa.Connection, name: str) -> datetime | None:
    found = connection.scalar(sa.select(meta.c.value).where(meta.c.name == name))
    return None if found is None else datetime.fromtimestamp(int(found) / 1000, UTC)
