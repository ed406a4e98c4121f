"""What makes two arrivals the same mail: pure functions of bytes and envelope."""

from __future__ import annotations

import pytest

from mailbridge.mail import Envelope
from mailbridge.spool.identity import identity, key

from .kit import BRIDGE, raw_mail

MAIL = raw_mail()


@pytest.mark.parametrize(("what", "other"), [
    ("line ends", MAIL.replace(b"\r\n", b"\n")),
    ("trace headers", b"Return-Path: <jane@acme.test>\r\nReceived: from a.example by b.example\r\n" + MAIL),
    ("where it was delivered", b"Delivered-To: crm@bridge.example.com\r\nX-Spam-Score: 0\r\n" + MAIL),
    ("folding", MAIL.replace(b"Subject: Offer", b"Subject:\r\n  Offer")),
    ("the case of header names", MAIL.replace(b"Subject:", b"SUBJECT:")),
    ("the order of headers", b"Subject: Offer\r\n" + MAIL.replace(b"Subject: Offer\r\n", b"")),
    ("blank lines at the end", MAIL + b"\r\n\r\n"),
])
def test_what_the_way_of_a_mail_changes_does_not_make_it_another(what: str, other: bytes) -> None:
    assert other != MAIL
    assert identity(other) == identity(MAIL), what


@pytest.mark.parametrize(("what", "other"), [
    ("body", raw_mail(text="Please do not call me.")),
    ("Message-ID", raw_mail(message_id="another")),
    ("subject", raw_mail("Other offer", message_id="Offer")),
    ("sender", raw_mail(sender="Joan Doe <joan@acme.test>")),
    ("date", MAIL.replace(b"08:59", b"08:58")),
    ("a line more", MAIL + b"One more thing.\r\n"),
    ("a header that became body", MAIL.replace(b"\r\nSubject", b"\r\n\r\nSubject")),
    ("the boundary of its parts", b"Content-Type: multipart/mixed; boundary=b\r\n" + MAIL),
])
def test_what_a_person_would_call_another_mail_is_another(what: str, other: bytes) -> None:
    assert identity(other) != identity(MAIL), what


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"\r\n\r\nbody", b"no header at all", b"\xff\xfe\x00", b" folded first",
                                 b"Subject\n" * 10, b"\n\n\n", b"Subject: no body"])
def test_any_bytes_have_an_identity(raw: bytes) -> None:
    assert len(identity(raw)) == 64


def test_an_arrival_is_the_same_by_mail_and_envelope_whatever_host_repeats_it() -> None:
    first = Envelope("smtp", "jane@acme.test", (BRIDGE, "leads@bridge.example.com"), "192.0.2.7")
    again = Envelope("smtp", "jane@acme.test", ("leads@bridge.example.com", BRIDGE.upper()), "192.0.2.8")
    assert key(identity(MAIL), first) == key(identity(MAIL), again)


@pytest.mark.parametrize("other", [
    Envelope("lmtp", "jane@acme.test", (BRIDGE,)), Envelope("smtp", "", (BRIDGE,)),
    Envelope("smtp", "jane@acme.test", ("leads@bridge.example.com",)),
])
def test_another_envelope_is_another_arrival(other: Envelope) -> None:
    assert key(identity(MAIL), other) != key(identity(MAIL), Envelope("smtp", "jane@acme.test", (BRIDGE,)))
