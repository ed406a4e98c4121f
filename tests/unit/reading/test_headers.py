"""Addresses, dates and ids in the forms that senders write them."""

from __future__ import annotations

import pytest

from mailbridge import reading
from mailbridge.reading.mime import addresses, dates, encoded_words, headers, message


@pytest.mark.parametrize(("field", "expected"), [
    ("Ann <a@example.com>", [("Ann", "a@example.com")]),
    ("<a@example.com>", [("", "a@example.com")]),
    ("a@example.com (Ann)", [("Ann", "a@example.com")]),
    ("Grün, Ann <a@example.com>, b@example.com", [("Grün, Ann", "a@example.com"), ("", "b@example.com")]),
    ("a@example.com; b@example.com", [("", "a@example.com"), ("", "b@example.com")]),
    ('Team: a@example.com, "B, C" <b@example.com>;', [("", "a@example.com"), ("B, C", "b@example.com")]),
    ("Undisclosed recipients:;", []),
    ('"a@example.com" <b@example.com>', [("a@example.com", "b@example.com")]),
    ("=?utf-8?q?Gr=C3=BCn=2C_Ann?= <a@example.com>", [("Grün, Ann", "a@example.com")]),
    ("=?utf-8?q?Gr=C3=BCn,_Ann?= <a@example.com>", [("Grün, Ann", "a@example.com")]),
    ('"=?utf-8?q?Gr=C3=BCn?=" <a@example.com>', [("Grün", "a@example.com")]),
    ("Ann Grün a@example.com", [("Ann Grün", "a@example.com")]),
    ("Ann [Sales] <a@example.com>", [("Ann [Sales]", "a@example.com")]),
    ('"Ann" "Grün" <a@example.com>', [("Ann Grün", "a@example.com")]),
    ("Ann (at work) <a(x)@example.com>", [("Ann", "a@example.com")]),
    ("<@relay.example:a@example.com>", [("", "a@example.com")]),
    ('"ann grün"@example.com', [("", '"ann grün"@example.com')]),
    ("a @ example . com", [("", "a@example.com")]),
    ("<mailto:a@example.com>", [("", "a@example.com")]),
    ("'a@example.com' <a@example.com>", [("a@example.com", "a@example.com")]),
    ("Ann <a@example.com> Bob <b@example.com>", [("Ann", "a@example.com"), ("Bob", "b@example.com")]),
    ("<a@example.com, b@example.com>", [("", "a@example.com"), ("", "b@example.com")]),
    ('"Ann <a@example.com>', [("Ann", "a@example.com")]),
    ("Ann <a@example.com", [("Ann", "a@example.com")]),
    ("ann@bücher.example", [("", "ann@bücher.example")]),
    ("nobody", []),
])
def test_an_address_field_is_taken_apart(field: str, expected: list[tuple[str, str]]) -> None:
    assert [(a.name, a.email) for a in addresses.parse(field.encode())] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Fri, 21 Nov 1997 09:55:06 -0600 (CST)", "1997-11-21T09:55:06-06:00"),
    ("21 Nov 97 09:55 EST", "1997-11-21T09:55:00-05:00"),
    ("Fri, 21 Nov 1997 09(comment):  55  :  06 -0600", "1997-11-21T09:55:06-06:00"),
    ("Mon Sep 17 00:00:00 2001", "2001-09-17T00:00:00"),
    ("Wed Mar  3 10:11:12 PST 2004", "2004-03-03T10:11:12-08:00"),
    ("2026-04-07T10:00:01Z", "2026-04-07T10:00:01+00:00"),
    ("2011-01-11 05:34:52 -0800", "2011-01-11T05:34:52-08:00"),
    ("Sat, 01-Jan-2011 10:00:00 GMT", "2011-01-01T10:00:00+00:00"),
    ("mar. 3 févr. 2015 10:00:00 +01:00", "2015-02-03T10:00:00+01:00"),
    ("Di, 3 März 2015 10:00:00 +0100", "2015-03-03T10:00:00+01:00"),
    ("21/11/2015 9:05 PM", "2015-11-21T21:05:00"),
    ("Mon, 3 Mar 2015 10:00:00 +9900", "2015-03-03T10:00:00"),
    ("20 Sep 1995 00:19:00 (EDT)", "1995-09-20T00:19:00-04:00"),
    ("Mon, 31 Dec 2012 23:59:60 +0000", "2012-12-31T23:59:59+00:00"),
])
def test_a_date_is_read_in_every_form(text: str, expected: str) -> None:
    moment = dates.parse(text)
    assert moment is not None
    assert moment.isoformat() == expected


@pytest.mark.parametrize("text", ["", "yesterday", "03/04/2015 10:00", "Tue, 7 Apr 2026 10:00:t", "32 Jan 2015 10:00:00",
                                  "Mon, 99 Foo 2015 10:00"])
def test_a_date_that_could_mean_two_days_is_no_date(text: str) -> None:
    assert dates.parse(text) is None


def test_the_second_date_counts_when_the_first_is_nonsense() -> None:
    mail = reading.read(b"Date: nonsense\r\nDate: 3 Mar 2015 10:00:00 +0000\r\n\r\n")
    assert mail.date is not None
    assert mail.date.year == 2015


@pytest.mark.parametrize(("value", "expected"), [
    (b"=?utf-8?b?R3LDvA==?= =?utf-8?q?=C3=9Fe?=", "Grüße"),
    (b"=?utf-8?b?R3LD?=\t=?utf-8?b?vMOfZQ==?=", "Grüße"),
    (b"=?utf-8?q?a?==?utf-8?q?b?=", "ab"),
    (b"Re: =?utf-8?q?a b?= c", "Re: a b c"),
    (b"=?iso-8859-1?q?Gr=FC=DFe?=", "Grüße"),
    (b"=?iso-8859-1?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    (b"=?klingon?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    (b"=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),
    (b"=?utf-8*de?q?a?=", "a"),
    (b"=?utf-8?x?a?=", "=?utf-8?x?a?="),
    (b"=?utf-8?q?a", "=?utf-8?q?a"),
    (b"Gr\xc3\xbc\xc3\x9fe", "Grüße"),
    (b"Gr\xfc\xdfe", "Grüße"),
    (b"\x1b$B$\"\x1b(B", "あ"),
])
def test_encoded_words_and_raw_bytes_in_a_header(value: bytes, expected: str) -> None:
    assert encoded_words.decode(value) == expected


def test_raw_header_bytes_are_read_in_the_charset_of_the_text() -> None:
    subject = "Рассылка".encode("koi8-r")
    mail = reading.read(b"Subject: " + subject + b"\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\nx")
    assert mail.subject == "Рассылка"


def test_ids_come_without_brackets() -> None:
    parsed = message.parse(b"Message-ID: <a@x.example>\r\nReferences: <b@x.example>\r\n <c@x.example>\r\n"
                           b"In-Reply-To: c@x.example\r\n\r\n")
    assert headers.message_id(parsed) == "a@x.example"
    assert headers.ids(parsed, "references") == ("b@x.example", "c@x.example")
    assert headers.ids(parsed, "in-reply-to") == ("c@x.example",)


def test_a_sender_without_address_is_a_name() -> None:
    assert reading.read(b"From: The Boss\r\n\r\n").sender.name == "The Boss"
