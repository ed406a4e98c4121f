"""What people do to items: retry, skip, settle by hand. Never to one that a worker holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import sqlalchemy as sa

from mailbridge import maillog
from mailbridge.errors import UsageError
from mailbridge.maillog import Event
from mailbridge.plan import ItemState, WriteState
from mailbridge.spool import engines
from mailbridge.spool.rows import ItemId, milliseconds
from mailbridge.spool.schema import ignored, items, writes
from mailbridge.spool.store import Spool


class Act(Protocol):
    """What a person does to an item, with the reason. `by` is who did it, where that is known."""

    __name__: str

    def __call__(self, spool: Spool, item: ItemId, reason: str, by: str = "") -> None: ...


_SENT = (WriteState.SENDING.value, WriteState.WRITTEN.value, WriteState.UNKNOWN.value)


def retry(spool: Spool, item: ItemId, reason: str, by: str = "") -> None:
    """Let the item be worked off again: refused writes are sent again, written ones never.

    If none was sent yet the plan is forgotten too, so that the rules and the people of now decide.
    """
    def change(connection: sa.Connection) -> None:
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
    """Say whom the item is about, and let it be worked off again: the rules of now decide, with that contact."""
    def change(connection: sa.Connection) -> None:
        connection.execute(sa.update(items).where(items.c.id == item).values(assigned=email))
        _decide_again(connection, item)

    _move(spool, item, ItemState.WAITING, maillog.by_hand(f"assign {email}", reason, by), reason, change)


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
