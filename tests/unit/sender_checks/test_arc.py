"""Chains that dkimpy sealed: whether they hold, and whose word counts (RFC 8617)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from dns_server import SILENT, DnsServer
from signed_mails import MAIL, Signer

from mailbridge.sender_checks import arc, message
from mailbridge.sender_checks.arc import Chain
from mailbridge.sender_checks.signature import Bodies, Times

from .kit import lookups

BEN = Signer("example.com")
FORWARD, LISTS, EVIL = Signer("forward.example"), Signer("lists.example", number=1), Signer("evil.example", number=2)
PASS = "dmarc=pass header.from=example.com"
FAIL = "arc=pass; dmarc=fail header.from=example.com"


def checked(raw: bytes, server: DnsServer, wait: float = 3) -> Chain:
    now = datetime.now(UTC)
    return arc.checked(Bodies(message.split(raw)), lookups(server, query_seconds=wait), Times(now, now))


@pytest.fixture
def known(dns: DnsServer) -> DnsServer:
    for signer in (BEN, FORWARD, LISTS, EVIL):
        dns.add(signer.name, signer.record())
    return dns


def forwarded_twice() -> bytes:
    """Taken by one forwarder with From proven, changed by a list, which sealed it as it is now."""
    once = FORWARD.seal(BEN.sign(), f"arc=none; {PASS}")
    return LISTS.seal(once.replace(b"Subject: Offer", b"Subject: [list] Offer"), FAIL)


def test_a_mail_without_a_chain_has_none(known: DnsServer) -> None:
    assert checked(MAIL, known) == Chain("none")


def test_a_chain_that_was_sealed_in_order_holds(known: DnsServer) -> None:
    found = checked(forwarded_twice(), known)
    assert (found.result, [one.sealer for one in found.sets]) == ("pass", ["forward.example", "lists.example"])


def test_a_chain_is_checked_also_where_line_ends_are_lf(known: DnsServer) -> None:
    assert checked(forwarded_twice().replace(b"\r\n", b"\n"), known).result == "pass"


@pytest.mark.parametrize(("trusted", "vouches"), [
    (["forward.example", "lists.example"], "forward.example"),
    (["lists.example"], ""),            # it says itself that it did not find From proven
    (["forward.example"], ""),          # whoever sealed after it may have put its set under another mail
    ([], ""),
])
def test_a_sealers_word_counts_only_if_all_after_it_are_trusted(known: DnsServer, trusted: list[str], vouches: str) -> None:
    assert checked(forwarded_twice(), known).vouched_by("example.com", frozenset(trusted)) == vouches


def test_a_trusted_set_under_another_mail_counts_for_nothing(known: DnsServer) -> None:
    """Somebody has a mail that a trusted forwarder sealed, writes another one below its set, and seals that."""
    genuine = FORWARD.seal(BEN.sign(), f"arc=none; {PASS}")
    forged = EVIL.seal(genuine.replace(b"here is", b"pay to"), f"arc=pass; {PASS}")
    found = checked(forged, known)
    assert found.result == "pass"
    assert found.vouched_by("example.com", frozenset({"forward.example"})) == ""


@pytest.mark.parametrize("results", [
    "arc=none; dmarc=fail header.from=example.com",
    "arc=none; dmarc=pass header.from=evil.example",
    "arc=none; dmarc=pass",
    "arc=none; dkim=pass header.d=example.com",
])
def test_a_trusted_forwarder_must_have_found_exactly_this_from_proven(known: DnsServer, results: str) -> None:
    found = checked(FORWARD.seal(BEN.sign(), results), known)
    assert (found.result, found.vouched_by("example.com", frozenset({"forward.example"}))) == ("pass", "")


@pytest.mark.parametrize(("old", "new"), [
    (b"here is", b"there is"),
    (b"Subject: [list] Offer", b"Subject: Order"),
    (b"dmarc=pass", b"dmarc=none"),
    (b"cv=pass", b"cv=fail"),
    (b"cv=none", b"cv=pass"),
    (b"i=2;", b"i=3;"),
    (b"i=1;", b"i=x;"),
    (b"i=1;", b"i=21;"),
    (b"ARC-Seal: ", b"X-ARC-Seal: "),
    (b"ARC-Authentication-Results", b"X-Results"),
    (b"d=lists.example", b"d=forward.example"),
])
def test_a_chain_that_was_touched_does_not_hold(known: DnsServer, old: bytes, new: bytes) -> None:
    raw = forwarded_twice()
    assert old in raw
    found = checked(raw.replace(old, new), known)
    assert (found.result, found.vouched_by("example.com", frozenset({"forward.example", "lists.example"}))) == ("fail", "")


def test_a_set_that_stands_there_twice_breaks_the_chain(known: DnsServer) -> None:
    sealed = FORWARD.seal(BEN.sign(), f"arc=none; {PASS}")
    assert checked(sealed[:sealed.index(b"ARC-Message")] + sealed, known).result == "fail"


def test_a_trouble_of_dns_is_no_failure_of_the_chain(known: DnsServer) -> None:
    known.add(FORWARD.name, SILENT)
    found = checked(forwarded_twice(), known, wait=0.3)
    assert (found.result, found.vouched_by("example.com", frozenset({"forward.example"}))) == ("temperror", "")


def test_a_chain_is_as_long_as_anybody_needs(known: DnsServer) -> None:
    raw = BEN.sign()
    for number in range(arc.MOST_SETS + 1):
        raw = FORWARD.seal(raw, f"arc={'pass' if number else 'none'}; {PASS}")
        if number + 1 == arc.MOST_SETS:
            assert checked(raw, known).result == "pass"
    assert checked(raw, known) == Chain("fail", "a set stands there twice, or there are too many")
