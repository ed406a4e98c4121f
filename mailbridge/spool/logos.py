"""Which images came from which domain, so that what comes again is known (row B6).

Bounded: a domain's newest MOST_OF_A_DOMAIN are kept, and `retention` takes those that have not come for a year.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from mailbridge.spool import engines
from mailbridge.spool.rows import ItemId, milliseconds
from mailbridge.spool.schema import logos
from mailbridge.spool.store import Spool

MOST_OF_A_DOMAIN = 500
_SEEN = sa.select(logos.c.sha256).where(
    logos.c.domain.in_(sa.bindparam("domains", expanding=True)), logos.c.item < sa.bindparam("before"),
    logos.c.sha256.in_(sa.bindparam("digests", expanding=True)))


def seen(spool: Spool, domains: Sequence[str], digests: Sequence[str], before: ItemId) -> frozenset[str]:
    """Those of the images that an earlier item brought from one of the domains."""
    if not (domains and digests):
        return frozenset()
    with spool.looking() as connection:
        return frozenset(connection.scalars(_SEEN, {"domains": domains, "digests": digests, "before": before}))


def remember(spool: Spool, item: ItemId, domains: Sequence[str], digests: Sequence[str]) -> None:
    """That an item brought these images. Nobody waits for it: what is not kept is seen the next time."""
    if not (domains and digests):
        return

    now_ms = milliseconds(spool.now())

    def change(connection: sa.Connection) -> None:
        engines.in_turn(connection, [f"logos {domain}" for domain in domains])
        for domain in domains:
            _keep(connection, domain, item, digests, now_ms)

    spool.change_soon(change, may_repeat=True)


def drop_old(connection: sa.Connection, before_ms: int, limit: int) -> int:
    """Forget up to so many that have not come since."""
    old = sa.select(logos.c.domain, logos.c.sha256).where(logos.c.seen_at < before_ms).limit(limit)
    gone = sa.tuple_(logos.c.domain, logos.c.sha256).in_(old)
    return connection.execute(sa.delete(logos).where(gone)).rowcount


def _keep(connection: sa.Connection, domain: str, item: ItemId, digests: Sequence[str], now_ms: int) -> None:
    these = sa.and_(logos.c.domain == domain, logos.c.sha256.in_(digests))
    known = set(connection.execute(sa.select(logos.c.sha256).where(these)).scalars())
    connection.execute(sa.update(logos).where(these).values(seen_at=now_ms))
    new = [{"domain": domain, "sha256": digest, "item": item, "seen_at": now_ms}
           for digest in digests if digest not in known]
    if new:
        connection.execute(sa.insert(logos), new)
        _bound(connection, domain)


def _bound(connection: sa.Connection, domain: str) -> None:
    surplus = sa.select(logos.c.sha256).where(logos.c.domain == domain).order_by(
        logos.c.seen_at.desc(), logos.c.sha256).offset(MOST_OF_A_DOMAIN)
    found = connection.execute(surplus).scalars().all()
    if found:
        connection.execute(sa.delete(logos).where(logos.c.domain == domain, logos.c.sha256.in_(found)))
