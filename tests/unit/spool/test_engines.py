"""SQLite's promise of the disk, and that only `spool.engines` and below know which database it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

import mailbridge.spool
from mailbridge.errors import UsageError
from mailbridge.plan import ItemState, WriteState
from mailbridge.spool import ItemId, Spool, claims, hands, lists
from mailbridge.spool.engines import reading
from mailbridge.spool.schema import metadata

from .kit import Clock, arrival, claim_one, planned, story


def test_each_connection_flushes_each_commit_to_the_disk(spool: Spool) -> None:
    connections = [spool._engine.connect() for _ in range(3)] + [reading(spool._engine).connect()]
    for connection in connections:
        with connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert connection.exec_driver_sql("PRAGMA temp_store").scalar() == 2, "in memory"
            connection.rollback()


def test_a_change_takes_the_write_lock_at_once_and_a_look_takes_none(spool: Spool) -> None:
    said: list[str] = []
    sa.event.listen(spool._engine, "checkout", lambda driver, *rest: driver.set_trace_callback(said.append))
    spool.accept(arrival())
    lists.counts(spool)
    assert [text for text in said if text.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


def a_whole_life(spool: Spool, clock: Clock) -> None:
    """Each verb of the spool once."""
    item, write = planned(spool)
    spool.earlier_copy(item)
    spool.renew([item])
    spool.about_to_send(item, write, before=0)
    spool.record(item, write, WriteState.UNKNOWN, "no reply")
    spool.looked_up(item, write, "nothing")
    spool.lost(item, write)
    spool.put_back(item, 0, "later")
    item = claim_one(spool)
    spool.release_all()
    spool.settle(item, ItemState.REVIEW, "look at it")
    hands.retry(spool, item.id, "mended")
    hands.skip(spool, item.id, "not wanted")
    hands.settle(spool, item.id, "written by hand")
    lists.summaries(spool, [ItemState.DONE])
    lists.counts(spool)
    lists.original(spool, item.id)
    story(spool, item.id)
    spool.secret()


def test_every_statement_of_the_spool_is_one_for_postgresql_too(spool: Spool, clock: Clock) -> None:
    statements: list[sa.ClauseElement] = []
    sa.event.listen(spool._engine, "before_execute",
                    lambda conn, clause, multi, params, options: statements.append(clause))
    a_whole_life(spool, clock)
    assert len(statements) > 10, "the others go by the driver, and the contract has them on both"
    statements.append(claims._take(is_any_size=True))
    compiled = "\n".join(str(statement.compile(dialect=postgresql.dialect())) for statement in statements)
    assert "sqlite" not in compiled.lower()
    assert "FOR UPDATE SKIP LOCKED" in compiled, "two nodes must not wait for each other's claims"
    assert "RETURNING" in compiled


def test_the_tables_are_tables_for_postgresql_too() -> None:
    made = [CreateTable(table) for table in metadata.sorted_tables]
    made += [CreateIndex(index) for table in metadata.sorted_tables for index in table.indexes]
    ddl = "\n".join(str(each.compile(dialect=postgresql.dialect())) for each in made)
    assert ddl.count("BIGSERIAL") == 4, "items, writes, events and outbox count up by themselves"
    assert "sqlite" not in ddl.lower()


def sources() -> Iterator[tuple[str, str]]:
    for file in sorted(Path(mailbridge.spool.__file__).parent.glob("*.py")):
        code = re.sub(r'""".*?"""', "", file.read_text("utf-8"), flags=re.DOTALL)
        yield file.name, "\n".join(line.partition("#")[0] for line in code.splitlines())


def test_only_the_modules_of_the_databases_know_which_it_is() -> None:
    telling = r"(?i)sqlite|postgres|pg_|pragma|exec_driver_sql|\btext\("
    knowing = {name for name, code in sources() if re.search(telling, code)}
    assert knowing == {"engines.py", "sqlite.py", "sqlite_driver.py", "sqlite_log.py", "sqlite_questions.py",
                       "postgres.py", "pg_connection.py", "pg_sessions.py", "schema.py"}
    by_name = [line for line in dict(sources())["schema.py"].splitlines() if re.search("sqlite|postgres", line.lower())]
    assert all(re.search(r"with_variant\(|ddl_if\(|_where=", line) for line in by_name), "the ways of saying it openly"


def test_a_person_may_not_move_what_a_worker_holds(spool: Spool) -> None:
    item, _ = planned(spool)
    for act in (hands.retry, hands.skip, hands.settle):
        with pytest.raises(UsageError, match="a worker has it in hand"):
            act(spool, item.id, "because")
    with pytest.raises(UsageError, match="no item 99"):
        hands.retry(spool, ItemId(99), "because")


def test_a_retry_by_hand_forgets_a_plan_of_which_nothing_was_sent(spool: Spool) -> None:
    item, write = planned(spool)
    spool.record(item, write, WriteState.REFUSED, "no such field")
    spool.settle(item, ItemState.FAILED, "refused")
    hands.retry(spool, item.id, "rules mended")
    again = claim_one(spool)
    assert (again.writes, again.attempts, again.deaths) == ((), 0, 0)


def test_a_retry_by_hand_never_forgets_what_may_have_been_written(spool: Spool) -> None:
    item, write = planned(spool)
    spool.about_to_send(item, write)
    spool.record(item, write, WriteState.UNKNOWN, "no reply")
    spool.settle(item, ItemState.REVIEW, "cannot be told")
    hands.retry(spool, item.id, "look again")
    again = claim_one(spool)
    assert len(again.writes) == 1
    assert again.writes[0].state is WriteState.UNKNOWN
