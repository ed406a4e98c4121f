"""One mail's checks together, against a DNS server of the test's own."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
from dns_server import BROKEN, SILENT, DnsServer, quoted
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signed_mails import MAIL, Signer

from mailbridge import reading
from mailbridge.authentication import Authentication
from mailbridge.mail import Envelope
from mailbridge.own_servers import Ours
from mailbridge.sender_checks import Resolver, SenderChecks, Wanted

BEN, FORWARD = Signer("example.com"), Signer("forward.example", number=1)
DIRECT = Envelope("smtp", "ben@example.com", peer="192.0.2.5", helo="mx.example.com")
ELSEWHERE = Envelope("smtp", "bounce@forward.example", peer="198.51.100.9", helo="mx.forward.example")
OURS = Ours((("smtp", (ip_network("127.0.0.0/8"),)),))


def checked(raw: bytes, envelope: Envelope, server: DnsServer, wait: float = 3, **wanted: object) -> Authentication:
    settings = Wanted(**{"seconds": 10.0, "ours": OURS, "sealers": frozenset({"forward.example"}), **wanted})  # type: ignore[arg-type]
    checks = SenderChecks(Resolver([server.address], query_seconds=wait), settings, lambda: datetime.now(UTC))
    return checks.check(raw, reading.read(raw), envelope)


def words(found: Authentication) -> tuple[str, str, str, str]:
    return found.spf, found.dkim, found.dmarc, found.arc


@pytest.fixture
def known(dns: DnsServer) -> DnsServer:
    dns.add("example.com", ("TXT", quoted("v=spf1 ip4:192.0.2.0/24 -all")))
    dns.add("_dmarc.example.com", ("TXT", quoted("v=DMARC1; p=reject")))
    dns.add("forward.example", ("TXT", quoted("v=spf1 ip4:198.51.100.0/24 -all")))
    for signer in (BEN, FORWARD):
        dns.add(signer.name, signer.record())
    return dns


def test_a_mail_that_comes_straight_is_proven_by_spf(known: DnsServer) -> None:
    found = checked(MAIL, DIRECT, known)
    assert words(found) == ("pass", "none", "pass", "none")
    assert found.proves_sender
    assert found.evidence == ("SPF of example.com: pass", "DMARC: pass, SPF proves example.com")


def test_a_signed_mail_is_proven_whoever_handed_it_over(known: DnsServer) -> None:
    found = checked(BEN.sign(), ELSEWHERE, known)
    assert words(found) == ("pass", "pass", "pass", "none")
    assert found.evidence[-1] == "DMARC: pass, DKIM proves example.com"


def test_somebody_elses_proofs_do_not_prove_from(known: DnsServer) -> None:
    found = checked(FORWARD.sign(), ELSEWHERE, known)
    assert words(found) == ("pass", "pass", "fail", "none")
    assert not found.proves_sender
    assert found.evidence[-1] == ("DMARC: fail, neither SPF nor DKIM proves example.com, DKIM proves forward.example and "
                                  "SPF proves forward.example")


def test_a_forwarded_mail_that_was_changed_is_proven_by_a_trusted_forwarders_word(known: DnsServer) -> None:
    sealed = FORWARD.seal(BEN.sign().replace(b"Subject: Offer", b"Subject: [all] Offer"),
                          "arc=none; dmarc=pass header.from=example.com")
    found = checked(sealed, ELSEWHERE, known)
    assert (words(found), found.sealer) == (("pass", "fail", "fail", "pass"), "forward.example")
    assert found.proves_sender
    assert found.evidence[-1] == "forward.example, a trusted forwarder, found From proven"
    assert not checked(sealed, ELSEWHERE, known, sealers=frozenset()).proves_sender


def test_without_the_clients_address_spf_is_none_and_nobody_says_that_a_mail_fails(known: DnsServer) -> None:
    mailbox = Envelope("imap:sales")
    assert words(checked(BEN.sign(), mailbox, known)) == ("none", "pass", "pass", "none")
    found = checked(MAIL, mailbox, known)
    assert (words(found), found.proves_sender) == (("none", "none", "", "none"), False)
    assert "SPF is not known: nobody says whose server handed the mail in" in found.evidence


def test_the_trusted_servers_word_counts_where_it_stood_between(known: DnsServer) -> None:
    told = b"Authentication-Results: mx.example.com; spf=fail; dmarc=pass header.from=example.com\r\n" + MAIL
    relayed, straight = Envelope("smtp", peer="127.0.0.1"), Envelope("smtp", peer="198.51.100.9", helo="x.example")
    trusted = {"trusted_server": "mx.example.com"}
    for envelope in (relayed, Envelope("pipe"), Envelope("imap:sales")):
        assert words(checked(told, envelope, known, **trusted)) == ("fail", "", "pass", "")
    assert words(checked(told, straight, known, **trusted))[2] == "fail", "a stranger wrote it above its own mail"
    assert words(checked(MAIL, relayed, known, **trusted))[2] == "", "it said nothing, and so it is checked here"


@pytest.mark.parametrize("head", [
    b"From: ceo (evil.example)\r\nSender: Boss <ben@example.com>\r\n",
    b"From: ben@example.com, eve@evil.example\r\n", b"From: ben@example.com\r\nFrom: eve@evil.example\r\n",
])
@pytest.mark.parametrize("said", [b" header.from=evil.example", b""])
def test_the_trusted_servers_word_is_of_no_one_where_from_names_no_one_sender(
    known: DnsServer, head: bytes, said: bytes
) -> None:
    told = b"Authentication-Results: mx.example.com; dmarc=pass" + said + b"\r\n" + head + b"\r\ntext\r\n"
    found = checked(told, Envelope("smtp", peer="127.0.0.1"), known, trusted_server="mx.example.com")
    assert not found.proves_sender


def test_the_trusted_servers_word_of_another_domain_is_checked_here(known: DnsServer) -> None:
    told = b"Authentication-Results: mx.example.com; dmarc=pass header.from=evil.example\r\n" + MAIL
    found = checked(told, Envelope("imap:sales"), known, trusted_server="mx.example.com")
    assert (found.dmarc, found.proves_sender) == ("", False)


def test_what_the_trusted_server_could_not_find_out_is_checked_here(known: DnsServer) -> None:
    told = b"Authentication-Results: mx.example.com; dmarc=temperror header.from=example.com\r\n" + BEN.sign()
    found = checked(told, Envelope("smtp", peer="127.0.0.1"), known, trusted_server="mx.example.com")
    assert found.dmarc == "pass"


@pytest.mark.parametrize("trouble", [SILENT, BROKEN])
@pytest.mark.parametrize("name", ["_dmarc.example.com", BEN.name, "example.com"])
def test_a_trouble_of_dns_leaves_it_undecided(known: DnsServer, name: str, trouble: str) -> None:
    known.add(name, trouble)
    raw = BEN.sign() if name == BEN.name else MAIL
    found = checked(raw, DIRECT if name != BEN.name else ELSEWHERE, known, wait=0.4)
    assert found.dmarc == "temperror"
    assert found.is_undecided and not found.proves_sender


def test_what_proves_from_does_so_also_where_dns_is_troubled_elsewhere(known: DnsServer) -> None:
    known.add("example.com", SILENT)
    found = checked(BEN.sign(), DIRECT, known, wait=0.6)
    assert words(found)[:3] == ("temperror", "pass", "pass")
    assert not found.is_undecided


@pytest.mark.parametrize("head", [
    b"From: ben@example.com, eve@evil.example\r\n", b"From: ben@example.com\r\nFrom: eve@evil.example\r\n",
    b"From: ben@example.com\r\nfrom : ben@example.com\r\n", b"From: nobody\r\n", b"Subject: x\r\n",
    b"From: ben@example.com\r\nnot a field\r\n", b"From: ben@example.com\rTo: x\r\n",
])
def test_a_head_that_names_no_one_sender_for_certain_proves_nobody(known: DnsServer, head: bytes) -> None:
    found = checked(head + b"\r\ntext\r\n", DIRECT, known)
    assert found.dmarc == "permerror"
    assert not found.proves_sender


def test_the_checks_end_in_time_while_dns_is_silent(known: DnsServer) -> None:
    for name in list(known.zone):
        known.add(name, SILENT)
    signed = BEN.sign()
    for number in range(2, 9):          # each signature names another key
        known.add(f"s{number}._domainkey.example.com", SILENT)
        signed = BEN.sign().partition(b"Received")[0].replace(b"s=s1", b"s=s%d" % number) + signed
    started = time.monotonic()
    found = checked(signed, DIRECT, known, seconds=1.0)
    assert time.monotonic() - started < 3
    assert found.is_undecided


def test_a_slow_spf_leaves_time_for_what_proves_from(known: DnsServer) -> None:
    names = [f"n{number}.slow.example" for number in range(10)]
    known.add("5.2.0.192.in-addr.arpa", *(("PTR", f"{name}.") for name in names))
    known.add("slow.example", ("TXT", quoted("v=spf1 ptr -all")))
    for name in names:
        known.add(name, SILENT)
    found = checked(BEN.sign(), replace(DIRECT, sender="x@slow.example"), known, wait=0.3, seconds=1.0)
    assert words(found)[1:3] == ("pass", "pass")


def test_slow_keys_leave_time_for_what_proves_from(known: DnsServer) -> None:
    signed = MAIL
    for number in range(2, 9):
        known.add(f"s{number}._domainkey.example.com", SILENT)
        signed = BEN.sign().partition(b"Received")[0].replace(b"s=s1", b"s=s%d" % number) + signed
    assert checked(signed, DIRECT, known, wait=0.3, seconds=1.0).dmarc == "pass"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_mail_and_no_answer_makes_the_checks_fail(known: DnsServer, data: st.DataObject) -> None:
    junk = st.binary(max_size=60)
    raw = bytearray(FORWARD.seal(BEN.sign(), "arc=none; dmarc=pass header.from=example.com"))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at:at + data.draw(st.integers(0, 40))] = data.draw(junk)
    for name in ("_dmarc.example.com", "example.com", BEN.name, FORWARD.name):
        if data.draw(st.booleans()):
            known.add(name, ("TXT", quoted(data.draw(junk))))
    text = st.text(max_size=40)
    envelope = Envelope("smtp", data.draw(text), peer=data.draw(st.sampled_from(["192.0.2.5", "::1", "2001:db8::1", "?"])),
                        helo=data.draw(text))
    found = checked(bytes(raw), envelope, known)
    assert found.dmarc in ("", "pass", "fail", "none", "temperror", "permerror")
