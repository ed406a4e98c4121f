"""What the watchdog is told while something of the service does not move any more."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from mailbridge import bridge
from mailbridge.bridge import ALONE, Role, Service
from mailbridge.cli.watchdog import watch
from mailbridge.sandbox import DEFAULT_LOGIN, Sandbox
from mailbridge.settings import HeapSettings, LmtpSettings, Settings, SmtpSettings, TeamSettings
from mailbridge.systemd import Systemd

BRIDGE = "crm@bridge.example.com"


class Heard(Systemd):
    """Collects what would be told."""

    words: list[str]

    def tell(self, *words: str) -> None:
        self.words.extend(words)


@pytest.fixture
def service(tmp_path: Path, settled: Path, sandbox: Sandbox) -> Iterator[Service]:
    made = bridge.assemble(Settings(
        heap=HeapSettings(url=sandbox.url, login_email=DEFAULT_LOGIN.email, login_password=SecretStr(DEFAULT_LOGIN.password)),
        team=TeamSettings(domains=("example.com",)), smtp=SmtpSettings(listen="127.0.0.1:0", recipients=(BRIDGE,)),
        lmtp=LmtpSettings(listen=f"unix:{tmp_path}/lmtp", recipients=(BRIDGE,)), spool=f"sqlite:///{tmp_path}/spool.db",
        rules=settled.parent / "rules"))
    made.start()
    yield made
    made.stop()


def told(service: Service, watchdog_seconds: float = 0.3, role: Role = ALONE) -> list[str]:
    """What is told within a second."""
    heard = Heard("", watchdog_seconds)
    object.__setattr__(heard, "words", [])
    stopping = threading.Event()
    threading.Timer(0.5, stopping.set).start()
    watch(service, role, heard, stopping)
    return heard.words


def test_while_everything_moves_the_watchdog_is_fed(service: Service) -> None:
    words = told(service, 3)
    assert words[:2] == ["WATCHDOG=1", "STATUS=0 waiting, 0 in review, 0 failed"]


def test_a_worker_that_stands_still_is_told_and_the_watchdog_hungers(service: Service, monkeypatch: Any) -> None:
    monkeypatch.setattr(service.spool, "claim", lambda owner, limit: threading.Event().wait(2.0) or [])
    assert service.thread is not None
    threading.Event().wait(1.5)         # the loop has come round to it
    words = told(service)
    assert "WATCHDOG=1" not in words
    assert words[0].startswith("STATUS=the worker has not moved for")


def test_a_door_whose_loop_stands_still_is_told(service: Service, monkeypatch: Any) -> None:
    monkeypatch.setattr("mailbridge.bridge.service.ANSWER_SECONDS", 0.1)
    assert service.lmtp is not None
    release = threading.Event()
    service.lmtp._loop.call_soon_threadsafe(release.wait, 5.0)
    try:
        assert "STATUS=the lmtp door does not answer" in told(service, 10)
    finally:
        release.set()


def test_a_worker_that_has_ended_is_told(service: Service) -> None:
    service.worker.stop()
    assert service.thread is not None
    service.thread.join(10)
    assert told(service) and "WATCHDOG=1" not in told(service)


def test_of_several_processes_only_the_first_speaks_and_another_that_stands_still_ends_itself(
    service: Service, monkeypatch: Any
) -> None:
    killed: list[tuple[int, int]] = []
    monkeypatch.setattr("os.kill", lambda pid, number: killed.append((pid, number)))
    second = Role(2, 3, "host:1.2:abc", ())
    assert told(service, 3, second) == [] and killed == []
    service.worker.stop()
    assert service.thread is not None
    service.thread.join(10)
    assert told(service, 3, second) == []
    assert killed[0] == (os.getpid(), signal.SIGKILL)
