"""From when and until when a certificate is good: the one thing of X.509 that is asked here (RFC 5280 section 4.1).

Why not the ssl module? It tells that only of certificates that a peer has shown.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mailbridge.errors import AdminError

_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
_SEQUENCE, _UTC_TIME, _GENERALIZED_TIME, _VERSION = 0x30, 0x17, 0x18, 0xA0


@dataclass(frozen=True, slots=True)
class Validity:
    """Both aware."""

    since: datetime
    until: datetime


def validity(file: Path) -> Validity:
    """Of the first certificate in a PEM file, the server's own. Raises AdminError."""
    try:
        text = file.read_text("ascii", "replace")
        start = text.index(_BEGIN)
        der = ssl.PEM_cert_to_DER_cert(text[start:text.index(_END, start) + len(_END)])
        return _validity(der)
    except OSError as error:
        raise AdminError(f"{file} cannot be read: {error.strerror or error}") from None
    except (ValueError, IndexError):
        raise AdminError(f"{file} holds no certificate in PEM") from None


def _validity(der: bytes) -> Validity:
    """Certificate > tbsCertificate > [version] serialNumber signature issuer validity."""
    _, certificate, _ = _element(der)
    _, rest, _ = _element(certificate)
    tag, _, after = _element(rest)
    if tag == _VERSION:
        rest = after
    for _ in range(3):
        _, _, rest = _element(rest)
    tag, times, _ = _element(rest)
    if tag != _SEQUENCE:
        raise ValueError("no validity")
    since_tag, since, after = _element(times)
    until_tag, until, _ = _element(after)
    return Validity(_time(since_tag, since), _time(until_tag, until))


def _element(der: bytes) -> tuple[int, bytes, bytes]:
    """(tag, content, what follows) of the first element. Raises IndexError or ValueError for what is none."""
    tag, length, start = der[0], der[1], 2
    if length & 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(der[2:2 + count], "big"), 2 + count
    if start + length > len(der):
        raise ValueError("cut short")
    return tag, der[start:start + length], der[start + length:]


def _time(tag: int, content: bytes) -> datetime:
    """UTCTime has two digits for the year, from 50 on those of the last century (section 4.1.2.5.1)."""
    digits = content.decode("ascii").removesuffix("Z")
    if tag == _UTC_TIME:
        digits = ("19" if digits >= "50" else "20") + digits
    elif tag != _GENERALIZED_TIME:
        raise ValueError("no time")
    return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
