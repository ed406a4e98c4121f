"""One SMTP or LMTP session, on aiosmtpd's protocol. Knows commands and their order; what they mean is the handler's.

What the library gets wrong for a bridge, and what is done about it: it answers a bug of ours with a permanent 500 that
quotes the exception (451 here, without a word of it); it reads DATA line by line, refuses long lines, and collects a
body without line ends in memory without bound (`read_data` reads in blocks and stops at a byte budget); it hangs up
five minutes after DATA, however well a large mail comes in (`Places` looks at what comes); it has no limits on refused
or idle commands, serves what stands behind an HTTP request as commands, and takes STARTTLS twice (the loop here); its
parser of addresses is the one for headers (`smtp_address`); its LMTP answers once for all recipients.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Sequence
from typing import Any, Self

from aiosmtpd.proxy_protocol import get_proxy
from aiosmtpd.smtp import ALLOWED_BEFORE_STARTTLS, SMTP, TLSSetupException
from aiosmtpd.smtp import Envelope as Transaction

from mailbridge.intake import smtp_address, smtp_replies
from mailbridge.intake.data import read_data, read_line
from mailbridge.intake.smtp_handler import Handler
from mailbridge.intake.smtp_incoming import Incoming, NoRoom, TooMuch
from mailbridge.intake.smtp_places import HANDSHAKE_SECONDS, Places, Visit

log = logging.getLogger("mailbridge.smtp")

_HTTP = frozenset({"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PATCH", "HOST:"})
_IDLE = frozenset({"NOOP", "RSET", "VRFY", "EXPN", "HELP", "HELO", "EHLO", "LHLO", "AUTH", "STARTTLS"})
_LONGEST_PARAMETER = 1000


class Connection(SMTP):
    """An SMTP session. `visit` is its place in `places`, where it is let out when it ends.

    One is made for each port, as a pattern; it gives a session for each visit.
    """

    visit: Visit
    line_length_limit = 64 * 1024       # also how much the stream holds before it stops reading from the network
    greeting = "ESMTP"

    def __init__(self, handler: Handler, places: Places, **options: Any) -> None:
        super().__init__(handler, enable_SMTPUTF8=True, ident="mailbridge", **options)
        self.login = ""
        self.failed_logins = 0
        self._handler = handler
        self._places = places
        self._limits = places.limits
        self._is_ending = False
        self._is_greeting = False
        self._errors = self._unknown = self._idle = 0

    def session_for(self, visit: Visit, context: ssl.SSLContext | None) -> Self:
        """A session with the same options; `context` is what STARTTLS shows.

        The library builds each by looking at every attribute of it and of its handler, which takes as long as reading
        a mail. What it found then holds for all of a port, but for the methods, which are each session's own.
        """
        session = object.__new__(type(self))
        vars(session).update(vars(self))
        asyncio.StreamReaderProtocol.__init__(session, asyncio.StreamReader(self.line_length_limit, self.loop),
                                              session._cb_client_connected, self.loop)
        session._smtp_methods = {word: getattr(session, own.__name__) for word, own in self._smtp_methods.items()}
        session._auth_methods = {word: own._replace(method=getattr(session, own.method.__name__))
                                 for word, own in self._auth_methods.items()}
        session.tls_context = context
        session.visit = visit
        visit.hang_up = session.hang_up
        return session

    def hang_up(self, reply: str) -> None:
        """Say a last thing and close; nothing that was sent along is served any more."""
        if self._is_ending:
            return
        self._is_ending = True
        self.visit.left = self.loop.time()
        if self.transport is not None:
            self._writer.write(reply.encode() + b"\r\n")
            self.transport.close()

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS is on, from the start or by STARTTLS."""
        return self._tls_protocol is not None or not self._auth_require_tls

    @property
    def protocol(self) -> str:
        """What is spoken, as RFC 3848 names it: ESMTPSA is ESMTP over TLS with a sign-in."""
        if self.session is None or not self.session.extended_smtp:
            return "SMTP"
        return self.greeting + "S" * self.is_encrypted + "A" * bool(self.login)

    # --- the loop

    async def _handle_client(self) -> None:
        try:
            if self._places.gate.is_proxy(self.visit.peer):
                await self._hear_proxy()
            await self.push(f"220 {self.hostname} {self.greeting} {self.__ident__}")
            while not self._is_ending:
                await self._serve(await read_line(self._reader, self._limits.command_bytes))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass                        # the client has gone; nothing of it is in hand
        finally:
            self._writer.close()

    async def _hear_proxy(self) -> None:
        """Who the client is, if a proxy stands in front; without its header nobody is let in."""
        told = await get_proxy(self._reader)
        if not told:
            log.warning("%s is a proxy by the settings and sent no PROXY header", self.visit.peer)
            raise ConnectionError
        if told.src_addr:               # none: the proxy itself, asking whether we are well
            refusal = self._places.comes_from(self.visit, str(told.src_addr))
            if refusal:
                self.hang_up(refusal)

    async def _serve(self, line: bytes | None) -> None:
        try:
            await self._obey(line)
        except (ConnectionError, asyncio.IncompleteReadError):
            raise
        except TLSSetupException as error:
            self._is_ending = True
            self.connection_lost(error)     # nobody else tells: the protocol of the socket is the failed TLS one
        except Exception as error:
            await self.push(await self._handler.handle_exception(error))
        if not self._is_ending:
            self._places.waits_for_command(self.visit)

    async def _obey(self, line: bytes | None) -> None:
        if line is None:
            await self.push("500 5.5.2 Error: the command line is too long")
            return
        word, _, rest = line.partition(b" ")
        command = word.upper().decode("ascii", "replace")
        method = self._smtp_methods.get(command)
        if command in _HTTP:
            self.hang_up(smtp_replies.NO_MAIL)
        elif method is None:
            self._unknown += 1
            await self.push("500 5.5.2 Error: there is no such command", is_last=self._unknown >= self._most_unknown)
        elif self.require_starttls and not self.is_encrypted and command not in (*ALLOWED_BEFORE_STARTTLS, "LHLO"):
            await self.push("530 5.7.0 Must issue a STARTTLS command first")
        elif command in _IDLE and self._is_idling():
            self.hang_up(smtp_replies.TOO_MANY_IDLE)
        else:
            await method(rest.strip().decode("utf-8", "surrogateescape") or None)

    @property
    def _most_unknown(self) -> int:
        return min(self._limits.unknown_commands, self._most_errors)

    @property
    def _most_errors(self) -> int:
        is_stressed = self._places.gate.is_stressed and not self.visit.is_trusted
        return 1 if is_stressed else self._limits.errors

    def _is_idling(self) -> bool:
        self._idle += 1
        return self._idle > self._limits.idle_commands

    async def push(self, status: str | bytes, is_last: bool = False) -> None:
        """Send a reply; hang up after one refusal too many."""
        if self._is_ending:
            return
        text = status if isinstance(status, str) else status.decode()
        if text.startswith("5"):
            self._errors += 1
            is_last = is_last or self._errors >= self._most_errors
        told = text if self._is_greeting else smtp_replies.with_code(text)
        self._writer.write(told.encode() + b"\r\n")
        await self._writer.drain()
        if is_last:
            self.hang_up(smtp_replies.TOO_MANY_ERRORS)

    # --- commands

    async def smtp_HELO(self, hostname: str) -> None:
        self._is_greeting = True
        await super().smtp_HELO(hostname)
        self._is_greeting = False

    async def smtp_EHLO(self, hostname: str) -> None:
        self._is_greeting = True
        await super().smtp_EHLO(hostname)
        self._is_greeting = False

    async def smtp_QUIT(self, argument: str | None) -> None:
        self.hang_up("221 2.0.0 Bye")

    async def smtp_VRFY(self, argument: str | None) -> None:
        await self.push("252 2.1.5 Cannot verify; send a mail and see")

    async def smtp_STARTTLS(self, argument: str | None) -> None:
        if self.is_encrypted:
            await self.push("503 5.5.1 Error: TLS is on already")
            return
        self._places.waits_for_command(self.visit, HANDSHAKE_SECONDS)
        await super().smtp_STARTTLS(argument)
        if self._is_ending:             # the time for it was over, which the library takes for done
            self.connection_lost(None)

    async def smtp_AUTH(self, argument: str | None) -> None:
        if not self._handler.has_users:
            await self.push("502 5.5.1 Error: nobody can sign in here")
            return
        mechanism, space, rest = (argument or "").partition(" ")
        await super().smtp_AUTH(mechanism.upper() + space + rest)

    async def smtp_DATA(self, argument: str | None) -> None:
        if await self.check_helo_needed():
            return
        assert self.envelope is not None
        recipients = len(self.envelope.rcpt_tos)
        if not recipients:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if argument:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        reply = await self._mail(self.envelope)
        if reply.startswith("2"):
            self._errors = self._unknown = self._idle = 0
        await self.push(self.for_each(recipients, reply))

    def for_each(self, recipients: int, reply: str) -> str:
        """The reply to a mail, as often as the protocol wants it."""
        return reply

    async def _mail(self, transaction: Transaction) -> str:
        """Read one mail and hand it to the handler; the reply to it."""
        max_bytes = self.data_size_limit or 0
        incoming = Incoming(max_bytes, self._handler.folder)
        self._places.waits_for_mail(self.visit)
        try:
            mail = await read_data(self._reader, incoming, self._got)
            self._places.waits_for_us(self.visit)
            return await self._handler.take(mail, self, transaction)
        except TooMuch as too_much:
            reply = f"552 5.3.4 Error: the mail is larger than {max_bytes} bytes"
            if too_much.unread:
                self.hang_up(self.for_each(len(transaction.rcpt_tos), reply))
            return reply
        except NoRoom as why:
            log.error("a large mail finds no room: %s", why)    # noqa: TRY400 - the sentence says it
            self.hang_up(self.for_each(len(transaction.rcpt_tos), smtp_replies.NO_ROOM))
            return smtp_replies.NO_ROOM
        finally:
            self._set_post_data_state()     # type: ignore[no-untyped-call]

    def _got(self, size: int) -> None:
        if not self._places.got(self.visit, size):
            self._places.send_off(self.visit, smtp_replies.TOO_MUCH_AT_ONCE)
            raise ConnectionError

    # --- what the library asks of itself

    def eof_received(self) -> bool | None:
        """The client will say no more, and may still wait for our reply: Exim closes its half of the connection with
        the end of a mail. The library drops the session then, and such a mail would be sent again for ever. TLS knows
        no half, and asyncio would warn of it."""
        stays_open = asyncio.StreamReaderProtocol.eof_received(self)
        return stays_open and self._tls_protocol is None

    def connection_lost(self, error: Exception | None) -> None:
        if self.transport is not None:
            super().connection_lost(error)
        self._places.let_out(self.visit)

    def _reset_timeout(self, duration: float | None = None) -> None:
        """No timer a command: `Places.watch` looks at all connections. The library only wants something to cancel."""
        if self._timeout_handle is None:
            self._timeout_handle = self.loop.call_later(0, _nothing)

    def _getaddr(self, argument: str) -> tuple[str | None, str | None]:
        return smtp_address.path(argument) or (None, None)

    def _getparams(self, params: Sequence[str]) -> dict[str, str | bool] | None:
        """Without AUTH= (RFC 4954 section 5), which says who wrote the mail at its first server: nothing to us.

        The library would stumble over a SIZE of thousands of digits, or of digits that are not ASCII's.
        """
        if not all(param.isascii() and len(param) <= _LONGEST_PARAMETER for param in params):
            return None
        given = super()._getparams(params)
        return {name: value for name, value in given.items() if name != "AUTH"} if given is not None else None


def _nothing() -> None:
    """Is done by a timer that nobody needs."""
