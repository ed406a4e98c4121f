"""The bridge's own trace field: beside the original, never in it."""

from __future__ import annotations

import email
from datetime import UTC, datetime

from mailbridge import received
from mailbridge.mail import Envelope

AT = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)


def test_it_says_who_handed_over_what_for_whom_and_when() -> None:
    envelope = Envelope("smtp", "jane@acme.test", ("crm@bridge.example.com",), "192.0.2.7", helo="mx.acme.test",
                        protocol="ESMTPS")
    assert received.field(envelope, 7, AT) == (
        "Received: from mx.acme.test ([192.0.2.7])\r\n\tby bridge.example.com (mailbridge) with ESMTPS id 7\r\n"
        "\tfor <crm@bridge.example.com>;\r\n\tThu, 15 Jan 2026 10:00:00 +0000\r\n")


def test_it_names_no_recipient_of_several() -> None:
    envelope = Envelope("lmtp", recipients=("a@bridge.example.com", "b@bridge.example.com"), protocol="LMTP")
    assert received.field(envelope, 7, AT) == (
        "Received: from unknown (local)\r\n\tby bridge.example.com (mailbridge) with LMTP id 7;\r\n"
        "\tThu, 15 Jan 2026 10:00:00 +0000\r\n")


def test_what_a_stranger_calls_itself_cannot_add_a_header() -> None:
    hostile = Envelope("smtp", recipients=("crm@bridge.example.com",), peer="2001:db8::1%eth0", protocol="SMTP",
                       helo="x\r\nBcc: all@example.com\r\n(by [x]; " + "y" * 1000)
    parsed = email.message_from_string(received.field(hostile, 7, AT) + "\r\n")
    assert parsed.keys() == ["Received"]
    assert "from x??Bcc:?all?example.com???by?[x]??yyy" in parsed["Received"]
    assert "([IPv6:2001:db8::1])" in parsed["Received"]


def test_a_mail_that_no_server_handed_over_has_none() -> None:
    assert received.field(Envelope("imap:sales"), 7, AT) == ""
