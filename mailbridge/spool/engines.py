"""Opening the spool's database, and the few things that are not the same in both. Nobody else knows which it is.

    sqlite     a file that one service has to itself: the default, nothing to install
    postgres   a server that several nodes work on
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from mailbridge import __version__
from mailbridge.errors import AdminError
from mailbridge.spool import sqlite
from mailbridge.spool.troubles import SpoolFull, SpoolTrouble, SpoolUnsure

__all__ = ["SpoolFull", "SpoolTrouble", "SpoolUnsure"]


Rows = Sequence[Mapping[str, Any]]
"""Values by column; each row names the same columns, the others have their defaults."""


class Listening(Protocol):
    """Somebody who hears of other nodes' arrivals until it is closed."""

    def close(self) -> None: ...


class Sole(Protocol):
    """Something that one node has at a time, as long as it lives. For one thread."""

    def is_ours(self) -> bool: ...
    def let_go(self) -> None: ...


class Upkeep(Protocol):
    """What a database wants done beside its commits. For the one thread that commits, which may not wait for it."""

    def after(self, connection: sa.Connection, changes: int, /) -> None: ...
    def close(self) -> None: ...


class Savepoint(Protocol):
    """The place in a change that it can be undone to."""

    def commit(self) -> None: ...
    def rollback(self) -> None: ...


class Looks(Protocol):
    """Single looks at the database, each at what it then holds. For many threads. Raises SQLAlchemyError."""

    def rows(self, question: sa.Select[Any], given: Mapping[str, Any], /) -> list[Any]: ...
    def close(self) -> None: ...


class Database(Protocol):
    """What each of the two modules knows of its database."""

    IS_SHARED: bool

    def open_engine(self, url: sa.URL, /) -> sa.Engine: ...
    def lock_for_service(self, url: sa.URL, /) -> object | None: ...
    def in_words(self, error: SQLAlchemyError, where: str, /) -> SpoolTrouble: ...
    def may_pass(self, error: DBAPIError, /) -> bool: ...
    def contains(self, column: sa.ColumnElement[str], text: str, /) -> sa.ColumnElement[bool]: ...
    def size_bytes(self, connection: sa.Connection, /) -> int: ...
    def announce(self, connection: sa.Connection, /) -> None: ...
    def savepoint(self, connection: sa.Connection, /) -> Savepoint: ...
    def in_turn(self, connection: sa.Connection, keys: Iterable[int], /) -> None: ...
    def execute(self, connection: sa.Connection, statement: sa.Update, given: Mapping[str, Any], /) -> int: ...
    def insert(self, connection: sa.Connection, table: sa.Table, rows: Rows, /) -> None: ...
    def insert_numbered(self, connection: sa.Connection, table: sa.Table, rows: Rows, /) -> list[int]: ...
    def by_name(self, connection: sa.Connection, name: sa.Column[str], value: sa.Column[int], column: sa.Column[str],
                wanted: Sequence[str], /) -> dict[str, int]: ...
    def rows(self, connection: sa.Connection, question: sa.Select[Any] | sa.UpdateBase, given: Mapping[str, Any],
             /) -> list[Any]: ...
    def looks(self, engine: sa.Engine, /) -> Looks: ...
    def unhurried(self, connection: sa.Connection, /) -> AbstractContextManager[None]: ...
    def listen(self, url: sa.URL, wake: Callable[[], None], /) -> Listening | None: ...
    def sole(self, url: sa.URL, key: int, /) -> Sole: ...
    def upkeep(self, engine: sa.Engine, /) -> Upkeep | None: ...
    def copy(self, connection: sa.Connection, file: Path, now_ms: int, /) -> None: ...


def open_engine(url: str) -> sa.Engine:
    """An engine for `sqlite:///FILE` or `postgresql://…`. Raises AdminError for an address that is none.

    The database itself is met with the first statement.
    """
    parsed = _parsed(url)
    return _database(parsed).open_engine(parsed)


def lock_for_service(url: str) -> object | None:
    """Make sure that this is the spool's only service; None on PostgreSQL, which several may work on.

    The lock is held as long as the returned object lives. Raises OperatorError when another service holds it.
    """
    parsed = _parsed(url)
    return _database(parsed).lock_for_service(parsed)


def is_shared(engine: sa.Engine) -> bool:
    """Whether other nodes may be working on this spool."""
    return _database(engine.url).IS_SHARED


def listen(engine: sa.Engine, wake: Callable[[], None]) -> Listening | None:
    """Call `wake` when another node has announced something. None where there are no other nodes."""
    return _database(engine.url).listen(engine.url, wake)


def sole(engine: sa.Engine, name: str) -> Sole:
    """What only one node shall do at a time, by its name."""
    return _database(engine.url).sole(engine.url, _number(name))


def upkeep(engine: sa.Engine) -> Upkeep | None:
    """What is to be done beside the commits. None where there is nothing."""
    return _database(engine.url).upkeep(engine)


