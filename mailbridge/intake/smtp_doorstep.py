"""The first moment of a connection: whether it may come in, TLS if it comes first, then its session.

A refused connection costs a reply and no session.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from asyncio.sslproto import SSLProtocol
from typing import Any, cast

from mailbridge.intake.lmtp_connection import LmtpConnection
from mailbridge.intake.smtp_connection import Connection
from mailbridge.intake.smtp_handler import Handler
from mailbridge.intake.smtp_places import HANDSHAKE_SECONDS, Places, Visit
from mailbridge.intake.smtp_tls import Certificate
from mailbridge.settings.doors import LmtpSettings, SmtpSettings

log = logging.getLogger("mailbridge.smtp")


class Doorstep:
    """Makes what a new connection needs. `certificate` is None where nothing is encrypted."""

    def __init__(self, settings: SmtpSettings | LmtpSettings, handler: Handler, places: Places,
                 certificate: Certificate | None, loop: asyncio.AbstractEventLoop) -> None:
        self._is_local = settings.listen.startswith("unix:")
        self._places = places
        self._certificate = certificate
        self._loop = loop
        kind = Connection if handler.door == "smtp" else LmtpConnection
        options: dict[str, Any] = {
            "data_size_limit": settings.max_bytes, "hostname": socket.gethostname(), "loop": loop,
            "tls_context": certificate.context() if certificate else None,
            "require_starttls": isinstance(settings, SmtpSettings) and settings.require_tls,
        }
        self._plain = kind(handler, places, **options)
        self._encrypted = kind(handler, places, auth_require_tls=False, **options)

    def protocol(self, is_tls: bool) -> asyncio.Protocol:
        """For a connection that has just been accepted."""
        return _Arriving(self, is_tls)

    def arrived(self, transport: asyncio.Transport, is_tls: bool) -> None:
        """Let the connection in or send it off."""
        name = transport.get_extra_info("peername")
        if not (isinstance(name, tuple) or self._is_local):     # it is gone already: nobody else has no address
            transport.abort()
            return
        peer = str(name[0]) if isinstance(name, tuple) else ""
        visit = Visit(peer, self._places.gate.is_trusted(peer), self._loop.time(),
                      hang_up=lambda reply: transport.abort(), abort=transport.abort)
        refusal = self._places.let_in(visit)
        if refusal:
            log.debug("a connection from %s was refused: %s", peer, refusal)
            transport.write(b"" if is_tls else refusal.encode() + b"\r\n")
            transport.close()
        elif is_tls:
            self._encrypt(transport, visit)
        else:
            context = self._certificate.context() if self._certificate else None
            session = self._plain.session_for(visit, context)
            transport.set_protocol(session)
            session.connection_made(transport)

    def _encrypt(self, transport: asyncio.Transport, visit: Visit) -> None:
        """TLS from the first byte on, as the library begins it after STARTTLS.

        The loop's `start_tls` is for a connection that is being read: it pauses that first, which uvloop calls an error
        where nothing is read yet.
        """
        assert self._certificate is not None
        session = self._encrypted.session_for(visit, None)
        handshake = self._loop.create_future()
        handshake.add_done_callback(lambda done: self._is_encrypted(done, session, transport))
        tls = SSLProtocol(self._loop, session, self._certificate.context(), handshake, server_side=True,
                          ssl_handshake_timeout=HANDSHAKE_SECONDS)     # type: ignore[arg-type]
        transport.set_protocol(tls)
        tls.connection_made(transport)

    def _is_encrypted(self, handshake: asyncio.Future[None], session: Connection, transport: asyncio.Transport) -> None:
        """The handshake is over. When we have ended it, it does not say that it failed, but no session has begun."""
        if handshake.cancelled() or handshake.exception() or session.session is None:
            transport.abort()
            self._places.let_out(session.visit)


class _Arriving(asyncio.Protocol):
    """Holds a connection until it is decided who goes on with it."""

    def __init__(self, doorstep: Doorstep, is_tls: bool) -> None:
        self._doorstep = doorstep
        self._is_tls = is_tls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._doorstep.arrived(cast("asyncio.Transport", transport), self._is_tls)    # uvloop's are not said to be
