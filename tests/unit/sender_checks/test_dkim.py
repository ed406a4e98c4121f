"""DKIM signatures that dkimpy made, and what becomes of them on the way (RFC 6376, RFC 8301)."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dns_server import BROKEN, SILENT, DnsServer, quoted
from signed_mails import MAIL, SIGNED, Signer

from mailbridge.sender_checks import dkim, message
from mailbridge.sender_checks.signature import Bodies, Checked, Times

from .kit import lookups

BEN = Signer("example.com")
VECTORS = Path(__file__).parent / "vectors"


def checked(raw: bytes, server: DnsServer, times: Times | None = None, wait: float = 3) -> tuple[Checked, ...]:
    now = datetime.now(UTC)
    return dkim.checked(Bodies(message.split(raw)), lookups(server, query_seconds=wait), times or Times(now, now),
                        lambda domain: domain == BEN.domain)


def der(tag: int, content: bytes) -> bytes:
    length = bytes([len(content)]) if len(content) < 0x80 else b"\x82" + len(content).to_bytes(2, "big")
    return bytes([tag]) + length + content


def result(raw: bytes, server: DnsServer, times: Times | None = None) -> tuple[str, str]:
    (one, *_) = checked(raw, server, times)
    return one.result, one.why


@pytest.fixture
def known(dns: DnsServer) -> DnsServer:
    dns.add(BEN.name, BEN.record())
    return dns


@pytest.mark.parametrize("form", ["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"])
@pytest.mark.parametrize("body", [b"", b"\r\n", b"\r\n\r\n\r\n", b"text", b"text\r\n", b"a \t b\t\r\n \r\n\r\n", b"\r\nx",
                                  b" \r\n", b"a\rb\r\n\r\r\n"])
def test_a_signature_holds_whatever_the_body_is(known: DnsServer, form: str, body: bytes) -> None:
    raw = MAIL.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body
    assert result(BEN.sign(raw, form=form), known) == ("pass", "")


def test_a_large_body_is_hashed_piece_by_piece_as_in_one(known: DnsServer) -> None:
    body = b"".join(b"%d \t  words  \r\n%s" % (n, b"\r\n" * (n % 4)) for n in range(80_000)) + b"\r\n" * 700_000
    for form in ("relaxed/relaxed", "simple/simple"):
        assert result(BEN.sign(MAIL + body, form=form), known) == ("pass", "")


def test_a_mail_that_came_with_lone_lf_is_hashed_as_it_was_signed(known: DnsServer) -> None:
    assert result(BEN.sign(form="simple/simple").replace(b"\r\n", b"\n"), known) == ("pass", "")


def test_the_signed_example_of_the_rfc_holds(dns: DnsServer) -> None:
    """Appendix A of RFC 6376 with dkimpy's key (its test data, zlib licence)."""
    dns.add("test._domainkey.football.example.com", ("TXT", quoted((VECTORS / "football.txt").read_bytes().strip())))
    raw = (VECTORS / "rfc6376.signed.rsa.msg").read_bytes()
    assert result(raw, dns) == ("pass", "")
    assert result(raw.replace(b"Joe.", b"Jim."), dns) == ("fail", "the body was changed")


def test_the_example_that_is_signed_with_both_kinds_of_key_holds_by_both(dns: DnsServer) -> None:
    """Appendix A of RFC 8463, with dkimpy's key instead of the RFC's for RSA."""
    dns.add("test._domainkey.football.example.com", ("TXT", quoted((VECTORS / "football.txt").read_bytes().strip())))
    dns.add("brisbane._domainkey.football.example.com",
            ("TXT", quoted("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")))
    raw = (VECTORS / "rfc6376.signed.msg").read_bytes()
    assert [one.result for one in checked(raw, dns)] == ["pass", "pass"]
    assert [one.result for one in checked(raw.replace(b"Suzie", b"Susie"), dns)] == ["fail", "fail"]
    dns.add("brisbane._domainkey.football.example.com", ("TXT", quoted("k=ed25519; p=AAAA")))
    assert [one.why for one in checked(raw, dns) if one.result != "pass"] == ["the key cannot be read"]


@pytest.mark.parametrize(("old", "new", "why"), [
    (b"here is", b"there is", "the body was changed"),
    (b"Subject: Offer", b"Subject: Order", "the signature does not fit the head"),
    (b"From: Ben <ben@", b"From: Ben <bob@", "the signature does not fit the head"),
    (b"Subject: Offer", b"Subject: Order\r\nSubject: Offer", "one more Subject was added than is under the signature"),
    (b"From: Ben", b"From: <eve@evil.example>\r\nFrom: Ben", "one more From was added than is under the signature"),
])
def test_what_was_changed_on_the_way_holds_no_more(known: DnsServer, old: bytes, new: bytes, why: str) -> None:
    assert result(BEN.sign().replace(old, new), known) == ("fail", why)


