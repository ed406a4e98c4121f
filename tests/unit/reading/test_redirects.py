"""Mails that a server sent on, by their headers."""

from __future__ import annotations

import pytest

from mailbridge.mail import Address, Redirect
from mailbridge.reading.forwards.redirects import automatic_forward

SALES, CRM = "sales@team.example", "crm@bridge.example"


@pytest.mark.parametrize(("headers", "expected"), [
    ([("X-Forwarded-To", CRM), ("X-Forwarded-For", f"{SALES} {CRM}"), ("Delivered-To", CRM)],
     Redirect(SALES, CRM, None, "x-forwarded-for")),
    ([("Resent-From", f"Sales <{SALES}>"), ("Resent-To", CRM)], Redirect(SALES, CRM, None, "resent-from")),
    ([("X-MS-Exchange-ForwardingLoop", f"{SALES};0a1b-2c3d")], Redirect(SALES, "", None, "x-ms-exchange-forwardingloop")),
    ([("Delivered-To", CRM), ("X-Original-To", SALES)], Redirect(SALES, "", None, "x-original-to")),
    ([("Original-Recipient", f"rfc822;{SALES}")], Redirect(SALES, "", None, "original-recipient")),
    ([("Delivered-To", CRM), ("Delivered-To", SALES)], Redirect(SALES, CRM, None, "delivered-to")),
    ([("X-Original-From", "Jane Roe <jane@acme.example>"), ("Delivered-To", SALES)],
     Redirect("", "", Address("Jane Roe", "jane@acme.example"), "x-original-from")),
    ([("Resent-From", "late@team.example"), ("Resent-From", SALES)], Redirect(SALES, "", None, "resent-from")),
])
def test_each_servers_headers_name_the_first_recipient(headers: list[tuple[str, str]], expected: Redirect) -> None:
    assert automatic_forward(headers) == expected


@pytest.mark.parametrize("headers", [
    [], [("To", SALES)], [("Delivered-To", SALES)], [("X-Original-To", SALES), ("Delivered-To", SALES)],
    [("X-Original-To", SALES)], [("X-Forwarded-For", "192.0.2.7, 198.51.100.9")], [("Resent-To", "nobody")],
])
def test_an_ordinary_delivery_is_no_redirect(headers: list[tuple[str, str]]) -> None:
    assert automatic_forward(headers) is None
