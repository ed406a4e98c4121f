"""A sender is checked once; a mail whose rights hang on it waits while DNS does not answer, but not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from dns_server import BROKEN, DnsServer, quoted, serving
from signed_mails import Signer
from spool.kit import Clock, arrival, claim_one, raw_mail

from mailbridge import reading
from mailbridge.authentication import Authentication
from mailbridge.delivery import Later
from mailbridge.proving import LEAST_TRIES, Proving
from mailbridge.sender_checks import Resolver, SenderChecks, Wanted
from mailbridge.spool import Spool
from mailbridge.team import Proof, Team

PATIENCE = timedelta(minutes=30)
TEAM = Team(frozenset({"example.com"}), proof=Proof(is_checked=True))
BEN = raw_mail(sender="Ben <ben@example.com>")


@pytest.fixture
def dns() -> Iterator[DnsServer]:
    with serving({"_dmarc.example.com": [("TXT", quoted("v=DMARC1; p=none"))],
                  "example.com": [("TXT", quoted("v=spf1 ip4:192.0.2.7 -all"))]}) as server:
        yield server


def look(spool: Spool, dns: DnsServer, clock: Clock, raw: bytes = BEN) -> Authentication | Later:
    """Of the item that is due, with a memory for DNS of its own."""
    item = claim_one(spool)
    checks = SenderChecks(Resolver([dns.address], query_seconds=2), Wanted(seconds=5), lambda: datetime.now(UTC))
    found = Proving(spool, checks, PATIENCE, clock).look(item, reading.read(raw), TEAM)
    spool.put_back(item, 1, "next", trouble=isinstance(found, Later))
    clock.forward(2)
    return found


def accept(spool: Spool, raw: bytes = BEN, sender: str = "ben@example.com") -> None:
    came = arrival(raw, sender=sender, at=spool.now())
    spool.accept(replace(came, envelope=replace(came.envelope, helo="mx.example.com")))


def test_what_was_found_at_the_first_try_stays(spool: Spool, dns: DnsServer, clock: Clock) -> None:
    accept(spool)
    found = look(spool, dns, clock)
    assert isinstance(found, Authentication) and found.dmarc == "pass"
    dns.zone.clear()
    assert look(spool, dns, clock) == found


def test_a_signature_counts_that_held_when_the_mail_came(spool: Spool, dns: DnsServer, clock: Clock) -> None:
    signed = Signer("example.com").sign().replace(b"t=", b"x=%d; t=" % clock().timestamp(), 1)
    accept(spool, signed)
    clock.forward(86_400)
    found = look(spool, dns, clock, signed)
    assert isinstance(found, Authentication)
    assert "DKIM signature of example.com: permerror, example.com has no key s1" in found.evidence


def test_a_colleagues_mail_waits_for_dns_and_is_proven_when_it_answers_again(spool: Spool, dns: DnsServer, clock: Clock) -> None:
    accept(spool)
    former = dns.zone["_dmarc.example.com"]
    dns.add("_dmarc.example.com", BROKEN)
    assert look(spool, dns, clock) == Later("it is not known yet whether From is proven (DMARC: temperror, DNS did not "
                                            "answer for _dmarc.example.com (TXT))")
    dns.add("_dmarc.example.com", *former)
    found = look(spool, dns, clock)
    assert isinstance(found, Authentication) and found.proves_sender


def test_it_waits_only_for_so_long_and_a_person_who_tries_again_has_it_checked_again(
    spool: Spool, dns: DnsServer, clock: Clock
) -> None:
    accept(spool)
    former = dns.zone["_dmarc.example.com"]
    dns.add("_dmarc.example.com", BROKEN)
    for _ in range(LEAST_TRIES):
        assert isinstance(look(spool, dns, clock), Later)
    assert isinstance(look(spool, dns, clock), Later), "tried often enough, but not for long enough"
    clock.forward(PATIENCE.total_seconds())
    found = look(spool, dns, clock)
    assert isinstance(found, Authentication) and found.is_undecided
    dns.add("_dmarc.example.com", *former)
    again = look(spool, dns, clock)
    assert isinstance(again, Authentication) and again.proves_sender


def test_an_old_mail_is_tried_a_few_times_too(spool: Spool, dns: DnsServer, clock: Clock) -> None:
    accept(spool)
    dns.add("_dmarc.example.com", BROKEN)
    clock.forward(2 * PATIENCE.total_seconds())
    assert [isinstance(look(spool, dns, clock), Later) for _ in range(LEAST_TRIES + 1)] == [True] * LEAST_TRIES + [False]


def test_a_strangers_mail_does_not_wait(spool: Spool, dns: DnsServer, clock: Clock) -> None:
    accept(spool, raw_mail(), "jane@acme.test")
    dns.add("_dmarc.acme.test", BROKEN)
    found = look(spool, dns, clock, raw_mail())
    assert isinstance(found, Authentication) and found.dmarc == "temperror"
