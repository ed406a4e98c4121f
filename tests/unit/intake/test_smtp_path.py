"""What MAIL and RCPT say: an address and parameters, or the reply to what is none."""

from __future__ import annotations

import pytest

from mailbridge.intake import smtp_path
from mailbridge.intake.smtp_path import Said

SYNTAX = "501 5.5.4 Syntax: MAIL FROM: <address>"
EXTENDED = SYNTAX + " [SP <mail-parameters>]"


@pytest.mark.parametrize(("argument", "expected"), [
    ("FROM:<jane@acme.test>", Said("jane@acme.test")),
    ("from: <jane@acme.test>", Said("jane@acme.test")),
    ("FROM:jane@acme.test", Said("jane@acme.test")),
    ("FROM:<>", Said("<>")),
    ("FROM:<jane@acme.test> SIZE=1000 BODY=8BITMIME SMTPUTF8", Said("jane@acme.test")),
    ("FROM:<jane@acme.test> size=999 body=7bit", Said("jane@acme.test")),
    ("FROM:<jane@acme.test> AUTH=<>", Said("jane@acme.test")),
    ("FROM:<jane@acme.test> SIZE=1001", Said(refusal="552 5.3.4 Error: message size exceeds fixed maximum message size")),
    ("FROM:<jane@acme.test> SIZE=" + "9" * 900, Said(refusal="552 5.3.4 Error: message size exceeds fixed maximum message size")),
    ("FROM:<jane@acme.test> SIZE=" + "9" * 1100, Said(refusal=EXTENDED)),
    ("FROM:<jane@acme.test> SIZE=\u0663", Said(refusal=EXTENDED)),
    ("FROM:<jane@acme.test> SIZE=", Said(refusal=EXTENDED)),
    ("FROM:<jane@acme.test> SIZE", Said(refusal=EXTENDED)),
    ("FROM:<jane@acme.test> BODY=BINARYMIME", Said(refusal="501 5.5.4 Error: BODY can only be one of 7BIT, 8BITMIME")),
    ("FROM:<jane@acme.test> SMTPUTF8=YES", Said(refusal="501 5.5.4 Error: SMTPUTF8 takes no arguments")),
    ("FROM:<jane@acme.test> RET=HDRS", Said(refusal="555 5.5.4 MAIL FROM parameters not recognized or not implemented")),
    ("FROM:<jane@acme.test> =", Said(refusal=EXTENDED)),
    ("FROM:<jane acme.test>", Said(refusal="553 5.1.3 Error: malformed address")),
    ("TO:<jane@acme.test>", Said(refusal=EXTENDED)),
    ("FROM:", Said(refusal=EXTENDED)),
    (None, Said(refusal=EXTENDED)),
], ids=lambda value: str(value)[:60])
def test_a_sender_is_an_address_with_what_is_known_of_its_mail(argument: str | None, expected: Said) -> None:
    assert smtp_path.of_mail(argument, True, 1000) == expected


@pytest.mark.parametrize(("argument", "expected"), [
    ("TO:<crm@bridge.example.com>", Said("crm@bridge.example.com")),
    ("To: crm@bridge.example.com", Said("crm@bridge.example.com")),
    ("TO:<crm@bridge.example.com> NOTIFY=NEVER",
     Said(refusal="555 5.5.4 RCPT TO parameters not recognized or not implemented")),
    ("TO:<crm>", Said(refusal="553 5.1.3 Error: malformed address")),
    ("FROM:<crm@bridge.example.com>", Said(refusal="501 5.5.4 Syntax: RCPT TO: <address> [SP <mail-parameters>]")),
    (None, Said(refusal="501 5.5.4 Syntax: RCPT TO: <address> [SP <mail-parameters>]")),
], ids=lambda value: str(value)[:60])
def test_a_recipient_is_an_address_and_nothing_more(argument: str | None, expected: Said) -> None:
    assert smtp_path.of_rcpt(argument, True) == expected


def test_who_said_helo_may_use_no_parameters() -> None:
    assert smtp_path.of_mail("FROM:<jane@acme.test> SIZE=10", False, 1000) == Said(refusal=SYNTAX)
    assert smtp_path.of_rcpt("TO:<crm@bridge.example.com> X=1", False).refusal == "501 5.5.4 Syntax: RCPT TO: <address>"
    assert smtp_path.of_mail("FROM:<jane@acme.test>", False, 1000) == Said("jane@acme.test")


def test_without_a_limit_any_size_may_be_announced() -> None:
    assert smtp_path.of_mail("FROM:<jane@acme.test> SIZE=99999999999", True, 0) == Said("jane@acme.test")
