"""From when and until when a certificate is good: the one thing of X.509 that is asked here (RFC 5280 section 4.1.2.5).

Why not the ssl module? It tells that only of certificates that a peer has shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509

from mailbridge.errors import AdminError


@dataclass(frozen=True, slots=True)
class Validity:
    """Both aware."""

    since: datetime
    until: datetime


def validity(file: Path) -> Validity:
    """Of the first certificate in a PEM file, the server's own. Raises AdminError."""
    try:
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
        return Validity(certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    except OSError as error:
        raise AdminError(f"{file} cannot be read: {error.strerror or error}") from None
    except (ValueError, x509.InvalidVersion):
        raise AdminError(f"{file} holds no certificate in PEM") from None
