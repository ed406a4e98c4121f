"""Whose request it is: addresses of browsers and of the proxies in front. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mailbridge import hosts


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
    return hosts.is_in(hosts.address(address), hosts.networks(networks))
