"""Whether a mail costs the same in a full spool as in an empty one: `python tests/bench/flat.py [--database URL]`.

The spool's part of a mail's day (accepted, claimed, looked up, planned, sent, settled) beside 1,000 and 1,000,000 settled
mails, and beside a backlog of 1,000 and of 100,000. Small and large take turns, as machines are noisy; what counts is the
ratio within a round. Promised: within 15 %.
"""

from __future__ import annotations

import argparse
import itertools
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from postgresql import running as running_postgresql
from spool.kit import arrival, message, plan_of, raw_mail
from sqlalchemy.schema import CreateIndex

from mailbridge.plan import ItemState, WriteState
from mailbridge.spool import Decided, Spool, memory, utc_now
from mailbridge.spool.room import Room, Watermarks
from mailbridge.spool.schema import metadata

Run = Callable[[str], Any]
PROMISED = 0.15
MAILS, ROUNDS = 40, 12
_NUMBERS = itertools.count()

# One statement for each table: a million rows in seconds. {n} counts from 1 up.
FILL = """
insert into items (id, key, identity, message_id, assigned, door, sender, recipients, peer, login, received_at, size, state,
    reason, not_before, attempts, deaths, owner, claim, lease_until, turn, settled_at, has_original, subject, direction,
    contact, rule, person, plan)
select n, {random} || {random}, {random} || {random}, {random}, '', 'smtp', 'user' || n % 5000 || '@company.example', '["crm@bridge.example.com"]',
    '192.0.2.1', '', {now} - n * 31, 9000, '{state}', 'written: message', {now} - n, 0, 0, '', 1, 0, '', {settled}, {kept},
    'Offer number ' || n, 'received', 'user' || n % 50000 || '@company.example', 'Rule ' || n % 12, 'known', {plan} from n
""", """
insert into originals (item, raw) select n, {raw} from n
""", """
insert into events (item, at, name, details) select n, {now} - n, 'settled', '{{"state": "done", "reason": "written: message"}}' from n
""", """
insert into writes (item, position, kind, rule, contact, data, marker, state, attempts, sent_at, looks, lost, said)
select n, 0, 'message', 'Rule ' || n % 12, 'user' || n % 50000 || '@company.example', '{{}}', 'mb' || n, 'written', 1,
    {now} - n * 31000, 0, 0, 'Success' from n where '{state}' = 'done'
"""
PLAN = "'{\"verdict\": \"write\", \"reason\": \"" + "x" * 400 + "\"}'"


def fill(run: Run, database: str, count: int, state: ItemState) -> None:
    """`count` mails in that state, as they would lie there."""
    is_done = state is ItemState.DONE
    sqlite = database == "sqlite"
    words = {
        "state": state.value, "now": int(time.time() * 1000), "settled": "0" if is_done else "null",
        "kept": "true", "plan": PLAN if is_done else "null",
        "random": "lower(hex(randomblob(16)))" if sqlite else "md5(random()::text)",
        "raw": "zeroblob(200)" if sqlite else "decode(repeat('00', 200), 'hex')",
    }
    numbers = (f"with recursive n(n) as (select 1 union all select n + 1 from n where n < {count}) " if sqlite
               else f"with n as (select generate_series(1, {count}) as n) ")
    for statement in FILL:
        into, _, rest = statement.format(**words).strip().partition("select")
        run(f"{into} {numbers} select {rest}" if sqlite else f"{numbers} {into} select {rest}")
    if not sqlite:
        for table in ("items", "events", "writes"):
            run(f"select setval('{table}_id_seq', (select max(id) from {table}) + 1)")
        run("analyze")


@contextmanager
def hasty(spool: Spool) -> Iterator[Run]:
    """Statements on the spool's database without the care that mails need."""
    url = spool._engine.url
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(url.database), isolation_level=None)) as database:
            for pragma in ("synchronous = off", "cache_size = -400000", "temp_store = memory"):
                database.execute(f"pragma {pragma}")
            yield database.execute
    else:
        with spool._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("set statement_timeout = 0")
            yield connection.exec_driver_sql


def opened(url: str) -> Spool:
    return Spool(url, room=Room(Watermarks(free_bytes=0, rows=10**9, bytes=10**15), lambda: None))


