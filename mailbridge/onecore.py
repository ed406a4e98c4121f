"""Keeps the threads of one process that hand work to each other on one core.

Python lets one thread run at a time. A door's loop and the spool's committer hand that right to each other several
times for each mail; on two cores each time costs a wake-up across cores and cold caches, and a mail costs twice
the CPU: 1.35 ms instead of 0.63, measured with twenty senders. Threads that only wait for Heap or read a mail are left
to the system.
"""

from __future__ import annotations

import os
from contextlib import suppress

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
