"""Addresses as MAIL and RCPT bring them."""

from __future__ import annotations

import time

import pytest

from mailbridge.intake.smtp_address import path


@pytest.mark.parametrize(("argument", "read"), [
    ("<jane@acme.test>", ("jane@acme.test", "")),
    (" <jane@acme.test> SIZE=100 BODY=8BITMIME", ("jane@acme.test", "SIZE=100 BODY=8BITMIME")),
    ("jane@acme.test", ("jane@acme.test", "")),
    ("jane@acme.test SIZE=1", ("jane@acme.test", "SIZE=1")),
    ("<>", ("<>", "")), ("<> SIZE=1", ("<>", "SIZE=1")),
    ("<@a.test,@b.test:jane@acme.test>", ("jane@acme.test", "")),
    ('<"jane doe"@acme.test>', ('"jane doe"@acme.test', "")),
    ('<"a>b@c"@acme.test> X=1', ('"a>b@c"@acme.test', "X=1")),
    ('<"a\\"b"@acme.test>', ('"a\\"b"@acme.test', "")),
    ("<jane@[192.0.2.1]>", ("jane@[192.0.2.1]", "")),
    ("<jane@[IPv6:2001:db8::1]>", ("jane@[IPv6:2001:db8::1]", "")),
    ("<jürgen@grüße.test>", ("jürgen@grüße.test", "")),
    ("<bounce+jane=acme.test@lists.test>", ("bounce+jane=acme.test@lists.test", "")),
])
def test_an_address_is_read_with_what_follows(argument: str, read: tuple[str, str]) -> None:
    assert path(argument) == read


@pytest.mark.parametrize("argument", [
    "", " ", "<", ">", "<jane", "<jane>", "<@>", "<jane@>", "<@acme.test>", "<jane@acme.test", "<a b@acme.test>",
    "<a@b@c.test>", "<a,b@acme.test>", "<jane@ac me.test>", "<jane@acme.test>x", '<"a@acme.test>', '<""@acme.test>',
    '<"a"b@acme.test>', "<a\0@acme.test>", "<a@acme.test\r>", "<a@acme.\x85test>", "<(c)a@acme.test>", "<<a@b.test>>",
    "<a@b.test;c@d.test>", "<jane@[]>", "<\\@acme.test>", "<a@[b@c]>",
])
def test_a_malformed_address_is_none(argument: str) -> None:
    assert path(argument) is None


def test_a_long_one_takes_no_time() -> None:
    started = time.perf_counter()
    for argument in ("<" + '"' * 60_000, "<" + "@a," * 20_000, "<" + "(" * 60_000 + ">", '<"' + "\\" * 60_000 + '"@a>'):
        path(argument)
    assert time.perf_counter() - started < 0.5
