"""Who owns the domain in From, and whether what was proven is theirs (RFC 7489 section 3.1, RFC 9989 section 4.10)."""

from __future__ import annotations

import pytest
from dns_server import BROKEN, SILENT, DnsServer, quoted

from mailbridge.sender_checks import dmarc
from mailbridge.sender_checks.dmarc import DmarcResult, Proof

from .kit import lookups


def publish(server: DnsServer, **records: str) -> None:
    """`a_example_com="v=DMARC1; …"`: a record for a.example.com."""
    for name, record in records.items():
        server.add(f"_dmarc.{name.replace('_', '.')}", ("TXT", quoted(record)))


def checked(server: DnsServer, sender: str, *proofs: Proof, wait: float = 3) -> DmarcResult:
    return dmarc.checked(sender, proofs, lookups(server, query_seconds=wait))


def dkim(domain: str, result: str = "pass") -> Proof:
    return Proof("DKIM", domain, result)


def spf(domain: str, result: str = "pass") -> Proof:
    return Proof("SPF", domain, result)


# Appendix B.1 of RFC 7489, and what it says of strict and relaxed.
@pytest.mark.parametrize(("record", "proofs", "expected"), [
    ("v=DMARC1; p=none", [spf("example.com")], "pass"),
    ("v=DMARC1; p=none", [spf("child.example.com")], "pass"),
    ("v=DMARC1; p=none", [spf("example.net")], "fail"),
    ("v=DMARC1; p=none", [dkim("example.com")], "pass"),
    ("v=DMARC1; p=none", [dkim("child.example.com")], "pass"),
    ("v=DMARC1; p=none", [dkim("sample.net")], "fail"),
    ("v=DMARC1; p=none", [dkim("notexample.com")], "fail"),
    ("v=DMARC1; p=none", [dkim("com")], "fail"),
    ("v=DMARC1; p=none", [], "fail"),
    ("v=DMARC1; p=reject; aspf=s", [spf("child.example.com")], "fail"),
    ("v=DMARC1; p=reject; aspf=s", [spf("example.com")], "pass"),
    ("v=DMARC1; p=reject; aspf=s", [dkim("child.example.com")], "pass"),
    ("v=DMARC1; p=reject; adkim=s", [dkim("child.example.com")], "fail"),
    ("v=DMARC1; p=reject; adkim=s", [spf("child.example.com")], "pass"),
    ("v=DMARC1; p=none", [dkim("sample.net"), spf("example.com")], "pass"),
    ("v=DMARC1; p=none", [dkim("example.com", "temperror")], "temperror"),
    ("v=DMARC1; p=none", [dkim("example.com", "temperror"), spf("example.com")], "pass"),
    ("v=DMARC1; p=none", [dkim("sample.net", "temperror")], "fail"),
])
def test_a_proof_counts_if_it_is_for_the_domain_in_from(
    dns: DnsServer, record: str, proofs: list[Proof], expected: str
) -> None:
    publish(dns, example_com=record)
    assert checked(dns, "example.com", *proofs).result == expected


@pytest.mark.parametrize(("record", "expected"), [
    ("v=DMARC1", "pass"),
    ("v=DMARC1;p=reject;", "pass"),
    (" v = DMARC1 ; p = none", "pass"),
    ("v=DMARC1; p=nonsense", "none"),
    ("v=DMARC1; p=nonsense; rua=mailto:a@example.com", "pass"),
    ("v=DMARC2; p=none", "none"),
    ("p=none; v=DMARC1", "none"),
    ("v=DMARC1; p=none; p=reject", "none"),
    ("v=spf1 -all", "none"),
    ("", "none"),
])
def test_what_is_no_dmarc_record_is_none(dns: DnsServer, record: str, expected: str) -> None:
    publish(dns, example_com=record)
    assert checked(dns, "example.com", dkim("example.com")).result == expected


