"""Mails that the bridge itself sends: what became of a mail, to the colleague whose it was; alarms, to the admin.

They never hold up a mail: they are kept in the spool's outbox and sent by a thread of their own. They never make a
loop: nobody outside, no bridge and no program is written to, every notice is marked as automatic and as ours, and what
comes back is recognised (`own`). A notice whose process dies before it is kept is lost; no mail ever hangs on one.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

from mailbridge.errors import OperatorError
from mailbridge.mail import Mail
from mailbridge.notices import text as notice_text
from mailbridge.notices.text import About, Writer
from mailbridge.plan import Direction, ItemState
from mailbridge.spool import ItemId, Spool, Story, lists, outbox
from mailbridge.team import Team

log = logging.getLogger("mailbridge.notices")

LOOK_EVERY_SECONDS = 5.0
FIRST_WAIT_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 3600.0
MOST_ATTEMPTS = 72                      # about three days
MOST_ALARMS = 50
_PROBLEMS = (ItemState.REVIEW, ItemState.FAILED)


class NotTaken(Exception):
    """The mail server did not take a notice. `for_good`: it never will."""

    def __init__(self, why: str, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


Send = Callable[[str, bytes], None]
"""Hands (recipient, message) to the mail server with an empty envelope sender. Raises NotTaken."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the settings want told, and to whom."""

    sender: str
    to_colleagues: Literal["never", "problems", "always"] = "never"
    admin: str = ""
    most_per_hour: int = 20
    console: str = ""                   # the console's public address


class Notices:
    """Writes notices of settled items and alarms, and sends them between `start` and `stop`."""

    def __init__(self, spool: Spool, team: Callable[[], Team], wanted: Wanted, send: Send) -> None:
        self._spool = spool
        self._team = team
        self._wanted = wanted
        self._send = send
        self._writer = Writer(wanted.sender, instance(spool))
        self._alarms: deque[str] = deque(maxlen=MOST_ALARMS)
        self._handler = _Alarms(self._alarms.append)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="notices", daemon=True)

    def start(self) -> None:
        """Listen for alarms, and send what is due."""
        if self._wanted.admin:
            logging.getLogger("mailbridge").addHandler(self._handler)
        self._thread.start()

    def stop(self) -> None:
        """What is not sent yet is sent by the next start."""
        logging.getLogger("mailbridge").removeHandler(self._handler)
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def settled(self, item: ItemId) -> None:
        """An item has come to its end: write to its colleague, if that is wanted. Never raises for a trouble."""
        if self._wanted.to_colleagues == "never":
            return
        try:
            story = lists.story(self._spool, item)
            recipient = self._recipient(story) if story is not None else ""
            if story is not None and recipient:
                raw = notice_text.about(self._about(story), self._writer, recipient, uuid4().hex)
                outbox.add(self._spool, recipient, raw, self._wanted.most_per_hour)
        except OperatorError as trouble:
            log.warning("item=%s a notice could not be kept: %s", item, trouble)

    def look(self) -> int:
        """Keep what the admin must be told and send what is due; how many were sent."""
        self._keep_alarms()
        return sum(self._sent(mail) for mail in outbox.due(self._spool))

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_SECONDS):
            try:
                self.look()
            except OperatorError as trouble:
                log.warning("notices wait: %s", trouble)
            except Exception:
                log.warning("a fault in mailbridge: notices wait", exc_info=True)

    def _recipient(self, story: Story) -> str:
        """The colleague to be written to, "" for nobody."""
        plan, team, summary = story.plan or {}, self._team(), story.summary
        colleague = str(plan.get("colleague", "")).casefold()
        is_wanted = summary.state in _PROBLEMS or self._wanted.to_colleagues == "always"
        # A bounce or a vacation reply has no sender in its envelope (RFC 3834 section 2); mailboxes show no envelope.
        from_program = plan.get("direction") == Direction.AUTOMATIC.value or (
            summary.door in ("smtp", "lmtp") and not summary.sender)
        if not is_wanted or from_program or colleague == self._wanted.sender or team.is_bridge(colleague):
            return ""
        return colleague if team.is_colleague(colleague) else ""

    def _about(self, story: Story) -> About:
        item = story.summary
        page = f"{self._wanted.console}/items/{item.id}" if self._wanted.console else ""
        return About(item.id, item.state, item.reason, item.subject, item.contact, page=page)

    def _keep_alarms(self) -> None:
        words = tuple(dict.fromkeys(self._alarms.popleft() for _ in range(len(self._alarms))))
        if words:
            raw = notice_text.alarm(words, self._writer, self._wanted.admin, uuid4().hex)
            outbox.add(self._spool, self._wanted.admin, raw, self._wanted.most_per_hour)

    def _sent(self, mail: outbox.Outgoing) -> bool:
        try:
            self._send(mail.recipient, mail.raw)
        except NotTaken as trouble:
            if trouble.for_good or mail.attempts + 1 >= MOST_ATTEMPTS:
                log.warning("a notice to %s is given up: %s", mail.recipient, trouble)
                outbox.over(self._spool, mail)
            else:
                log.warning("a notice to %s waits: %s", mail.recipient, trouble)
                wait_seconds = min(FIRST_WAIT_SECONDS * 2.0 ** mail.attempts, LONGEST_WAIT_SECONDS)
                outbox.put_back(self._spool, mail, wait_seconds)
            return False
        outbox.over(self._spool, mail)
        return True


def instance(spool: Spool) -> str:
    """The bridge's id: all that work on one spool are one bridge. Says nothing of the spool's secret."""
    return hashlib.sha256(b"instance" + spool.secret()).hexdigest()[:16]


def own(mail: Mail, sender: str, our_instance: str) -> str:
    """Why a mail is a notice and so never worked off; "" for every other mail. `sender`: our notices' address."""
    mark = mail.header(notice_text.MARK).strip()
    if mark == our_instance or (sender and mail.sender.email.casefold() == sender):
        return "our own notice"
    return "a notice of another mailbridge" if mark else ""


class _Alarms(logging.Handler):
    """Hears what the log tells an admin: errors, and what rules want told. Only collects, so that it cannot block."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or getattr(record, "event", "") == "notified":
            self._tell(record.getMessage())
