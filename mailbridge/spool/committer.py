"""One thread that writes, so that concurrent changes share one commit.

A commit that survives a power cut costs a flush of the disk, whatever is in it. Everything that arrived while the last
flush ran goes into the next one together: twenty senders then wait for one flush each instead of twenty. Nobody is told
"done" before the commit.

While many mails come at a time, a commit waits a moment until as many have come as shared the last one: what a commit
costs by itself is more than two mails take. A worker's change does not wait: it has one mail in hand, which waits for
nothing else.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from mailbridge import onecore
from mailbridge.spool import engines, jobs
from mailbridge.spool.jobs import Alone, Answer, Change, Hear, Job, Part, Together, heard_by
from mailbridge.spool.troubles import SpoolTrouble, SpoolUnsure

A = TypeVar("A")
T = TypeVar("T")
MOST_AT_ONCE = 200
PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.001, 0.003
"""So long nothing may come before what has come is committed, and so long it waits at most."""

log = logging.getLogger("mailbridge.spool")


class Committer:
    """Runs changes one after another, several to a commit. `close` finishes what was asked for and ends the thread."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._upkeep = engines.upkeep(engine)
        self._connection: sa.Connection | None = None       # kept open: opening one anew takes as long as a mail
        self._last = 0                      # how many shared the last commit
        self._asked: queue.SimpleQueue[Sequence[Job] | None] = queue.SimpleQueue()
        self._closed = False
        self._closing = threading.Lock()    # what is asked for after the end was would wait for ever
        self._is_done = False
        self._thread = threading.Thread(target=self._run, name="spool-committer", daemon=True)
        self._thread.start()

    def submit(self, change: Change[T], then: Callable[[T], None] | None = None, *,
               may_repeat: bool = False) -> Future[T]:
        """Ask for a change. The future's result is there once it is on disk; it raises SpoolTrouble if it is not.

        `then` is called with the result after the commit, in the committer's thread: it must be quick and not raise.
        `may_repeat`: made twice it is as if made once. Others raise SpoolUnsure when their commit's answer is lost.
        """
        future = Future[T]()
        self._ask([Alone(change, heard_by(future), then, may_repeat)])
        return future

    def submit_together(self, kind: Together[A, T], asked: Iterable[A]) -> list[Future[T]]:
        """Ask for changes of a kind, which share a commit, and more if others ask too. A future for each of them.

        They may be made again when their commit's answer is lost.
        """
        wished = [(each, Future[T]()) for each in asked]
        self._ask([Part(kind, each, heard_by(future)) for each, future in wished])
        return [future for _, future in wished]

    def submit_part(self, kind: Together[A, T], asked: A, hear: Hear[T]) -> None:
        """`submit_together` of one, for who does not wait: a future costs as much as its mail's row."""
        self._ask([Part(kind, asked, hear)])

    def close(self) -> None:
        """Finish what was asked for. Calling it twice is fine."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._asked.put(None)
        self._thread.join()

    def _ask(self, asked: Sequence[Job]) -> None:
        with self._closing:
            if self._closed:
                raise SpoolTrouble("the spool is closed; the service is stopping")
            self._asked.put(asked)

    def _run(self) -> None:
        onecore.keep_to_one()
        onecore.let_others_first()      # more come together: a tenth more mails a second
        while not self._is_done:
            self._commit(self._gathered(), takes_more=True)     # in no variable: what was kept shall not stay in memory
        self._let_go()
        if self._upkeep is not None:
            self._upkeep.close()

    def _gathered(self) -> list[Job]:
        """What was asked for by now, waiting for the first; while many mails come, also that of the next moment."""
        together: list[Job] = []
        while not together and not self._is_done:       # somebody may ask for no change at all
            together += self._next(None)
        until = time.monotonic() + LONGEST_PAUSE_SECONDS if self._last > 1 else 0
        self._add(together, until)
        return together

    def _add(self, together: list[Job], until: float = 0) -> None:
        """What else is there; until then also what comes within a moment."""
        while not self._is_done and len(together) < MOST_AT_ONCE:
            is_patient = len(together) < self._last and isinstance(together[-1], Part)
            left = until - time.monotonic() if is_patient else 0
            try:
                together += self._next(min(PAUSE_SECONDS, max(0, left)))
            except queue.Empty:
                break
        self._last = len(together)

    def _next(self, within_seconds: float | None) -> Sequence[Job]:
        """Raises queue.Empty."""
        asked = self._asked.get(timeout=within_seconds) if within_seconds != 0 else self._asked.get_nowait()
        self._is_done = asked is None
        return asked or ()

    def _commit(self, together: list[Job], *, takes_more: bool = False) -> None:
        """`takes_more`: also what was asked for while another process was at its change."""
        if not together:
            return
        begun = is_made = False
        try:
            with self._change() as connection:
                begun = True
                if takes_more:
                    self._add(together)
                answers = jobs.run(connection, together)
                is_made = True          # from here on it is being committed
        except Exception as error:
            if is_made and engines.is_lost(error):
                self._fail_unsure(together, error)
            else:
                self._fail(together, error, begun)
            return
        for answer in answers:
            self._tell(answer)
        self._tell(lambda: self._keep_up(len(together)))

    def _keep_up(self, changes: int) -> None:
        if self._upkeep is not None and self._connection is not None:
            self._upkeep.after(self._connection, changes)

    @contextmanager
    def _change(self) -> Iterator[sa.Connection]:
        """A transaction. After a failed one the connection goes back to the pool: it may be the reason."""
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            with self._connection.begin():
                yield self._connection
        except BaseException:
            self._let_go()
            raise

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _fail(self, together: list[Job], error: Exception, begun: bool) -> None:
        """Nothing was kept."""
        if begun and engines.is_lost(error):
            if self._repeat(together):      # together: if the database is gone, it is gone for all
                return
        elif begun and len(together) > 1:   # find the one that cannot be written; the others must not suffer for it
            for job in together:
                self._commit([job])
            return
        elif engines.may_pass(error, self._engine.url) and self._repeat(together):
            return
        # A spool that is locked is so for all of them: waiting once for each would keep senders waiting for minutes.
        for job in together:
            job.fail(self._in_words(error))

    def _fail_unsure(self, together: list[Job], error: Exception) -> None:
        """The answer to the commit is lost: it may have been kept, or not."""
        again = [job for job in together if job.may_repeat]
        for job in together:
            if not job.may_repeat:
                job.fail(SpoolUnsure(f"whether a change was kept is not known: {self._in_words(error)}"))
        if again and not self._repeat(again):
            for job in again:
                job.fail(self._in_words(error))

    def _repeat(self, together: list[Job]) -> bool:
        """Make the changes once more; False when they were already."""
        if any(job.is_repeated for job in together):
            return False
        for job in together:
            job.is_repeated = True
        self._commit(together)
        return True

    def _in_words(self, error: Exception) -> Exception:
        return engines.in_words(error, self._engine.url) if isinstance(error, SQLAlchemyError) else error

    def _tell(self, answer: Answer) -> None:
        """After the commit nothing may go wrong any more: this thread is the only one that writes."""
        try:
            answer()
        except Exception:
            log.exception("a change was kept, but what should have followed it failed")
