from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from delivery_kit import Bench, a_bench
from spool.kit import Clock, open_spool

from mailbridge.spool import Spool


@pytest.fixture
def clock() -> Clock:
    """A clock that stands until it is set."""
    return Clock()


@pytest.fixture
def spool(tmp_path: Path, clock: Clock) -> Iterator[Spool]:
    """A spool of its own, by that clock."""
    opened = open_spool(tmp_path, clock)
    yield opened
    opened.close()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A bridge on a workbench, with a sandbox that has no faults yet."""
    with a_bench(tmp_path) as made:
        yield made
