"""Whose hands an item is in: taken, held, renewed, given back. Within a change that somebody else commits.

Why a claim number? A worker may be frozen past its lease, wake up, and go on as if nothing had happened. Every change
of an item therefore asks, in the same transaction, that the claim is still the one it holds, and takes the row's lock
by renewing the lease; a late owner gets `LostClaim` and lets go.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from mailbridge.plan import ItemState
from mailbridge.spool import rows
from mailbridge.spool.rows import Claimed
from mailbridge.spool.schema import items, originals, writes

_LONGEST_WAIT_MS = 6 * 3600 * 1000

_HOLD = sa.update(items).where(
    items.c.id == sa.bindparam("held_item"), items.c.claim == sa.bindparam("held_claim"),
    items.c.owner == sa.bindparam("held_owner"), items.c.state == ItemState.CLAIMED.value)


class LostClaim(Exception):
    """The item is another worker's now. Whoever gets this lets go without a word: it is no error."""


def take(connection: sa.Connection, owner: str, limit: int, now_ms: int, lease_until_ms: int,
         most_bytes: int | None = None) -> list[Claimed]:
    """Up to `limit` due items, oldest first: waiting ones, and those whose owner's lease ran out.

    `most_bytes`: none whose mail is larger.
    """
    fits = sa.true() if most_bytes is None else items.c.size <= most_bytes
    due = sa.and_(fits, sa.or_(
        sa.and_(items.c.state == ItemState.WAITING.value, items.c.not_before <= now_ms),
        # No wait is that long: the clock was set back, and must not hold mails for as much as it went.
        sa.and_(items.c.state == ItemState.WAITING.value, items.c.not_before > now_ms + _LONGEST_WAIT_MS),
        sa.and_(items.c.state == ItemState.CLAIMED.value, items.c.lease_until < now_ms),
    ))
    # Locked in a list of its own: as a part of the update it may be looked up again and again, past the limit.
    oldest = (sa.select(items.c.id).where(due).order_by(items.c.not_before, items.c.id).limit(limit)
              .with_for_update(skip_locked=True).cte("oldest"))
    died = sa.case((items.c.state == ItemState.CLAIMED.value, 1), else_=0)
    taken = connection.execute(
        sa.update(items).where(items.c.id.in_(sa.select(oldest.c.id)), due)
        .values(state=ItemState.CLAIMED.value, owner=owner, claim=items.c.claim + 1,
                turn="", deaths=items.c.deaths + died, lease_until=lease_until_ms)
        .returning(*items.c)
    ).fetchall()
    return [_taken(connection, row) for row in sorted(taken, key=lambda row: (row.not_before, row.id))]


def hold(connection: sa.Connection, item: Claimed, lease_until_ms: int, **values: Any) -> None:
    """Ask that the item is still its owner's, and lock its row by renewing the lease. Raises LostClaim."""
    ours = {"held_item": item.id, "held_claim": item.claim, "held_owner": item.owner}
    if connection.execute(_HOLD, {**ours, "lease_until": lease_until_ms, **values}).rowcount != 1:
        raise LostClaim


def renew(connection: sa.Connection, held: Sequence[Claimed], lease_until_ms: int) -> None:
    """Prolong the leases of what is in hand. An item that was lost meanwhile is left alone."""
    mine = sa.or_(*(
        sa.and_(items.c.id == item.id, items.c.claim == item.claim, items.c.owner == item.owner,
                items.c.state == ItemState.CLAIMED.value) for item in held))
    connection.execute(sa.update(items).where(mine).values(lease_until=lease_until_ms))


def release_all(connection: sa.Connection) -> int:
    """End every lease; how many it were."""
    claimed = sa.update(items).where(items.c.state == ItemState.CLAIMED.value)
    return connection.execute(claimed.values(lease_until=0)).rowcount


def release(connection: sa.Connection, owner: str) -> int:
    """End the leases of one owner; how many it were."""
    claimed = sa.update(items).where(items.c.state == ItemState.CLAIMED.value, items.c.owner == owner)
    return connection.execute(claimed.values(lease_until=0)).rowcount


def _taken(connection: sa.Connection, row: sa.Row[Any]) -> Claimed:
    raw = connection.execute(sa.select(originals.c.raw).where(originals.c.item == row.id)).scalar_one()
    kept = connection.execute(sa.select(writes).where(writes.c.item == row.id).order_by(writes.c.position))
    return rows.claimed(row, raw, [rows.kept_write(write) for write in kept])
