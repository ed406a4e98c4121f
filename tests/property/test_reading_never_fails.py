"""Whatever bytes come in: reading never raises, stays within its time, and what it gives can be written as JSON."""

from __future__ import annotations

import json
import random
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbridge import reading
from mailbridge.mail import as_json

SECONDS_A_MAIL = 2.0
PIECES = (
    b"\r\n", b"\n", b"\r", b"\r\n\r\n", b" ", b"\t", b"\0", b"--b\r\n", b"--b--\r\n", b"--c\r\n", b'"', b"\\", b";", b"<", b">",
    b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Message-ID: ", b"a@example.com", b"Ann <a@example.com>, ", b"(", b")",
    b"=?utf-8?q?a=C3?=", b"=?utf-8?b?w6Q=?=", b"=?", b"?=", b"Mon, 3 Mar 2015 10:00:00 +0100", b"99:99", b"\xff\xfe", b"\xfc",
    b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Type: multipart/alternative; boundary=c\r\n",
    b"Content-Type: text/html\r\n", b"Content-Type: message/rfc822\r\n", b"Content-Type: text/plain; charset=", b"utf-7", b"big5",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: quoted-printable\r\n", b"YQ==", b"=C3=", b"begin 644 a\n",
    b"Content-Disposition: attachment; filename*0*=utf-8''a%C3", b"<div>", b"<a href='", b"</p>", b"<table><tr><td>", b"x" * 300,
    b"\x1b$B", b"\x78\x9f\x3e\x22\x01\x00", b"Content-Type: application/ms-tnef\r\n", b"Content-Type: text/calendar\r\n",
    b"BEGIN:VCALENDAR\r\n", b"> ", b"On Mon, Ann wrote:\r\n", b"-----Original Message-----\r\n", b"format=flowed; delsp=yes",
)
BOUNDED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_and_write(raw: bytes) -> None:
    started = time.process_time()
    mail = reading.read(raw)
    assert time.process_time() - started < SECONDS_A_MAIL
    json.dumps(as_json(mail, "x"), ensure_ascii=False).encode("utf-8")
    for name, value in mail.headers:
        (name + value).encode("utf-8")


@BOUNDED
@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw: bytes) -> None:
    read_and_write(raw)


@BOUNDED
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join))
def test_any_pieces_of_mail_are_read(raw: bytes) -> None:
    read_and_write(raw)


def test_a_mail_with_any_damage_is_read() -> None:
    whole = (
        b"From: =?utf-8?q?Gr=C3=BCn?= <a@example.com>\r\nTo: g: b@example.net;\r\nDate: 3 Mar 2015 10:00:00 +0100\r\n"
        b"Subject: Offer\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Gr=C3=BC=C3=9Fe</p>\r\n"
        b"--b\r\nContent-Type: application/pdf; name*0*=utf-8''a%C3; name*1*=%BC.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nx\r\n--b--\r\n"
    )
    chance = random.Random(7)
    until = time.monotonic() + 3
    for _ in range(1500):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 8)):
            at = chance.randrange(len(damaged))
            piece = chance.choice(PIECES)
            damaged[at:at + chance.choice((0, 1, len(piece), 40))] = piece
        read_and_write(bytes(damaged))
        if time.monotonic() > until:
            break
