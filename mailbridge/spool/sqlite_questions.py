"""What SQLite is asked again and again, by its driver itself: SQLAlchemy's work for an answer is more than SQLite's.

SQLAlchemy renders each question once, and what makes values of what comes back; errors are those that it would raise.
"""

from __future__ import annotations

import sqlite3
from collections import deque, namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa

from mailbridge.spool.sqlite_driver import DIALECT, wrapped

T = TypeVar("T")
_MOST_IDLE = 8                          # connections that are kept for looking

Values = Callable[[Mapping[str, Any]], tuple[Any, ...]]
"""A question's values from what is given by name."""

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
        raise wrapped(error) from error


@lru_cache(maxsize=256)
def _question(
    question: Question, shape: tuple[tuple[str, int | None], ...],
) -> tuple[str, Values, Callable[[Sequence[Any]], Any]]:
    """Its text, what makes its values, and its rows. `shape`: what is given, and how many where it is a list."""
    compiled: Any = question.compile(dialect=DIALECT)
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
               if (read := column.type.dialect_impl(DIALECT).result_processor(DIALECT, None))]

    def row(found: Sequence[Any]) -> Any:
        values = list(found)
        for at, read in as_read:
            values[at] = read(values[at])
        return made(*values)

    return row
