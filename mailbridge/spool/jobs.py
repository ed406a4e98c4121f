"""What the committer is asked for: changes one by one, or many of a kind that are made together.

Those that share a commit each run in a savepoint, so that one that fails takes no other with it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from mailbridge.spool import engines

A = TypeVar("A")
T = TypeVar("T")

Change = Callable[[sa.Connection], T]
Answer = Callable[[], None]


@dataclass(frozen=True, eq=False)
class Together(Generic[A, T]):
    """A kind of change that is cheaper for many at once: twenty mails in five statements instead of a hundred.

    `make` gives a result for each that it was given, in their order. `told` is called with both once they are on disk,
    in the committer's thread: it must be quick and not raise.
    """

    make: Callable[[sa.Connection, Sequence[A]], Sequence[T]]
    told: Callable[[Sequence[A], Sequence[T]], None]


class Job(ABC):
    """One change and the future of whoever asked for it. `may_repeat`: made twice it is as if made once."""

    def __init__(self, may_repeat: bool) -> None:
        self.may_repeat = may_repeat
        self.is_repeated = False
        self.future: Future[Any] = Future()

    @property
    @abstractmethod
    def kind(self) -> object:
        """Jobs of the same kind are made together."""

    @abstractmethod
    def make(self, connection: sa.Connection, these: Sequence[Any]) -> Answer:
        """Apply the changes of `these`, which are of this kind; what to call after the commit."""

    def done(self, result: Any) -> None:
        """Tell whoever asked that it is on disk."""
        if self.future.set_running_or_notify_cancel():
            self.future.set_result(result)

    def fail(self, error: Exception) -> None:
        """Tell whoever asked that nothing was changed."""
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(error)


class Alone(Job):
    """A change of its own kind, and what to do once it is on disk."""

    def __init__(self, change: Change[T], then: Callable[[T], None] | None, may_repeat: bool) -> None:
        super().__init__(may_repeat)
        self.change: Change[Any] = change
        self.then: Callable[[Any], None] | None = then

    @property
    def kind(self) -> object:
        return self

    def make(self, connection: sa.Connection, these: Sequence[Any]) -> Answer:
        result = self.change(connection)

        def tell() -> None:
            self.done(result)
            if self.then is not None:
                self.then(result)

        return tell


class Part(Job):
    """One of those that are made together; they may be repeated."""

    def __init__(self, kind: Together[Any, Any], asked: Any) -> None:
        super().__init__(may_repeat=True)
        self._kind = kind
        self.asked = asked

    @property
    def kind(self) -> object:
        return self._kind

    def make(self, connection: sa.Connection, these: Sequence[Part]) -> Answer:
        asked = [part.asked for part in these]
        results = self._kind.make(connection, asked)

        def tell() -> None:
            for part, result in zip(these, results, strict=True):
                part.done(result)
            self._kind.told(asked, results)

        return tell


def run(connection: sa.Connection, jobs: Sequence[Job]) -> list[Answer]:
    """Apply the changes; what to call after the commit. Raises what those of the only kind raised."""
    kinds: dict[object, list[Job]] = {}
    for job in jobs:
        kinds.setdefault(job.kind, []).append(job)
    if len(kinds) == 1:                 # a savepoint would guard them from nobody
        return [jobs[0].make(connection, jobs)]
    return [answer for some in kinds.values() for answer in _in_savepoint(connection, some)]


def _in_savepoint(connection: sa.Connection, these: Sequence[Job]) -> list[Answer]:
    savepoint = engines.savepoint(connection)
    try:
        answer = these[0].make(connection, these)
        savepoint.commit()
    except SQLAlchemyError:
        # The database itself: everything of this commit fails with it. Not back to the savepoint: a full disk has
        # ended the whole transaction already, and "no such savepoint" would then hide the reason.
        raise
    except Exception as error:
        savepoint.rollback()
        if len(these) > 1:              # find the one
            return [answer for job in these for answer in _in_savepoint(connection, [job])]
        failed = error
        return [lambda: these[0].fail(failed)]
    return [answer]
