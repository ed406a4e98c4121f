"""A parent and its children, each a real process: the program under test runs for itself and tells by its output."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbridge.family import FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, STEADY_SECONDS, _Member

HEAD = """
import logging, os, signal, sys, threading, time
from mailbridge import family
logging.basicConfig(format="%(message)s", level=logging.INFO)
def said(*words): os.write(1, (" ".join(map(str, words)) + "\\n").encode())
def until_sigterm(seat, ready):
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    said("child", seat.number, os.getpid(), len(seat.before))
    ready()
    stop.wait()
    return 0
"""

Start = Callable[[str], "Parent"]


class Parent:
    def __init__(self, program: str, folder: Path) -> None:
        self.log = folder / "said"
        with self.log.open("wb") as log:
            self.popen = subprocess.Popen([sys.executable, "-c", HEAD + textwrap.dedent(program)], stdout=log, stderr=log)

    def said(self) -> str:
        return self.log.read_text()

    def says(self, words: str, times: int = 1) -> None:
        end = time.monotonic() + 30
        while self.said().count(words) < times:
            assert time.monotonic() < end, self.said()
            assert self.popen.poll() is None, self.said()
            time.sleep(0.02)

    def pid_of(self, number: int) -> int:
        lines = [line.split() for line in self.said().splitlines() if line.startswith(f"child {number} ")]
        return int(lines[-1][2])


@pytest.fixture
def start(tmp_path: Path, request: pytest.FixtureRequest) -> Start:
    def begin(program: str) -> Parent:
        parent = Parent(program, tmp_path)
        request.addfinalizer(parent.popen.kill)
        return parent

    return begin


def test_one_that_dies_is_followed_by_another_who_hears_of_those_before(start: Start) -> None:
    parent = start("sys.exit(family.Family(2, until_sigterm, on_ready=lambda: said('ready')).run())")
    parent.says("ready")
    for times in (1, 2):
        os.kill(parent.pid_of(2), signal.SIGKILL)
        parent.says("child 2 ", times + 1)
    assert [line.split()[3] for line in parent.said().splitlines() if line.startswith("child 2 ")] == ["0", "1", "1"]
    parent.popen.terminate()
    assert parent.popen.wait(20) == 0


def test_names_of_the_dead_are_handed_on_until_somebody_is_ready(start: Start) -> None:
    parent = start("""
    def work(seat, ready):
        if len(seat.before) == 1:
            return 3
        return until_sigterm(seat, ready)
    family.FIRST_WAIT_SECONDS = 0.1
    family.Family(1, work, on_ready=lambda: said("ready")).run()
    """)
    parent.says("ready")
    os.kill(parent.pid_of(1), signal.SIGKILL)
    parent.says("child 1 ", 2)
    assert parent.said().splitlines()[-1].endswith(" 2")
    assert "ended by itself (status 3)" in parent.said()


def test_a_start_that_fails_ends_all_with_its_status(start: Start) -> None:
    parent = start("""
    def work(seat, ready):
        said("tried", seat.number)
        return 75
    sys.exit(family.Family(3, work).run())
    """)
    assert parent.popen.wait(20) == 75
    assert parent.said() == "tried 1\n"


def test_one_that_does_not_end_in_time_is_killed(start: Start) -> None:
    parent = start("""
    def deaf(seat, ready):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        said("child", seat.number, os.getpid(), 0)
        ready()
        time.sleep(600)
    family.GRACE_SECONDS = 0.5
    sys.exit(family.Family(1, deaf, on_ready=lambda: said("ready")).run())
    """)
    parent.says("ready")
    parent.popen.terminate()
    parent.popen.terminate()            # a second one changes nothing
    assert parent.popen.wait(20) == 1
    assert "are killed" in parent.said()


def test_a_child_that_is_told_to_end_while_it_starts_has_ended_in_order(start: Start) -> None:
    parent = start("""
    def starting(seat, ready):
        said("child", seat.number, os.getpid(), 0)
        time.sleep(600)
    sys.exit(family.Family(1, starting).run())
    """)
    parent.says("child 1 ")
    parent.popen.terminate()
    assert parent.popen.wait(20) == 0


def test_sighup_replaces_one_after_another_and_only_if_the_settings_are_good(start: Start) -> None:
    parent = start("""
    answers = [False, True]
    def renewed():
        said("asked")
        return answers.pop(0)
    sys.exit(family.Family(2, until_sigterm, renewed, lambda: said("ready")).run())
    """)
    parent.says("ready")
    parent.popen.send_signal(signal.SIGHUP)
    parent.says("asked")
    assert parent.said().count("child") == 2
    parent.popen.send_signal(signal.SIGHUP)
    parent.says("child 1 ", 2)
    parent.says("child 2 ", 2)
    assert "ended by itself" not in parent.said()
    parent.popen.send_signal(signal.SIGINT)
    assert parent.popen.wait(20) == 0


def test_children_end_when_their_parent_was_killed(start: Start) -> None:
    parent = start("family.Family(1, until_sigterm, on_ready=lambda: said('ready')).run()")
    parent.says("ready")
    child = parent.pid_of(1)
    parent.popen.kill()
    parent.popen.wait()
    end = time.monotonic() + 20
    while Path(f"/proc/{child}").exists():
        assert time.monotonic() < end, "it lives on"
        time.sleep(0.02)


def test_waits_grow_while_it_ends_soon_and_begin_anew_after_it_was_steady() -> None:
    member = _Member(1, since=0.0)
    waits = [member.next_wait(1.0) for _ in range(10)]
    assert waits[:3] == [FIRST_WAIT_SECONDS, 2 * FIRST_WAIT_SECONDS, 4 * FIRST_WAIT_SECONDS]
    assert waits[-1] == LONGEST_WAIT_SECONDS
    assert member.next_wait(STEADY_SECONDS + 1) == FIRST_WAIT_SECONDS
