"""Mails that are signed and sealed for the tests, by dkimpy: another program than the one that checks them."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import dkim
from dns_server import quoted

MAIL = (b"Received: from mx.example.com by bridge.example.com; Mon, 02 Mar 2026 08:59:30 +0000\r\n"
        b"From: Ben <ben@example.com>\r\nTo: jane@acme.example\r\nSubject: Offer\r\n"
        b"Date: Mon, 02 Mar 2026 08:59:00 +0000\r\nMessage-ID: <1@example.com>\r\n\r\n"
        b"Hello Jane,\r\n\r\nhere is   the offer. \t\r\n\r\n\r\n")
SIGNED = (b"from", b"to", b"subject", b"date", b"message-id")


@cache
def private_key(bits: int, number: int = 0) -> bytes:
    """A key of that size as PEM; the same for each `number`."""
    made = subprocess.run(["openssl", "genrsa", "-traditional", str(bits)], capture_output=True, check=True)
    return made.stdout


@dataclass(frozen=True, slots=True)
class Signer:
    """Whoever signs for a domain."""

    domain: str
    selector: str = "s1"
    bits: int = 1024                    # the smallest that counts is the fastest
    number: int = 0

    @property
    def key(self) -> bytes:
        return private_key(self.bits, self.number)

    @property
    def name(self) -> str:
        """Where DNS has the key."""
        return f"{self.selector}._domainkey.{self.domain}"

    def public(self) -> str:
        der = subprocess.run(["openssl", "rsa", "-pubout", "-outform", "DER"], input=self.key, capture_output=True,
                             check=True).stdout
        return base64.b64encode(der).decode()

    def record(self, others: str = "v=DKIM1; k=rsa; ") -> tuple[str, str]:
        """The key's TXT record."""
        return ("TXT", quoted(f"{others}p={self.public()}"))

    def sign(self, raw: bytes = MAIL, *, form: str = "relaxed/relaxed", fields: Sequence[bytes] = SIGNED,
             length: bool = False) -> bytes:
        """The mail with one more signature on top."""
        head, body = form.encode().split(b"/")
        signature = dkim.sign(raw, self.selector.encode(), self.domain.encode(), self.key, canonicalize=(head, body),
                              include_headers=list(fields), length=length)
        return bytes(signature) + raw

    def seal(self, raw: bytes, results: str) -> bytes:
        """The mail with one more ARC set, whose results are this signer's own Authentication-Results."""
        name = f"mx.{self.domain}"
        told = f"Authentication-Results: {name}; {results}\r\n".encode() + raw
        made = dkim.ARC(told).sign(self.selector.encode(), self.domain.encode(), self.key, name.encode(),
                                   include_headers=list(SIGNED))
        assert made, "dkimpy did not seal"
        return b"".join(bytes(field) for field in made) + raw
