"""Hosts by their addresses: which one is meant, and whether it lies in a network. Pure; knows no names but localhost.

One host has several spellings: IPv4 stands in IPv6 where a socket takes both (`::ffff:192.0.2.7`, RFC 4291 section
2.5.5.2), and an address of one link names its interface (`fe80::1%eth0`, RFC 4007 section 11).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from functools import lru_cache

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Networks = Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]


@lru_cache(4096)
def address(text: str) -> IpAddress | None:
    """An address from its letters, IPv4 as such and IPv6 without its interface; None if they are none.

    Remembered: a door asks five times for each connection, and that took a tenth of its time.
    """
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    return ip.ipv4_mapped or ipaddress.IPv6Address(int(ip))


def networks(texts: Iterable[str]) -> Networks:
    """Networks from the settings, such as 10.0.0.0/8. Raises ValueError."""
    return tuple(ipaddress.ip_network(text) for text in texts)


def is_in(ip: IpAddress | None, any_of: Networks) -> bool:
    """Whether an address, if it is one, lies in any of the networks."""
    return ip is not None and any(ip in network for network in any_of)


def counted_as(text: str) -> str:
    """Whom an address is counted as: IPv6 by /64, as a host there has as many addresses as it likes."""
    ip = address(text)
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(ip) >> 64 << 64, 64)))
    return str(ip) if ip is not None else text


def is_loopback(host: str) -> bool:
    """Whether an address or name is this machine's own, as nobody else can reach it."""
    ip = address(host.strip("[]"))
    return ip.is_loopback if ip is not None else host.casefold() == "localhost"
