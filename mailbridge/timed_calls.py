"""HTTP connections that know whether anything has left, and that end when the call's time is over.

Why not the timeouts of `requests`? They bound one read, not the call: a server that sends a header a byte at a time
held `timeout=(3, 5)` for 53 seconds. Here a thread shuts the socket down, and whatever was waiting on it returns: the
TLS handshake, the headers, the body.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import os
import socket
import threading
import time
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
        self._seconds = seconds
        self._handle: socket.socket | None = None
        self._is_over = False
        self._lock = threading.Lock()

    def __enter__(self) -> Call:
        self._outer = _current.set(self)
        _deadlines.expect(self, time.monotonic() + self._seconds)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        _current.reset(self._outer)
        with self._lock:
            self._is_over = True
            if self._handle is not None:
                self._handle.close()
                self._handle = None

    def watch(self, sock: socket.socket) -> None:
        """The socket to shut down when the time is over, at once if it already is.

        By a second handle of our own: TLS takes the first one's number away, `http.client` closes the first one while
        a reply without a length is still being read, and neither may be disturbed from another thread.
        """
        with self._lock:
            if self._handle is not None:
                self._handle.close()
            self._handle = socket.socket(fileno=os.dup(sock.fileno()))
            if self.expired:
                self._shut_down()

    def expire(self) -> None:
        """Its time is over, if it is still in hand."""
        with self._lock:
            if not self._is_over:
                self.expired = True
                self._shut_down()

    def _shut_down(self) -> None:
        if self._handle is not None:
            with contextlib.suppress(OSError):      # the other side was faster
                self._handle.shutdown(socket.SHUT_RDWR)


class _Deadlines:
    """One thread that ends the calls whose time is over. A timer for each would be a thread for each."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: list[tuple[float, int, Call]] = []       # a heap; what is over by itself stays until its time
        self._count = itertools.count()                     # calls do not compare
        self._thread: threading.Thread | None = None

    def expect(self, call: Call, at: float) -> None:
        """End the call at that moment of the monotonic clock."""
        with self._changed:
            heapq.heappush(self._due, (at, next(self._count), call))
            if self._due[0][2] is call:
                self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="call-deadlines", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._next().expire()

    def _next(self) -> Call:
        """The call whose time is over next, as soon as it is."""
        with self._changed:
            while not self._due or (left := self._due[0][0] - time.monotonic()) > 0:
                self._changed.wait(left if self._due else None)
            return heapq.heappop(self._due)[2]


_deadlines = _Deadlines()


def _anew() -> None:
    """A process that was forked has no thread of its parent's."""
    global _deadlines
    _deadlines = _Deadlines()


os.register_at_fork(after_in_child=_anew)
_current: ContextVar[Call | None] = ContextVar("call", default=None)


class _Watched(HTTPConnection):
    """Tells the call in hand which socket it uses, from the first moment, and when the first byte is to leave."""

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        if call := _current.get():
            call.watch(sock)            # now, because the TLS handshake comes next
        return sock

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        if (call := _current.get()) and not call.may_have_left:
            call.watch(self.sock)       # a kept connection is first seen here
            call.may_have_left = True
        super().send(data)


class _WatchedTls(_Watched, HTTPSConnection):
    """The same over TLS; `HTTPSConnection.connect` asks `_new_conn` for its socket."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTls


class WatchedAdapter(requests.adapters.HTTPAdapter):
    """One connection, kept alive, never retried by itself."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
