"""Notices by mail: what became of a mail, to the colleague whose it was; what rules want told, to the admin.

They never hold up a mail: they are kept in the spool's outbox, and `post` sends them. They never make a loop: nobody
outside, no bridge and no program is written to, every notice is marked as automatic and as ours, and what comes back is
recognised (`own`). A notice whose process dies before it is kept is lost; no mail ever hangs on one. Alarms are made in
`alarms` and sent by the same `post`.
"""

from __future__ import annotations

import hashlib
import logging
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

_PROBLEMS = (ItemState.REVIEW, ItemState.FAILED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the settings want told, and to whom."""

    sender: str
    to_colleagues: Literal["never", "problems", "always"] = "never"
    admin: str = ""
    most_per_hour: int = 20
    console: str = ""                   # the console's public address


class Notices:
    """Writes notices of settled items and of what rules `notify`; `post` sends them."""

    def __init__(self, spool: Spool, team: Callable[[], Team], wanted: Wanted) -> None:
        self._spool = spool
        self._team = team
        self._wanted = wanted
        self._writer = Writer(wanted.sender, instance(spool))

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

    def notified(self, item: ItemId, words: str) -> None:
        """A rule wants the admin to know of an item. Never raises for a trouble."""
        if not self._wanted.admin:
            return
        raw = notice_text.told(words, item, self._page(item), self._writer, self._wanted.admin, uuid4().hex)
        try:
            outbox.add(self._spool, self._wanted.admin, raw, self._wanted.most_per_hour)
        except OperatorError as trouble:
            log.warning("item=%s a notice could not be kept: %s", item, trouble)

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
        return About(item.id, item.state, item.reason, item.subject, item.contact, page=self._page(item.id))

    def _page(self, item: ItemId) -> str:
        return f"{self._wanted.console}/items/{item}" if self._wanted.console else ""


def instance(spool: Spool) -> str:
    """The bridge's id: all that work on one spool are one bridge. Says nothing of the spool's secret."""
    return hashlib.sha256(b"instance" + spool.secret()).hexdigest()[:16]


def own(mail: Mail, sender: str, our_instance: str) -> str:
    """Why a mail is a notice and so never worked off; "" for every other mail. `sender`: our notices' address."""
    mark = mail.header(notice_text.MARK).strip()
    if mark == our_instance or (sender and mail.sender.email.casefold() == sender):
        return "our own notice"
    return "a notice of another mailbridge" if mark else ""
