"""Sessions that a node keeps with PostgreSQL beside its pool: one that listens, and one for each lock it has."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import closing

import pg8000
import sqlalchemy as sa

from mailbridge.spool import pg_connection
from mailbridge.spool.pg_connection import PgConnection
from mailbridge.spool.troubles import SpoolTrouble

CHANNEL = "mailbridge_arrival"
LISTEN_SECONDS = 30.0                   # how often an idle listener makes sure that it still hears
LISTEN_AGAIN_SECONDS = 2.0

log = logging.getLogger("mailbridge.spool")


class Listener:
    """Calls `wake` when any node announces something to do. Without it that is found by looking every second."""

    def __init__(self, url: sa.URL, wake: Callable[[], None]) -> None:
        self._url = url
        self._wake = wake
        self._stopping = threading.Event()
        self._connection: PgConnection | None = None
        self._thread = threading.Thread(target=self._run, name="spool-listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._stopping.set()
        if self._connection is not None:
            self._connection.cut()
        self._thread.join(LISTEN_AGAIN_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except (pg8000.Error, SpoolTrouble) as trouble:
                log.debug("the listener lost its connection: %s", trouble)      # whoever writes tells it aloud
                self._stopping.wait(LISTEN_AGAIN_SECONDS)
            except Exception:
                log.exception("a fault in the listener; arrivals of other nodes are found by looking")
                self._stopping.wait(LISTEN_SECONDS)

    def _listen(self) -> None:
        connection = self._connection = pg_connection.connect(self._url)
        try:
            connection.autocommit = True
            connection.execute_simple(f"listen {CHANNEL}")
            while not self._stopping.is_set():
                self._wake()            # also at first: of what came while nobody listened
                while not (connection.notifications or self._stopping.is_set()):
                    connection.wait(LISTEN_SECONDS)
                connection.notifications.clear()
        finally:
            self._connection = None
            connection.close()


class SessionLock:
    """An advisory lock that one node has at a time, until it lets go or its session ends. For one thread."""

    def __init__(self, url: sa.URL, key: int) -> None:
        self._url = url
        self._key = key
        self._connection: PgConnection | None = None

    def is_ours(self) -> bool:
        """Whether this node has it now; it is taken if it is free. False also when the server cannot be asked."""
        try:
            if self._connection is None:
                self._connection = self._taken()
            else:
                self._connection.execute_simple(";")    # the lock lives exactly as long as the session
        except (pg8000.Error, SpoolTrouble) as trouble:
            log.debug("the lock's session is lost: %s", trouble)
            self.let_go()
        return self._connection is not None

    def let_go(self) -> None:
        """Let another node have it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _taken(self) -> PgConnection | None:
        connection = pg_connection.connect(self._url)
        connection.autocommit = True
        with closing(connection.cursor()) as cursor:
            cursor.execute("select pg_try_advisory_lock(%s)", (self._key,))
            if cursor.fetchone()[0]:
                return connection
        connection.close()
        return None
