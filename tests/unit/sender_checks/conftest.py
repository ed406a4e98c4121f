from __future__ import annotations

from collections.abc import Iterator

import pytest
from dns_server import DnsServer, serving


@pytest.fixture
def dns() -> Iterator[DnsServer]:
    """A DNS server that knows nothing yet."""
    with serving({}) as server:
        yield server
