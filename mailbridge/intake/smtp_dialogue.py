"""What a client says and what it is told, on aiosmtpd's protocol: lines, mails, replies. Knows no command.

The library has a task for each connection that waits for its next line. Here whatever came is served where asyncio
hands it over, and no task is woken for it, which halves what a mail costs. Only a command that must wait (a sign-in
asks back, TLS shakes hands, a large mail is read) has a task for that while; a mail that is being kept calls `ready`.
Nothing else of the client is served meanwhile.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Coroutine
from typing import Any, cast

from aiosmtpd.smtp import SMTP

from mailbridge.intake.smtp_incoming import Incoming

LONGEST_DROPPED = 1 << 20               # of a command line that does not end
MOST_UNSERVED = 128 * 1024              # what may lie here before the client has to wait

Act = Coroutine[Any, Any, None]


class Dialogue(SMTP):
    """One connection, from `begin` to `connection_lost`."""

    longest_line: int                   # of a command, in bytes with its end
    incoming: Incoming | None           # the mail that is coming in

    def begin(self) -> None:
        """A new connection of a pattern whose other attributes were copied."""
        self.transport: asyncio.Transport | None = None
        self.incoming = None
        self.is_ending = False
        self._has_ended = False         # the client will say no more, and may still wait for a reply
        self._heard, self._at = b"", 0  # what came, and how much of it was served
        self._dropped = 0
        self._is_busy = False           # something must be done before the next command
        self._is_unread = False         # the client does not read what it is told
        self._is_paused = False
        self._task: asyncio.Task[None] | None = None
        self._asker: asyncio.StreamReader | None = None     # from which the task reads what the client says
        self._replies: list[bytes] = []

    @property
    @abstractmethod
    def is_encrypted(self) -> bool:
        """Whether TLS is on."""

    @abstractmethod
    def arrived(self) -> None:
        """The client is there."""

    @abstractmethod
    def obey(self, line: bytes | None) -> None:
        """Serve a command, without its line end; None for one that is longer than any may be."""

    @abstractmethod
    def hear(self, block: bytes) -> bytes:
        """Take what belongs to the mail that is coming in; what came after its end."""

    @abstractmethod
    def served(self) -> None:
        """The client may go on."""

    @abstractmethod
    def failed(self, error: Exception) -> None:
        """Something went wrong that nobody foresaw."""

    # --- what is told

    def say(self, reply: str) -> None:
        """Put a reply down. Those to commands that came together leave together (RFC 2920)."""
        if not self.is_ending:
            self._replies.append(reply.encode() + b"\r\n")
            if self._task is not None:
                self._tell()

    def hang_up(self, reply: str) -> None:
        """Say a last thing and close; nothing that was sent along is served any more."""
        self.say(reply)
        self._leave()

    def _leave(self) -> None:
        if self.transport is not None and not self.is_ending:
            self._tell()
            self.transport.close()
        self.is_ending = True

    def _tell(self) -> None:
        if self._replies and self.transport is not None:
            told = b"".join(self._replies)
            self._replies.clear()
            self.transport.write(told)

    # --- what comes

    def go_on(self) -> None:
        """Serve what has come, as far as that can be done now."""
        if self.transport is None:
            return
        try:
            while self._at < len(self._heard) and self._is_free and self._serve_next():
                pass
        except ConnectionError:
            self._leave()
        self._heard, self._at = self._heard[self._at:], 0
        self._tell()
        if self._has_ended and self._is_free:
            self._leave()
        self._hold_back(len(self._heard) > MOST_UNSERVED)

    @property
    def _is_free(self) -> bool:
        return not (self._is_busy or self._is_unread or self.is_ending)

    def _serve_next(self) -> bool:
        """False: the rest of a line is still to come. Raises ConnectionError."""
        try:
            is_served = self._serve_line() if self.incoming is None else self._serve_mail()
        except ConnectionError:
            raise
        except Exception as error:
            self.failed(error)
            is_served = True
        if is_served:
            self.served()
        return is_served

    def _serve_mail(self) -> bool:
        block, self._heard, self._at = self._heard[self._at:], b"", 0
        self._heard = self.hear(block)
        return True

    def _serve_line(self) -> bool:
        end = self._heard.find(b"\n", self._at) + 1
        line = self._heard[self._at:end or None]
        is_long = self._dropped + len(line) > self.longest_line
        if end:
            self._at, self._dropped = end, 0
            self.obey(None if is_long else line.rstrip(b"\r\n"))
        elif is_long:
            self._at, self._dropped = len(self._heard), self._dropped + len(line)
            if self._dropped > LONGEST_DROPPED:
                raise ConnectionError
        return end > 0

    def _hold_back(self, should_wait: bool) -> None:
        if should_wait != self._is_paused and self.transport is not None:
            self._is_paused = should_wait
            self.transport.pause_reading() if should_wait else self.transport.resume_reading()

    # --- what takes time

    def is_busy_with(self, act: Act, *, asks: bool = False) -> None:
        """Serve nothing else until this is done. `asks`: it hears the client itself, by the library's reader."""
        self.waits()
        if asks:
            self._hold_back(False)      # from here on the reader does, and knows only of its own
            self._reader = self._asker = asyncio.StreamReader(self.line_length_limit, self.loop)
            self._asker.set_transport(cast("asyncio.Transport", self.transport))
            self._asker.feed_data(self._heard[self._at:])
            self._heard, self._at = b"", 0
            if self._has_ended:
                self._asker.feed_eof()
        self._task = self.loop.create_task(self._do(act))

    def waits(self) -> None:
        """Serve nothing until `ready` is called."""
        self._is_busy = True
        self._tell()

    def ready(self) -> None:
        """What was waited for has come."""
        self._is_busy = False
        self.served()
        self.go_on()

    async def _do(self, act: Act) -> None:
        try:
            await act
        except (ConnectionError, asyncio.IncompleteReadError):
            self._leave()               # the client has gone; nothing of it is in hand
        except asyncio.CancelledError:
            self._leave()
            raise
        except Exception as error:
            self.failed(error)
        self._task = None
        if self._asker is not None:
            asker, self._asker = self._asker, None
            self._heard = bytes(asker._buffer)      # type: ignore[attr-defined]
            self._is_paused = asker._paused         # type: ignore[attr-defined]
        self.ready()

    # --- what asyncio tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come, or TLS is on by STARTTLS: then it starts anew, without what it sent in the clear."""
        self._set_rset_state()          # type: ignore[no-untyped-call]
        self.session = self._create_session()
        self.session.peer = transport.get_extra_info("peername")
        self.transport = cast("asyncio.Transport", transport)
        if self._original_transport is None:
            self.arrived()
        else:
            self._heard, self._at = b"", 0
        self.go_on()

    def data_received(self, data: bytes) -> None:
        if self._asker is not None:
            self._asker.feed_data(data)
        else:
            self._heard += data
            self.go_on()

    def eof_received(self) -> bool | None:
        """The client will say no more, and may still wait for our reply: Exim closes its half of the connection with
        the end of a mail. The library drops the session then, and such a mail would be sent again for ever. TLS knows
        no half, and asyncio would warn of it."""
        self._has_ended = True
        if self._asker is not None:
            self._asker.feed_eof()
        else:
            self.go_on()
        return not self.is_encrypted

    def pause_writing(self) -> None:
        self._is_unread = True

    def resume_writing(self) -> None:
        self._is_unread = False
        self.go_on()

    def connection_lost(self, error: Exception | None) -> None:
        self.transport, self.is_ending = None, True
        if self.incoming is not None:
            self.incoming.drop()
        if self._original_transport is not None:
            self._original_transport.close()
        if self._task is not None:
            self._task.cancel()
