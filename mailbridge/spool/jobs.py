"""What the committer is asked for: changes one by one, or many of a kind that are made together.

Those that share a commit each run in a savepoint, so that one that fails takes no other with it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

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


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of a change, for whoever asked: it is on disk, or nothing was changed."""

    value: T | None = None
    error: Exception | None = None

    def result(self) -> T:
        """Raises the error, which is a SpoolTrouble where the database is to blame."""
        if self.error is not None:
            raise self.error
        return cast("T", self.value)


Hear = Callable[[Outcome[T]], None]
"""Is told of an outcome in the committer's thread: it must be quick and not raise."""


def heard_by(future: Future[T]) -> Hear[T]:
    """For one who waits: the future's result is there once it is on disk."""
    def hear(outcome: Outcome[T]) -> None:
        if not future.set_running_or_notify_cancel():
            return                      # nobody waits any more
        if outcome.error is not None:
            future.set_exception(outcome.error)
        else:
            future.set_result(cast("T", outcome.value))

    return hear


class Job(ABC):
    """One change, and who hears what came of it. `may_repeat`: made twice it is as if made once."""

    def __init__(self, hear: Hear[Any], may_repeat: bool) -> None:
        self.may_repeat = may_repeat
        self.is_repeated = False
        self._hear = hear

    @property
    @abstractmethod
    def kind(self) -> object:
        """Jobs of the same kind are made together."""

    @abstractmethod
    def make(self, connection: sa.Connection, these: Sequence[Any]) -> Answer:
        """Apply the changes of `these`, which are of this kind; what to call after the commit."""

    def done(self, result: Any) -> None:
        """Tell whoever asked that it is on disk."""
        self._hear(Outcome(result))

    def fail(self, error: Exception) -> None:
        """Tell whoever asked that nothing was changed."""
        self._hear(Outcome(error=error))


class Alone(Job):
    """A change of its own kind, and what to do once it is on disk."""

    def __init__(self, change: Change[T], hear: Hear[T], then: Callable[[T], None] | None, may_repeat: bool) -> None:
        super().__init__(hear, may_repeat)
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

    def __init__(self, kind: Together[A, T], asked: A, hear: Hear[T]) -> None:
        super().__init__(hear, may_repeat=True)
        self._kind: Together[Any, Any] = kind
        self.asked: Any = asked

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
