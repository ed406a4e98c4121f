"""What the commands of SMTP and LMTP mean to the bridge: whose mail is taken, and 250 only after the commit.

What a mail is and what becomes of it is nobody's business here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import Envelope as Transaction
from aiosmtpd.smtp import Session

from mailbridge.intake import smtp_address, smtp_content, smtp_login
from mailbridge.intake.smtp_answers import Answers
from mailbridge.intake.smtp_gate import Gate
from mailbridge.intake.smtp_incoming import Whole
from mailbridge.intake.smtp_places import Visit
from mailbridge.intake.smtp_replies import NO_ROOM, TRY_LATER
from mailbridge.mail import Arrival, Envelope
from mailbridge.settings.doors import DoorSettings, SmtpSettings, SmtpUser
from mailbridge.spool import Accepted, Outcome, Spool, SpoolTrouble
from mailbridge.spool.engines import SpoolFull
from mailbridge.team import untagged

if TYPE_CHECKING:
    from mailbridge.intake.smtp_connection import Connection

log = logging.getLogger("mailbridge.smtp")

_LONGEST_NAME = 255                     # of a host (RFC 5321 section 4.5.3.1.2)
_UNKNOWN = "550 5.1.1 There is no such address here"
_RETIRED = "550 5.1.6 This address is no longer in use, please ask for the new one"
_OFFERED = ("250-PIPELINING", "250-ENHANCEDSTATUSCODES")


@dataclass(frozen=True, slots=True)
class Arriving:
    """A mail before it is looked at."""

    envelope: Envelope
    may_have_bare_newlines: bool


@dataclass      # no slots: the library looks at every member, and Python 3.11.2 (Debian 12) stumbles there over its own
class Handler:
    """What a session asks, and the library of EHLO and AUTH. `door` is the arrival's word for it: smtp or lmtp."""

    door: str
    settings: DoorSettings
    spool: Spool
    now: Callable[[], datetime]
    gate: Gate
    answers: Answers
    password_matches: Callable[[str, str], bool]    # password, hash: some 80 ms
    users: dict[str, SmtpUser] = field(init=False)
    taken: frozenset[str] = field(init=False)       # addresses in lower case
    one_large: asyncio.Semaphore = field(init=False)
    one_password: asyncio.Semaphore = field(init=False)
    folder: Path | None = field(init=False)         # where large mails lie while they come in

    def __post_init__(self) -> None:
        self.taken = frozenset(self.settings.recipients)
        self.folder = self.spool.folder
        self.one_large, self.one_password = asyncio.Semaphore(), asyncio.Semaphore()
        self.users = self.settings.users if isinstance(self.settings, SmtpSettings) else {}

    @property
    def has_users(self) -> bool:
        """Whether anybody could sign in."""
        return bool(self.users)

    async def handle_EHLO(
        self, server: Connection, session: Session, transaction: Transaction, hostname: str, offered: list[str]
    ) -> list[str]:
        session.host_name = hostname
        kept = [line for line in offered if self.has_users or not line.startswith("250-AUTH")]
        return [kept[0], *_OFFERED, *kept[1:]]

    async def handle_AUTH(
        self, server: Connection, session: Session, transaction: Transaction, arguments: list[str]
    ) -> str | None:
        said = await smtp_login.said(server, arguments, self.gate)
        if not isinstance(said, smtp_login.Said):
            return said
        async with self.one_password:       # as each takes a core for itself; large mails need the other threads
            return await smtp_login.judged(server, said, self.gate, self.users, self.password_matches)

    def mail(self, visit: Visit, transaction: Transaction, sender: str) -> str:
        """Begin a mail of this sender; the reply."""
        if not visit.is_trusted and not self.gate.may_send(visit.peer):
            return "451 4.7.1 Too many mails from your address in a short time, try again later"
        if not self.gate.may_be_sent_by("" if sender == smtp_address.NULL else sender):
            return "451 4.7.1 Too many mails of this sender in a short time, try again later"
        transaction.mail_from = sender
        return "250 2.1.0 OK"

    def rcpt(self, transaction: Transaction, recipient: str) -> str:
        """Add a recipient; the reply."""
        if len(transaction.rcpt_tos) >= self.settings.limits.recipients:
            return "452 4.5.3 Too many recipients"
        refusal = self._refusal(recipient)
        if refusal:
            return refusal
        transaction.rcpt_tos.append(recipient)
        return "250 2.1.5 OK"

    def arriving(self, server: Connection, transaction: Transaction) -> Arriving:
        """What is known of a mail whose end has come."""
        assert server.session is not None
        visit = server.visit
        envelope = Envelope(
            door=self.door, sender=_bare(transaction.mail_from), recipients=tuple(transaction.rcpt_tos),
            peer=visit.peer, login=server.login, helo=_text(server.session.host_name)[:_LONGEST_NAME],
            protocol=server.protocol,
        )
        return Arriving(envelope, self._may_have_bare_newlines(visit))

    def keep(self, mail: Whole, arriving: Arriving, then: Callable[[Outcome[Accepted]], None]) -> str:
        """Begin to keep a mail; `then` hears of it in the loop. The reply with which it is refused, "" if it is not.

        Raises TooMuch.
        """
        return self._take(mail, arriving, lambda arrival: self.spool.accept_and_tell(arrival, self.answers.to(then)))

    async def keep_large(self, mail: Whole, arriving: Arriving) -> str:
        """Keep a large mail; the reply. Raises TooMuch.

        One after another, as each is in memory then; and in a thread, as looking through it takes long. A client that
        hangs up now does not undo what is being committed; its next try is the same item.
        """
        kept: list[Outcome[Accepted]] = []
        async with self.one_large:
            refusal = await asyncio.get_running_loop().run_in_executor(
                None, self._take, mail, arriving, lambda arrival: kept.append(Outcome(self.spool.accept(arrival))))
        return refusal or self.reply_to(kept[0])

    def _take(self, mail: Whole, arriving: Arriving, keep: Callable[[Arrival], None]) -> str:
        content = mail.content()
        refusal = smtp_content.refusal(content, may_have_bare_newlines=arriving.may_have_bare_newlines)
        if refusal:
            return refusal
        try:
            keep(Arrival(content, arriving.envelope, self.now()))
        except SpoolTrouble as trouble:
            return _sorry(trouble)
        return ""

    def reply_to(self, kept: Outcome[Accepted]) -> str:
        """The reply to a mail that was to be kept: 250 only now."""
        try:
            return f"250 2.0.0 Kept as {kept.result().item}"
        except SpoolTrouble as trouble:
            return _sorry(trouble)
        except Exception as error:
            return self.fault(error)

    def fault(self, error: Exception) -> str:
        """The reply after a fault of ours: nothing of it is the client's business."""
        log.error("a fault in the %s door", self.door.upper(), exc_info=error)
        return TRY_LATER

    def _refusal(self, address: str) -> str:
        """Why nothing is taken for the address, "" if it is ours. Nothing is ever passed on to another server."""
        if not address.isprintable():
            return _UNKNOWN
        names = {address.casefold(), untagged(address)}
        if names & self.taken:
            return ""
        former = [how for name, how in self.settings.retired.items() if name in names]
        return (_RETIRED if former[0] == "refuse" else "") if former else _UNKNOWN

    def _may_have_bare_newlines(self, visit: Visit) -> bool:
        choice = self.settings.bare_newlines
        return choice == "accept" or (choice == "from-trusted" and visit.is_trusted)


def _sorry(trouble: SpoolTrouble) -> str:
    log.error("%s", trouble)
    return NO_ROOM if isinstance(trouble, SpoolFull) else TRY_LATER


def _bare(sender: Any) -> str:
    text = _text(sender)
    return "" if text == smtp_address.NULL else text


def _text(given: Any) -> str:
    return str(given or "").encode("utf-8", "backslashreplace").decode()    # the library passes odd bytes as surrogates
