from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spool.kit import Clock, open_spool

from mailbridge.intake.smtp import SmtpDoor
from mailbridge.spool import Spool

from .smtp_kit import Client, a_door


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = open_spool(tmp_path, Clock())
    yield opened
    opened.close()


@pytest.fixture
def door(spool: Spool) -> Iterator[SmtpDoor]:
    with a_door(spool) as listening:
        yield listening


@pytest.fixture
def client(door: SmtpDoor) -> Iterator[Client]:
    with Client(door) as connected:
        yield connected
