"""A signal to stop is heard, whatever the main thread is just doing."""

from __future__ import annotations

import subprocess
import sys

import pytest

_INTERRUPTED = """
import os, signal, threading
from mailbridge.stopping import on_signals

stopping = threading.Event()
on_signals(stopping)
with stopping._cond:                    # as in the middle of its wait
    os.kill(os.getpid(), signal.{name})
assert stopping.wait(5)
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_in_the_middle_of_waiting_for_it_is_heard(name: str) -> None:
    subprocess.run([sys.executable, "-c", _INTERRUPTED.format(name=name)], check=True, timeout=20)