def filled(url: str, count: int, state: ItemState) -> Spool:
    """A spool with so many mails. Its indexes are made afterwards, which is what makes it quick."""
    spool = opened(url)
    indexes = [index for table in metadata.sorted_tables for index in table.indexes]
    with hasty(spool) as run:
        for index in indexes:
            run(f"drop index if exists {index.name}")
        fill(run, spool._engine.dialect.name, count, state)
        for index in indexes:
            if index._ddl_if is None or index._ddl_if.dialect == spool._engine.dialect.name:
                run(str(CreateIndex(index).compile(dialect=spool._engine.dialect)))
    spool.close()
    return opened(url)


def day_of_mails(spool: Spool) -> None:
    """What the spool does for `MAILS` mails, one after another."""
    for number in itertools.islice(_NUMBERS, MAILS):
        spool.accept(arrival(raw_mail(f"mail {number}"), at=utc_now()))
        (item,) = spool.claim("bench")
        since = utc_now() - timedelta(hours=2)
        spool.earlier_copy(item)
        memory.contact_of(spool, [f"{number}@nowhere.example"])
        memory.is_ignored(spool, "jane@acme.test")
        memory.creating(spool, "jane@acme.test", item.id)
        memory.sent_about(spool, "jane@acme.test", since)
        memory.sent_by_rule(spool, "Offers", since)
        (write,) = item.writes or spool.keep_plan(item, Decided(plan_of(message()), "Offer", (f"mb{number}",)))
        spool.about_to_send(item, write)
        spool.record(item, write, WriteState.WRITTEN, "Success")
        spool.settle(item, ItemState.DONE, "written: message")


def cpu_ms(spool: Spool) -> tuple[float, float]:
    """(CPU, wall) milliseconds of one mail."""
    cpu, wall = time.process_time(), time.perf_counter()
    day_of_mails(spool)
    return (time.process_time() - cpu) * 1000 / MAILS, (time.perf_counter() - wall) * 1000 / MAILS


def compared(name: str, small: Spool, large: Spool, by_wall: bool) -> float:
    """How much more a mail costs in the large one: the median of the rounds' ratios."""
    which = 1 if by_wall else 0
    for spool in (small, large):
        day_of_mails(spool)             # a first one, so that both have read what they need
    took = [(cpu_ms(small), cpu_ms(large)) for _ in range(ROUNDS)]
    ratio = statistics.median(b[which] / a[which] for a, b in took)
    a, b = (tuple(statistics.median(each[k][what] for each in took) for what in (0, 1)) for k in (0, 1))
    print(f"{name:<28}{a[0]:8.2f} -> {b[0]:6.2f} CPU ms   {a[1]:8.2f} -> {b[1]:6.2f} ms   {ratio - 1:+7.1%}", flush=True)
    return ratio


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--backlog", type=int, default=100_000)
    parser.add_argument("--postgresql", action="store_true", help="a private server, instead of SQLite")
    given = parser.parse_args()
    with ExitStack() as held:
        folder = held.enter_context(tempfile.TemporaryDirectory(dir=Path.cwd()))
        server = held.enter_context(running_postgresql()) if given.postgresql else None
        numbers = itertools.count()

        def address() -> str:
            return server.database() if server else f"sqlite:///{folder}/{next(numbers)}.db"

        def spool_of(count: int, state: ItemState) -> Spool:
            began = time.perf_counter()
            spool = filled(address(), count, state)
            held.callback(spool.close)
            print(f"{count:>9,} {state.value} mails are there after {time.perf_counter() - began:.0f} s", flush=True)
            return spool

        make: Callable[[int, ItemState], Spool] = spool_of
        ratios = [
            compared(f"1,000 -> {given.items:,} settled", make(1000, ItemState.DONE), make(given.items, ItemState.DONE),
                     given.postgresql),
            compared(f"1,000 -> {given.backlog:,} waiting", make(1000, ItemState.WAITING),
                     make(given.backlog, ItemState.WAITING), given.postgresql)]
    worst = max(ratios) - 1
    print(f"a mail costs at most {worst:+.1%} more (promised: {PROMISED:.0%})")
    return 0 if worst <= PROMISED else 1


if __name__ == "__main__":
    sys.exit(main())
