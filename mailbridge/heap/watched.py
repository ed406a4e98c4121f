"""Connections that know whether anything has left, and that end when the call's time is over.

Why not the timeouts of `requests`? They bound one read, not the call: a server that sends a header a byte at a time
held `timeout=(3, 5)` for 53 seconds. Here a timer shuts the socket down, and whatever was waiting on it returns: the
TLS handshake, the headers, the body.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from contextvars import ContextVar
from types import TracebackType
from typing import Any

import requests.adapters
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Call:
    """One request in hand. `with` it; `may_have_left` and `expired` tell afterwards what happened."""

    def __init__(self, seconds: float) -> None:
        self.may_have_left = False
        self.expired = False
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Call:
        self._outer = _current.set(self)
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._timer.cancel()
        _current.reset(self._outer)

    def watch(self, handle: socket.socket) -> None:
        """The socket to shut down when the time is over, at once if it already is."""
        with self._lock:
            self._handle = handle
            if self.expired:
                _shut_down(handle)

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            if self._handle is not None:
                _shut_down(self._handle)


_current: ContextVar[Call | None] = ContextVar("heap_call", default=None)


def _shut_down(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):  # already closed by the other side, or by us
        handle.shutdown(socket.SHUT_RDWR)


class _Watched(HTTPConnection):
    """A second handle on the socket, because TLS takes the first one away and must not be disturbed from a timer."""

    _handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        self._handle = sock.dup()
        self._tell()
        return sock

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        if call := self._tell():
            call.may_have_left = True
        super().send(data)

    def close(self) -> None:
        super().close()
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def _tell(self) -> Call | None:
        call = _current.get()
        if call is not None and self._handle is not None:
            call.watch(self._handle)
        return call


class _WatchedTls(_Watched, HTTPSConnection):
    """The same over TLS; `HTTPSConnection.connect` asks `_new_conn` for its socket."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTls


class WatchedAdapter(requests.adapters.HTTPAdapter):
    """One connection, kept alive, never retried by itself."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)       # type: ignore[no-untyped-call]
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
