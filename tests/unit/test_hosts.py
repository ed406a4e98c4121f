"""Hosts by their addresses, in each of their spellings."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from mailbridge import hosts

TEN = (ip_network("10.0.0.0/8"), ip_network("fe80::/10"))


@pytest.mark.parametrize(("text", "is_ours"), [
    ("10.1.2.3", True), ("::ffff:10.1.2.3", True), ("fe80::1%eth0", True), ("11.1.2.3", False), ("::ffff:11.1.2.3", False),
    ("10.evil.example", False), ("10.1.2.3%eth0", False), ("", False),
])
def test_an_address_lies_in_a_network_in_each_of_its_spellings(text: str, is_ours: bool) -> None:
    assert hosts.is_in(hosts.address(text), TEN) is is_ours


@pytest.mark.parametrize(("text", "counted"), [
    ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8::1:2:3:4", "2001:db8::/64"),
    ("fe80::1%eth0", "fe80::/64"), ("", ""), ("unknown", "unknown"),
])
def test_a_host_is_counted_once_whichever_of_its_addresses_it_takes(text: str, counted: str) -> None:
    assert hosts.counted_as(text) == counted


@pytest.mark.parametrize(("host", "is_own"), [
    ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True), ("::ffff:127.0.0.1", True), ("localhost", True),
    ("LOCALHOST", True), ("127.0.0.1%evil.example", False), ("evil.localhost", False), ("127.evil.example", False), ("0.0.0.0", False), ("::", False), ("localhost.evil.example", False), ("", False),
])
def test_only_this_machines_own_addresses_are_loopback(host: str, is_own: bool) -> None:
    assert hosts.is_loopback(host) is is_own