def test_two_records_are_as_good_as_none(dns: DnsServer) -> None:
    dns.add("_dmarc.example.com", ("TXT", quoted("v=DMARC1; p=none")), ("TXT", quoted("v=DMARC1; p=reject")))
    assert checked(dns, "example.com", dkim("example.com")).result == "none"


def test_other_texts_beside_the_record_do_not_matter(dns: DnsServer) -> None:
    dns.add("_dmarc.example.com", ("TXT", quoted("hello")), ("TXT", quoted("v=DMARC1; p=reject")))
    assert checked(dns, "example.com", dkim("example.com")).result == "pass"


def test_a_name_without_a_record_has_that_of_the_owner_above_it(dns: DnsServer) -> None:
    publish(dns, example_com="v=DMARC1; p=none; adkim=s")
    assert checked(dns, "a.b.example.com", spf("example.com")).result == "pass"
    assert checked(dns, "a.b.example.com", dkim("example.com")).result == "fail", "the owner's record is strict"
    assert checked(dns, "a.b.example.com", dkim("a.b.example.com")).result == "pass"


def test_the_name_s_own_record_says_how_strict(dns: DnsServer) -> None:
    publish(dns, example_com="v=DMARC1; p=none; adkim=s", a_example_com="v=DMARC1; p=none")
    assert checked(dns, "a.example.com", dkim("example.com")).result == "pass"


def test_below_a_public_suffix_everybody_is_somebody_else(dns: DnsServer) -> None:
    publish(dns, bank="v=DMARC1; p=reject; psd=y", giant_bank="v=DMARC1; p=none")
    assert checked(dns, "giant.bank", dkim("other.bank")).result == "fail"
    assert checked(dns, "mail.mega.bank", dkim("mega.bank")).result == "none", "a suffix's record is nobody's own"
    assert checked(dns, "mail.giant.bank", dkim("giant.bank")).result == "pass"


def test_who_says_to_be_an_owner_is_one_whatever_stands_above(dns: DnsServer) -> None:
    publish(dns, example_com="v=DMARC1; p=none", unit_example_com="v=DMARC1; p=none; psd=n")
    assert checked(dns, "unit.example.com", dkim("example.com")).result == "fail"
    assert checked(dns, "a.unit.example.com", dkim("unit.example.com")).result == "pass"


def test_a_long_name_costs_eight_questions_at_most(dns: DnsServer) -> None:
    publish(dns, example_com="v=DMARC1; p=none")
    name = ".".join(f"l{n}" for n in range(30)) + ".example.com"
    assert checked(dns, name, dkim(name)).result == "pass"
    assert [asked for asked, _ in dns.asked] == [f"_dmarc.{name}", *(
        "_dmarc." + ".".join(name.split(".")[-labels:]) for labels in range(7, 0, -1))]


@pytest.mark.parametrize("trouble", [SILENT, BROKEN])
def test_a_trouble_of_dns_is_neither_pass_nor_fail(dns: DnsServer, trouble: str) -> None:
    dns.add("_dmarc.example.com", trouble)
    found = checked(dns, "example.com", dkim("example.com"), wait=0.2)
    assert found == DmarcResult("temperror", "DNS did not answer for _dmarc.example.com (TXT)")


@pytest.mark.parametrize("domain", ["", ".", "a..b", "x" * 64 + ".com", "a b.com", "-", "x." * 200 + "com", "\ud800.com"])
def test_a_from_that_dns_cannot_know_is_an_error_for_good(dns: DnsServer, domain: str) -> None:
    assert checked(dns, domain).result == "permerror"


def test_a_domain_in_other_letters_is_asked_for_as_dns_knows_it(dns: DnsServer) -> None:
    dns.add("_dmarc.xn--bcher-kva.example", ("TXT", quoted("v=DMARC1; p=none")))
    assert checked(dns, "bücher.example", dkim("xn--bcher-kva.example")).result == "pass"
