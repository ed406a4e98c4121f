"""One thread that writes, so that concurrent changes share one commit.

A commit that survives a power cut costs a flush of the disk, whatever is in it. Everything that arrived while the last
flush ran goes into the next one together: twenty senders then wait for one flush each instead of twenty. Each change
runs in a savepoint of its own, so that one that fails takes no other with it; nobody is told "done" before the commit.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from mailbridge.spool.engines import SpoolTrouble, in_words

T = TypeVar("T")
MOST_AT_ONCE = 200

log = logging.getLogger("mailbridge.spool")

Change = Callable[[sa.Connection], T]


class _Job(Generic[T]):
    """One change, what to do once it is on disk, and the future of whoever asked for it."""

    def __init__(self, change: Change[T], then: Callable[[T], None] | None) -> None:
        self.change = change
        self.then = then
        self.future: Future[T] = Future()

    def run(self, connection: sa.Connection) -> Callable[[], None]:
        """Apply the change; what to call after the commit."""
        savepoint = connection.begin_nested()
        try:
            result = self.change(connection)
            savepoint.commit()
        except SQLAlchemyError:
            # The database itself: everything of this commit fails with it. Not back to the savepoint: a full disk has
            # ended the whole transaction already, and "no such savepoint" would then hide the reason.
            raise
        except Exception as error:
            savepoint.rollback()
            failed = error
            return lambda: self.fail(failed)
        return lambda: self._done(result)

    def fail(self, error: Exception) -> None:
        """Tell whoever asked that nothing was changed."""
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(error)

    def _done(self, result: T) -> None:
        if self.future.set_running_or_notify_cancel():
            self.future.set_result(result)
        if self.then is not None:
            self.then(result)


class Committer:
    """Runs changes one after another, several to a commit. `close` finishes what was asked for and ends the thread."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="spool-committer", daemon=True)
        self._thread.start()

    def submit(self, change: Change[T], then: Callable[[T], None] | None = None) -> Future[T]:
        """Ask for a change. The future's result is there once it is on disk; it raises SpoolTrouble if it is not.

        `then` is called with the result after the commit, in the committer's thread: it must be quick and not raise.
        """
        if self._closed:
            raise SpoolTrouble("the spool is closed; the service is stopping")
        job = _Job(change, then)
        self._jobs.put(job)
        return job.future

    def close(self) -> None:
        """Finish what was asked for. Calling it twice is fine."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        open_ended = True
        while open_ended:
            jobs = [self._jobs.get()]
            while len(jobs) < MOST_AT_ONCE and not self._jobs.empty():
                jobs.append(self._jobs.get())
            open_ended = None not in jobs
            self._commit([job for job in jobs if job is not None])

    def _commit(self, jobs: list[_Job[Any]]) -> None:
        if not jobs:
            return
        begun = False
        try:
            with self._engine.begin() as connection:
                begun = True
                answers = [job.run(connection) for job in jobs]
        except Exception as error:
            self._fail(jobs, error, begun)
            return
        for answer in answers:
            self._tell(answer)

    def _fail(self, jobs: list[_Job[Any]], error: Exception, begun: bool) -> None:
        if begun and len(jobs) > 1:         # find the one that cannot be written; the others must not suffer for it
            for job in jobs:
                self._commit([job])
            return
        # A spool that is locked is so for all of them: waiting once for each would keep senders waiting for minutes.
        for job in jobs:
            known = in_words(error, self._engine.url) if isinstance(error, SQLAlchemyError) else error
            job.fail(known)

    def _tell(self, answer: Callable[[], None]) -> None:
        """After the commit nothing may go wrong any more: this thread is the only one that writes."""
        try:
            answer()
        except Exception:
            log.exception("a change was kept, but what should have followed it failed")
