"""What tests of several folders share. Being here puts this folder on the path, so that they can import its modules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dovecot import Dovecot, running
from postgresql import PostgreSQL
from postgresql import running as running_postgresql


@pytest.fixture(scope="session")
def imap_server() -> Iterator[Dovecot]:
    """A real IMAP server. Take a user of your own: `mailbox` gives one."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A real database server. Take a database of your own: `database` gives one."""
    with running_postgresql() as server:
        yield server


@pytest.fixture
def database(postgresql: PostgreSQL) -> Iterator[str]:
    """The address of a database that no other test has."""
    url = postgresql.database()
    yield url
    postgresql.drop(url)


@pytest.fixture
def mailbox(request: pytest.FixtureRequest) -> str:
    """The name of a user that no other test has."""
    return f"{request.node.name.partition('[')[0][:40]}-{id(request)}@example.com"
