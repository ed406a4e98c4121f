"""A Heap to practise on: the vendor's API over HTTP, records in an SQLite file, a web page, faults by name.

Written from the vendor's page (the text of "Integrate Heap into your Website or Application") and independent of the
rest of the program: nothing here imports anything outside this folder, so that a misreading of the page on one side
shows on the other.

    with Sandbox(Path("sandbox.db"), faults=["lost-reply:10%"]) as sandbox:
        requests.post(sandbox.url, data={"login_email": ..., "login_password": ..., "create": "message", ...})
        assert sandbox.count("message") == 1

    server   sockets                      pages    the web page and the switches
    api      what a POST means            mishaps  what is sent when a fault happens
    kinds    fields, what is accepted     faults   which fault happens, and how it is asked for
    replies  XML as printed on the page   records  the SQLite file          samples  the page's own records
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from mailbridge.sandbox.api import Api, Login
from mailbridge.sandbox.faults import FAULTS, Board, FaultSpecError
from mailbridge.sandbox.kinds import CREATE_WORDS
from mailbridge.sandbox.pages import Pages
from mailbridge.sandbox.records import DataFileError, Store
from mailbridge.sandbox.samples import seed_samples as _seed_samples
from mailbridge.sandbox.server import Server

__all__ = ["DEFAULT_LOGIN", "FAULTS", "DataFileError", "FaultSpecError", "Login", "Sandbox"]

DEFAULT_LOGIN = Login("bridge@example.com", "practice", "Mail Bridge")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Sandbox:
    """One sandbox on one data file. A context manager: started inside, stopped outside, startable again.

    `port=0` takes a free port at the first start and keeps it for the next. `zone` is the zone of dates such as
    `May 8th` (None: this machine's). `search_moreinfo=False` makes searches leave that field out, `newer_fields=True`
    takes `category` and `notes`. Equal `seed`s give equal chances. Raises `FaultSpecError` and `DataFileError`; a port
    that cannot be had is an OSError of `start`.
    """

    def __init__(self, data: Path, *, host: str = "127.0.0.1", port: int = 0,
                 logins: Sequence[Login] = (DEFAULT_LOGIN,), faults: Sequence[str] = (), seed_samples: bool = False,
                 zone: tzinfo | None = None, now: Callable[[], datetime] = _utc_now, search_moreinfo: bool = True,
                 newer_fields: bool = False, seed: int = 0) -> None:
        self._data = data
        self._host = host
        self._port = port
        self._logins = tuple(logins)
        self._zone = zone
        self._now = now
        self._search_moreinfo = search_moreinfo
        self._newer_fields = newer_fields
        self._board = Board(seed)
        self._board.arm(faults)
        self._store: Store | None = None
        self._server: Server | None = None
        with self._opened() as store:
            if seed_samples:
                _seed_samples(store)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Listens and answers from here on. Does nothing when it does so already."""
        if self._server:
            return
        store = Store(self._data, search_moreinfo=self._search_moreinfo)
        api = Api(store, self._board, self._logins, now=self._now, zone=self._zone, newer_fields=self._newer_fields)
        try:
            self._server = Server(self._host, self._port, api, Pages(store, self._board, self._logins))
        except OSError:
            store.close()
            raise
        self._store = store
        self._port = self._server.server_address[1]
        self._server.serve_in_background()

    def stop(self) -> None:
        """Ends it. Connections are closed; records of `late` that are still on their way are kept at once."""
        if not self._server or not self._store:
            return
        self._server.stop()
        self._store.close()
        self._server = self._store = None

    @property
    def url(self) -> str:
        """Where to post: `http://127.0.0.1:PORT/api.php`. Only after a start."""
        return self.page_url + "api.php"

    @property
    def page_url(self) -> str:
        """The web page: `http://127.0.0.1:PORT/`. Only after a start."""
        if not self._server:
            raise RuntimeError("the sandbox has no address before it is started")
        return self._server.base_url

    def arm(self, spec: str) -> None:
        """Arms one fault, such as `lost-reply:3` (the language is described in `faults`)."""
        self._board.arm([spec])

    def clear_faults(self) -> None:
        """Takes every fault back."""
        self._board.clear()

    def records(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Records as rows of the table, oldest first: column to value. Works while stopped, too."""
        with self._opened() as store:
            return store.records(CREATE_WORDS[kind] if kind else None)

    def count(self, kind: str | None = None) -> int:
        """How many records there are, of one kind or in all."""
        with self._opened() as store:
            counts = store.counts()
        return counts[CREATE_WORDS[kind]] if kind else sum(counts.values())

    @contextmanager
    def _opened(self) -> Iterator[Store]:
        """The running store, or one for the moment."""
        if self._store:
            yield self._store
            return
        store = Store(self._data, search_moreinfo=self._search_moreinfo)
        try:
            yield store
        finally:
            store.close()
