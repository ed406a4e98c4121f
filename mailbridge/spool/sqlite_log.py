"""Carries SQLite's log of changes over into the database, beside the commits instead of at the end of one.

By itself SQLite does so in the commit with which the log has become long: the senders whose mails it kept wait for
their 250 until some thousand pages were copied and flushed. Here another thread copies them, on another core, while
changes go on. The log begins anew with the first change that finds all of it copied, and beside a busy door there is
always something that is not yet: once it is long, the thread that commits copies what came in the last moment.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from mailbridge import onecore

CHANGES = 500                           # are carried over together: what is changed often is copied once
LONG_PAGES = 4000                       # 32 MB
LONGEST_PAGES = 8000                    # then SQLite does it within the next commit: changes were few and large


class Upkeep:
    """Of one thread that commits. `close` waits for what is being copied."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._changes = 0
        self._is_long = False           # and nearly all of it copied
        self._is_due = threading.Event()
        self._is_over = False
        self._thread: threading.Thread | None = None

    def after(self, connection: sa.Connection, changes: int) -> None:
        """So many changes were committed by this connection, which is in no transaction."""
        if self._is_long:
            self._is_long = False
            _carry(connection.connection.driver_connection)
        self._changes += changes
        if self._changes >= CHANGES:
            self._changes = 0
            self._begin()

    def close(self) -> None:
        """End the thread."""
        self._is_over = True
        self._is_due.set()
        if self._thread is not None:
            self._thread.join()

    def _begin(self) -> None:
        if self._thread is None:
            thread = threading.Thread(target=self._run, name="spool-log", daemon=True)
            thread.start()              # raises where no more are allowed: then the next changes try again
            self._thread = thread
        self._is_due.set()

    def _run(self) -> None:
        onecore.let_go()
        while True:
            self._is_due.wait()
            self._is_due.clear()
            if self._is_over:           # asked only now: an end that comes before the clearing would be waited past
                return
            with suppress(SQLAlchemyError), closing(self._engine.raw_connection()) as connection:
                self._is_long = _carry(connection.driver_connection) > LONG_PAGES


def _carry(driver: Any) -> int:
    """The log's pages, 0 if another is at it. Waits for nobody. What is wrong with the disk the next change tells."""
    try:
        is_busy, pages, _ = driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    except sqlite3.Error:
        return 0
    return 0 if is_busy else int(pages)
