"""Connections that do not wait for ever: whoever does not say what they want in time is hung up on.

uvicorn bounds only the pause after an answer. A hundred silent connections, one every few seconds, would otherwise take
all the places there are and lock the operator out; the body has a time of its own, in `guard`.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0


class HastyProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, with a time limit on the head of each request."""

    _hanging_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:    # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        is_amid_head = self.conn.their_state is h11.IDLE and bool(self.conn.trailing_data[0])
        if is_amid_head:
            self._expect()
        else:
            self._relax()

    def connection_lost(self, exc: Exception | None) -> None:
        self._relax()
        super().connection_lost(exc)

    def _expect(self) -> None:
        """From the first byte on: further ones, a letter now and then, gain no time."""
        if self._hanging_up is None:
            self._hanging_up = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _relax(self) -> None:
        if self._hanging_up is not None:
            self._hanging_up.cancel()
            self._hanging_up = None
