"""The tables as this program needs them: made anew, or brought there from an older version, at the start.

All steps that are missing are one change under one lock: nodes that start together wait for the first, and an upgrade
that fails leaves the spool as it was. `schema` always shows the newest tables; here stands how older ones get there.

To add a step:
1. Change `schema`. A new column comes last in its table and may be NULL or has a `server_default`: old rows need it.
2. Write a function here that uses `_add_column`, `_add_table` or `_add_index`, and append it to STEPS.
3. Run tests/contract/spool/test_migrations.py: it upgrades a spool of version 1 and compares it with a new one.

Nodes of the older version go on working while the first of the newer one starts: steps only ever add.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateColumn

from mailbridge.errors import AdminError
from mailbridge.spool import engines
from mailbridge.spool.schema import (
    alarms,
    canaries,
    chosen,
    events,
    items,
    logins,
    logos,
    meta,
    metadata,
    polls,
    processes,
    rests,
)

log = logging.getLogger("mailbridge.spool")

Step = Callable[[sa.Connection], None]

def _watched_over(connection: sa.Connection) -> None:
    for table in (alarms, polls, canaries):
        table.create(connection, checkfirst=True)


def _by_hand(connection: sa.Connection) -> None:
    for table in (chosen, rests):
        _add_table(connection, table)


def _sender_checks(connection: sa.Connection) -> None:
    """What a check of the sender needs of an arrival, and what it found."""
    _add_column(connection, items.c.helo)
    _add_column(connection, items.c.checked)


def _processes(connection: sa.Connection) -> None:
    _add_table(connection, processes)


def _logins(connection: sa.Connection) -> None:
    _add_table(connection, logins)


def _logos(connection: sa.Connection) -> None:
    _add_table(connection, logos)


def _trace(connection: sa.Connection) -> None:
    _add_column(connection, items.c.protocol)


def _shadow(connection: sa.Connection) -> None:
    _add_index(connection, next(index for index in events.indexes if index.name == "events_shadow"))


STEPS: tuple[Step, ...] = (_watched_over, _by_hand, _sender_checks, _processes, _logins, _logos, _trace, _shadow)
"""The first leads from version 1 to 2, and so on. Never changed once released, only appended to."""


def prepare(engine: sa.Engine, steps: Sequence[Step] = STEPS) -> None:
    """Make the tables, or bring them up to date. Raises AdminError for a newer spool, SpoolTrouble, or what a step
    raised."""
    try:
        with engine.begin() as connection, engines.unhurried(connection):
            engines.in_turn(connection, ["mailbridge: prepare"])
            version = _version(connection)
            if version is None:
                _make(connection, 1 + len(steps))
            else:
                _bring_up(connection, version, steps)
    except SQLAlchemyError as error:
        raise engines.in_words(error, engine.url) from None


def _version(connection: sa.Connection) -> int | None:
    """Of the spool as it lies there, None if there is none yet."""
    if not sa.inspect(connection).has_table(meta.name):
        return None
    found = connection.scalar(sa.select(meta.c.value).where(meta.c.name == "version"))
    return None if found is None else int(found)


def _make(connection: sa.Connection, version: int) -> None:
    metadata.create_all(connection)
    connection.execute(sa.insert(meta), [
        {"name": "version", "value": str(version)},
        {"name": "marker_secret", "value": secrets.token_hex(32)},
    ])


def _bring_up(connection: sa.Connection, version: int, steps: Sequence[Step]) -> None:
    newest = 1 + len(steps)
    if version > newest:
        raise AdminError(f"the spool is of version {version}, this program knows {newest}; use the newer program")
    if version == newest:
        return
    for step in steps[version - 1:]:
        step(connection)
    connection.execute(sa.update(meta).where(meta.c.name == "version").values(value=str(newest)))
    log.info("the spool was brought from version %d to version %d", version, newest)


# A later step may have widened what an earlier one adds, since both take it from `schema`: what is there is left alone.

def _add_column(connection: sa.Connection, column: sa.Column[object]) -> None:
    table = column.table
    if column.name in {known["name"] for known in sa.inspect(connection).get_columns(table.name)}:
        return
    definition = CreateColumn(column).compile(dialect=connection.dialect)
    text = f"ALTER TABLE {table.name} ADD COLUMN {definition}".replace("%", "%%")
    connection.execute(sa.DDL(text))    # type: ignore[no-untyped-call]


def _add_table(connection: sa.Connection, table: sa.Table) -> None:
    table.create(connection, checkfirst=True)


def _add_index(connection: sa.Connection, index: sa.Index) -> None:
    index.create(connection, checkfirst=True)
