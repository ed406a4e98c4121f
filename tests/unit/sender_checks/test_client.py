"""Whose server handed a mail in, as far as our own servers say it; nothing that anybody else wrote counts."""

from __future__ import annotations

import ipaddress

import pytest

from mailbridge.mail import Envelope
from mailbridge.own_servers import Ours
from mailbridge.sender_checks import client
from mailbridge.sender_checks.client import Client

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
OURS = Ours((("smtp", (*LOOPBACK, ipaddress.ip_network("10.0.0.0/8"))), ("lmtp", LOOPBACK)))
RELAYED = Envelope("smtp", "ben@example.com", peer="127.0.0.1", helo="localhost")
POSTFIX = ("from mx.acme.example (mail.acme.example [192.0.2.7]) (using TLSv1.3 with cipher TLS_AES_256 (256/256 bits)) "
           "(No client certificate requested) by mx.example.com (Postfix) with ESMTPS id 4XYZ for <crm@bridge.example.com>; "
           "Mon, 2 Mar 2026 08:59:00 +0000")
SENT = Client(ipaddress.ip_address("192.0.2.7"), "mx.acme.example")


def found(*received: str, envelope: Envelope = RELAYED) -> Client | None:
    return client.find(envelope, [("Subject", "x"), *(("Received", value) for value in received)], OURS)


def test_at_our_own_door_it_is_the_peer_whatever_the_mail_says() -> None:
    stranger = Envelope("smtp", "x@acme.example", peer="198.51.100.9", helo="mx.evil.example")
    assert found(POSTFIX, envelope=stranger) == Client(ipaddress.ip_address("198.51.100.9"), "mx.evil.example")


@pytest.mark.parametrize("envelope", [RELAYED, Envelope("pipe"), Envelope("lmtp"), Envelope("lmtp", peer="127.0.0.1"),
                                      Envelope("smtp", peer="::ffff:10.1.2.3")])
def test_a_server_of_ours_says_whom_it_had_it_from(envelope: Envelope) -> None:
    assert found(POSTFIX, envelope=envelope) == SENT


@pytest.mark.parametrize("received", [
    "from mx.acme.example ([192.0.2.7] helo=mx.acme.example) by mx.example.com with esmtps (Exim 4.96) id 1x",
    "from [192.0.2.7] (port=4711 helo=mx.acme.example) by mx.example.com with esmtp (Exim 4.96)",
    "from mx.acme.example (mail.acme.example [192.0.2.7]) by mx.example.com (8.17.1/8.17.1) with ESMTP id 1",
    "from mx.acme.example (unknown [IPv6:::ffff:192.0.2.7])\tby mx.example.com (Postfix)",
    "from mx.acme.example (192.0.2.7) by ex1.example.com (10.0.0.5) with Microsoft SMTP Server (version=TLS1_2) id 15.1",
    "from unknown (HELO mx.acme.example) (192.0.2.7) by mx.example.com with SMTP",
])
def test_each_servers_way_to_say_it_is_read(received: str) -> None:
    assert found(received) == SENT


def test_servers_of_ours_that_hand_a_mail_on_among_them_are_passed_over() -> None:
    inner = "from filter (localhost [127.0.0.1]) by mx.example.com (Postfix)"
    middle = "from edge.example.com (edge [10.0.0.5]) by filter.example.com (Postfix)"
    assert found(inner, middle, POSTFIX) == SENT
    assert found(*[inner] * 5, POSTFIX) is None, "it is not looked for for ever"


@pytest.mark.parametrize("received", [
    "by mx.example.com (Postfix, from userid 1000) id 4XYZ; Mon, 2 Mar 2026 08:59:00 +0000",
    "from mx.acme.example by mx.example.com",
    "from mx.acme.example (mail.acme.example) by mx.example.com",
    "from a (b [999.1.1.1]) by mx.example.com",
    "from a (b [192.0.2.1] [192.0.2.7]) by mx.example.com",
    "(qmail 1 invoked from network); 2 Mar 2026",
    "from [198.51.100.9] by mx.example.com with ESMTP", "from [198.51.100.9] (no address) by mx.example.com",
    "",
])
def test_what_does_not_say_it_is_not_guessed(received: str) -> None:
    assert found(received, POSTFIX) is None


@pytest.mark.parametrize(("helo", "is_seen_as"), [
    ("[198.51.100.9]", "[198.51.100.9]"),
    ("a(x [198.51.100.9])", None),
    ("a (x [198.51.100.9])", None),
    ("a (x [198.51.100.9]) by mx.example.com", None),
    ("a (helo=x) by b", None),
    ("helo=[198.51.100.9]", "helo=[198.51.100.9]"),
    ("a helo=x", "x"),
    ("[198.51.100.9] (helo=x)", "x"),
])
def test_a_stranger_cannot_name_another_address_by_the_name_it_gives(helo: str, is_seen_as: str | None) -> None:
    seen = found(f"from {helo} (unknown [192.0.2.7]) by mx.example.com (Postfix) with ESMTP")
    assert seen == (None if is_seen_as is None else Client(SENT.ip, is_seen_as)), "its own address, or none"


@pytest.mark.parametrize("helo", ["[198.51.100.9]", "[198.51.100.9](helo=x)", "[198.51.100.9] (helo=x)", "(198.51.100.9)"])
def test_nor_where_the_server_writes_addresses_without_brackets(helo: str) -> None:
    seen = found(f"from {helo} (192.0.2.7) by ex1.example.com (10.0.0.5) with Microsoft SMTP Server id 15.1")
    assert seen is not None and seen.ip == SENT.ip


@pytest.mark.parametrize("envelope", [Envelope("imap:sales"), Envelope("file"), Envelope("smtp"),
                                      Envelope("smtp", peer="no address"), Envelope("lmtp", peer="198.51.100.9")])
def test_where_nobody_of_ours_stands_by_it_is_not_known(envelope: Envelope) -> None:
    assert found(POSTFIX, envelope=envelope) is None
