"""PostgreSQL as the spool of several nodes: one pool of connections, its troubles in words, and how nodes wake nodes.

READ COMMITTED, and what must not happen twice asks for it in the statement itself: a claim locks its rows and skips
those that others have locked; a change of an item asks for the claim's number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pg8000
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from mailbridge.errors import AdminError
from mailbridge.spool import pg_connection
from mailbridge.spool.pg_sessions import CHANNEL, Listener, SessionLock
from mailbridge.spool.troubles import SpoolFull, SpoolTrouble

IS_SHARED = True

_AT_ONCE = frozenset(("23505", "40001", "40P01"))
"""Another node was faster, or two were in each other's way: nothing was kept, and asked again it goes well."""

_SENTENCES = {
    "28000": "refuses the login; mend user and password in the address, or pg_hba.conf",
    "28P01": "refuses the login; mend user and password in the address, or pg_hba.conf",
    "3D000": "has no such database; create it: createdb -E UTF8 -T template0 NAME",
    "42501": "does not allow that to this role; make it the owner of its database or schema",
    "25006": "may only be read; name the primary server, not a standby",
    "53200": "is out of memory",
    "53300": "takes no more connections; raise max_connections, a node needs up to 20",
    "53400": "has reached a limit of its settings",
    "55P03": "is held up by a lock; look for a session that stands still in a transaction (pg_stat_activity)",
    "57014": "was too slow; look at its load (pg_stat_activity)",
    "57P01": "is being stopped; it is tried again until it is back",
    "57P02": "is being stopped; it is tried again until it is back",
    "57P03": "is starting or stopping; it is tried again until it is there",
    "58030": "cannot read or write its files; look at its disk",
    "XX001": "is damaged; stop the service, keep the files, restore a backup",
    "XX002": "has a damaged index; REINDEX, and look at its disk",
}


def open_engine(url: sa.URL) -> sa.Engine:
    """An engine for `postgresql://…`. Raises AdminError for what the address says wrongly."""
    pg_connection.parameters(url)
    engine = sa.create_engine(url.set(drivername="postgresql+pg8000"), pool_size=6, max_overflow=12,
                              pool_pre_ping=True)
    sa.event.listen(engine, "do_connect", lambda *_: pg_connection.connect(url))
    return engine


def in_words(error: SQLAlchemyError, where: str) -> SpoolTrouble:
    """An exception of PostgreSQL as a sentence that says what to do."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    said = _said(cause)
    code, text = said.get("C", ""), said.get("M", str(cause))
    if code == "53100":
        return SpoolFull(f"no room for the spool {where} ({text}); free some disk space, mail is taken again then")
    if code in _SENTENCES:
        return SpoolTrouble(f"the spool {where} {_SENTENCES[code]} ({text})")
    if isinstance(cause, pg8000.InterfaceError):
        text = str(cause.__cause__) if isinstance(cause.__cause__, OSError) else text
        return SpoolTrouble(f"the spool {where} cannot be reached ({text}); is PostgreSQL running, and is it there?")
    return SpoolTrouble(f"the spool {where} failed: {text}")


def lock_for_service(_url: sa.URL) -> None:
    """Several services may work on it."""


def may_pass(error: DBAPIError) -> bool:
    """Whether the same change, of which nothing was kept, may go well when it is asked for again at once."""
    return _said(error.orig).get("C", "") in _AT_ONCE


def announce(connection: sa.Connection) -> None:
    """Wake all nodes when this change is committed; several of one change are one."""
    connection.execute(sa.select(sa.func.pg_notify(CHANNEL, "")))


def savepoint(connection: sa.Connection) -> sa.NestedTransaction:
    """SQLAlchemy's."""
    return connection.begin_nested()


def in_turn(connection: sa.Connection, keys: Iterable[int]) -> None:
    """Wait until no other transaction has one of these keys, and have them until the end of this one.

    Two that want the same in another order would wait for each other; the server ends one, see `may_pass`.
    """
    each = sa.func.unnest(sa.cast(sorted(set(keys)), sa.ARRAY(sa.BigInteger)))
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(each)))


@contextmanager
def unhurried(connection: sa.Connection) -> Iterator[None]:
    """Without our limits, on the server's side and on ours."""
    connection.exec_driver_sql("set local statement_timeout = 0")
    connection.exec_driver_sql("set local lock_timeout = 0")
    session = connection.connection.dbapi_connection
    assert isinstance(session, pg_connection.PgConnection)
    session.answers_within(None)
    try:
        yield
    finally:
        session.answers_within(pg_connection.ANSWER_SECONDS)


def execute(connection: sa.Connection, statement: sa.Update, given: Mapping[str, Any]) -> int:
    """How many rows it changed."""
    return connection.execute(statement, given).rowcount


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """What gives something back is sent in one statement for many rows; else each would be a question and an answer."""
    connection.execute(sa.insert(table).returning(*table.primary_key), rows)


def insert_numbered(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """In the order of the rows."""
    statement = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [int(number) for number in connection.scalars(statement, rows)]


def rows(connection: sa.Connection, question: sa.Select[Any] | sa.UpdateBase, given: Mapping[str, Any]) -> list[Any]:
    """What it brings, by the names of its columns."""
    return list(connection.execute(question, given))


class Looks:
    """Single looks, each with a connection from the pool."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def rows(self, question: sa.Select[Any], given: Mapping[str, Any]) -> list[Any]:
        """See `rows`."""
        with self._engine.connect() as connection:
            return rows(connection, question, given)

    def close(self) -> None:
        """The pool's connections are closed with it."""


def looks(engine: sa.Engine) -> Looks:
    """See `Looks`."""
    return Looks(engine)


def by_name(connection: sa.Connection, name: sa.Column[str], value: sa.Column[int], column: sa.Column[str],
            wanted: Sequence[str]) -> dict[str, int]:
    """What is wanted as one array, so that the statement is always the same."""
    given = sa.cast(sa.literal(list(wanted)), sa.ARRAY(sa.Text))
    return dict(connection.execute(sa.select(name, value).where(column == sa.any_(given))).all())


def contains(column: sa.ColumnElement[str], text: str) -> sa.ColumnElement[bool]:
    """Whether the text stands in the column, whatever its case."""
    return column.icontains(text, autoescape=True)


def size_bytes(connection: sa.Connection) -> int:
    """Of the whole database, with its indexes."""
    return int(connection.exec_driver_sql("select pg_database_size(current_database())").scalar_one())


def listen(url: sa.URL, wake: Callable[[], None]) -> Listener:
    """Begin to listen."""
    return Listener(url, wake)


def upkeep(_engine: sa.Engine) -> None:
    """The server does its own."""


def sole(url: sa.URL, key: int) -> SessionLock:
    """What one node has at a time."""
    return SessionLock(url, key)


def copy(connection: sa.Connection, _file: Path, _now_ms: int) -> None:
    """PostgreSQL has programs of its own for that, which also keep a copy up to the last second."""
    raise AdminError(f"the spool is in PostgreSQL; copy it with pg_dump --format=custom --file=FILE "
                     f"{connection.engine.url.database}, restore it with pg_restore, then mailbridge restored")


def _said(error: BaseException | None) -> dict[str, Any]:
    """The fields of the server's message (protocol documentation, "Error and Notice Message Fields")."""
    fields = error.args[0] if isinstance(error, pg8000.DatabaseError) and error.args else None
    return fields if isinstance(fields, dict) else {}
