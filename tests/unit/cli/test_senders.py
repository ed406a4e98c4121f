"""What `check` and `explain` say of whose a mail is, with a DNS server of the test's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from dns_server import BROKEN, DnsServer, quoted, serving

Call = Callable[..., Result]
Letter = Callable[..., Path]


@pytest.fixture
def dns(settled: Path) -> Iterator[DnsServer]:
    """Asked by the settings, for a team of which nobody in DNS knows yet."""
    with serving({}) as server:
        settled.write_text(settled.read_text() + f"authentication: {{check: true, dns: ['{server.address[0]}:"
                           f"{server.address[1]}'], query_seconds: 2}}\n")
        yield server


def test_check_says_that_from_is_believed_where_nobody_checks_it(call: Call, settled: Path) -> None:
    assert "ok     senders:   From is believed as it stands" in call("check").output


def test_check_says_what_is_believed_without_a_check(call: Call, settled: Path) -> None:
    settled.write_text("team: {domains: [example.com], trusted_server: mx.example.com}\nauthentication: {relays: [10.0.0.5]}\n")
    output = call("check").output
    assert "ok     senders:   10.0.0.5/32 vouch for what they hand over" in output
    assert "ok     senders:   mx.example.com is believed when it says dmarc=pass" in output


def test_check_says_whether_the_teams_domains_can_be_proven(call: Call, dns: DnsServer) -> None:
    output = call("check").output
    assert "wrong  senders:   example.com without a DMARC record" in output
    assert "Publish a TXT record at _dmarc.example.com: v=DMARC1; p=none" in output
    dns.add("_dmarc.example.com", ("TXT", quoted("v=DMARC1; p=reject")))
    assert "ok     senders:   example.com has a DMARC record (example.com: p=reject)" in call("check").output


def test_check_says_what_to_do_while_dns_does_not_answer(call: Call, dns: DnsServer) -> None:
    dns.add("_dmarc.example.com", BROKEN)
    output = call("check").output
    assert "wrong  senders:   DNS did not answer for _dmarc.example.com (TXT); see that this machine may ask DNS" in output


def test_explain_shows_what_is_found_of_a_mail(call: Call, dns: DnsServer, write_letter: Letter) -> None:
    dns.add("_dmarc.example.com", ("TXT", quoted("v=DMARC1; p=none")))
    dns.add("example.com", ("TXT", quoted("v=spf1 ip4:192.0.2.7 -all")))
    mail = write_letter("ben.eml", "ben@example.com")

    def explained(*options: str) -> dict[str, object]:
        result = call("explain", "--json", "--person", "known", *options, mail)
        assert result.exit_code == 0, result.output
        told: dict[str, object] = json.loads(result.output)
        return told

    unknown = explained()
    assert unknown["authentication"] == {"spf": "none", "dkim": "none", "dmarc": None, "arc": "none"}
    assert unknown["state"] == "review"
    forged = explained("--client", "198.51.100.9", "--sender", "ben@example.com")
    assert forged["authentication"] == {"spf": "fail", "dkim": "none", "dmarc": "fail", "arc": "none"}
    assert forged["state"] == "review" and "that is not proven (DMARC: fail" in str(forged["reason"])
    proven = explained("--client", "192.0.2.7", "--sender", "ben@example.com")
    assert proven["authentication"] == {"spf": "pass", "dkim": "none", "dmarc": "pass", "arc": "none"}
    assert proven["direction"] == "internal"
