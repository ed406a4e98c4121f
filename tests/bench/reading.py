"""How fast and how small reading is, against mail-parser alone, in one run on one machine.

    python tests/bench/reading.py

Prints the time to read ordinary 20 kB mails as a multiple of `mailparser.parse_from_bytes`, and the peak memory and time
of a mail with a 25 MB attachment as multiples of its size and of decoding and hashing it. Figures are medians of paired
rounds, so that a busy machine slows both sides.
"""

from __future__ import annotations

import base64
import binascii
import gc
import hashlib
import logging
import statistics
import time
import tracemalloc
from collections.abc import Callable

import mailparser

from mailbridge import reading

ROUNDS = 41
HEAD = (
    b"Return-Path: <ann@example.com>\r\n"
    b"Received: from mx.example.com (mx.example.com [192.0.2.1]) by mail.example.net (Postfix) with ESMTPS id 4X1;\r\n"
    b"\tMon, 3 Nov 2025 18:23:01 +0100 (CET)\r\n"
    b"Received: from [192.0.2.7] by mx.example.com with ESMTPSA id 77; Mon, 3 Nov 2025 18:23:00 +0100\r\n"
    b"From: =?utf-8?q?Ann_Gr=C3=BCn?= <ann@example.com>\r\nTo: Bob <bob@example.net>, sales@example.net\r\n"
    b"Subject: =?utf-8?q?Offer_for_=C3=84cker?=\r\nDate: Mon, 3 Nov 2025 18:23:00 +0100\r\n"
    b"Message-ID: <bench@example.com>\r\nMIME-Version: 1.0\r\n"
)


def plain_mail() -> bytes:
    """20 kB of text in quoted-printable."""
    lines = b"The quick brown fox jumps over the lazy dog near =C3=84cker and Wiesen.\r\n" * 270
    kind = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return HEAD + kind + lines


def ordinary_mail() -> bytes:
    """20 kB: plain text, HTML and a small picture, as a mail program writes it."""
    text = b"Dear Bob,\r\nplease find the offer below.\r\n" + b"One line of an ordinary letter, no more.\r\n" * 60
    markup = b"<p>" + text.replace(b"\r\n", b"<br>\r\n") + b'</p><img src="cid:logo@example.com">'
    picture = base64.encodebytes(b"\x89PNG" + bytes(9000)).replace(b"\n", b"\r\n")
    return (
        HEAD + b"Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\n"
        b"Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + text + b"\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + markup + b"\r\n--a--\r\n--r\r\n"
        b"Content-Type: image/png; name=logo.png\r\nContent-ID: <logo@example.com>\r\n"
        b"Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n" + picture + b"\r\n--r--\r\n"
    )


def large_mail() -> bytes:
    """A text and one attachment of 25 MB (about 18 MB decoded)."""
    data = base64.encodebytes(bytes(range(256)) * 72_000).replace(b"\n", b"\r\n")
    return (
        HEAD + b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/plain\r\n\r\nHello\r\n--m\r\n"
        b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n" + data + b"\r\n--m--\r\n"
    )


def seconds(work: Callable[[], object]) -> float:
    """CPU time of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def times_as_long(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median over paired rounds of how many times longer `ours` takes."""
    gc.disable()
    ratios = [seconds(ours) / seconds(theirs) for _ in range(rounds)]
    gc.enable()
    return statistics.median(ratios)


def peak_of(raw: bytes) -> int:
    """Bytes that reading allocates at most, beyond the raw mail."""
    tracemalloc.start()
    reading.read(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def main() -> None:
    """Prints the figures."""
    logging.disable(logging.CRITICAL)
    for name, raw in (("20 kB, text only", plain_mail()), ("20 kB, text, HTML and picture", ordinary_mail())):
        reading.read(raw)
        ratio = times_as_long(lambda raw=raw: reading.read(raw), lambda raw=raw: mailparser.parse_from_bytes(raw))
        print(f"{name} ({len(raw)} bytes): {ratio:.2f} x mail-parser alone (goal 1.5)")
    raw = large_mail()
    encoded = raw[raw.index(b"base64\r\n\r\n") + 10:-9]
    ratio = times_as_long(
        lambda: reading.read(raw), lambda: hashlib.sha256(binascii.a2b_base64(encoded)).hexdigest(), rounds=7)
    print(f"25 MB attachment: {ratio:.2f} x one base64 decode and SHA-256")
    memory = (len(raw) + peak_of(raw)) / len(raw)
    print(f"25 MB attachment: {memory:.2f} x its size in memory, the raw mail included (goal 2)")


if __name__ == "__main__":
    main()
