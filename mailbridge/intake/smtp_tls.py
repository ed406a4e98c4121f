"""The certificate that a door shows, loaded anew when its files change. TLS 1.2 and newer."""

from __future__ import annotations

import logging
import ssl
from pathlib import Path

from mailbridge.errors import AdminError
from mailbridge.settings.doors import TlsSettings

log = logging.getLogger("mailbridge.smtp")


class Certificate:
    """A server's TLS context. Raises AdminError when the files cannot be used at the start; later the former holds."""

    def __init__(self, settings: TlsSettings) -> None:
        self._certificate = settings.certificate
        self._key = settings.key
        self._seen = self._stamps()
        self._context = self._load()

    def context(self) -> ssl.SSLContext:
        """As the files stand now. A certificate that was renewed halfway is looked at again at its next change."""
        stamps = self._stamps()
        if stamps != self._seen:
            self._seen = stamps
            try:
                self._context = self._load()
            except AdminError as error:
                log.error("the former certificate stays in use: %s", error)     # noqa: TRY400 - the sentence says it
            else:
                log.info("the certificate of %s is new and in use", self._certificate)
        return self._context

    def _load(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self._certificate, self._key, password=_no_password)
        except (OSError, ValueError) as error:      # ssl.SSLError is an OSError
            raise AdminError(f"smtp.tls: {_why(error, self._certificate, self._key)}") from None
        return context

    def _stamps(self) -> tuple[tuple[int, int, int] | None, ...]:
        return tuple(_stamp(file) for file in (self._certificate, self._key) if file is not None)


def _no_password() -> str:
    raise ValueError("the key is encrypted; a service cannot type its password")


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def _why(error: Exception, certificate: Path, key: Path | None) -> str:
    files = f"{certificate} and {key}" if key else f"{certificate}"
    if isinstance(error, ssl.SSLError):
        reason = {"KEY_VALUES_MISMATCH": "the key is not that of the certificate",
                  "EE_KEY_TOO_SMALL": "the key is too short"}.get(error.reason or "", "that is no certificate with its "
                                                                                      "key in PEM")
        return f"{files} cannot be used: {reason}"
    return f"{files} cannot be read: {getattr(error, 'strerror', None) or error}"
