"""Keeps the threads of one process that hand work to each other on one core, and in a good order there.

Python lets one thread run at a time. A door's loop, the spool's committer and the worker's threads hand that right to
each other several times for each mail; on two cores each time costs a wake-up across cores and cold caches. Measured: a
mail that is kept costs 0.63 ms of CPU instead of 1.35, and one that is brought to Heap 12 ms instead of 17. More cores
are for more processes (`run --workers`), for the one that reads a large mail, and for what a single call of a library
does by itself: SQLite's log is carried over there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_seat: int | None = None


def take_seat(number: int) -> None:
    """This process is one of several of a service, by its number among them: each takes a core of its own."""
    global _seat
    _seat = number


def let_go() -> None:
    """Have the calling thread go where the system likes: it takes its core from the thread that started it."""
    if not hasattr(os, "sched_setaffinity"):
        return
    with suppress(OSError):
        os.sched_setaffinity(0, os.sched_getaffinity(os.getpid()))


@contextmanager
def elsewhere() -> Iterator[None]:
    """A process that is started meanwhile may run on any core, and not only on its thread's."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    let_go()
    try:
        yield
    finally:
        with suppress(OSError):
            os.sched_setaffinity(0, before)


def keep_to_one() -> None:
    """Have the calling thread stay on the process's core, where there are several and the system allows to choose.

    Which one follows from the process's seat, or by chance from its id where there is but one.
    """
    if not hasattr(os, "sched_setaffinity"):        # not on every system
        return
    try:
        allowed = sorted(os.sched_getaffinity(os.getpid()))     # of the main thread, which is not kept anywhere
        os.sched_setaffinity(0, {allowed[(os.getpid() if _seat is None else _seat) % len(allowed)]})
    except OSError:                                 # a sandbox forbids it: slower, and nothing else
        return


def let_others_first() -> None:
    """Have the calling thread not interrupt another when it is woken: that one waits for something first, or has had
    its share.

    For a thread that is woken by each piece of work and does better with several at once: Linux would let it cut in
    each time, and back again. A thread that it starts is the same.
    """
    if not hasattr(os, "sched_setscheduler"):       # not on every system
        return
    with suppress(OSError):                         # a sandbox forbids it
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
