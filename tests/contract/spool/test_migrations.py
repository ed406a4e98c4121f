"""A spool that an older program made becomes one of today: its tables are those of a new one, its mails go on.

`version_1/` holds the dumps of a spool of version 1 with items and writes in every state, one for each database. They
are never made again: what lies at somebody's site does not change either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from postgresql import PostgreSQL
from spool.kit import BRIDGE, LEASE_SECONDS, Clock, arrival, message, plan_of, raw_mail, story

from mailbridge.errors import AdminError
from mailbridge.plan import ENDS, ItemState, WriteState
from mailbridge.spool import Decided, Spool, engines, hands, lists, mailboxes, memory, migrations, outbox
from mailbridge.spool.schema import metadata
from mailbridge.spool.verify import verify

VERSION_1 = Path(__file__).parent / "version_1"
NEWEST = str(1 + len(migrations.STEPS))


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a spool of version 1."""
    dump = (VERSION_1 / f"{request.param}.sql").read_text("utf-8")
    if request.param == "sqlite":
        with closing(sqlite3.connect(tmp_path / "old.db")) as database:
            database.executescript(dump)
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.database()
    with closing(server.client(url)) as client:
        client.execute_simple(dump)
    yield url
    server.drop(url)


@pytest.fixture
def new(old: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a spool that today's program makes, on the same kind of database."""
    return f"sqlite:///{tmp_path / 'new.db'}" if old.startswith("sqlite") else str(request.getfixturevalue("database"))


def shape(url: str) -> dict[str, Any]:
    """All that a database knows of its tables; in which order their columns lie does not matter."""
    engine = engines.open_engine(url)
    with engine.connect() as connection:
        known = sa.inspect(connection)
        found = {
            table: {
                "columns": {column["name"]: (str(column["type"]), column["nullable"], column["default"])
                            for column in known.get_columns(table)},
                "key": known.get_pk_constraint(table)["constrained_columns"],
                "belongs to": [(each["constrained_columns"], each["referred_table"], each["options"])
                               for each in known.get_foreign_keys(table)],
                "unique": sorted(each["column_names"] for each in known.get_unique_constraints(table)),
                "indexes": sorted((str(each["name"]), each["column_names"], each["unique"])
                                  for each in known.get_indexes(table)),
            } for table in known.get_table_names()}
    engine.dispose()
    return found


def version_of(url: str) -> str:
    engine = engines.open_engine(url)
    with engine.connect() as connection:
        found: str = connection.exec_driver_sql("select value from meta where name = 'version'").scalar_one()
    engine.dispose()
    return found


def prepare(url: str, *steps: migrations.Step) -> None:
    engine = engines.open_engine(url)
    try:
        migrations.prepare(engine, (*migrations.STEPS, *steps))
    finally:
        engine.dispose()


def test_an_upgraded_spool_has_the_tables_of_a_new_one(old: str, new: str) -> None:
    prepare(old)
    prepare(new)
    brought, made = shape(old), shape(new)
    if old.startswith("sqlite"):        # a constraint cannot be dropped there: an old spool keeps its two indexes for one
        assert brought["items"].pop("unique") == [["key"]]
        assert made["items"].pop("unique") == []
        brought["items"]["indexes"].remove(("items_identity", ["identity", "id"], 0))
        made["items"]["indexes"].remove(("items_arrival", ["identity", "key"], 1))
    assert brought == made
    assert made.keys() == metadata.tables.keys()
    assert version_of(old) == version_of(new) == NEWEST


def test_the_mails_of_an_upgraded_spool_are_all_there_and_go_on(old: str, clock: Clock) -> None:
    clock.moment += timedelta(hours=1)      # by then every wait and every lease of the old spool is over
    spool = Spool(old, now=clock, lease_seconds=LEASE_SECONDS)
    assert spool.secret() == bytes.fromhex("5e" * 32), "records in Heap are still known by their markers"
    assert lists.counts(spool) == {ItemState.WAITING: 4, ItemState.CLAIMED: 1, ItemState.DONE: 1, ItemState.SKIPPED: 3,
                                   ItemState.REVIEW: 1, ItemState.FAILED: 1}
    for name in ("review", "failed"):
        (item,) = (each.id for each in lists.summaries(spool) if each.subject == name)
        hands.retry(spool, item, "looked at")
    work_off(spool, "worker-b")
    assert all(each.state in ENDS for each in lists.summaries(spool))
    assert not list(verify(spool).problems())
    assert memory.contact_of(spool, ["done@acme.test"]) == "jane@acme.test"
    assert memory.is_ignored(spool, "jane@acme.test")
    assert [each.attempts for each in outbox.take(spool)] == [0]
    place = mailboxes.Place("sales", "INBOX")
    assert mailboxes.missed(spool, place, 7) == (12,)
    assert [each.uid for each in mailboxes.settled(spool, place, 7, (ItemState.DONE,), 10)] == [11]
    spool.close()


def work_off(spool: Spool, owner: str) -> None:
    """Claim all that is due, send each write that may be sent, settle."""
    for item in spool.claim(owner, 20):
        assert item.arrival.envelope.recipients == (BRIDGE,)
        kept = item.writes or spool.keep_plan(item, Decided(plan_of(message()), "later", (f"mb-later-{item.id}",)))
        for write in kept:
            assert write.state in (WriteState.PLANNED, WriteState.UNKNOWN, WriteState.SENDING)
            if write.state is WriteState.PLANNED:
                spool.about_to_send(item, write)
            spool.record(item, write, WriteState.WRITTEN, "Success")
        spool.settle(item, ItemState.DONE, "written")


def test_an_upgraded_spool_takes_new_mail_and_knows_what_came_before(old: str, clock: Clock) -> None:
    spool = Spool(old, now=clock)
    again = spool.accept(arrival(raw_mail("waiting")))
    assert not again.new
    copy = spool.accept(arrival(raw_mail("waiting"), door="imap:sales"))
    assert [spool.earlier_copy(item) for item in spool.claim("worker-b", 20) if item.id == copy.item] == [again.item]
    kept = spool.accept(arrival(raw_mail("after the upgrade")))
    assert kept.new
    assert story(spool, kept.item).summary.state is ItemState.WAITING
    spool.close()


def adds_a_column(connection: sa.Connection) -> None:
    table = sa.Table("outbox", sa.MetaData(), sa.Column("tone", sa.Text, nullable=False, server_default="kind"))
    migrations._add_column(connection, table.c.tone)


def adds_an_index(connection: sa.Connection) -> None:
    migrations._add_index(connection, sa.Index("outbox_tone", sa.Table(
        "outbox", sa.MetaData(), sa.Column("tone", sa.Text)).c.tone))


def adds_a_table(connection: sa.Connection) -> None:
    migrations._add_table(connection, sa.Table("tones", sa.MetaData(), sa.Column("name", sa.Text, primary_key=True)))


def breaks(_connection: sa.Connection) -> None:
    raise ZeroDivisionError


STEPS = [adds_a_column, adds_an_index, adds_a_table]


def test_steps_follow_one_another_and_none_is_taken_twice(old: str) -> None:
    prepare(old, STEPS[0])
    prepare(old, *STEPS)
    prepare(old, *STEPS)
    found = shape(old)
    assert found["outbox"]["columns"]["tone"][1] is False
    assert ("outbox_tone", ["tone"]) in [index[:2] for index in found["outbox"]["indexes"]]
    assert "tones" in found
    assert version_of(old) == str(int(NEWEST) + 3)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_what_is_there_already_is_left_alone(old: str, step: Callable[[sa.Connection], None]) -> None:
    prepare(old, *STEPS)
    before = shape(old)
    prepare(old, *STEPS, step)
    assert shape(old) == before


def test_an_upgrade_that_fails_leaves_the_spool_as_it_was(old: str) -> None:
    before = shape(old)
    with pytest.raises(ZeroDivisionError):
        prepare(old, *STEPS, breaks)
    assert shape(old) == before
    assert version_of(old) == "1"


def test_a_spool_of_a_newer_program_is_refused_with_a_sentence(old: str) -> None:
    prepare(old, *STEPS)
    with pytest.raises(AdminError, match=f"the spool is of version {int(NEWEST) + 3}, this program knows {NEWEST}; "
                                         "use the newer program"):
        Spool(old)
