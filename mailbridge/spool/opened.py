"""An open spool database: changes in one thread, looks in any, and whom to wake. What they are about is for others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from mailbridge.spool import engines, migrations
from mailbridge.spool.committer import Committer
from mailbridge.spool.schema import meta

T = TypeVar("T")
_SECRET = sa.select(meta.c.value).where(meta.c.name == "marker_secret")


class Opened:
    """From `__init__` to `close`. Its tables are those of now."""

    def __init__(self, url: str, has_siblings: bool) -> None:
        self._engine = engines.open_engine(url)
        self._for_looking = engines.reading(self._engine)
        self._looks = engines.looks(self._for_looking)
        self._has_siblings = has_siblings
        self.wake: Callable[[], None] = lambda: None
        self._listening: engines.Listening | None = None
        migrations.prepare(self._engine)
        self._committer = Committer(self._engine)

    def close(self) -> None:
        """Finish what was asked for and let go of the database."""
        if self._listening is not None:
            self._listening.close()
        self._committer.close()
        self._looks.close()
        self._engine.dispose()

    @property
    def is_shared(self) -> bool:
        """Whether other processes may be at work on it, on this machine or another."""
        return self._has_siblings or engines.is_shared(self._engine)

    @property
    def address(self) -> str:
        """Of its database, as it may be shown."""
        return engines.shown(self._engine.url)

    @property
    def folder(self) -> Path | None:
        """Where its database's file lies, None if a server has it."""
        return engines.folder(self._engine.url)

    def sole(self, name: str) -> engines.Sole:
        """What only one node shall do at a time, by its name."""
        return engines.sole(self._engine, name)

    def on_arrival(self, wake: Callable[[], None]) -> None:
        """Call `wake` after each commit that brought something to do, in this process or on another node."""
        self.wake = wake
        if self._listening is not None:
            self._listening.close()
        self._listening = engines.listen(self._engine, wake)

    def secret(self) -> bytes:
        """The key of this spool's markers, made once. Markers of another spool are not ours (and cannot be forged)."""
        with self.looking() as connection:
            return bytes.fromhex(connection.execute(_SECRET).scalar_one())

    def change(self, change: Callable[[sa.Connection], T]) -> T:
        """Run one change and wait until it is on disk. Raises SpoolTrouble, or what the change raised."""
        return self.change_soon(change).result()

    def change_soon(self, change: Callable[[sa.Connection], T], then: Callable[[T], None] | None = None, *,
                    may_repeat: bool = False) -> Future[T]:
        """`change` without waiting. `then` is called with the result once it is on disk.

        `may_repeat`: made twice it is as if made once, so that it may be made again when its answer was lost.
        """
        return self._committer.submit(change, then, may_repeat=may_repeat)

    def look(self, question: sa.Select[Any], given: Mapping[str, Any]) -> list[Any]:
        """The rows of a single look, by the names of its columns. `question` is one that is built once.

        Raises SpoolTrouble when the database will not tell.
        """
        try:
            return self._looks.rows(question, given)
        except SQLAlchemyError as error:
            raise engines.in_words(error, self._engine.url) from None

    @contextmanager
    def looking(self) -> Iterator[sa.Connection]:
        """A connection for looks that are seldom, or several at one state. Raises SpoolTrouble when the database will
        not tell."""
        try:
            with self._for_looking.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise engines.in_words(error, self._engine.url) from None
