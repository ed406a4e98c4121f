"""Whom a person chose as an item's contact: one record of several with the same address, or one still to be created.

Kept beside the item until it is decided. That two mails of one contact do not both create it is seen to where items are
decided (`planning`): what is chosen here is a wish, and what Heap knows by then comes first.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from mailbridge.records import Kind
from mailbridge.spool.rows import ItemId
from mailbridge.spool.schema import chosen
from mailbridge.spool.store import Spool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A contact as a person wants it. `is_new`: to be created, if Heap does not know its address by then."""

    kind: Kind
    name: str
    email: str
    is_new: bool


def of(spool: Spool, item: ItemId) -> Chosen | None:
    """Whom a person chose for the item; None if nobody did, or only an address."""
    with spool.looking() as connection:
        row = connection.execute(sa.select(chosen).where(chosen.c.item == item)).one_or_none()
    return None if row is None else Chosen(Kind(row.kind), row.name, row.email, row.is_new)


def keep(connection: sa.Connection, item: ItemId, contact: Chosen | None) -> None:
    """Within a change: this choice and no former one."""
    connection.execute(sa.delete(chosen).where(chosen.c.item == item))
    if contact is not None:
        connection.execute(sa.insert(chosen).values(
            item=item, kind=contact.kind.value, name=contact.name, email=contact.email, is_new=contact.is_new))
