"""Whose word about a browser's address is believed."""

from __future__ import annotations

import pytest

from mailbridge.console.addresses import client_address

PROXIES = ("10.0.0.0/8", "::1/128")


@pytest.mark.parametrize(("peer", "forwarded", "address"), [
    ("192.0.2.1", ["203.0.113.9"], "192.0.2.1"),                            # a stranger says so: not believed
    ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
    ("10.0.0.1", ["198.51.100.1, 203.0.113.9"], "203.0.113.9"),             # what stands before it anybody may write
    ("10.0.0.1", ["198.51.100.1, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
    ("10.0.0.1", ["198.51.100.1", "203.0.113.9"], "203.0.113.9"),
    ("::1", ["2001:db8::9"], "2001:db8::9"),
    ("::ffff:10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
    ("10.0.0.1", [], "10.0.0.1"),
    ("10.0.0.1", ["", "10.0.0.7"], "10.0.0.1"),
])
def test_the_browsers_address_is_the_last_that_no_trusted_proxy_has(
    peer: str, forwarded: list[str], address: str
) -> None:
    assert client_address(peer, forwarded, PROXIES) == address
