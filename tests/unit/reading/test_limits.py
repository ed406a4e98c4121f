"""Each hostile mail of RELIABILITY E6 is read in less than a second, in a minimal form that says which limit."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from mailbridge import reading
from mailbridge.mail import Mail
from mailbridge.reading import limits

HEAD = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: s\r\nMIME-Version: 1.0\r\n"


MOST_SECONDS = 3.0
"""Of the processor. On an idle machine each takes well under one; a machine that is shared counts some of others'."""


def read_quickly(raw: bytes) -> Mail:
    started = time.process_time()
    mail = reading.read(raw)
    assert time.process_time() - started < MOST_SECONDS
    return mail


def nested_boundaries() -> bytes:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(900)
    )
    return HEAD + opened + b"\r\n--b\r\n" * 30_000


def deep_nesting() -> bytes:
    return HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2000))


def many_parts() -> bytes:
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100_000 + b"--b--\r\n"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "900 nested boundaries and 30,000 lines": nested_boundaries,
    "multiparts 2,000 deep": deep_nesting,
    "100,000 parts": many_parts,
    "850 kB of encoded words as subject": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 60_000 + b"\r\n\r\nx",
    "a group of 1 MB": lambda: b"To: g: " + b"a@example.com, " * 70_000 + b";\r\n\r\nx",
    "100,000 semicolons": lambda: HEAD + b"Content-Type: text/plain" + b";" * 100_000 + b"\r\n\r\nx",
    "100,000 escaped quotes": lambda: HEAD + b'Content-Type: text/plain; x="' + b'\\";' * 100_000 + b"\r\n\r\nx",
    "a From of 280 kB of encoded words": lambda: b"From: " + b"=?utf-8?b?YQ==?= " * 16_000 + b"<a@example.com>\r\n\r\n",
    "100,000 dots in From": lambda: b"From: " + b"." * 100_000 + b"\r\n\r\nx",
    "100,000 open comments": lambda: b"From: " + b"(" * 100_000 + b"\r\n\r\nx",
    "100,000 open brackets": lambda: b"To: " + b"<" * 100_000 + b"\r\n\r\nx",
    "100,000 quotes with backslashes": lambda: b"To: " + b'\\"' * 100_000 + b"\r\n\r\nx",
    "100,000 header fields": lambda: b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + b"\r\nx",
    "a header without end": lambda: b"Subject: " + b"a" * 3_000_000,
    "lines that are no fields": lambda: HEAD + b"no field here\r\n" * 60_000 + b"\r\n\r\nx",
    "mails in mails, 200 deep": lambda: (HEAD + b"Content-Type: message/rfc822\r\n\r\n") * 200 + HEAD + b"\r\nx",
    "bare CR, 1 MB": lambda: b"\r" * 1_000_000,
    "two hyphens, 6 MB": lambda: HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + b"--\n" * 2_000_000,
    "RFC 2231 pieces without end": lambda: HEAD + b"Content-Type: text/plain" + b"".join(
        b"; name*%d*=a" % n for n in range(9000)) + b"\r\n\r\nx",
    "HTML nested 20,000 deep": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 20_000 + b"x",
    "3,000 blockquotes of 300 lines": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<blockquote>" * 3000 + b"a<br>" * 300,
    "a tag with 20,000 attributes": lambda: HEAD + b"Content-Type: text/html\r\n\r\n<p " + b"a=b " * 20_000 + b">x</p>",
    "open tags only": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<a" * 400_000,
    "a row of 15,000 cells": lambda: HEAD + b"Content-Type: text/html\r\n\r\n<table><tr>" + b"<td>a" * 15_000,
    "nothing but spaces": lambda: HEAD + b"\r\n" + b" " * 2_000_000,
    "uuencode that begins and never ends": lambda: HEAD + b"\r\n" + b"begin 644 a\nM\n" * 50_000,
    "base64 of 100,000 paddings": lambda: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"YQ==" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_read_in_bounded_time(name: str) -> None:
    read_quickly(HOSTILE[name]())


def test_the_limit_that_was_met_is_named() -> None:
    mail = read_quickly(many_parts())
    assert any(d.startswith(limits.EXCEEDED) and "1000 parts" in d for d in mail.defects)


def test_the_fields_that_could_be_read_are_kept_beyond_a_limit() -> None:
    mail = read_quickly(deep_nesting())
    assert mail.sender.email == "a@example.com"
    assert mail.subject == "s"


def test_attached_mails_are_followed_to_a_bounded_depth() -> None:
    mail = read_quickly(HOSTILE["mails in mails, 200 deep"]())
    depth = 0
    while mail.attached:
        mail, depth = mail.attached[0], depth + 1
    assert depth == limits.MAX_ATTACHED_DEPTH
