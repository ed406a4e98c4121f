"""The SMTP door (RFC 5321), on aiosmtpd: 250 only after the commit, and no permanent refusal for a trouble of ours.

Knows SMTP and the recipients. What a mail is and what becomes of it is nobody's business here.

What the library gets wrong for a bridge, and what is done about it: it answers a bug of ours with a permanent 500 that
quotes the exception (451 here, without a word of it); it reads DATA line by line, refuses long lines, and collects a
body without line ends in memory without bound (`read_data` reads in blocks and stops at a byte budget); it hangs up
five minutes after DATA, however well a large mail comes in; its parser of addresses breaks over some malformed ones;
its limit of a command's length is shared by all connections and grows with each EHLO.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiosmtpd.smtp import SMTP, Session
from aiosmtpd.smtp import Envelope as Transaction

from mailbridge.errors import OperatorError
from mailbridge.intake.data import TooMuch, read_data
from mailbridge.mail import Arrival, Envelope
from mailbridge.settings import SmtpSettings
from mailbridge.spool import Spool, SpoolTrouble
from mailbridge.spool.engines import SpoolFull

log = logging.getLogger("mailbridge.smtp")

MOST_RECIPIENTS = 100
GRACE_SECONDS = 10.0
COMMAND_BYTES = 2048
DATA_SECONDS = 300.0
SLOWEST_BYTES_PER_SECOND = 500
TRY_LATER = "451 4.3.0 Requested action aborted: a local error, try again later"
NO_ROOM = "452 4.3.1 Insufficient system storage, try again later"


class SmtpDoor:
    """Listens in a thread of its own from `start` to `stop`."""

    def __init__(self, settings: SmtpSettings, spool: Spool, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._handler = _Handler(settings, spool, now)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp-door", daemon=True)
        self._server: asyncio.Server | None = None

    def start(self) -> None:
        """Listen. Raises OperatorError when the address cannot be had."""
        self._thread.start()
        host, _, port = self._settings.listen.rpartition(":")
        try:
            asyncio.run_coroutine_threadsafe(self._listen(host.strip("[]"), int(port)), self._loop).result()
        except OSError as error:
            self.stop()
            raise OperatorError(f"smtp.listen: {self._settings.listen} cannot be opened: {error.strerror}; "
                                "is another program using it?") from None

    @property
    def port(self) -> int:
        """The port that is listened on, also when the settings said 0."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def stop(self) -> None:
        """Take no new connection, let mails that are being handed over come to their reply, then hang up."""
        if not self._thread.is_alive():
            return
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self, host: str, port: int) -> None:
        self._server = await self._loop.create_server(self._connection, host or None, port, backlog=256)

    def _connection(self) -> SMTP:
        return _Connection(self._handler, data_size_limit=self._settings.max_bytes, enable_SMTPUTF8=True,
                           hostname=socket.gethostname(), ident="mailbridge", loop=self._loop)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        end = self._loop.time() + GRACE_SECONDS
        while self._handler.in_hand and self._loop.time() < end:
            await asyncio.sleep(0.05)
        tasks = [task for task in asyncio.all_tasks(self._loop) if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(slots=True)
class _Handler:
    """What the library calls for each command; `in_hand` counts mails between their last byte and their reply."""

    settings: SmtpSettings
    spool: Spool
    now: Callable[[], datetime]
    in_hand: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, transaction: Transaction, address: str, options: list[str]
    ) -> str:
        if len(transaction.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        if not address.isprintable() or not self._is_ours(address):
            return "550 5.1.1 There is no such address here"
        transaction.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, transaction: Transaction) -> str:
        content = transaction.original_content or b""
        envelope = Envelope(
            door="smtp", sender=_bare(transaction.mail_from), recipients=tuple(transaction.rcpt_tos),
            peer=str(session.peer[0]) if session.peer else "",
        )
        self.in_hand += 1
        try:
            kept = self.spool.accept_soon(Arrival(content, envelope, self.now()))
            # Shielded: a client that hangs up now must not undo what is being committed; its next try is the same item.
            accepted = await asyncio.shield(asyncio.wrap_future(kept))
        except SpoolFull as full:
            log.error("%s", full)       # noqa: TRY400 - the sentence says it
            return NO_ROOM
        except SpoolTrouble as trouble:
            log.error("%s", trouble)    # noqa: TRY400 - as above
            return TRY_LATER
        finally:
            self.in_hand -= 1
        return f"250 2.0.0 Kept as {accepted.item}"

    async def handle_exception(self, error: Exception) -> str:
        log.error("a fault in the SMTP door", exc_info=error)
        return TRY_LATER

    def _is_ours(self, address: str) -> bool:
        local, _, domain = address.casefold().rpartition("@")
        plain = f"{local.partition('+')[0]}@{domain}"
        return address.casefold() in self.settings.recipients or plain in self.settings.recipients


class _SameForAll(dict[str, int]):
    """Bytes of a command line, whatever the command is and whatever the library adds to it."""

    def __missing__(self, command: str) -> int:
        return COMMAND_BYTES

    def __setitem__(self, command: str, limit: int) -> None:
        """Not kept."""


class _Connection(SMTP):
    """The library's protocol, with our own reading of DATA."""

    line_length_limit = 64 * 1024
    command_size_limits = _SameForAll()

    async def smtp_DATA(self, argument: str) -> None:
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        assert self.envelope is not None and self.transport is not None
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if argument:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        await self.push(await self._mail(self.envelope))

    async def _mail(self, transaction: Transaction) -> str:
        """Read one mail and hand it to the handler; the reply to it."""
        max_bytes = self.data_size_limit or 0
        started = self.loop.time()

        def allow_time(seen_bytes: int) -> None:
            allowed = DATA_SECONDS + seen_bytes / SLOWEST_BYTES_PER_SECOND
            self._reset_timeout(max(allowed - (self.loop.time() - started), 0.001))

        allow_time(0)
        try:
            content = await read_data(self._reader, max_bytes, allow_time)
            transaction.content = transaction.original_content = content
        except TooMuch as too_much:
            if too_much.unread and self.transport is not None:
                self._writer.write(b"552 5.3.4 Error: the mail is far too large\r\n")
                self.transport.close()
            return f"552 5.3.4 Error: the mail is larger than {max_bytes} bytes"
        else:
            return str(await self._call_handler_hook("DATA"))
        finally:
            self._set_post_data_state()     # type: ignore[no-untyped-call]

    def _getaddr(self, argument: str) -> tuple[str | None, str | None]:
        """(address, rest), (None, None) if malformed: refused for good, where an exception would say "try later"."""
        try:
            return super()._getaddr(argument)
        except Exception:
            log.info("a malformed address from %s", self.session.peer if self.session else "", exc_info=True)
            return None, None


def _bare(sender: Any) -> str:
    text = str(sender or "").encode("utf-8", "backslashreplace").decode()   # the library passes odd bytes as surrogates
    return "" if text == "<>" else text
