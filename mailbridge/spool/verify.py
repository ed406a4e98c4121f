"""The proof that nothing is lost: every mail received stands in exactly one state and can still be worked off.

One look at one moment, which takes no lock: the service may run meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from mailbridge.plan import ItemState, WriteState
from mailbridge.spool.rows import ItemId
from mailbridge.spool.schema import IS_OPEN, events, items, originals, writes
from mailbridge.spool.store import Spool

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Verified:
    """What was counted; the items are at most `MOST_NAMED` of each sort."""

    received: int
    states: dict[ItemState, int]
    without_original: tuple[ItemId, ...]    # unsettled, and there is nothing to work off
    half_done: tuple[ItemId, ...]           # done without a person's word, and a record of it is not written

    def problems(self) -> Iterator[str]:
        """What does not add up, in words."""
        found = sum(self.states.values())
        if found != self.received:
            yield f"{self.received} mails were received, and {found} stand in a state that is known"
        if self.without_original:
            yield f"waiting without an original: items {_listed(self.without_original)}"
        if self.half_done:
            yield f"done without all of its records: items {_listed(self.half_done)}"


def verify(spool: Spool) -> Verified:
    """Count, and look for what must not be."""
    known = {state.value: state for state in ItemState}
    with spool.looking() as connection:
        counted = connection.execute(sa.select(items.c.state, sa.func.count()).group_by(items.c.state)).fetchall()
        return Verified(
            received=sum(row[1] for row in counted),
            states=dict.fromkeys(ItemState, 0) | {known[row[0]]: row[1] for row in counted if row[0] in known},
            without_original=_ids(connection, IS_OPEN, ~sa.exists().where(originals.c.item == items.c.id)),
            half_done=_ids(
                connection, items.c.state == ItemState.DONE.value,
                sa.exists().where(writes.c.item == items.c.id, writes.c.state != WriteState.WRITTEN.value),
                ~sa.exists().where(events.c.item == items.c.id, events.c.name == "by-hand")),
        )


def _ids(connection: sa.Connection, *which: sa.ColumnElement[bool]) -> tuple[ItemId, ...]:
    query = sa.select(items.c.id).where(*which).order_by(items.c.id).limit(MOST_NAMED)
    return tuple(ItemId(found) for found in connection.scalars(query))


def _listed(ids: tuple[ItemId, ...]) -> str:
    return ", ".join(map(str, ids)) + (" …" if len(ids) == MOST_NAMED else "")
