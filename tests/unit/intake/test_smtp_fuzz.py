"""Whatever bytes come, the SMTP door answers like a mail server, says nothing of its inside, and serves the next."""

from __future__ import annotations

import logging
import random
import socket

import pytest
from spool.kit import raw_mail

from mailbridge.intake.smtp import SmtpDoor
from mailbridge.spool import Spool

from .smtp_kit import BRIDGE, Client, a_door, kept

WORDS = [b"EHLO a.test", b"HELO", b"MAIL FROM:<a@b.test>", b"MAIL FROM:", b"RCPT TO:<" + BRIDGE.encode() + b">", b"RCPT", b"DATA",
         b".", b"RSET", b"NOOP x", b"VRFY", b"EXPN", b"HELP", b"HELP DATA", b"AUTH PLAIN AAAA", b"STARTTLS", b"BDAT 5 LAST",
         b"XCLIENT ADDR=127.0.0.1", b"ETRN b.test", b"TURN", b"HELP \xff", b"MAIL FROM:<a@b.test> SIZE=-1",
         b"MAIL FROM:<a@b.test> BODY=9BITMIME", b"MAIL FROM:<a@b.test> SMTPUTF8=1", b"\x00" * 50, b"A" * 5000, b"",
         b"RCPT TO:<" + b"<" * 500 + b">", b'MAIL FROM:<"\xf0\x9f\x98\x80"@b.test>', b"MAIL FROM:<a@b.test> \xc3\x28=1"]


@pytest.mark.parametrize("seed", range(12))
def test_any_bytes_are_answered_with_replies_and_no_inside_shows(
    spool: Spool, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(seed)
    with a_door(spool, limits={"errors": 1000, "unknown_commands": 1000, "data_seconds": 1}) as door:
        for _ in range(4):
            lines = [chance.choice(WORDS) if chance.random() < 0.8 else chance.randbytes(chance.randrange(80))
                     for _ in range(40)]
            said = everything_said_to(door, chance.choice([b"\r\n", b"\n", b"\r\n", b"\r"]).join(lines) + b"\r\n.\r\nQUIT\r\n")
            assert b"Error: (" not in said and b"Traceback" not in said and b"451" not in said, said
            for line in said.splitlines():
                assert line[:3].isdigit() and line[3:4] in b" -", line
        with Client(door) as client:
            assert client.mail(raw_mail("the next")).startswith("250")
    assert raw_mail("the next") in kept(spool)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def everything_said_to(door: SmtpDoor, data: bytes) -> bytes:
    said = b""
    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as link:
        try:
            link.sendall(data)
            while block := link.recv(65536):
                said += block
        except ConnectionResetError:
            pass
    return said
