"""What the spool promises on either database: each test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgresql import PostgreSQL

from mailbridge.spool import Spool
from mailbridge.spool.schema import metadata

sys.path.insert(0, str(Path(__file__).parents[2] / "unit"))     # the kit is that of the spool's other tests
from spool.kit import LEASE_SECONDS, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a new spool."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'spool.db'}"
    return str(request.getfixturevalue("emptied"))


@pytest.fixture(scope="session")
def reused(postgresql: PostgreSQL) -> str:
    return postgresql.database()


@pytest.fixture
def emptied(postgresql: PostgreSQL, reused: str) -> Iterator[str]:
    """A database as if it were new. Making one for each test would take most of the time."""
    yield reused
    tables = ", ".join(table.name for table in metadata.sorted_tables if table.name != "meta")
    postgresql.sql(f"truncate {tables} restart identity", reused)


@pytest.fixture
def spool(address: str, clock: Clock) -> Iterator[Spool]:
    opened = Spool(address, now=clock, lease_seconds=LEASE_SECONDS)
    yield opened
    opened.close()
