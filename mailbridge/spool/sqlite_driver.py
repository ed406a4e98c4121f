"""The spool's frequent statements by SQLite's driver itself: SQLAlchemy's work for a statement is more than SQLite's.

SQLAlchemy renders each once, and what makes values of it; errors are those that it would raise.
"""

from __future__ import annotations

import json
import sqlite3
from collections import deque, namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import dialect
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")
_DIALECT = dialect()
_MOST_IDLE = 8                          # connections that are kept for looking

Values = Callable[[Mapping[str, Any]], tuple[Any, ...]]
Rendered = tuple[str, Values]
"""A statement's text, and what makes its values from what is given by name."""


def execute(connection: sa.Connection, statement: sa.Update, given: Mapping[str, Any]) -> int:
    """How many rows it changed. The statement is one that is built once, as a text is kept for each."""
    text, values = _update(statement, tuple(given))
    return _ask(connection, lambda driver: driver.execute(text, values(given))).rowcount


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows with the same columns."""
    text, values = _insertion(table, tuple(rows[0]))
    _ask(connection, lambda driver: driver.executemany(text, [values(row) for row in rows]))


def insert_numbered(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """The rows of one change are numbered one after another: nobody else writes meanwhile."""
    insert(connection, table, rows)
    last = int(_ask(connection, lambda driver: driver.execute("SELECT last_insert_rowid()")).fetchone()[0])
    return list(range(last - len(rows) + 1, last + 1))


def by_name(connection: sa.Connection, name: sa.Column[str], value: sa.Column[int],
            names: Sequence[str]) -> dict[str, int]:
    """The names as one value, so that the statement is always the same."""
    text = _look_up(name, value)
    return dict(_ask(connection, lambda driver: driver.execute(text, [json.dumps(names)])).fetchall())


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
        _ask(self._connection, lambda driver: driver.execute(words))


def savepoint(connection: sa.Connection) -> Savepoint:
    """See `Savepoint`."""
    return Savepoint(connection)


def _ask(connection: sa.Connection, ask: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> sqlite3.Cursor:
    driver: Any = connection.connection.driver_connection
    try:
        return ask(driver)
    except sqlite3.Error as error:
        raise DBAPIError.instance(None, None, error, sqlite3.Error, dialect=_DIALECT) from error


@lru_cache
def _update(statement: sa.Update, given: tuple[str, ...]) -> Rendered:
    return _rendered(statement, given, {})


@lru_cache
def _insertion(table: sa.Table, given: tuple[str, ...]) -> Rendered:
    defaults = {column.name: column.default.arg for column in table.c
                if column.name not in given and isinstance(column.default, sa.ColumnDefault)}
    return _rendered(sa.insert(table), (*given, *defaults), defaults)


def _rendered(statement: sa.Insert | sa.Update, names: Sequence[str], defaults: Mapping[str, Any]) -> Rendered:
    compiled = statement.compile(dialect=_DIALECT, column_keys=list(names))
    order = compiled.positiontup or []
    fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required} | dict(defaults)
    bound = [(order.index(name), as_bound) for name, as_bound in compiled._bind_processors.items()
             if callable(as_bound)]     # JSON, bytes

    def values(given: Mapping[str, Any]) -> tuple[Any, ...]:
        whole = {**fixed, **given}
        found = [whole[name] for name in order]
        for at, as_bound in bound:
            found[at] = as_bound(found[at])
        return tuple(found)

    return str(compiled), values


@lru_cache
def _look_up(name: sa.Column[str], value: sa.Column[int]) -> str:
    given: sa.Select[Any] = sa.select(sa.column("value")).select_from(sa.func.json_each(sa.bindparam("names")))
    return str(sa.select(name, value).where(name.in_(given)).compile(dialect=_DIALECT))


Question = sa.Select[Any] | sa.UpdateBase
"""What brings rows: a look, or a change that returns something. One that is built once, as its text is kept."""


def rows(connection: sa.Connection, question: Question, given: Mapping[str, Any]) -> list[Any]:
    """What it brings, by the names of its columns."""
    return _answer(connection.connection.driver_connection, question, given)


class Looks:
    """Single looks, each at the database as it then is: SQLite needs no transaction for one, nor a connection anew."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._idle: deque[sa.PoolProxiedConnection] = deque()

    def rows(self, question: Question, given: Mapping[str, Any]) -> list[Any]:
        """See `rows`."""
        connection = self._connection()
        try:
            found = _answer(connection.driver_connection, question, given)
        except BaseException:
            connection.close()          # it may be the reason
            raise
        self._keep(connection)
        return found

    def _connection(self) -> sa.PoolProxiedConnection:
        try:
            return self._idle.pop()
        except IndexError:
            return _in_words_of_sqlalchemy(self._engine.raw_connection)

    def _keep(self, connection: sa.PoolProxiedConnection) -> None:
        if len(self._idle) < _MOST_IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Let go of the connections."""
        while self._idle:
            self._idle.pop().close()


def looks(engine: sa.Engine) -> Looks:
    """See `Looks`."""
    return Looks(engine)


def _answer(driver: Any, question: Question, given: Mapping[str, Any]) -> list[Any]:
    shape = tuple((name, len(value) if isinstance(value, list) else None) for name, value in given.items())
    text, values, row = _question(question, shape)
    told = values(given)
    return [row(found) for found in _in_words_of_sqlalchemy(lambda: driver.execute(text, told).fetchall())]


def _in_words_of_sqlalchemy(act: Callable[[], T]) -> T:
    try:
        return act()
    except sqlite3.Error as error:
        raise DBAPIError.instance(None, None, error, sqlite3.Error, dialect=_DIALECT) from error


@lru_cache(maxsize=256)
def _question(
    question: Question, shape: tuple[tuple[str, int | None], ...],
) -> tuple[str, Values, Callable[[Sequence[Any]], Any]]:
    """Its text, what makes its values, and its rows. `shape`: what is given, and how many where it is a list."""
    compiled: Any = question.compile(dialect=_DIALECT)
    state = compiled.construct_expanded_state({name: None if many is None else [None] * many for name, many in shape})
    order, lists = state.positiontup or [], {name for name, many in shape if many is not None}
    fixed = [state.parameters[name] for name in order]
    places = {name: [at for at, each in enumerate(order) if each == name] for name in order}

    def values(given: Mapping[str, Any]) -> tuple[Any, ...]:
        found = list(fixed)
        for name, value in given.items():
            if name in lists:
                for each, one in zip(state.parameter_expansion[name], value, strict=True):
                    found[places[each][0]] = one
            else:
                for at in places.get(name, ()):
                    found[at] = value
        return tuple(found)

    return state.statement, values, _row(compiled)


def _row(compiled: Any) -> Callable[[Sequence[Any]], Any]:
    """What makes a row of what the driver brings: its values as their types have them, by name."""
    columns = compiled._result_columns
    made: Any = namedtuple("Row", [column.keyname for column in columns])       # type: ignore[misc]
    as_read = [(at, read) for at, column in enumerate(columns)
               if (read := column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None))]

    def row(found: Sequence[Any]) -> Any:
        values = list(found)
        for at, read in as_read:
            values[at] = read(values[at])
        return made(*values)

    return row
