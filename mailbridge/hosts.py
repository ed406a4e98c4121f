"""Hosts by their addresses: which one is meant, and whether it lies in a network. Pure; knows no names but localhost.

One host has several spellings: IPv4 stands in IPv6 where a socket takes both (`::ffff:192.0.2.7`, RFC 4291 section
2.5.5.2), and an address of one link names its interface (`fe80::1%eth0`, RFC 4007 section 11).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Networks = Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]


def address(text: str) -> IpAddress | None:
    """An address from its letters, IPv4 as such; None if they are none."""
    try:
        ip = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return ip.ipv4_mapped or ip if isinstance(ip, ipaddress.IPv6Address) else ip


def is_in(ip: IpAddress | None, networks: Networks) -> bool:
    """Whether an address, if it is one, lies in any of the networks."""
    return ip is not None and any(ip in network for network in networks)


def counted_as(text: str) -> str:
    """Whom an address is counted as: IPv6 by /64, as a host there has as many addresses as it likes."""
    ip = address(text)
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(ip) >> 64 << 64, 64)))
    return str(ip) if ip is not None else text


def is_loopback(host: str) -> bool:
    """Whether an address or name is this machine's own, as nobody else can reach it."""
    ip = address(host.strip("[]"))
    return ip.is_loopback if ip is not None else host == "localhost"
