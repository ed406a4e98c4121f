"""Takes the new mails of one folder that is watched: what is new, and what is to be asked for once more."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from mailbridge.intake import imap_cursor
from mailbridge.intake.imap_batches import Batches
from mailbridge.intake.imap_connection import Connection, Opened
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.spool import Accepted, Spool, mailboxes
from mailbridge.spool.mailboxes import Batch, Cursor, Place

log = logging.getLogger("mailbridge.imap")

FIRST_RETRY_SECONDS = 30.0
LONGEST_RETRY_SECONDS = 3600.0


class Folder:
    """One folder of a mailbox, over all its connections."""

    def __init__(self, settings: ImapSettings, folder: str, spool: Spool, now: Callable[[], datetime],
                 stopping: Callable[[], bool]) -> None:
        self.name = folder
        self.place = Place(settings.name, folder)
        self._settings = settings
        self._spool = spool
        self._now = now
        self._stopping = stopping
        self._batches = Batches(settings, self.place, spool, now)
        self._opened: Opened | None = None
        self._retry_at = 0.0
        self._retry_seconds = FIRST_RETRY_SECONDS

    @property
    def uid_validity(self) -> int:
        """Of the folder as it was when it was last opened; 0 if it never was."""
        return self._opened.uid_validity if self._opened is not None else 0

    def open(self, connection: Connection) -> Opened:
        """Select the folder; for looking only, if nothing is ever done to its mails."""
        after = self._settings.after
        return connection.open(self.name, read_only=(after.done, after.skipped, after.failed) == ("leave",) * 3)

    def take(self, connection: Connection) -> None:
        """Keep every mail that is new, until there is none."""
        cursor = self._cursor(connection)
        self._again(connection, cursor)
        while not self._stopping():
            connection.told_of_new()
            uids = self.new(connection, cursor)
            for first in range(0, len(uids), self._settings.batch):
                if self._stopping():
                    return
                cursor, kept = self._batches.take(connection, cursor, uids[first:first + self._settings.batch])
                self._tell(kept)
            if not uids and not connection.told_of_new():
                return

    def new(self, connection: Connection, cursor: Cursor) -> list[int]:
        """UIDs after the cursor that are to be looked at, lowest first."""
        fresh = connection.search(max(cursor.last_uid, cursor.fresh_from - 1))
        if cursor.last_uid + 1 >= cursor.fresh_from:
            return fresh
        return connection.search(cursor.last_uid, below=cursor.fresh_from, since=imap_cursor.search_day(cursor)) + fresh

    def _cursor(self, connection: Connection) -> Cursor:
        opened = self.open(connection)
        known = mailboxes.cursor(self._spool, self.place)
        if known is not None and opened is self._opened:    # nothing can have been made anew while it was selected
            return known
        begun = imap_cursor.start(known, opened, self._settings.since, self._now())
        if begun.why:
            mailboxes.accept(self._spool, Batch(self.place, begun.cursor))
            log.info("mailbox=%s folder=%s %s%s", self.place.mailbox, self.name, begun.why, _left(begun, opened))
        self._opened = opened
        return begun.cursor

    def _again(self, connection: Connection, cursor: Cursor) -> None:
        """Ask once more for the mails that were not handed over, one by one and less and less often."""
        if time.monotonic() < self._retry_at:
            return
        uids = mailboxes.missed(self._spool, self.place, cursor.uidvalidity)
        if not uids:
            self._retry_seconds = FIRST_RETRY_SECONDS
            return
        self._retry_at = time.monotonic() + self._retry_seconds
        self._retry_seconds = min(LONGEST_RETRY_SECONDS, self._retry_seconds * 2)
        for uid in uids:
            self._tell(self._batches.take_again(connection, cursor, uid))

    def _tell(self, kept: Sequence[Accepted]) -> None:
        new = sum(accepted.new for accepted in kept)
        if kept:
            log.info("mailbox=%s folder=%s took=%d known=%d", self.place.mailbox, self.name, new, len(kept) - new)


def _left(begun: imap_cursor.Start, opened: Opened) -> str:
    if not opened.mails or begun.cursor.last_uid == 0:
        return ""
    return (f"; {opened.mails} mails that were there before are left alone (to take them too, set since: 2026-01-01 or "
            "since: all for this mailbox)")
