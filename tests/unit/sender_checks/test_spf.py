"""What a stranger's SPF record may not do to us, beside what the suite of openspf tries."""

from __future__ import annotations

import ipaddress
import time

import pytest
from dns_server import DnsServer, quoted

from mailbridge.sender_checks import spf
from mailbridge.sender_checks.spf import SpfResult

from .kit import lookups

IP = ipaddress.ip_address("192.0.2.7")
LONG = ".".join("a" * 1000)


def checked(server: DnsServer, record: str, sender: str = "x@evil.example") -> SpfResult:
    server.add(sender.rpartition("@")[2], ("TXT", quoted(record)))
    return spf.checked(IP, sender, "mx.evil.example", lookups(server))


@pytest.mark.parametrize("record", [
    "v=spf1 " + "exists:" + "%{s}" * 3000 + ".example -all",
    "v=spf1 " + "?exists:" + "%{sr}" * 100 + " " + "exists:" + "%{sr}" * 100 + " -all",
    "v=spf1 " + "exists:" + "%{sr}" * 3000 + "%{l100-} -all",
    "v=spf1 exists:" + "1" * 16_000 + " -all",
    "v=spf1 a:" + "/1" * 8000 + " -all",
    "v=spf1 " + "a " * 8000,
    "v=spf1 x=" + "%" * 16_000,
    "v=spf1 x=" + "%{" * 8000,
    "v=spf1 ip6:" + ":" * 16_000,
    "v=spf1 " + "+" * 16_000,
])
def test_a_hostile_record_takes_little_time(dns: DnsServer, record: str) -> None:
    started = time.process_time()
    assert checked(dns, record, f"{LONG}@evil.example").result in ("fail", "permerror", "neutral")
    assert time.process_time() - started < 2


@pytest.mark.parametrize(("sender", "asked"), [
    ("x" * 200 + "." + "y" * 60 + "@evil.example", "y" * 60 + ".e.example"),
    (".".join("z" * 61 for _ in range(4)) + "@evil.example", ".".join(["z" * 61] * 3) + ".e.example"),
])
def test_a_name_that_is_too_long_loses_labels_on_its_left(dns: DnsServer, sender: str, asked: str) -> None:
    checked(dns, "v=spf1 exists:%{l}.e.example -all", sender)
    assert (asked, "A") in dns.asked


@pytest.mark.parametrize(("macro", "asked"), [
    ("%{s2}", "evil.example"), ("%{s0002}", "evil.example"), ("%{s9999}", "x@a.evil.example"),
])
def test_a_macro_takes_as_many_labels_as_it_says(dns: DnsServer, macro: str, asked: str) -> None:
    checked(dns, f"v=spf1 exists:{macro}.e.example -all", "x@a.evil.example")
    assert (f"{asked}.e.example", "A") in dns.asked


@pytest.mark.parametrize("macro", ["%{d0}", "%{d00}", "%{d0r}", "%{d-1}"])
def test_a_macro_that_takes_no_label_is_none(dns: DnsServer, macro: str) -> None:
    assert checked(dns, f"v=spf1 exists:{macro}.e.example -all").result == "permerror"      # RFC 7208 section 7.3


def test_records_that_lead_to_each_other_end(dns: DnsServer) -> None:
    for kind in ("include:", "redirect="):
        found = checked(dns, f"v=spf1 {kind}evil.example")
        assert (found.result, found.why) == ("permerror", "the SPF record asks DNS more than 10 times")


def test_a_domain_that_is_none_has_no_policy(dns: DnsServer) -> None:
    for sender in ("x@", "x@localhost", "x@[192.0.2.7]", "x@a b.example", "x@ü.example", "x@" + "a." * 200 + "example", "x@\udcff.example"):
        assert spf.checked(IP, sender, "", lookups(dns)).result == "none"
    assert dns.asked == []
