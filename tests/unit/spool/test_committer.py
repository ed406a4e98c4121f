"""How the thread that commits shares its core. What it keeps is told in tests/contract/spool."""

from __future__ import annotations

import os
import threading

from mailbridge.spool import Spool

from .kit import arrival


def test_the_thread_that_commits_does_not_cut_in_on_those_that_wake_it(spool: Spool) -> None:
    spool.accept(arrival())
    number = spool._committer._thread.native_id
    assert number is not None
    assert number != threading.get_native_id()
    assert os.sched_getscheduler(number) == os.SCHED_BATCH