def test_what_no_signature_covers_may_change(known: DnsServer) -> None:
    assert result(b"Received: x\r\n" + BEN.sign().replace(b"Received: from mx", b"Received: from my"), known)[0] == "pass"


def test_what_is_only_signed_in_part_counts_for_nothing(known: DnsServer) -> None:
    assert result(BEN.sign(length=True) + b"and more", known) == (
        "neutral", "only the beginning of the body is under the signature (l=)")


@pytest.mark.parametrize(("record", "why"), [
    ("p=", "the key was withdrawn"),
    ("v=DKIM2; p=KEY", "the key's record is of another version"),
    ("k=dsa; p=KEY", "the key is of another kind than the signature"),
    ("k=ed25519; p=KEY", "the key is of another kind than the signature"),
    ("s=tlsrpt; p=KEY", "the key is not for mail"),
    ("h=sha1; p=KEY", "the key is not for SHA-256"),
    ("t=y; p=KEY", "the key says that its owner is only testing"),
    ("p=@@@", "the key is no base64"),
    ("p=aGVsbG8=", "the key cannot be read"),
    ("p=KEY; p=KEY", "the key's record cannot be read: it holds p= twice"),
    ("no key at all", "the key's record cannot be read: a part of it is no tag=value"),
    ("p=" + "A" * 2000, "the key is too long"),
])
def test_a_key_that_does_not_count_proves_nothing(dns: DnsServer, record: str, why: str) -> None:
    dns.add(BEN.name, ("TXT", quoted(record.replace("KEY", BEN.public()))))
    assert result(BEN.sign(), dns) == ("permerror", why)


@pytest.mark.parametrize("change", [lambda key: key[:-1], lambda key: key + b"x", lambda key: b"\x31" + key[1:],
                                    lambda key: key.replace(b"\x01\x01\x01", b"\x01\x01\x02"), lambda key: key[:3],
                                    lambda key: b"\x30\x84\xff\xff\xff\xff" + key, lambda key: b"\x30\x80" + key])
def test_a_broken_key_is_none(dns: DnsServer, change: Callable[[bytes], bytes]) -> None:
    key = change(base64.b64decode(BEN.public()))
    dns.add(BEN.name, ("TXT", quoted(b"p=" + base64.b64encode(key))))
    assert result(BEN.sign(), dns) == ("permerror", "the key cannot be read")


