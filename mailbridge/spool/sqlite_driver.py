"""The spool's frequent statements by SQLite's driver itself: SQLAlchemy's work for a statement is more than SQLite's.

SQLAlchemy renders each once, and what makes values of it; errors are those that it would raise.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

DIALECT = dialect()

ROWS_AT_ONCE = 16
"""Of one statement. Its text is kept for each number up to this."""

Rows = Sequence[Mapping[str, Any]]
Values = Callable[[Mapping[str, Any]], Sequence[Any]]
"""A statement's values from what is given by name."""
Rendered = tuple[str, Values]


def execute(connection: sa.Connection, statement: sa.Update, given: Mapping[str, Any]) -> int:
    """How many rows it changed. The statement is one that is built once, as a text is kept for each."""
    text, values = _update(statement, tuple(given))
    return run(connection, text, values(given)).rowcount


def insert(connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    """Rows with the same columns."""
    _insert(connection, table, rows)


def insert_numbered(connection: sa.Connection, table: sa.Table, rows: Rows) -> list[int]:
    """The rows of one change are numbered one after another: nobody else writes meanwhile."""
    last = _insert(connection, table, rows)
    return list(range(last - len(rows) + 1, last + 1))


def by_name(connection: sa.Connection, name: sa.Column[str], value: sa.Column[int], column: sa.Column[str],
            wanted: Sequence[str]) -> dict[str, int]:
    """What is wanted as one value, so that the statement is always the same."""
    text = _look_up(name, value, column)
    return dict(run(connection, text, [json.dumps(wanted)]).fetchall())


class Savepoint:
    """The place in a change that it can be undone to."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._say("SAVEPOINT change")

    def commit(self) -> None:
        self._say("RELEASE change")

    def rollback(self) -> None:
        self._say("ROLLBACK TO change")
        self._say("RELEASE change")

    def _say(self, words: str) -> None:
        run(self._connection, words)


def savepoint(connection: sa.Connection) -> Savepoint:
    """See `Savepoint`."""
    return Savepoint(connection)


def _insert(connection: sa.Connection, table: sa.Table, rows: Rows) -> int:
    """The number of the last row.

    Several rows a statement: Python lets go of its lock for each run of one, and beside a busy door it takes longer to
    get it back than SQLite takes for a row.
    """
    given = tuple(rows[0])
    last = 0
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start:start + ROWS_AT_ONCE]
        text, values = _insertion(table, given, len(some))
        found = [value for row in some for value in values(row)]
        last = run(connection, text, found).lastrowid or 0
    return last


def begins(connection: sa.Connection) -> bool:
    """Begin a change; False: another process is at one. Raises DBAPIError."""
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:    # the higher bits tell details
            raise wrapped(error) from error
        return False
    return True


def run(connection: sa.Connection, text: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
    """A statement as SQLite wants it. Raises DBAPIError."""
    driver: Any = connection.connection.driver_connection
    try:
        return cast("sqlite3.Cursor", driver.execute(text, values))
    except sqlite3.Error as error:
        raise wrapped(error) from error


def wrapped(error: sqlite3.Error) -> BaseException:
    """As SQLAlchemy would raise it."""
    return DBAPIError.instance(None, None, error, sqlite3.Error, dialect=DIALECT)


@lru_cache
def _update(statement: sa.Update, given: tuple[str, ...]) -> Rendered:
    compiled = statement.compile(dialect=DIALECT, column_keys=list(given))
    fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
    values = _values(compiled, compiled.positiontup or [])
    return str(compiled), lambda row: values({**fixed, **row})


@lru_cache(maxsize=1024)
def _insertion(table: sa.Table, given: tuple[str, ...], count: int) -> Rendered:
    """For so many rows. What a column has by default stands in the text."""
    compiled = sa.insert(table).compile(dialect=DIALECT, column_keys=list(given))
    defaults = {column.name: _as_text(column.default.arg) for column in table.c
                if column.name not in given and isinstance(column.default, sa.ColumnDefault)}
    names = ", ".join((*(_quoted(name) for name in given), *map(_quoted, defaults)))
    row = ", ".join(("?",) * len(given) + tuple(defaults.values()))
    text = f"INSERT INTO {table.name} ({names}) VALUES " + ", ".join([f"({row})"] * count)     # noqa: S608 - our names
    return text, _values(compiled, given)


def _values(compiled: SQLCompiler, order: Sequence[str]) -> Values:
    """In this order; JSON and the like as the database has them."""
    bound = [(order.index(name), as_bound) for name, as_bound in compiled._bind_processors.items()
             if name in order and callable(as_bound)]
    pick = itemgetter(*order) if len(order) > 1 else lambda row: (row[order[0]],)

    def values(row: Mapping[str, Any]) -> Sequence[Any]:
        found = pick(row)
        if bound:
            found = list(found)
            for at, as_bound in bound:
                found[at] = as_bound(found[at])
        return found

    return values


def _as_text(value: Any) -> str:
    return str(sa.literal(value).compile(dialect=DIALECT, compile_kwargs={"literal_binds": True}))


def _quoted(name: str) -> str:
    return DIALECT.identifier_preparer.quote(name)


@lru_cache
def _look_up(name: sa.Column[str], value: sa.Column[int], column: sa.Column[str]) -> str:
    given: sa.Select[Any] = sa.select(sa.column("value")).select_from(sa.func.json_each(sa.bindparam("wanted")))
    return str(sa.select(name, value).where(column.in_(given)).compile(dialect=DIALECT))
