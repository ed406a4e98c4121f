"""What people do to items: retry, assign, say what stands in Heap, skip, settle. Never to one that a worker holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import sqlalchemy as sa

from mailbridge import maillog
from mailbridge.errors import UsageError
from mailbridge.maillog import Event
from mailbridge.plan import ItemState, WriteState
from mailbridge.spool import chosen, engines
from mailbridge.spool.chosen import Chosen
from mailbridge.spool.rows import EDITED, ItemId, milliseconds
from mailbridge.spool.schema import ignored, items, writes
from mailbridge.spool.store import Spool


class Act(Protocol):
    """What a person does to an item, with the reason. `by` is who did it, where that is known."""

    __name__: str

    def __call__(self, spool: Spool, item: ItemId, reason: str, by: str = "") -> None: ...


_UNSURE = (WriteState.SENDING.value, WriteState.UNKNOWN.value)
_SENT = (*_UNSURE, WriteState.WRITTEN.value)


def retry(spool: Spool, item: ItemId, reason: str, by: str = "") -> None:
    """Let the item be worked off again: refused writes are sent again, written ones never.

    If none was sent yet the plan is forgotten too, so that the rules and the people of now decide; but not a plan that
    a person has changed.
    """
    def change(connection: sa.Connection) -> None:
        plan = connection.scalar(sa.select(items.c.plan).where(items.c.id == item))
        if not (plan or {}).get(EDITED):
            _decide_again(connection, item)
        refused = sa.and_(writes.c.item == item, writes.c.state == WriteState.REFUSED.value)
        connection.execute(sa.update(writes).where(refused).values(state=WriteState.PLANNED.value))

    _move(spool, item, ItemState.WAITING, maillog.by_hand("retry", reason, by), reason, change)


def skip(spool: Spool, item: ItemId, reason: str, by: str = "") -> None:
    """End the item without writing anything more."""
    _move(spool, item, ItemState.SKIPPED, maillog.by_hand("skip", reason, by), reason)


def settle(spool: Spool, item: ItemId, reason: str, by: str = "") -> None:
    """Call the item done: a person has seen to its records."""
    _move(spool, item, ItemState.DONE, maillog.by_hand("settle", reason, by), reason)


def assign(spool: Spool, item: ItemId, email: str, reason: str, by: str = "") -> None:
    """Say whom the item is about, and let it be worked off again: the rules of now decide, with that contact.

    Raises UsageError also when something of it was sent: then a record in Heap says already whom it is about.
    """
    _decide_about(spool, item, email, None, maillog.by_hand(f"assign {email}", reason, by), reason)


def choose(spool: Spool, item: ItemId, contact: Chosen, reason: str, by: str = "") -> None:
    """`assign`, to one record of several that bear the address, or to a contact that is to be created first."""
    act = f"{'create' if contact.is_new else 'assign to'} {contact.kind} {contact.name} <{contact.email}>"
    _decide_about(spool, item, contact.email, contact, maillog.by_hand(act, reason, by), reason)


def in_heap(spool: Spool, item: ItemId, reason: str, by: str = "") -> None:
    """A person has found in Heap what may have been written: it counts as written, and the rest is worked off."""
    said = "a person found it in Heap"
    _resolve(spool, item, WriteState.WRITTEN, said, maillog.by_hand("in Heap", reason, by), reason)


def not_in_heap(spool: Spool, item: ItemId, reason: str, by: str = "") -> None:
    """A person has looked in Heap and not found what may have been written: it is sent once more, and no oftener.

    The price is a second record if the first is there after all, so a person must say it. Where the write can be looked
    up that is done once more before it is sent.
    """
    said = "a person did not find it in Heap"
    _resolve(spool, item, WriteState.PLANNED, said, maillog.by_hand("not in Heap, send again", reason, by), reason)


def ignore(spool: Spool, item: ItemId, reason: str, by: str = "", *, always: bool = False) -> None:
    """Skip the item; `always`: and every later mail of its contact."""
    def change(connection: sa.Connection) -> None:
        contact = connection.scalar(sa.select(items.c.contact).where(items.c.id == item))
        if not contact:
            raise UsageError(f"item {item} has no contact that could always be ignored; skip it instead")
        known = sa.select(ignored.c.contact).where(ignored.c.contact == contact.casefold())
        if connection.scalar(known) is None:
            connection.execute(sa.insert(ignored).values(contact=contact.casefold(), at=milliseconds(spool.now())))

    act = "ignore always" if always else "ignore"
    _move(spool, item, ItemState.SKIPPED, maillog.by_hand(act, reason, by), reason, change if always else None)


def _decide_about(
    spool: Spool, item: ItemId, email: str, contact: Chosen | None, event: Event, reason: str
) -> None:
    def change(connection: sa.Connection) -> None:
        if connection.scalar(sa.select(sa.exists().where(writes.c.item == item, writes.c.state.in_(_SENT)))):
            raise UsageError(f"something of item {item} stands in Heap already, or may, so whom it is about stays; for "
                             f"what is still to be written: mailbridge items edit {item}")
        connection.execute(sa.update(items).where(items.c.id == item).values(assigned=email))
        chosen.keep(connection, item, contact)
        _decide_again(connection, item)

    _move(spool, item, ItemState.WAITING, event, reason, change)


def _resolve(spool: Spool, item: ItemId, state: WriteState, said: str, event: Event, reason: str) -> None:
    def change(connection: sa.Connection) -> None:
        unsure = sa.and_(writes.c.item == item, writes.c.state.in_(_UNSURE))
        # `lost` stays: what was lost too often before is sent this once, and then a person is asked again.
        if not connection.execute(sa.update(writes).where(unsure).values(
                state=state.value, said=said, looks=0, looked_at=None)).rowcount:
            raise UsageError(f"of every record of item {item} it is known whether it was written; see: mailbridge "
                             f"items show {item}")

    _move(spool, item, ItemState.WAITING, event, reason, change)


def _decide_again(connection: sa.Connection, item: ItemId) -> None:
    """Forget the plan, unless something of it was sent or may have been."""
    sent = sa.exists().where(writes.c.item == item, writes.c.state.in_(_SENT))
    forgot = connection.execute(sa.update(items).where(items.c.id == item, ~sent).values(plan=None)).rowcount
    if forgot:
        connection.execute(sa.delete(writes).where(writes.c.item == item))


def _move(spool: Spool, item: ItemId, state: ItemState, event: Event, reason: str,
          also: Callable[[sa.Connection], None] | None = None) -> None:
    def change(connection: sa.Connection) -> None:
        now = milliseconds(spool.now())
        free = sa.and_(items.c.id == item, items.c.state != ItemState.CLAIMED.value)
        if state is ItemState.WAITING:
            free = sa.and_(free, items.c.has_original)      # without it there is nothing to work off
        moved = connection.execute(sa.update(items).where(free).values(
            state=state.value, reason=reason, not_before=now, attempts=0, deaths=0,
            settled_at=None if state is ItemState.WAITING else now,
        )).rowcount
        if not moved:
            raise UsageError(f"there is no item {item}, a worker has it in hand, or its original is gone; see: "
                             f"mailbridge items show {item}")
        if also is not None:
            also(connection)
        spool.note(connection, item, event)
        engines.announce(connection)

    spool.change(change)
    maillog.tell(item, event)
    spool.wake()
