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

from mailbridge.spool import engines
from mailbridge.spool.troubles import SpoolTrouble, SpoolUnsure

T = TypeVar("T")
MOST_AT_ONCE = 200

log = logging.getLogger("mailbridge.spool")

Change = Callable[[sa.Connection], T]


class _Job(Generic[T]):
    """One change, what to do once it is on disk, and the future of whoever asked for it."""

    def __init__(self, change: Change[T], then: Callable[[T], None] | None, may_repeat: bool) -> None:
        self.change = change
        self.then = then
        self.may_repeat = may_repeat
        self.is_repeated = False
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

    def submit(self, change: Change[T], then: Callable[[T], None] | None = None, *,
               may_repeat: bool = False) -> Future[T]:
        """Ask for a change. The future's result is there once it is on disk; it raises SpoolTrouble if it is not.

        `then` is called with the result after the commit, in the committer's thread: it must be quick and not raise.
        `may_repeat`: made twice it is as if made once. Others raise SpoolUnsure when their commit's answer is lost.
        """
        if self._closed:
            raise SpoolTrouble("the spool is closed; the service is stopping")
        job = _Job(change, then, may_repeat)
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
        begun = is_made = False
        try:
            with self._engine.begin() as connection:
                begun = True
                answers = [job.run(connection) for job in jobs]
                is_made = True          # from here on it is being committed
        except Exception as error:
            if is_made and engines.is_lost(error):
                self._fail_unsure(jobs, error)
            else:
                self._fail(jobs, error, begun)
            return
        for answer in answers:
            self._tell(answer)

    def _fail(self, jobs: list[_Job[Any]], error: Exception, begun: bool) -> None:
        """Nothing was kept."""
        if begun and engines.is_lost(error):
            if self._repeat(jobs):      # together: if the database is gone, it is gone for all
                return
        elif begun and len(jobs) > 1:   # find the one that cannot be written; the others must not suffer for it
            for job in jobs:
                self._commit([job])
            return
        elif engines.may_pass(error, self._engine.url) and self._repeat(jobs):
            return
        # A spool that is locked is so for all of them: waiting once for each would keep senders waiting for minutes.
        for job in jobs:
            job.fail(self._in_words(error))

    def _fail_unsure(self, jobs: list[_Job[Any]], error: Exception) -> None:
        """The answer to the commit is lost: it may have been kept, or not."""
        again = [job for job in jobs if job.may_repeat]
        for job in jobs:
            if not job.may_repeat:
                job.fail(SpoolUnsure(f"whether a change was kept is not known: {self._in_words(error)}"))
        if again and not self._repeat(again):
            for job in again:
                job.fail(self._in_words(error))

    def _repeat(self, jobs: list[_Job[Any]]) -> bool:
        """Make the changes once more; False when they were already."""
        if any(job.is_repeated for job in jobs):
            return False
        for job in jobs:
            job.is_repeated = True
        self._commit(jobs)
        return True

    def _in_words(self, error: Exception) -> Exception:
        return engines.in_words(error, self._engine.url) if isinstance(error, SQLAlchemyError) else error

    def _tell(self, answer: Callable[[], None]) -> None:
        """After the commit nothing may go wrong any more: this thread is the only one that writes."""
        try:
            answer()
        except Exception:
            log.exception("a change was kept, but what should have followed it failed")
