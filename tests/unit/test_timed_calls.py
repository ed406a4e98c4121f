"""A call ends when its time is over, in whatever process it is made."""

from __future__ import annotations

import os
import socket
import time

from mailbridge.timed_calls import Call


def is_ended_in_time(seconds: float = 0.1) -> bool:
    """Whether a socket that nobody writes to is shut down by the call's deadline, and not before."""
    ours, theirs = socket.socketpair()
    began = time.monotonic()
    with ours, theirs, Call(seconds) as call:
        call.watch(ours)
        ours.settimeout(10)
        return ours.recv(1) == b"" and call.expired and seconds <= time.monotonic() - began < 5


def test_a_call_ends_when_its_time_is_over() -> None:
    assert is_ended_in_time()


def test_a_shorter_call_ends_before_a_longer_one_that_began_earlier() -> None:
    with Call(60) as longer:
        assert is_ended_in_time()
    assert not longer.expired


def test_a_call_that_was_over_by_itself_disturbs_no_other() -> None:
    with Call(0.05) as over:
        pass
    assert is_ended_in_time(0.2)
    assert not over.expired


def test_a_call_of_a_forked_process_ends_in_time_too() -> None:
    assert is_ended_in_time(), "the thread of this process is there"
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if is_ended_in_time() else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
