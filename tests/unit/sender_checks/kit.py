"""What the tests of the sender checks share."""

from __future__ import annotations

import time

from dns_server import DnsServer

from mailbridge.sender_checks import Lookups, Resolver


def lookups(server: DnsServer, seconds: float = 10, query_seconds: float = 3) -> Lookups:
    """Questions to that server only, with a memory of their own."""
    return Lookups(Resolver([server.address], query_seconds=query_seconds), time.monotonic() + seconds)
