"""A running sandbox, and a client that speaks to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sandbox_client import Client

from mailbridge.sandbox import Sandbox


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "sandbox.db"


@pytest.fixture
def start(data: Path) -> Iterator[Callable[..., Sandbox]]:
    """Starts sandboxes on one data file; all are stopped afterwards."""
    running: list[Sandbox] = []

    def make(**options: Any) -> Sandbox:
        running.append(Sandbox(data, **options))
        running[-1].start()
        return running[-1]

    yield make
    for sandbox in running:
        sandbox.stop()


@pytest.fixture
def sandbox(start: Callable[..., Sandbox]) -> Sandbox:
    return start()


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    return Client(sandbox)
