"""How the last looks at each mailbox ended, kept so that every node and the next start know it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from mailbridge.spool import engines
from mailbridge.spool.rows import milliseconds, moment
from mailbridge.spool.schema import polls
from mailbridge.spool.store import Spool
from mailbridge.spool.troubles import SpoolTrouble

log = logging.getLogger("mailbridge.spool")

GOOD_AGAIN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Poll:
    """`good_at`: when all folders were last looked at without a trouble, None: never yet. `trouble`: why not since."""

    good_at: datetime | None
    trouble: str = ""
    is_refused: bool = False            # the mailbox's login: waiting will not mend it


class Polls:
    """Of one mailbox. What is as it was a moment ago is not written again: a mailbox may be looked at every second."""

    def __init__(self, spool: Spool, mailbox: str) -> None:
        self._spool = spool
        self._mailbox = mailbox
        self._kept: tuple[str, bool] | None = None
        self._good_at: datetime | None = None

    def good(self) -> None:
        """All folders were looked at. Never raises for a trouble."""
        now = self._spool.now()
        if self._kept == ("", False) and self._good_at is not None and now - self._good_at < GOOD_AGAIN:
            return
        self._good_at = now
        self._keep("", False, good_at=milliseconds(now))

    def failed(self, why: str, *, is_refused: bool = False) -> None:
        """A look ended with a trouble. Never raises for another."""
        if self._kept != (why, is_refused):
            self._keep(why, is_refused)

    def _keep(self, trouble: str, is_refused: bool, **more: int) -> None:
        values = {"trouble": trouble, "is_refused": is_refused, **more}

        def change(connection: sa.Connection) -> None:
            engines.in_turn(connection, [f"poll {self._mailbox}"])
            this = sa.update(polls).where(polls.c.mailbox == self._mailbox).values(**values)
            if not connection.execute(this).rowcount:
                connection.execute(sa.insert(polls).values(mailbox=self._mailbox, **values))

        try:
            self._spool.change(change)
        except SpoolTrouble as trouble_of_ours:     # the mailbox has nothing to do with it
            log.warning("mailbox=%s how its look ended could not be kept: %s", self._mailbox, trouble_of_ours)
        else:
            self._kept = (trouble, is_refused)


def last(spool: Spool) -> dict[str, Poll]:
    """Mailbox -> how its last look ended."""
    with spool.looking() as connection:
        return {row.mailbox: Poll(moment(row.good_at) if row.good_at is not None else None, row.trouble,
                                  row.is_refused) for row in connection.execute(sa.select(polls))}

