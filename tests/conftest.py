"""What tests of several folders share. Being here puts this folder on the path, so that they can import its modules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dovecot import Dovecot, running


@pytest.fixture(scope="session")
def imap_server() -> Iterator[Dovecot]:
    """A real IMAP server. Take a user of your own: `mailbox` gives one."""
    with running() as server:
        yield server


@pytest.fixture
def mailbox(request: pytest.FixtureRequest) -> str:
    """The name of a user that no other test has."""
    return f"{request.node.name.partition('[')[0][:40]}-{id(request)}@example.com"
