"""What is kept of mailboxes: how far each folder was read, and which mails wait for what comes after.

A batch of mails and the folder's cursor are one change: after a crash the cursor never stands behind a mail that is
not kept, and what was kept is not fetched again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from mailbridge import maillog
from mailbridge.mail import Arrival
from mailbridge.maillog import Event
from mailbridge.plan import ItemState
from mailbridge.spool import acceptance, canaries, engines, ledger
from mailbridge.spool.acceptance import Accepted
from mailbridge.spool.rows import ItemId, milliseconds, moment
from mailbridge.spool.schema import cursors, items, mailbox_mails
from mailbridge.spool.store import Spool

_MOST_VALUES = 500                      # in one IN (…): databases have limits


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of a mailbox, by the name that the settings give the mailbox."""

    mailbox: str
    folder: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder was read. UIDs count within one UIDVALIDITY (RFC 9051 section 2.3.1.1)."""

    uidvalidity: int
    last_uid: int                       # this one and all below are seen to
    fresh_from: int                     # below it only mails that came at or after `since` are taken
    since: datetime                     # aware


@dataclass(frozen=True, slots=True)
class Batch:
    """What one look at a folder brought, by UID: mails (lowest first), those not handed over, and those that are gone.

    `untold`: the mailbox is never told what became of these mails, because they were not kept whole.
    """

    place: Place
    cursor: Cursor
    mails: tuple[tuple[int, Arrival], ...] = ()
    missed: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    untold: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """A mail whose item has come to its end and whose mailbox was not told yet."""

    uid: int
    item: ItemId
    state: ItemState
    is_canary: bool = False             # the bridge's mail to itself


def cursor(spool: Spool, place: Place) -> Cursor | None:
    """How far the folder was read, None if it never was."""
    query = sa.select(cursors).where(cursors.c.mailbox == place.mailbox, cursors.c.folder == place.folder)
    with spool.looking() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else Cursor(row.uidvalidity, row.last_uid, row.fresh_from, moment(row.since))


def accept_soon(spool: Spool, batch: Batch) -> Future[tuple[Accepted, ...]]:
    """Keep a batch with its cursor. The result means that both are on disk; it raises SpoolTrouble if neither is.

    A mail that had come before, whatever its UID is now, is the item that it was. Results are in the order of `mails`.
    """
    mails = [acceptance.keyed(arrival) for _, arrival in batch.mails]

    def change(connection: sa.Connection) -> tuple[Accepted, ...]:
        # Not before now, rather than the mail's own time: a mailbox's clock may be ahead of ours.
        now = milliseconds(spool.now())
        kept = acceptance.keep(connection, mails, spool.room, now, not_before=now)
        _keep_places(connection, batch, {uid: each.item for (uid, _), each in zip(batch.mails, kept, strict=True)})
        _keep_cursor(connection, batch.place, batch.cursor)
        return kept

    return spool.change_soon(change, lambda kept: spool.tell_arrivals(mails, kept) if kept else None, may_repeat=True)


def accept(spool: Spool, batch: Batch) -> tuple[Accepted, ...]:
    """`accept_soon`, waited for."""
    return accept_soon(spool, batch).result()


def missed(spool: Spool, place: Place, uidvalidity: int) -> tuple[int, ...]:
    """UIDs that the server did not hand over when they were asked for, lowest first."""
    query = sa.select(mailbox_mails.c.uid).where(_here(place, uidvalidity), mailbox_mails.c.item.is_(None))
    with spool.looking() as connection:
        return tuple(connection.scalars(query.order_by(mailbox_mails.c.uid)))


def settled(spool: Spool, place: Place, uidvalidity: int, states: Collection[ItemState],
            limit: int) -> tuple[Settled, ...]:
    """Up to `limit` mails of the folder whose items stand in one of `states`, lowest UID first."""
    query = (
        sa.select(mailbox_mails.c.uid, items.c.id, items.c.state, canaries.is_one().label("is_canary"))
        .join(items, items.c.id == mailbox_mails.c.item)
        .where(_here(place, uidvalidity), items.c.state.in_([state.value for state in states]))
        .order_by(mailbox_mails.c.uid).limit(limit)
    )
    with spool.looking() as connection:
        return tuple(Settled(row.uid, ItemId(row.id), ItemState(row.state), bool(row.is_canary))
                     for row in connection.execute(query))


def told_soon(spool: Spool, place: Place, uidvalidity: int, mails: Sequence[Settled],
              event: Event | None) -> Future[None]:
    """Keep that the mailbox was told of these mails, so that it is not told again. `event` goes to each timeline."""
    def change(connection: sa.Connection) -> None:
        for part in _parts([mail.uid for mail in mails]):
            connection.execute(sa.delete(mailbox_mails).where(_here(place, uidvalidity), mailbox_mails.c.uid.in_(part)))
        if event is not None and mails:
            ledger.note_all(connection, [(mail.item, event) for mail in mails], milliseconds(spool.now()))

    def tell(_: None) -> None:
        if event is not None:
            for mail in mails:
                maillog.tell(mail.item, event)

    return spool.change_soon(change, tell)


# --- the one change

def _keep_places(connection: sa.Connection, batch: Batch, item_of: dict[int, ItemId]) -> None:
    """Note where each mail lies. Places under an older UIDVALIDITY name nothing any more."""
    place, uidvalidity = batch.place, batch.cursor.uidvalidity
    connection.execute(sa.delete(mailbox_mails).where(
        mailbox_mails.c.mailbox == place.mailbox, mailbox_mails.c.folder == place.folder,
        mailbox_mails.c.uidvalidity != uidvalidity))
    for part in _parts([*item_of, *batch.missed, *batch.gone]):
        connection.execute(sa.delete(mailbox_mails).where(_here(place, uidvalidity), mailbox_mails.c.uid.in_(part)))
    kept = () if batch.untold else item_of.items()
    lying: list[tuple[int, ItemId | None]] = [*kept, *((uid, None) for uid in batch.missed)]
    engines.insert(connection, mailbox_mails, [
        {"mailbox": place.mailbox, "folder": place.folder, "uidvalidity": uidvalidity, "uid": uid, "item": item}
        for uid, item in lying])


def _keep_cursor(connection: sa.Connection, place: Place, cursor: Cursor) -> None:
    values = {"uidvalidity": cursor.uidvalidity, "last_uid": cursor.last_uid, "fresh_from": cursor.fresh_from,
              "since": milliseconds(cursor.since)}
    this = sa.and_(cursors.c.mailbox == place.mailbox, cursors.c.folder == place.folder)
    if not connection.execute(sa.update(cursors).where(this).values(**values)).rowcount:
        connection.execute(sa.insert(cursors).values(mailbox=place.mailbox, folder=place.folder, **values))


def _here(place: Place, uidvalidity: int) -> sa.ColumnElement[bool]:
    return sa.and_(mailbox_mails.c.mailbox == place.mailbox, mailbox_mails.c.folder == place.folder,
                   mailbox_mails.c.uidvalidity == uidvalidity)


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start:start + _MOST_VALUES] for start in range(0, len(values), _MOST_VALUES))
