"""Whose hands an item is in: taken, held, renewed, given back. Within a change that somebody else commits.

Why a claim number? A worker may be frozen past its lease, wake up, and go on as if nothing had happened. Every change
of an item therefore asks, in the same transaction, that the claim is still the one it holds, and takes the row's lock
by renewing the lease; a late owner gets `LostClaim` and lets go.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from mailbridge import maillog
from mailbridge.plan import ItemState
from mailbridge.spool import engines, ledger, rows
from mailbridge.spool.rows import Claimed, ItemId, KeptWrite
from mailbridge.spool.schema import items, originals, writes

_LONGEST_WAIT_MS = 6 * 3600 * 1000

_HOLD = sa.update(items).where(
    items.c.id == sa.bindparam("held_item"), items.c.claim == sa.bindparam("held_claim"),
    items.c.owner == sa.bindparam("held_owner"), items.c.state == ItemState.CLAIMED.value)

_ORIGINALS = sa.select(originals).where(originals.c.item.in_(sa.bindparam("these", expanding=True)))
_WRITES = sa.select(writes).where(
    writes.c.item.in_(sa.bindparam("these", expanding=True))).order_by(writes.c.position)

_OF_ITEM = (
    items.c.id, items.c.owner, items.c.claim, items.c.identity, items.c.attempts, items.c.deaths, items.c.assigned,
    items.c.checked, items.c.not_before, items.c.received_at, items.c.door, items.c.sender, items.c.recipients,
    items.c.peer, items.c.login, items.c.helo, items.c.protocol)

_DUE_SINCE = sa.case((items.c.not_before == 0, items.c.received_at), else_=items.c.not_before).label("since")
"""A new mail is due at once, whatever a clock says. But it goes behind what has been due longer: else a busy door would
keep that waiting for as long as it is busy."""

Wish = tuple[int, int | None]
"""How many items to claim, of how many bytes at most."""


class LostClaim(Exception):
    """The item is another worker's now. Whoever gets this lets go without a word: it is no error."""


def take(connection: sa.Connection, owner: str, limit: int, now_ms: int, lease_until_ms: int,
         most_bytes: int | None = None) -> list[Claimed]:
    """Up to `limit` due items: waiting ones, and those whose owner's lease ran out; first what has been due longest.

    `most_bytes`: none whose mail is larger.
    """
    taken = engines.rows(connection, _take(is_any_size=most_bytes is None), {
        "new_owner": owner, "most_items": limit, "now_ms": now_ms, "too_far_ms": now_ms + _LONGEST_WAIT_MS,
        "new_lease": lease_until_ms, **({} if most_bytes is None else {"most_bytes": most_bytes})})
    return _whole(connection, sorted(taken, key=lambda row: (row.since, row.id)), now_ms) if taken else []


def take_each(connection: sa.Connection, owner: str, wishes: Sequence[Wish], now_ms: int,
              lease_until_ms: int) -> list[Claimed]:
    """`take` for each wish, as long as the one before brought something."""
    claimed: list[Claimed] = []
    for limit, most_bytes in wishes:
        claimed += take(connection, owner, limit, now_ms, lease_until_ms, most_bytes)
        if not claimed:
            break
    return claimed


def take_beside(connection: sa.Connection, owner: str, wishes: Sequence[Wish], now_ms: int,
                lease_until_ms: int) -> list[Claimed]:
    """`take_each` in a change that is for something else, which must not suffer for an item that cannot be claimed."""
    if not wishes:
        return []
    savepoint = engines.savepoint(connection)
    try:
        claimed = take_each(connection, owner, wishes, now_ms, lease_until_ms)
    except SQLAlchemyError:
        raise                           # the database itself
    except Exception:
        savepoint.rollback()            # whoever asks for it alone hears why
        return []
    savepoint.commit()
    return claimed


