"""SQLite as the spool of one service: how the file is opened, who may have it, and its troubles in words.

WAL with synchronous=FULL. NORMAL lost 8 to 43 acknowledged mails at 7 of 8 simulated power cuts, FULL none of 1,200, so
FULL is asserted after opening and not merely asked for.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from mailbridge.errors import AdminError, OperatorError
from mailbridge.spool.schema import COPIED_AT
from mailbridge.spool.sqlite_driver import begins, by_name, execute, insert, insert_numbered, run, savepoint
from mailbridge.spool.sqlite_log import LONGEST_PAGES, Upkeep
from mailbridge.spool.sqlite_questions import looks, rows
from mailbridge.spool.troubles import SpoolFull, SpoolTrouble

__all__ = [
    "BUSY_SECONDS", "IS_SHARED", "announce", "by_name", "contains", "copy", "execute", "in_turn", "in_words", "insert",
    "insert_numbered", "listen", "lock_for_service", "looks", "may_pass", "must_exist", "open_engine", "rows",
    "savepoint", "size_bytes", "sole", "unhurried", "upkeep",
]

BUSY_SECONDS = 10
IS_SHARED = False
_PAGE_BYTES = 8192                      # a mail has many pages, and each is written to the log and from there by itself
_IS_PATIENT = "is_patient"              # of a connection: SQLite waits for a lock, and not we
_DAMAGED = ("malformed", "not a database")      # in SQLite's own words


def open_engine(url: sa.URL) -> sa.Engine:
    """An engine for `sqlite:///FILE`. Raises AdminError when that is no file which could be made."""
    file = _file(url)
    _must_be_there(file.resolve().parent)
    _keep_private(file)
    engine = sa.create_engine(url, poolclass=QueuePool, pool_size=8, max_overflow=24,
                              connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def must_exist(url: sa.URL) -> None:
    """Raises AdminError when there is no such file yet."""
    file = _file(url)
    if not file.exists():
        raise AdminError(f"spool: there is no {file} yet: `mailbridge run` makes it. If mail is kept elsewhere, "
                         "name the settings that say where: mailbridge --config FILE")


def _file(url: sa.URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise AdminError("spool: a mail must outlive the process; name a file: sqlite:////var/lib/mailbridge/spool.db")
    return Path(url.database)


def lock_for_service(url: sa.URL) -> object:
    """Make sure that this is the spool's only service; the lock is held as long as the returned object lives.

    The kernel drops it with the process, also after kill -9. Raises OperatorError when another service holds it.
    """
    try:
        handle = Path(f"{url.database}.lock").open("a+")    # noqa: SIM115 - it must stay open
    except OSError as error:
        raise OperatorError(f"{url.database}.lock cannot be written: {error.strerror}; is its folder ours?") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.seek(0)
        raise OperatorError(f"another mailbridge (process {handle.read().strip() or 'unknown'}) runs on the spool "
                            f"{url.database}; stop it first") from None
    handle.truncate(0)
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


def in_words(error: SQLAlchemyError, where: str) -> SpoolTrouble:
    """An exception of SQLite as a sentence that says what to do."""
    cause = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    if "locked" in cause:
        return SpoolTrouble(f"the spool {where} is locked by another program; close what holds it open")
    if "full" in cause or "I/O error" in cause:
        return SpoolFull(f"no room for the spool {where} ({cause}); free some disk space, mail is taken again then")
    if any(sign in cause for sign in _DAMAGED):
        return SpoolTrouble(f"the spool {where} is damaged ({cause}); stop the service, keep the file, restore one")
    if "unable to open" in cause or "readonly" in cause:
        return SpoolTrouble(f"the spool {where} cannot be written ({cause}); check that its folder exists and is ours")
    return SpoolTrouble(f"the spool {where} failed: {cause}")


def may_pass(error: DBAPIError) -> bool:
    """Whether the same change may go well when it is asked for again: another process was faster."""
    return isinstance(error, IntegrityError)


def contains(column: sa.ColumnElement[str], text: str) -> sa.ColumnElement[bool]:
    """SQLite's LIKE does not look at the case by itself, and is twice as fast so."""
    return column.contains(text, autoescape=True)


