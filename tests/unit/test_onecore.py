"""Threads that hand work to each other stay on one core; the others do not."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from mailbridge import onecore


def where(kept: bool) -> set[int]:
    """The cores of a new thread."""
    found: set[int] = set()

    def run() -> None:
        if kept:
            onecore.keep_to_one()
        found.update(os.sched_getaffinity(0))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found


def test_threads_that_ask_for_it_share_one_core_and_no_other_is_kept() -> None:
    free = os.sched_getaffinity(0)
    assert where(kept=True) == where(kept=True) == {sorted(free)[os.getpid() % len(free)]}
    assert where(kept=False) == free


def test_a_sandbox_that_forbids_it_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError

    free = os.sched_getaffinity(0)
    monkeypatch.setattr(os, "sched_setaffinity", forbidden)
    assert where(kept=True) == free


def test_each_process_of_a_service_takes_a_core_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    free = sorted(os.sched_getaffinity(0))
    taken = []
    for seat in range(1, 1 + len(free)):
        monkeypatch.setattr(onecore, "_seat", None)
        onecore.take_seat(seat)
        taken.append(where(kept=True))
    assert set().union(*taken) == set(free)


def test_a_process_that_a_kept_thread_starts_may_run_anywhere_and_the_thread_stays() -> None:
    found: list[object] = []

    def run() -> None:
        onecore.keep_to_one()
        with onecore.elsewhere():
            asked = [sys.executable, "-c", "import os; print(len(os.sched_getaffinity(0)))"]
            found.append(int(subprocess.run(asked, capture_output=True, check=True).stdout))
        found.append(len(os.sched_getaffinity(0)))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [len(os.sched_getaffinity(0)), 1]


@pytest.mark.parametrize("is_forbidden", [False, True])
def test_a_thread_may_let_others_first_and_the_others_are_as_before(
    monkeypatch: pytest.MonkeyPatch, is_forbidden: bool
) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError

    found: list[int] = []

    def run() -> None:
        onecore.let_others_first()
        found.append(os.sched_getscheduler(0))

    if is_forbidden:
        monkeypatch.setattr(os, "sched_setscheduler", forbidden)
    before = os.sched_getscheduler(0)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [before if is_forbidden else os.SCHED_BATCH]
    assert os.sched_getscheduler(0) == before
