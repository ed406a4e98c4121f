"""Who a mail is from, as a trusted server checked it (rows I1, I2)."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from mailbridge.authentication import UNKNOWN, Authentication, results
from mailbridge.direction import parties, speaks_for_team
from mailbridge.mail import Address, Envelope, Mail
from mailbridge.own_servers import Ours
from mailbridge.plan import Direction
from mailbridge.team import Team

MX = "mx.example.com"
FIELD = "Authentication-Results"
PASS = f"{MX}; dkim=pass header.i=@example.com; spf=pass smtp.mailfrom=ben@example.com; dmarc=pass header.from=example.com"
TEAM = Team(frozenset({"example.com"}), bridges=frozenset({"crm@bridge.example.com"}), trusted_server=MX,
            own_servers=Ours((("smtp", (ip_network("127.0.0.0/8"),)), ("lmtp", (ip_network("10.0.0.5"),)))))
OURS = Envelope("smtp", peer="127.0.0.1")
BEN, JANE = "ben@example.com", "jane@acme.example"


@pytest.mark.parametrize(("value", "expected"), [
    (PASS, Authentication("pass", "pass", "pass")),
    (f"{MX} 1; dmarc=fail (p=reject dis=none) header.from=example.com", Authentication(dmarc="fail")),
    (f"{MX.upper()}; DMARC=Pass", Authentication(dmarc="pass")),
    (f"{MX}; none", UNKNOWN),
    (f"{MX}; spf=pass (a comment; dmarc=pass) smtp.mailfrom=x@y.example", Authentication(spf="pass")),
    (f"{MX}; dmarc=fail; dmarc=pass", Authentication(dmarc="fail")),
    (f"{MX}; dmarc=pass; dmarc=fail", Authentication(dmarc="fail")),
    (f"{MX}; dkim=fail header.d=list.example; dkim=pass header.d=example.com", Authentication(dkim="pass")),
    (f"{MX}; dkim=neutral; dkim=temperror", Authentication(dkim="temperror")),
    (f"{MX}; spf=pass smtp.helo=mx.evil.example; spf=fail smtp.mailfrom=ben@example.com", Authentication("fail")),
    (f"{MX}; spf / 1 = pass; dmarc/1=fail", Authentication("pass", dmarc="fail")),
    (f"{MX}; dmarc/2=pass", UNKNOWN),
    (f'{MX}; spf=pass smtp.mailfrom="; dmarc=pass "@evil.example; dmarc=fail', Authentication("pass", dmarc="fail")),
    (f'{MX}; spf=pass smtp.mailfrom="\\"; dmarc=pass "@evil.example; dmarc=fail', Authentication("pass", dmarc="fail")),
    (f"{MX}; spf=pass (it's (nested; dmarc=pass) still); dmarc=none", Authentication("pass", dmarc="none")),
    (f'{MX}; spf=pass "; dmarc=pass', UNKNOWN),
    ("mx.evil.example; dmarc=pass", UNKNOWN),
    ("", UNKNOWN),
    (f"evil; {MX}; dmarc=pass", UNKNOWN),
    (f"{MX}.evil.example; dmarc=pass", UNKNOWN),
    ("(" * 5000 + f"{MX}; dmarc=pass", UNKNOWN),
])
def test_only_the_trusted_servers_own_words_count(value: str, expected: Authentication) -> None:
    assert results([("Received", "x"), (FIELD, value)], MX, "example.com") == expected


@pytest.mark.parametrize("said", [
    "header.from=evil.example", 'header.from="evil.example"', "header.from=x.example.com", "header.from=",
    "header.from=example.com header.from=evil.example", "header.from=example.com.evil.example",
])
def test_a_pass_of_another_domain_than_froms_is_none(said: str) -> None:
    assert results([(FIELD, f"{MX}; spf=pass; dmarc=pass {said}")], MX, "example.com") == Authentication(spf="pass")
    for both in (f"dmarc=pass {said}; dmarc=pass", f"dmarc=pass header.from=example.com; dmarc=pass {said}"):
        assert results([(FIELD, f"{MX}; {both}")], MX, "example.com") == UNKNOWN
    assert results([(FIELD, f"{MX}; dmarc=fail {said}")], MX, "example.com").dmarc == "fail"


@pytest.mark.parametrize("said", ["xn--bcher-kva.example", "bücher.example", "ben@BÜCHER.example", "bücher.example."])
def test_a_domain_is_the_same_in_both_of_its_spellings(said: str) -> None:
    for domain in ("bücher.example", "xn--bcher-kva.example"):
        assert results([(FIELD, f"{MX}; dmarc=pass header.from={said}")], MX, domain).dmarc == "pass"


def test_what_stands_below_another_servers_field_was_there_before_and_counts_for_nothing() -> None:
    assert results([(FIELD, "other.example; spf=none"), (FIELD, PASS)], MX, "example.com") == UNKNOWN
    both = [(FIELD, f"{MX}; spf=fail"), (FIELD, f"{MX}; dmarc=pass")]
    assert results(both, MX, "example.com") == Authentication("fail", "", "pass")


def test_nobody_is_believed_when_nobody_is_trusted() -> None:
    assert results([(FIELD, PASS)], "", "example.com") == UNKNOWN


def mail(*fields: str, sender: str = BEN) -> Mail:
    address = Address("", sender)
    return Mail("", None, address, "Offer", "text", "text", senders=(address,), to=(Address("", JANE),),
                headers=tuple((FIELD, field) for field in fields))


def test_a_proven_colleague_has_a_colleagues_rights() -> None:
    found = parties(mail(PASS), OURS, TEAM)
    assert (found.direction, found.colleague, found.doubt) == (Direction.SENT, BEN, "")
    assert speaks_for_team(mail(PASS), OURS, TEAM)
    assert speaks_for_team(mail(), Envelope("smtp", login="ben"), TEAM), "who signed in at the door is proven too"


@pytest.mark.parametrize("fields", [(), (f"{MX}; dmarc=fail",), ("mx.evil.example; dmarc=pass",)])
def test_who_only_says_to_be_a_colleague_goes_to_review(fields: tuple[str, ...]) -> None:
    found = parties(mail(*fields), OURS, TEAM)
    assert found.colleague == ""
    assert "did not find that proven" in found.doubt
    assert not speaks_for_team(mail(*fields), OURS, TEAM)


@pytest.mark.parametrize("envelope", [
    Envelope("smtp", peer="127.0.0.1"), Envelope("smtp", peer="::ffff:127.0.0.1"), Envelope("lmtp", peer="10.0.0.5"),
    Envelope("lmtp"), Envelope("pipe"), Envelope("file"), Envelope("imap:sales"),
])
def test_the_trusted_servers_word_counts_in_mail_that_it_handed_over(envelope: Envelope) -> None:
    assert speaks_for_team(mail(PASS), envelope, TEAM)


@pytest.mark.parametrize("envelope", [
    Envelope("smtp", peer="198.51.100.9"), Envelope("smtp"), Envelope("smtp", peer="10.0.0.5"),
    Envelope("lmtp", peer="198.51.100.9"), Envelope("sandbox"),
])
def test_a_stranger_who_writes_the_trusted_servers_field_has_no_rights(envelope: Envelope) -> None:
    assert not speaks_for_team(mail(PASS), envelope, TEAM)
    found = parties(mail(PASS), envelope, TEAM)
    assert (found.colleague, found.proven) == ("", False)
    assert "did not find that proven" in found.doubt


def test_outside_mail_is_received_whatever_the_server_says() -> None:
    found = parties(mail(f"{MX}; dmarc=fail header.from=acme.example", sender=JANE), OURS, TEAM)
    assert (found.direction, found.doubt, found.authentication.dmarc) == (Direction.RECEIVED, "", "fail")
