"""One connection to PostgreSQL by pg8000: from an address to a session that is safe to keep mail with.

Knows the driver's habits, so that nobody else must: what it says when the network fails, what it cannot send, and how
an idle session hears of a notification.
"""

from __future__ import annotations

import getpass
import select
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pg8000.dbapi
import sqlalchemy as sa

from mailbridge.errors import AdminError
from mailbridge.spool.troubles import SpoolTrouble

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 45.0
"""Longer than any statement may take, so that it only ends what a dead network would hold for ever."""

LIMITS_MS = {
    # A node that stands still within a transaction holds its rows; the server ends it, and others go on.
    "idle_in_transaction_session_timeout": 10_000,
    "lock_timeout": 15_000,             # longer than that: whom we wait for is let go of first
    "statement_timeout": 30_000,
}
# A node whose machine is gone is noticed within a minute and a half, not within hours; its locks are then free.
_ALIVE = {"tcp_keepalives_idle": "60", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}
_LOST = "network error"                 # by these words SQLAlchemy knows that a connection is lost
_TLS = ("disable", "prefer", "require", "verify-ca", "verify-full")
_KNOWN = ("host", "port", "sslmode", "sslrootcert", "password_file")
_DURABLE = ("on", "remote_apply", "remote_write")


class PgConnection(pg8000.dbapi.Connection):        # type: ignore[misc] # the driver has no type information
    """pg8000's connection with its gaps closed."""

    def __init__(self, **parameters: Any) -> None:
        try:
            super().__init__(timeout=CONNECT_SECONDS, **parameters)
        except OSError as error:        # pg8000 translates it in some places and lets it through in others
            raise pg8000.InterfaceError(f"{_LOST}: {error}") from error
        self.answers_within(ANSWER_SECONDS)
        # PostgreSQL keeps no NUL in a text, and subjects have had worse than that in them.
        self.register_out_adapter(str, lambda text: text.replace("\0", "\ufffd"))

    def handle_messages(self, context: Any) -> None:
        """Read an answer. A lost connection is told as such, with the server's last words."""
        try:
            super().handle_messages(context)
        except (OSError, pg8000.InterfaceError) as error:
            if isinstance(error, pg8000.InterfaceError) and str(error) != _LOST:
                raise
            last = context.error.args[0].get("M", "") if context.error is not None else str(error)
            raise pg8000.InterfaceError(_LOST if last in ("", _LOST) else f"{_LOST}: {last}") from error

    def close(self) -> None:
        """Take leave. That the farewell does not get through must not hide why the connection ends."""
        with suppress(pg8000.InterfaceError):
            super().close()

    def answers_within(self, seconds: float | None) -> None:
        """How long the server may take to answer before it counts as gone; None: however long."""
        if self._usock is not None:
            self._usock.settimeout(seconds)

    def wait(self, seconds: float) -> None:
        """Until the server says something unasked, at most so long. Raises InterfaceError when it is gone."""
        if self._usock is None:
            raise pg8000.InterfaceError(f"{_LOST}: the connection was cut")
        poll = select.poll()
        poll.register(self._usock, select.POLLIN)
        poll.poll(seconds * 1000)
        self.execute_simple(";")        # takes in what lies there; also what was read along with an earlier answer

    def cut(self) -> None:
        """End it from another thread."""
        with suppress(OSError, AttributeError):
            self._usock.shutdown(socket.SHUT_RDWR)


def connect(url: sa.URL) -> PgConnection:
    """A connection with our limits on it. Raises AdminError, pg8000's errors, or SpoolTrouble when it is not safe."""
    connection = PgConnection(**parameters(url))
    try:
        _assert_safe(connection, url)
    except BaseException:
        connection.close()
        raise
    return connection


def parameters(url: sa.URL) -> dict[str, Any]:
    """What pg8000 needs to know. Raises AdminError for what the address says wrongly.

    As in PostgreSQL's own programs: `?host=/FOLDER` is a Unix socket, `sslmode` and `sslrootcert` say how TLS is had.
    """
    query = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
    if not query.get("port", "5432").isdecimal():
        raise AdminError(f"spool: port={query['port']} is no number")
    unknown = sorted(query.keys() - set(_KNOWN))
    if unknown:
        raise AdminError(f"spool: ?{unknown[0]}= is not known in a PostgreSQL address; known are {', '.join(_KNOWN)}")
    host, port = query.get("host") or url.host or "localhost", query.get("port") or url.port or 5432
    place: dict[str, Any] = {"host": host, "port": int(port), "ssl_context": _tls(query)}
    if host.startswith("/"):
        place = {"unix_sock": f"{host}/.s.PGSQL.{port}", "ssl_context": False}
    return {
        **place, "user": url.username or getpass.getuser(), "database": url.database or None,
        "password": _password(url, query), "application_name": "mailbridge",
        "startup_params": {
            "default_transaction_isolation": "read committed", **_ALIVE,
            **{name: str(value) for name, value in LIMITS_MS.items()},
        },
    }


def _tls(query: Mapping[str, str]) -> ssl.SSLContext | bool | None:
    mode = query.get("sslmode", "prefer")
    if mode not in _TLS:
        raise AdminError(f"spool: sslmode={mode} is not known; known are {', '.join(_TLS)}")
    if mode == "disable":
        return False
    if mode == "prefer":
        return None                     # pg8000: TLS if the server has it, whoever it is
    try:
        context = ssl.create_default_context(cafile=query.get("sslrootcert"))
    except OSError as error:
        raise AdminError(f"spool: sslrootcert={query['sslrootcert']} cannot be read: {error}") from None
    context.check_hostname = mode == "verify-full"
    context.verify_mode = ssl.CERT_NONE if mode == "require" else ssl.CERT_REQUIRED
    return context


def _password(url: sa.URL, query: Mapping[str, str]) -> str:
    file = query.get("password_file")
    if not file:
        return str(url.password or "")
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AdminError(f"spool: password_file={file} cannot be read: {error}") from None


def _assert_safe(connection: PgConnection, url: sa.URL) -> None:
    """What PostgreSQL confirms must be on disk, as SQLite's FULL is; and any subject must fit in."""
    wanted = {"synchronous_commit": _DURABLE, "fsync": ("on",), "server_encoding": ("UTF8",)}
    with closing(connection.cursor()) as cursor:
        cursor.execute("select " + ", ".join(f"current_setting('{name}')" for name in wanted))
        found = dict(zip(wanted, cursor.fetchone(), strict=True))
    connection.rollback()
    for name, good in wanted.items():
        if found[name] not in good:
            raise SpoolTrouble(f"the spool {url.render_as_string()} has {name}={found[name]}: {_HARM[name]}; "
                               f"it must be {' or '.join(good)}")


_HARM = {
    "synchronous_commit": "mails that were confirmed could be lost when its machine stops (ALTER ROLE … SET "
                          "synchronous_commit = on)",
    "fsync": "mails that were confirmed could be lost with the whole database (postgresql.conf)",
    "server_encoding": "not every mail could be kept (createdb -E UTF8 -T template0 …)",
}
