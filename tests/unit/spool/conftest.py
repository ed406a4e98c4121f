from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbridge.spool import Spool

from .kit import Clock, open_spool


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spool(tmp_path: Path, clock: Clock) -> Iterator[Spool]:
    opened = open_spool(tmp_path, clock)
    yield opened
    opened.close()
