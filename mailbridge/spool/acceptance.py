"""The doors' side: an arrival becomes an item. Within a change that somebody else commits."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from mailbridge import maillog
from mailbridge.mail import Arrival
from mailbridge.maillog import Event
from mailbridge.spool import engines, identity, ledger, rows
from mailbridge.spool.room import Room
from mailbridge.spool.rows import ItemId
from mailbridge.spool.schema import items, originals

# Built once and not for each mail: that took as long as carrying them out. What is set is named when they are run.
_BY_KEY = sa.select(items.c.id).where(items.c.key == sa.bindparam("key"))
_NEW_ITEM, _NEW_ORIGINAL = sa.insert(items), sa.insert(originals)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An arrival that is kept. `new` is False when it had come before."""

    item: ItemId
    new: bool


@dataclass(frozen=True, slots=True)
class Keyed:
    """An arrival with what makes it the same as another."""

    arrival: Arrival
    identity: str
    key: str


def keyed(arrival: Arrival) -> Keyed:
    """Outside of the change: digesting a large mail takes longer than keeping it."""
    mail_identity = identity.identity(arrival.raw)
    return Keyed(arrival, mail_identity, identity.key(mail_identity, arrival.envelope))


def keep(connection: sa.Connection, mail: Keyed, room: Room, now_ms: int) -> Accepted:
    """The arrival's item, which is made if it is not there yet. Raises SpoolFull."""
    # Two nodes may have the same mail at the same moment: the second waits here and then finds the first's item.
    engines.in_turn(connection, [mail.identity])
    known = connection.scalar(_BY_KEY, {"key": mail.key})
    item = ItemId(known) if known is not None else _insert(connection, mail, room)
    ledger.note(connection, item, arrival_event(mail.arrival, known is None), now_ms)
    engines.announce(connection)
    return Accepted(item, known is None)


def arrival_event(arrival: Arrival, new: bool) -> Event:
    """How a mail came: for the first time, or again."""
    envelope = arrival.envelope
    return maillog.accepted(envelope, len(arrival.raw)) if new else maillog.came_again(envelope)


def _insert(connection: sa.Connection, mail: Keyed, room: Room) -> ItemId:
    room.must_be(connection, len(mail.arrival.raw))
    values = rows.arrived(mail.arrival, mail.identity, mail.key, not_before=0)
    made = connection.execute(_NEW_ITEM, values).inserted_primary_key
    assert made is not None
    connection.execute(_NEW_ORIGINAL, {"item": made[0], "raw": mail.arrival.raw})
    return ItemId(made[0])
