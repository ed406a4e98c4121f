"""What the spool remembers that a decision may rest on: conversations, contacts being created, records of late.

Looks only. Every query goes through an index, so that its cost does not grow with the spool.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from mailbridge.plan import ItemState, Likeness, PersonState, WriteState
from mailbridge.records import CONTACT_KINDS
from mailbridge.spool.rows import ItemId, milliseconds
from mailbridge.spool.schema import IS_OPEN, ignored, items, likenesses, writes
from mailbridge.spool.store import Spool

_MOST_IDS = 20
_OPEN_WRITES = (WriteState.PLANNED.value, WriteState.SENDING.value, WriteState.UNKNOWN.value)

# What is asked for each mail is built once: that takes longer than asking.
_CREATING = sa.select(sa.func.min(items.c.id)).join(writes, writes.c.item == items.c.id).where(
    writes.c.contact == sa.bindparam("whom"), writes.c.kind.in_([kind.value for kind in CONTACT_KINDS]),
    writes.c.state.in_(_OPEN_WRITES), IS_OPEN, items.c.id != sa.bindparam("but"))
_SENT_SINCE = {
    column.name: sa.select(sa.func.count()).where(
        column == sa.bindparam("which"), writes.c.sent_at >= sa.bindparam("since"))
    for column in (writes.c.contact, writes.c.rule)}
_CONTACTS = sa.select(items.c.message_id, items.c.contact).where(
    items.c.message_id.in_(sa.bindparam("ids", expanding=True)), items.c.contact != "",
    # The concatenation keeps SQLite from going through all that is done instead of the few with such an id.
    items.c.state.concat("") == ItemState.DONE.value)
_LIKE = sa.select(items.c.id, likenesses.c.written_at).join(likenesses, likenesses.c.item == items.c.id).where(
    likenesses.c.digest == sa.bindparam("digest"), items.c.id != sa.bindparam("but"),
    sa.or_(IS_OPEN, items.c.state == ItemState.DONE.value), sa.exists().where(writes.c.item == items.c.id),
).order_by(items.c.id.desc()).limit(_MOST_IDS)
_IGNORED = sa.select(ignored.c.contact).where(ignored.c.contact == sa.bindparam("whom"))


def contact_of(spool: Spool, ids: Sequence[str]) -> str:
    """The contact of the mail that bears one of these Message-IDs, the first that is known; "" if none is."""
    wanted = [i for i in dict.fromkeys(ids) if i][:_MOST_IDS]
    if not wanted:
        return ""
    known: dict[str, str] = {row.message_id: row.contact for row in spool.look(_CONTACTS, {"ids": wanted})}
    return next((known[i] for i in wanted if i in known), "")


def creating(spool: Spool, contact: str, but: ItemId) -> ItemId | None:
    """An earlier item that is about to create a record of this contact and has not finished, if there is one."""
    found = spool.look(_CREATING, {"whom": contact.casefold(), "but": but})[0][0]
    return None if found is None else ItemId(found)


def sent_about(spool: Spool, contact: str, since: datetime) -> int:
    """How many records about a contact were sent since a moment."""
    return _count(spool, writes.c.contact, contact.casefold(), since)


def sent_by_rule(spool: Spool, rule: str, since: datetime) -> int:
    """How many records a rule has made since a moment."""
    return _count(spool, writes.c.rule, rule, since)


def brought_before(spool: Spool, like: Likeness, furthest_apart: timedelta, but: ItemId) -> ItemId | None:
    """The item that has brought, or is just bringing, a mail that is like this one: the latest, or None."""
    at = None if like.written_at is None else milliseconds(like.written_at)
    most = furthest_apart / timedelta(milliseconds=1)
    found = [row.id for row in spool.look(_LIKE, {"digest": like.digest, "but": but})
             if at is None or row.written_at is None or abs(at - row.written_at) <= most]
    return ItemId(found[0]) if found else None


def is_ignored(spool: Spool, contact: str) -> bool:
    """Whether a person said to always ignore this contact."""
    if not contact:
        return False
    return bool(spool.look(_IGNORED, {"whom": contact.casefold()}))


def unmatched(spool: Spool, limit: int) -> list[tuple[ItemId, str]]:
    """Items in review whose contact Heap did not know, with the contact, newest first (row D9)."""
    query = sa.select(items.c.id, items.c.contact).where(
        items.c.state == ItemState.REVIEW.value, items.c.person == PersonState.UNKNOWN.value, items.c.contact != "",
        items.c.has_original,
    ).order_by(items.c.id.desc()).limit(limit)
    with spool.looking() as connection:
        return [(ItemId(row[0]), row[1]) for row in connection.execute(query)]


def _count(spool: Spool, column: sa.Column[str], which: str, since: datetime) -> int:
    return int(spool.look(_SENT_SINCE[column.name], {"which": which, "since": milliseconds(since)})[0][0])