def size_bytes(connection: sa.Connection) -> int:
    """What the database takes of its disk."""
    return _database(connection.engine.url).size_bytes(connection)


def announce(connection: sa.Connection) -> None:
    """Tell the other nodes, once this change is on disk, that there is something to do."""
    _database(connection.engine.url).announce(connection)


def in_turn(connection: sa.Connection, names: Iterable[str]) -> None:
    """Until the end of this change no other is under way that names one of these."""
    _database(connection.engine.url).in_turn(connection, (_number(name) for name in names))


def unhurried(connection: sa.Connection) -> AbstractContextManager[None]:
    """This transaction may take as long as it takes: for an index over a million mails, before work begins."""
    return _database(connection.engine.url).unhurried(connection)


def copy(connection: sa.Connection, file: Path, now_ms: int) -> None:
    """The whole spool as this connection sees it, into an empty file. Raises AdminError where that is not our task."""
    _database(connection.engine.url).copy(connection, file, now_ms)


def savepoint(connection: sa.Connection) -> Savepoint:
    """From here on a change can be undone. Used one within another in no place."""
    return _database(connection.engine.url).savepoint(connection)


def execute(connection: sa.Connection, statement: sa.Update, given: Mapping[str, Any]) -> int:
    """How many rows a statement changed. It is one that is built once: its text is kept."""
    return _database(connection.engine.url).execute(connection, statement, given)


def insert(connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    """Add rows, in the way that is quick for many."""
    if rows:
        _database(connection.engine.url).insert(connection, table, rows)


def insert_numbered(connection: sa.Connection, table: sa.Table, rows: Rows) -> list[int]:
    """`insert` into a table whose id counts up by itself; the ids, in the order of the rows."""
    return _database(connection.engine.url).insert_numbered(connection, table, rows) if rows else []


def by_name(connection: sa.Connection, name: sa.Column[str], value: sa.Column[int], column: sa.Column[str],
            wanted: Sequence[str]) -> dict[str, int]:
    """The value beside each name, in the rows of their table whose column holds one of what is wanted; in the way that
    is quick for a few or many."""
    return _database(connection.engine.url).by_name(connection, name, value, column, wanted)


def rows(connection: sa.Connection, question: sa.Select[Any] | sa.UpdateBase, given: Mapping[str, Any]) -> list[Any]:
    """What a statement brings, by the names of its columns. It is one that is built once: its text is kept."""
    return _database(connection.engine.url).rows(connection, question, given)


def looks(engine: sa.Engine) -> Looks:
    """For looks that are one statement each, in the way that is quick for them."""
    return _database(engine.url).looks(engine)


def folder(url: str | sa.URL) -> Path | None:
    """Where the database's file lies, None if a server has it."""
    parsed = sa.make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(str(parsed.database)).resolve().parent if is_file else None


def must_exist(url: str) -> None:
    """Raises AdminError for an SQLite file that is not there. A server says itself that it has no such database."""
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        sqlite.must_exist(parsed)


def reading(engine: sa.Engine) -> sa.Engine:
    """The same engine for looking only: its transactions take no lock that a writer would wait for."""
    return engine.execution_options(reading=True)


def contains(connection: sa.Connection, column: sa.ColumnElement[str], text: str) -> sa.ColumnElement[bool]:
    """Whether the text stands in the column, whatever its case."""
    return _database(connection.engine.url).contains(column, text)


def is_lost(error: Exception) -> bool:
    """Whether the connection to the database is gone. A change that was not being committed was then not kept."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def may_pass(error: Exception, url: sa.URL) -> bool:
    """Whether the same change, of which nothing was kept, may go well when it is asked for again at once."""
    return isinstance(error, DBAPIError) and _database(url).may_pass(error)


def in_words(error: SQLAlchemyError, url: sa.URL) -> SpoolTrouble:
    """A database's exception as a sentence that says what to do."""
    return _database(url).in_words(error, shown(url))


def shown(url: sa.URL) -> str:
    """The address as it may be shown: without its password."""
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def _parsed(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except (SQLAlchemyError, ValueError):
        raise AdminError("spool: that is no database address such as sqlite:////var/lib/mailbridge/spool.db or "
                         "postgresql://USER@HOST/DATABASE") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise AdminError(f"spool: {parsed.get_backend_name()} is not supported; use sqlite:///FILE or postgresql://…")
    return parsed


def _database(url: sa.URL) -> Database:
    if url.get_backend_name() == "sqlite":
        return sqlite
    try:
        from mailbridge.spool import postgres  # late: its driver is an extra that most installations do without
    except ImportError as error:
        raise AdminError(f"spool: PostgreSQL needs its driver ({error}): install the wheel with it, pip install "
                         f"'./mailbridge-{__version__}-py3-none-any.whl[postgres]'") from None
    return postgres


def _number(name: str) -> int:
    """A name as PostgreSQL's advisory locks want it: a signed number of 64 bits, the same on every node."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "backslashreplace")).digest()[:8], "big", signed=True)
