"""What systemd hears from us, over a socket as it opens one."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from mailbridge import systemd


@pytest.mark.parametrize("kind", ["a path", "abstract"])
def test_words_arrive_as_one_datagram(tmp_path: Path, kind: str) -> None:
    name = str(tmp_path / "notify") if kind == "a path" else f"@mailbridge-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(name.replace("@", "\0", 1) if kind == "abstract" else name)
        listener.settimeout(5)
        systemd.of({"NOTIFY_SOCKET": name}, 1).tell("READY=1", "STATUS=two\nlines")
        assert listener.recv(1000) == b"READY=1\nSTATUS=two lines"


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "/nowhere/notify"}])
def test_without_systemd_nothing_is_told_and_nothing_fails(environment: dict[str, str]) -> None:
    systemd.of(environment, 1).tell("READY=1")


@pytest.mark.parametrize(("environment", "seconds"), [
    ({"WATCHDOG_USEC": "120000000"}, 120.0),
    ({"WATCHDOG_USEC": "500000", "WATCHDOG_PID": "7"}, 0.5),
    ({"WATCHDOG_USEC": "500000", "WATCHDOG_PID": "8"}, 0.0),
    ({"WATCHDOG_USEC": "soon"}, 0.0),
    ({}, 0.0),
])
def test_a_watchdog_counts_only_if_it_is_ours(environment: dict[str, str], seconds: float) -> None:
    assert systemd.of(environment, 7).watchdog_seconds == seconds