def size_bytes(connection: sa.Connection) -> int:
    """Without the log of the last changes beside the file, which is written into it again and again."""
    return int(connection.exec_driver_sql(
        "select page_count * page_size from pragma_page_count(), pragma_page_size()").scalar_one())


def announce(_connection: sa.Connection) -> None:
    """There is nobody else to tell."""


def in_turn(_connection: sa.Connection, _keys: Iterable[int]) -> None:
    """A change that has begun is the only one: the keys are not even worked out."""


def unhurried(_connection: sa.Connection) -> AbstractContextManager[None]:
    """A statement may always take as long as it takes."""
    return nullcontext()


def listen(_url: sa.URL, _wake: Callable[[], None]) -> None:
    """There is nobody else to hear of."""


def upkeep(engine: sa.Engine) -> Upkeep:
    """The log is to be carried over."""
    return Upkeep(engine)


class Sole:
    """What one node has at a time is ours: there is no other."""

    def is_ours(self) -> bool:
        return True

    def let_go(self) -> None:
        pass


def sole(_url: sa.URL, _key: int) -> Sole:
    """See `Sole`."""
    return Sole()


def copy(connection: sa.Connection, file: Path, now_ms: int) -> None:
    """All that the connection's transaction sees, whoever writes meanwhile. Raises SpoolTrouble if it is damaged.

    One file without a journal beside it, which says that it is a copy (`restored`). Raises OperatorError if it cannot
    be written.
    """
    source: Any = connection.connection.driver_connection
    try:
        with closing(sqlite3.connect(file)) as made:
            source.backup(made)
            made.execute("PRAGMA journal_mode=DELETE")
            made.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (COPIED_AT, str(now_ms)))
            made.commit()
            found = made.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        if any(sign in str(error) for sign in _DAMAGED):
            raise _damaged_copy(str(error)) from None
        raise OperatorError(f"{file} cannot be written ({error}); free some space there, or name another "
                            "place") from None
    if found != "ok":
        raise _damaged_copy(found)


def _damaged_copy(found: str) -> SpoolTrouble:
    return SpoolTrouble(f"the spool is damaged, and so is this copy ({found}); stop the service, restore an older copy")


def _must_be_there(folder: Path) -> None:
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
    except FileNotFoundError:
        is_folder = False
    except OSError as error:
        raise AdminError(f"spool: the folder {folder} cannot be looked into: {error.strerror}; name one that belongs "
                         "to the user that runs mailbridge") from None
    if not is_folder:
        raise AdminError(f"spool: the folder {folder} does not exist; create it: mkdir -p {folder}")


def _keep_private(file: Path) -> None:
    """Make a new database readable for us alone: it holds other people's mail. SQLite's own files follow its mode."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError:
        return                          # opening it then tells what is wrong, in words


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None       # we say BEGIN ourselves, see below
    connection.execute(f"PRAGMA page_size={_PAGE_BYTES}")       # of a file that is still to be made
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA wal_autocheckpoint={LONGEST_PAGES}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA temp_store=MEMORY")      # else what undoes an insertion of several rows is a file
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    level = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, level) != ("wal", 2):
        raise sqlite3.OperationalError(f"unable to open safely: journal_mode={mode}, synchronous={level}")


def _begin(connection: sa.Connection) -> None:
    # A transaction that reads first and writes later fails at once when another has written meanwhile, whatever the
    # busy timeout says. IMMEDIATE takes the write lock at the start and waits its turn.
    is_looking = bool(connection.get_execution_options().get("reading"))
    if connection.info.get(_IS_PATIENT, True) != is_looking:
        run(connection, f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000) if is_looking else 0}")
        connection.info[_IS_PATIENT] = is_looking
    if is_looking:
        run(connection, "BEGIN")
    else:
        _take_turn(connection)


def _take_turn(connection: sa.Connection) -> None:
    """Begin a change, after those of other processes.

    SQLite itself would look again after 1, 2, 5, 10 … ms. A change takes some two, so that of two processes at work one
    was mostly asleep.
    """
    began = time.monotonic()
    while not begins(connection):
        waited = time.monotonic() - began
        if waited > BUSY_SECONDS:
            run(connection, "BEGIN IMMEDIATE")      # raises what is the matter
            return
        time.sleep(0.0001 + waited / 20)
