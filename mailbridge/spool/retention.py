"""What is deleted after its time: originals first, later all that is known of a mail. Never of one that is not settled.

In small batches, each a change of its own, so that mail that comes meanwhile waits for one batch at most. SQLite uses
the freed pages for new mail: the file stays as large as the most that was ever kept at once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from mailbridge.errors import OperatorError
from mailbridge.plan import ENDS, ItemState
from mailbridge.spool import logos
from mailbridge.spool.rows import milliseconds
from mailbridge.spool.schema import items, originals, outbox
from mailbridge.spool.store import Spool

log = logging.getLogger("mailbridge.spool")

BATCH = 50
LOOK_EVERY_SECONDS = 3600.0
_FINISHED = (ItemState.DONE, ItemState.SKIPPED)
_PARKED = (ItemState.REVIEW, ItemState.FAILED)


@dataclass(frozen=True, slots=True)
class Keep:
    """Days after which settled mails lose their original, and after which nothing is left of them."""

    originals_days: float = 30
    parked_days: float = 180
    items_days: float = 365


def expire(spool: Spool, keep: Keep, limit: int = BATCH) -> int:
    """Delete up to `limit` things of each sort whose time is over; how many it were."""
    def change(connection: sa.Connection) -> int:
        return (_drop_originals(connection, _older(spool, keep.originals_days, _FINISHED), limit)
                + _drop_originals(connection, _older(spool, keep.parked_days, _PARKED), limit)
                + _drop_items(connection, _older(spool, keep.items_days, ENDS), limit)
                + _drop_notices(connection, _before(spool, keep.originals_days), limit)
                + logos.drop_old(connection, _before(spool, keep.items_days), limit))

    return spool.change(change)


class Retention:
    """`expire` now and then, and without pause while there is much to do."""

    def __init__(self, spool: Spool, keep: Keep, clock: Callable[[], float] = time.monotonic) -> None:
        self._spool = spool
        self._keep = keep
        self._clock = clock
        self._next = 0.0

    def look(self) -> int:
        """Delete a batch, if it is time to; how many things it were."""
        if self._clock() < self._next:
            return 0
        try:
            gone = expire(self._spool, self._keep)
        except OperatorError as trouble:
            log.warning("old mails could not be deleted: %s", trouble)
            gone = 0
        self._next = self._clock() + (0 if gone else LOOK_EVERY_SECONDS)
        return gone


def _older(spool: Spool, days: float, states: Sequence[ItemState]) -> sa.ColumnElement[bool]:
    return sa.and_(items.c.state.in_([state.value for state in states]), items.c.settled_at < _before(spool, days))


def _before(spool: Spool, days: float) -> int:
    return milliseconds(spool.now() - timedelta(days=days))


def _drop_originals(connection: sa.Connection, which: sa.ColumnElement[bool], limit: int) -> int:
    # Marked in the same statement that asks for the state: a person who retries the item meanwhile comes too late or
    # keeps it, and never gets an item without a mail.
    with_one = sa.and_(items.c.has_original, which)
    chosen = sa.select(items.c.id).where(with_one).limit(limit)
    marked = connection.execute(sa.update(items).where(items.c.id.in_(chosen), with_one).values(has_original=False)
                                .returning(items.c.id)).scalars().all()
    connection.execute(sa.delete(originals).where(originals.c.item.in_(marked)))
    return len(marked)


def _drop_items(connection: sa.Connection, which: sa.ColumnElement[bool], limit: int) -> int:
    """With originals, writes and events, which belong to them."""
    both = sa.and_(items.c.has_original.in_((True, False)), which)      # so that the index serves here too
    chosen = sa.select(items.c.id).where(both).limit(limit)
    return connection.execute(sa.delete(items).where(items.c.id.in_(chosen), which)).rowcount


def _drop_notices(connection: sa.Connection, before: int, limit: int) -> int:
    chosen = sa.select(outbox.c.id).where(outbox.c.sent_at < before).limit(limit)
    return connection.execute(sa.delete(outbox).where(outbox.c.id.in_(chosen))).rowcount
