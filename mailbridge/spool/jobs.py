"""What the committer is asked for: changes one by one, or many of a kind that are made together.

Each job runs in a savepoint, alone or with its kind, so that one that fails takes no other with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

A = TypeVar("A")
T = TypeVar("T")

Change = Callable[[sa.Connection], T]
Answer = Callable[[], None]


@dataclass(frozen=True, eq=False)
class Together(Generic[A, T]):
    """A kind of change that is cheaper for many at once: twenty mails in four statements instead of eighty.

    `make` gives a result for each that it was given, in their order. `told` is called with both once they are on disk,
    in the committer's thread: it must be quick and not raise.
    """

    make: Callable[[sa.Connection, Sequence[A]], Sequence[T]]
    told: Callable[[Sequence[A], Sequence[T]], None]


class Job(Generic[T]):
    """One change and the future of whoever asked for it. `may_repeat`: made twice it is as if made once."""

    def __init__(self, may_repeat: bool) -> None:
        self.may_repeat = may_repeat
        self.is_repeated = False
        self.future: Future[T] = Future()

    def done(self, result: T) -> None:
        """Tell whoever asked that it is on disk."""
        if self.future.set_running_or_notify_cancel():
            self.future.set_result(result)

    def fail(self, error: Exception) -> None:
        """Tell whoever asked that nothing was changed."""
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(error)


class Alone(Job[T]):
    """A change of its own kind, and what to do once it is on disk."""

    def __init__(self, change: Change[T], then: Callable[[T], None] | None, may_repeat: bool) -> None:
        super().__init__(may_repeat)
        self.change = change
        self.then = then

    def told(self, result: T) -> None:
        self.done(result)
        if self.then is not None:
            self.then(result)


class Part(Job[Any]):
    """One of those that are changed together; they may be repeated."""

    def __init__(self, kind: Together[Any, Any], asked: Any) -> None:
        super().__init__(may_repeat=True)
        self.kind = kind
        self.asked = asked


def run(connection: sa.Connection, jobs: Sequence[Job[Any]]) -> list[Answer]:
    """Apply the changes; what to call after the commit."""
    answers: list[Answer] = []
    parts: dict[Together[Any, Any], list[Part]] = {}
    for job in jobs:
        if isinstance(job, Part):
            parts.setdefault(job.kind, []).append(job)
        elif isinstance(job, Alone):
            answers.append(_run_alone(connection, job))
    for kind, some in parts.items():
        answers.extend(_run_together(connection, kind, some))
    return answers


def _run_alone(connection: sa.Connection, job: Alone[Any]) -> Answer:
    result = _in_savepoint(connection, job.change)
    if isinstance(result, _Failed):
        return lambda: job.fail(result.error)
    return lambda: job.told(result)


def _run_together(connection: sa.Connection, kind: Together[Any, Any], parts: Sequence[Part]) -> Iterable[Answer]:
    asked = [part.asked for part in parts]
    results = _in_savepoint(connection, lambda it: kind.make(it, asked))
    if isinstance(results, _Failed):
        error = results.error
        if len(parts) == 1:
            return [lambda: parts[0].fail(error)]
        return [answer for part in parts for answer in _run_together(connection, kind, [part])]

    def tell() -> None:
        for part, result in zip(parts, results, strict=True):
            part.done(result)
        kind.told(asked, results)

    return [tell]


@dataclass(frozen=True)
class _Failed:
    error: Exception


def _in_savepoint(connection: sa.Connection, change: Change[Any]) -> Any:
    """What the change gives; _Failed if it raised."""
    savepoint = connection.begin_nested()
    try:
        result = change(connection)
        savepoint.commit()
    except SQLAlchemyError:
        # The database itself: everything of this commit fails with it. Not back to the savepoint: a full disk has
        # ended the whole transaction already, and "no such savepoint" would then hide the reason.
        raise
    except Exception as error:
        savepoint.rollback()
        return _Failed(error)
    return result