@pytest.mark.parametrize(("modulus", "exponent", "why"), [
    (2**767 + 1, 65537, "a key of 768 bits is not taken, only 1024 to 4096"),
    (2**4096 + 1, 65537, "a key of 4097 bits is not taken, only 1024 to 4096"),
    (2**2047 + 1, 2**2000 + 1, "the key cannot be read"),
    (2**2047 + 1, 2**33 - 1, "the key's exponent is not taken"),
    (2**2047 + 1, 1, "the key cannot be read"),
    (2**2047 + 1, 65536, "the key cannot be read"),
], ids=["small", "huge", "very slow", "slow", "one", "even"])
def test_a_key_whose_size_proves_nothing_or_costs_too_much_is_not_taken(
    dns: DnsServer, modulus: int, exponent: int, why: str
) -> None:
    numbers = [der(0x02, n.to_bytes(n.bit_length() // 8 + 1, "big")) for n in (modulus, exponent)]
    dns.add(BEN.name, ("TXT", quoted(b"p=" + base64.b64encode(der(0x30, b"".join(numbers))))))
    assert result(BEN.sign(), dns) == ("permerror", why)


@pytest.mark.parametrize(("old", "new", "expected"), [
    (b"a=rsa-sha256", b"a=rsa-sha1", "neutral"),
    (b"a=rsa-sha256", b"a=ed25519-sha256", "permerror"),
    (b"v=1;", b"v=2;", "permerror"),
    (b"v=1;", b"", "permerror"),
    (b"q=dns/txt", b"q=http", "permerror"),
    (b"i=@example.com", b"i=@evil.example", "permerror"),
    (b"i=@example.com", b"i=@evilexample.com", "permerror"),
    (b"from : ", b"x-from : ", "permerror"),
    (b"c=relaxed/relaxed", b"c=nofws", "permerror"),
    (b"d=example.com", b"d=..", "permerror"),
    (b"t=", b"t=x", "permerror"),
    (b"bh=", b"bh=@", "permerror"),
])
def test_a_signature_outside_the_rules_counts_for_nothing(known: DnsServer, old: bytes, new: bytes, expected: str) -> None:
    signed = BEN.sign()
    assert old in signed
    assert result(signed.replace(old, new, 1), known)[0] == expected


def test_a_strict_key_is_for_its_very_domain(dns: DnsServer) -> None:
    dns.add(BEN.name, BEN.record("t=s; "))
    assert result(BEN.sign(), dns)[0] == "pass"
    assert result(BEN.sign().replace(b"i=@example.com", b"i=@a.example.com"), dns)[0] == "permerror"


def test_a_signature_is_for_its_time(known: DnsServer) -> None:
    signed = BEN.sign().replace(b"t=", b"x=1700000000; t=", 1)
    assert result(signed, known) == ("fail", "the signature has run out")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert result(BEN.sign(), known, Times(yesterday, yesterday)) == ("fail", "the signature is from the future")


def test_a_signature_may_run_out_after_the_mail_has_come(known: DnsServer) -> None:
    now = datetime.now(UTC)
    signed = BEN.sign().replace(b"t=", b"x=1700000000; t=", 1)
    in_time = Times(now, datetime.fromtimestamp(1_700_000_000, UTC))
    assert result(signed, known, in_time)[1] == "the signature does not fit the head", "x= was written into it"
    assert result(BEN.sign(), known, in_time) == ("pass", ""), "an older date of coming makes it none of the future's"


@pytest.mark.parametrize("trouble", [SILENT, BROKEN])
def test_a_trouble_of_dns_is_neither_pass_nor_fail(dns: DnsServer, trouble: str) -> None:
    dns.add(BEN.name, trouble)
    assert checked(BEN.sign(), dns, wait=0.2)[0].result == "temperror"


def test_a_key_that_is_not_there_is_no_trouble_of_dns(dns: DnsServer) -> None:
    assert result(BEN.sign(), dns) == ("permerror", "example.com has no key s1")


def test_of_many_signatures_those_of_the_senders_domain_are_looked_at_first_and_the_rest_up_to_a_limit(
    known: DnsServer,
) -> None:
    evil = [b"DKIM-Signature: v=1; a=rsa-sha256; d=evil%d.example; s=x; h=from; bh=; b=\r\n" % n for n in range(500)]
    found = checked(b"".join(evil) + BEN.sign(), known)
    assert (found[0].domain, found[0].result, len(found)) == ("example.com", "pass", dkim.MOST_SIGNATURES)
    assert dkim.in_one_word(found) == "pass"
    assert len(known.asked) <= dkim.MOST_SIGNATURES


def test_the_result_in_one_word() -> None:
    bad, good, late = Checked("a", "fail"), Checked("b", "pass"), Checked("c", "temperror")
    assert [dkim.in_one_word(each) for each in ((), (bad,), (bad, good), (bad, late), (late, good))] == [
        "none", "fail", "pass", "temperror", "pass"]


@pytest.mark.parametrize("body", [b" " * (4 << 20), b"\r\n" * (2 << 20), b"\r" * (4 << 20), b"\n" * (4 << 20),
                                  (b" " * 999 + b"x") * 4000, b"\tx" * (12 << 20), b"  x" * (8 << 20)])
def test_a_hostile_body_takes_no_longer_than_its_size(known: DnsServer, body: bytes) -> None:
    raw = BEN.sign() + body
    started = time.process_time()
    assert result(raw, known)[0] in ("pass", "fail")        # blanks at the end are no change
    assert time.process_time() - started < 3


@pytest.mark.parametrize("raw", [
    b"", b"\r\n\r\nbody", b" folded\r\nFrom: x\r\n\r\n", b"From: x\rBcc: y\r\n\r\n", b"no field\r\n\r\n",
    b"From\xff: x\r\n\r\n", b"A: b\r\n" * 2000 + b"\r\n", b"A: " + b"x" * (2 << 20), b"From: a\0b\r\n\r\n",
])
def test_a_head_that_can_be_read_in_two_ways_is_not_read(raw: bytes) -> None:
    with pytest.raises(message.Malformed):
        message.split(raw)


def test_signed_names_are_bounded(known: DnsServer) -> None:
    many = (*SIGNED, *(b"x%d" % n for n in range(300)))
    assert result(BEN.sign(fields=many), known) == ("permerror", "the signature names too many fields")