@lru_cache
def _take(*, is_any_size: bool) -> sa.UpdateBase:
    """Built once: that takes as long as carrying it out many times."""
    fits = sa.true() if is_any_size else items.c.size <= sa.bindparam("most_bytes")
    # The concatenation keeps SQLite from finding by this what the list below has found already.
    due = sa.and_(fits, sa.or_(*_sorts(items.c.state.concat(""))))
    limit: sa.BindParameter[int] = sa.bindparam("most_items", type_=sa.Integer)
    # Each sort by itself, along its index and no further than is wanted: asked for together all that is due would be
    # gathered and sorted for each claim. Locked in lists of their own: as a part of the update they may be looked up
    # again and again, past the limit.
    first = [
        sa.select(items.c.id, _DUE_SINCE).where(fits, sort)
        .order_by(items.c.not_before, items.c.id).limit(limit)
        .with_for_update(skip_locked=True).cte(f"first_{number}")
        for number, sort in enumerate(_sorts(items.c.state))]
    found = sa.union_all(*(sa.select(each.c.id, each.c.since) for each in first)).subquery("found")
    oldest = sa.select(found.c.id).order_by(found.c.since, found.c.id).limit(limit).cte("oldest")
    died = sa.case((items.c.state == ItemState.CLAIMED.value, 1), else_=0)
    return (sa.update(items).where(items.c.id.in_(sa.select(oldest.c.id)), due)
            .values(state=ItemState.CLAIMED.value, owner=sa.bindparam("new_owner"), claim=items.c.claim + 1,
                    turn="", deaths=items.c.deaths + died, lease_until=sa.bindparam("new_lease"))
            .returning(*_OF_ITEM, _DUE_SINCE))


def _sorts(state: sa.ColumnElement[str]) -> tuple[sa.ColumnElement[bool], ...]:
    """What is due: each condition is a stretch of the index."""
    waiting = state == ItemState.WAITING.value
    now: sa.BindParameter[int] = sa.bindparam("now_ms", type_=sa.BigInteger)
    return (
        sa.and_(waiting, items.c.not_before == 0),
        sa.and_(waiting, items.c.not_before > 0, items.c.not_before <= now),
        # No wait is that long: the clock was set back, and must not hold mails for as much as it went.
        sa.and_(waiting, items.c.not_before > sa.bindparam("too_far_ms", type_=sa.BigInteger)),
        sa.and_(state == ItemState.CLAIMED.value, items.c.lease_until < now),
    )


def hold(connection: sa.Connection, item: Claimed, lease_until_ms: int, **values: Any) -> None:
    """Ask that the item is still its owner's, and lock its row by renewing the lease. Raises LostClaim."""
    ours = {"held_item": item.id, "held_claim": item.claim, "held_owner": item.owner}
    if engines.execute(connection, _HOLD, {**ours, "lease_until": lease_until_ms, **values}) != 1:
        raise LostClaim


def let_go(connection: sa.Connection, item: Claimed, **values: Any) -> None:
    """Nobody has the item in hand any more; `values` say what became of it. Raises LostClaim."""
    hold(connection, item, 0, owner="", **values)


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


def _whole(connection: sa.Connection, taken: Sequence[Any], now_ms: int) -> list[Claimed]:
    """With their originals and writes: two statements, however many they are. What has no original is parked."""
    ids = [row.id for row in taken]
    raw = {row.item: row.raw for row in engines.rows(connection, _ORIGINALS, {"these": ids})}
    kept: dict[int, list[KeptWrite]] = {item: [] for item in ids}
    for write in engines.rows(connection, _WRITES, {"these": ids}):
        kept[write.item].append(rows.kept_write(write))
    for row in taken:
        if row.id not in raw:
            _park(connection, ItemId(row.id), now_ms)
    return [rows.claimed(row, raw[row.id], kept[row.id]) for row in taken if row.id in raw]


def _park(connection: sa.Connection, item: ItemId, now_ms: int) -> None:
    """By whatever damage it came to that: it must not hold up the others, claim after claim."""
    reason = "its original is not in the spool: the database was damaged or changed by hand"
    ledger.note(connection, item, maillog.settled(ItemState.FAILED, reason), now_ms)
    ledger.end(connection, item, state=ItemState.FAILED.value, reason=reason, settled_at=now_ms)
