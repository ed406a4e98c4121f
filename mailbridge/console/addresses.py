"""Whose request it is: addresses of browsers and of the proxies in front. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence


def client_address(peer: str, forwarded: Iterable[str], proxies: Sequence[str]) -> str:
    """The browser's address: the last in X-Forwarded-For that is no trusted proxy's, else the peer's own.

    `forwarded` are the values of the header as they stand, several or one with commas.
    """
    if not is_within(peer, proxies):
        return peer
    hops = [hop.strip() for value in forwarded for hop in value.split(",")]
    return next((hop for hop in reversed(hops) if hop and not is_within(hop, proxies)), peer)


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether an address, if it is one, belongs to one of the networks (`10.0.0.0/8`)."""
    parsed = _parsed(address)
    return parsed is not None and any(parsed in ipaddress.ip_network(network) for network in networks)


def is_loopback(address: str) -> bool:
    """Whether it is this machine's own."""
    parsed = _parsed(address)
    return parsed is not None and parsed.is_loopback


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    return parsed.ipv4_mapped or parsed if isinstance(parsed, ipaddress.IPv6Address) else parsed
