"""One SMTP or LMTP session: knows commands and their order; what they mean is the handler's.

What aiosmtpd gets wrong for a bridge, and what is done about it: it answers a bug of ours with a permanent 500 that
quotes the exception (451 here, without a word of it); it reads DATA line by line, refuses long lines, and collects a
body without line ends in memory without bound (`Incoming` takes blocks and stops at a byte budget); it hangs up
five minutes after DATA, however well a large mail comes in (`Places` looks at what comes); it has no limits on refused
or idle commands, serves what stands behind an HTTP request as commands, and takes STARTTLS twice (`obey`); its
parser of addresses is the one for headers (`smtp_address`); its LMTP answers once for all recipients.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Coroutine
from typing import Any, Self

from aiosmtpd.proxy_protocol import get_proxy
from aiosmtpd.smtp import ALLOWED_BEFORE_STARTTLS, TLSSetupException

from mailbridge.intake import smtp_path, smtp_replies
from mailbridge.intake.smtp_dialogue import Dialogue
from mailbridge.intake.smtp_handler import Arriving, Handler
from mailbridge.intake.smtp_incoming import Incoming, NoRoom, TooMuch, Whole
from mailbridge.intake.smtp_places import HANDSHAKE_SECONDS, Places, Visit
from mailbridge.intake.smtp_strikes import Strikes
from mailbridge.spool import Accepted, Outcome

log = logging.getLogger("mailbridge.smtp")

_HTTP = frozenset({"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PATCH", "HOST:"})
_IDLE = frozenset({"NOOP", "RSET", "VRFY", "EXPN", "HELP", "HELO", "EHLO", "LHLO", "AUTH", "STARTTLS"})
_TAKE_TIME = frozenset({"AUTH", "STARTTLS"})


class Connection(Dialogue):
    """An SMTP session. `visit` is its place in `places`, where it is let out when it ends.

    One is made for each port, as a pattern; it gives a session for each visit.
    """

    visit: Visit
    line_length_limit = 64 * 1024       # of what is asked for in a sign-in
    greeting = "ESMTP"

    def __init__(self, handler: Handler, places: Places, **options: Any) -> None:
        super().__init__(handler, enable_SMTPUTF8=True, ident="mailbridge", **options)
        self.login = ""
        self.failed_logins = 0
        self.longest_line = places.limits.command_bytes
        self._handler = handler
        self._places = places
        self._limits = places.limits
        self._is_greeting = False
        self._strikes = Strikes(places.limits)

    def session_for(self, visit: Visit, context: ssl.SSLContext | None) -> Self:
        """A session with the same options; `context` is what STARTTLS shows.

        The library builds each by looking at every attribute of it and of its handler, which takes as long as reading
        a mail. What it found then holds for all of a port.
        """
        session = object.__new__(type(self))
        vars(session).update(vars(self))
        session.begin()
        session._strikes = Strikes(self._limits)
        session.tls_context = context
        session.visit = visit
        return session

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

    # --- come and go

    def arrived(self) -> None:
        self.visit.hang_up = self.hang_up       # until then nothing could be said
        if self._places.gate.is_proxy(self.visit.peer):
            self.is_busy_with(self._hear_proxy(), asks=True)
        else:
            self._greet()

    def _greet(self) -> None:
        self.say(f"220 {self.hostname} {self.greeting} {self.__ident__}")

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
        self._greet()

    def hang_up(self, reply: str) -> None:
        if not self.is_ending:
            self.visit.left = self.loop.time()
        super().hang_up(reply)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._places.let_out(self.visit)

    def served(self) -> None:
        if self.incoming is None and not (self.is_ending or self._is_busy):
            self._places.waits_for_command(self.visit)

    def failed(self, error: Exception) -> None:
        if isinstance(error, TLSSetupException):
            self.connection_lost(error)     # nobody else tells: the protocol of the socket is the failed TLS one
        elif self.incoming is None:
            self.reply(self._handler.fault(error))
        else:                           # the rest of the mail must not be taken for commands
            self._answer(self._handler.fault(error), is_last=True)

    # --- commands

    def obey(self, line: bytes | None) -> None:
        if line is None:
            self.reply("500 5.5.2 Error: the command line is too long")
            return
        word, _, rest = line.partition(b" ")
        command = word.upper().decode("ascii", "replace")
        method = self._smtp_methods.get(command)
        if command in _HTTP:
            self.hang_up(smtp_replies.NO_MAIL)
        elif method is None:
            self.reply("500 5.5.2 Error: there is no such command", is_last=self._strikes.unknown(self._is_pressed))
        elif self.require_starttls and not self.is_encrypted and command not in (*ALLOWED_BEFORE_STARTTLS, "LHLO"):
            self.reply("530 5.7.0 Must issue a STARTTLS command first")
        elif command in _IDLE and self._strikes.idled():
            self.hang_up(smtp_replies.TOO_MANY_IDLE)
        else:
            act = getattr(self, method.__name__)(rest.strip().decode("utf-8", "surrogateescape") or None)
            if command in _TAKE_TIME:
                self.is_busy_with(act, asks=command == "AUTH")
            else:
                _at_once(act)

    @property
    def _is_pressed(self) -> bool:
        """Whether places run short, for strangers."""
        return self._places.gate.is_stressed and not self.visit.is_trusted

    def reply(self, text: str, is_last: bool = False) -> None:
        """Answer a command; hang up after one refusal too many."""
        if text.startswith("5"):
            is_last = self._strikes.refused(self._is_pressed) or is_last
        self.say(text if self._is_greeting else smtp_replies.with_code(text))
        if is_last:
            self.hang_up(smtp_replies.TOO_MANY_ERRORS)

    async def push(self, status: str | bytes) -> None:
        """A reply of the library's."""
        self.reply(status if isinstance(status, str) else status.decode())

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
        self.reply("252 2.1.5 Cannot verify; send a mail and see")

    async def smtp_STARTTLS(self, argument: str | None) -> None:
        if self.is_encrypted:
            self.reply("503 5.5.1 Error: TLS is on already")
            return
        self._places.waits_for_handshake(self.visit, HANDSHAKE_SECONDS)
        await super().smtp_STARTTLS(argument)
        if self.is_ending:              # the time for it was over, which the library takes for done
            self.connection_lost(None)

    async def smtp_AUTH(self, argument: str | None) -> None:
        if not self._handler.has_users:
            self.reply("502 5.5.1 Error: nobody can sign in here")
            return
        mechanism, space, rest = (argument or "").partition(" ")
        await super().smtp_AUTH(mechanism.upper() + space + rest)

    async def smtp_MAIL(self, argument: str | None) -> None:
        assert self.session is not None and self.envelope is not None
        if not self.session.host_name:
            self.reply("503 5.5.1 Error: send HELO first")
        elif self.envelope.mail_from:
            self.reply("503 5.5.1 Error: nested MAIL command")
        else:
            sender = smtp_path.of_mail(argument, self.session.extended_smtp, self.data_size_limit or 0)
            self.reply(sender.refusal or self._handler.mail(self.visit, self.envelope, sender.address))

    async def smtp_RCPT(self, argument: str | None) -> None:
        assert self.session is not None and self.envelope is not None
        if not self.session.host_name:
            self.reply("503 5.5.1 Error: send HELO first")
        elif not self.envelope.mail_from:
            self.reply("503 5.5.1 Error: need MAIL command")
        else:
            recipient = smtp_path.of_rcpt(argument, self.session.extended_smtp)
            self.reply(recipient.refusal or self._handler.rcpt(self.envelope, recipient.address))

    async def smtp_DATA(self, argument: str | None) -> None:
        assert self.session is not None and self.envelope is not None
        if not self.session.host_name:
            self.reply("503 5.5.1 Error: send HELO first")
        elif not self.envelope.rcpt_tos:
            self.reply("503 5.5.1 Error: need RCPT command")
        elif argument:
            self.reply("501 5.5.4 Syntax: DATA")
        else:
            self.reply("354 End data with <CR><LF>.<CR><LF>")
            self.incoming = Incoming(self.data_size_limit or 0, self._handler.folder)
            self._places.waits_for_mail(self.visit)

    # --- a mail

    def hear(self, block: bytes) -> bytes:
        assert self.incoming is not None
        if not self._places.got(self.visit, len(block)):
            self._places.send_off(self.visit, smtp_replies.TOO_MUCH_AT_ONCE)
            return b""
        try:
            found = self.incoming.add(block)
        except TooMuch:
            self._answer(self._too_large, is_last=True)
            return b""
        except NoRoom as why:
            log.error("a large mail finds no room: %s", why)    # noqa: TRY400 - the sentence says it
            self._answer(smtp_replies.NO_ROOM, is_last=True)
            return b""
        if found is None:
            return b""
        mail, rest = found
        self.incoming = None
        self._places.waits_for_us(self.visit)
        self._keep(mail)
        return rest

    def _keep(self, mail: Whole) -> None:
        if not mail.is_small:
            self.is_busy_with(self._keep_large(mail))
            return
        try:
            refusal = self._handler.keep(mail, self._arriving(), self._is_kept)
        except Exception as error:
            refusal = self._why_not(error)
        if refusal:
            self._answer(refusal)
        else:
            self.waits()

    def _is_kept(self, kept: Outcome[Accepted]) -> None:
        self._answer(self._handler.reply_to(kept))
        self.ready()

    async def _keep_large(self, mail: Whole) -> None:
        try:
            reply = await self._handler.keep_large(mail, self._arriving())
        except Exception as error:
            reply = self._why_not(error)
        self._answer(reply)

    def _arriving(self) -> Arriving:
        assert self.envelope is not None
        return self._handler.arriving(self, self.envelope)

    def _why_not(self, error: Exception) -> str:
        """The reply to a mail that is not kept. What was sent along behind it is still served."""
        return self._too_large if isinstance(error, TooMuch) else self._handler.fault(error)

    @property
    def _too_large(self) -> str:
        return f"552 5.3.4 Error: the mail is larger than {self.data_size_limit} bytes"

    def _answer(self, reply: str, is_last: bool = False) -> None:
        """The end of a transaction."""
        assert self.envelope is not None
        if reply.startswith("2"):
            self._strikes.forgive()
        told = self.for_each(len(self.envelope.rcpt_tos), reply)
        self.incoming = None
        self._set_post_data_state()     # type: ignore[no-untyped-call]
        self.hang_up(told) if is_last else self.reply(told)

    def for_each(self, recipients: int, reply: str) -> str:
        """The reply to a mail, as often as the protocol wants it."""
        return reply


def _at_once(act: Coroutine[Any, Any, None]) -> None:
    """Run a command that waits for nothing, though it is a coroutine as all of the library's are."""
    try:
        act.send(None)
    except StopIteration:
        return
    act.close()
    raise RuntimeError("a command waits that may not")
