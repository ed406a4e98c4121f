"""The journeys' fixtures; what they hand out is in `journey_parts`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from journey_parts import RECIPIENT, Bridge, Process, Sandbox, settings_text


@pytest.fixture
def sandbox(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A practice Heap; a test may name its faults by `parametrize("sandbox", …, indirect=True)`."""
    data = tmp_path / "sandbox.db"
    faults = [word for fault in getattr(request, "param", ()) for word in ("--fault", fault)]
    process = Process(["sandbox", "--port", "0", "--data", str(data), *faults], tmp_path / "sandbox.log")
    with process.up("login_password: "):
        told = dict(line.split(": ", 1) for line in process.output().splitlines() if ": " in line)
        yield Sandbox(process, data, told["url"], told["login_email"], told["login_password"])


@pytest.fixture
def bridge(tmp_path: Path, sandbox: Sandbox) -> Iterator[Bridge]:
    settings = tmp_path / "mailbridge.yaml"
    settings.write_text(settings_text(sandbox))
    environment = {"MAILBRIDGE_HEAP__LOGIN_PASSWORD": sandbox.login_password}
    process = Process(["--config", str(settings), "run"], tmp_path / "run.log", environment)
    with process.up():
        yield Bridge(process, settings, tmp_path / "spool.db")


@pytest.fixture
def swaks(bridge: Bridge) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Send one mail with swaks; further arguments are swaks' own."""
    def send(*arguments: str, to: str = RECIPIENT) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["swaks", "--server", "127.0.0.1", "--port", str(bridge.port()), "--helo", "client.example", "--to", to,
             *arguments], capture_output=True, text=True, timeout=60)
    return send
