"""A spool with a hundred thousand mails in the queue is open, and at work, as fast as an empty one (P7)."""

from __future__ import annotations

import time
from pathlib import Path

import sqlalchemy as sa

from mailbridge.spool.schema import items, originals

from .kit import Clock, arrival, open_spool

QUEUED = 100_000


def fill(folder: Path, clock: Clock) -> None:
    """So many waiting mails, as copies of one."""
    spool = open_spool(folder, clock)
    first = spool.accept(arrival(at=clock())).item

    def copy(connection: sa.Connection) -> None:
        columns = [column for column in items.c if column.name not in ("id", "key")]
        named = ", ".join(column.name for column in columns)
        numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < :queued - 1) "
        connection.execute(sa.text(
            f"insert into items (key, {named}) {numbers} select 'k' || i, {named} from items, n where id = :first"
        ), {"queued": QUEUED, "first": first})
        connection.execute(sa.insert(originals).from_select(
            ["item", "raw"], sa.select(items.c.id, sa.literal(b"x", sa.LargeBinary)).where(items.c.id != first)))

    spool.change(copy)
    spool.close()


def test_it_is_ready_at_once_after_any_end(tmp_path: Path, clock: Clock) -> None:
    fill(tmp_path, clock)
    began = time.process_time()
    spool = open_spool(tmp_path, clock)
    spool.release_all()
    assert [item.id for item in spool.claim("worker-a", 4)] == [1, 2, 3, 4]
    spool.accept(arrival(b"Subject: new\r\n\r\nnew\r\n"))
    took = time.process_time() - began
    spool.close()
    assert took < 2, "a repair or a walk through all of them would take longer"
