"""Takes the new mails of one folder into the spool: search, sizes, bodies, then mails and cursor in one commit.

The cursor passes a mail only when it is kept, gone, or noted as not handed over; those are asked for again later. So a
mail that breaks the server, or is broken there, holds up nobody.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime

from mailbridge.intake import imap_cursor, imap_mail
from mailbridge.intake.imap_connection import Connection, Listed, Opened
from mailbridge.intake.imap_troubles import MailboxTrouble, Refused, Throttled
from mailbridge.mail import Arrival
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.spool import Accepted, Spool, mailboxes
from mailbridge.spool.mailboxes import Batch, Cursor, Place

log = logging.getLogger("mailbridge.imap")

PORTION_BYTES = 16 * 1024 * 1024        # of one FETCH, so that memory stays bounded
MOST_LOSSES = 3                         # times that a mail alone may end the connection
FIRST_RETRY_SECONDS = 30.0
LONGEST_RETRY_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Portion:
    """Mails of one FETCH, lowest UID first. `too_large`: a single one, of which only the header is fetched."""

    uids: tuple[int, ...]
    too_large: bool = False


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
        self._most = settings.batch
        self._losses: Counter[int] = Counter()
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
                cursor = self._take(connection, cursor, uids[first:first + self._settings.batch])
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

    # --- some mails

    def _take(self, connection: Connection, cursor: Cursor, uids: Sequence[int]) -> Cursor:
        """Keep these mails, and the cursor after them. The next portion is fetched while one is being kept."""
        listed = connection.sizes(uids)
        wanted = {uid: listed[uid] for uid in uids
                  if uid in listed and imap_cursor.is_wanted(cursor, uid, listed[uid].came_at)}
        kept: list[Accepted] = []
        keeping: Future[tuple[Accepted, ...]] | None = None
        for portion in self._portions(wanted):
            cursor = replace(cursor, last_uid=portion.uids[-1])
            batch = self._fetched(connection, cursor, portion, wanted)
            kept += keeping.result() if keeping is not None else ()
            keeping = mailboxes.accept_soon(self._spool, batch)
        there = connection.still_there([uid for uid in uids if uid not in listed])
        kept += keeping.result() if keeping is not None else ()
        cursor = replace(cursor, last_uid=uids[-1])
        mailboxes.accept(self._spool, Batch(self.place, cursor, missed=tuple(sorted(there))))
        self._tell(kept)
        return cursor

    def _fetched(self, connection: Connection, cursor: Cursor, portion: Portion, listed: dict[int, Listed]) -> Batch:
        """A portion as arrivals, with what was not handed over told apart from what is gone."""
        bodies = self._bodies(connection, portion, listed)
        absent = [uid for uid in portion.uids if uid not in bodies]
        there = connection.still_there(absent)
        for uid in sorted(there):
            log.warning("mailbox=%s folder=%s uid=%s is not handed over by the server; it is asked for again later",
                        self.place.mailbox, self.name, uid)
        mails = tuple((uid, self._arrival(raw, listed[uid].came_at)) for uid, raw in sorted(bodies.items()))
        return Batch(self.place, cursor, mails, missed=tuple(sorted(there)), gone=tuple(set(absent) - there),
                     untold=portion.too_large)

    def _bodies(self, connection: Connection, portion: Portion, listed: dict[int, Listed]) -> dict[int, bytes]:
        uids = [uid for uid in portion.uids if self._losses[uid] < MOST_LOSSES]
        try:
            if portion.too_large:
                return {uid: imap_mail.without_body(header, listed[uid].size)
                        for uid in uids if (header := connection.header(uid)) is not None}
            found = self._whole(connection, uids)
        except Refused:
            return {}
        except Throttled:
            raise                       # no mail's fault
        except MailboxTrouble:
            # Perhaps one of these mails ends the connection. Fewer at once will tell which, and then it is left out.
            self._most = max(1, len(uids) // 8)
            if len(uids) == 1:
                self._losses[uids[0]] += 1
            raise
        self._most = min(self._settings.batch, self._most * 2)
        return found

    def _whole(self, connection: Connection, uids: Sequence[int]) -> dict[int, bytes]:
        try:
            return connection.bodies(uids) if uids else {}
        except Refused:
            if len(uids) == 1:
                raise
        found: dict[int, bytes] = {}        # one of them is refused, and servers do not say which
        for uid in uids:
            try:
                found.update(connection.bodies([uid]))
            except Refused:
                continue
        return found

    def _portions(self, wanted: dict[int, Listed]) -> Iterator[Portion]:
        """Mails to fetch at once: so many, so many bytes; large ones by themselves."""
        uids: list[int] = []
        held = 0
        for uid, mail in wanted.items():
            is_big = mail.size > self._settings.big_bytes
            if uids and (is_big or len(uids) >= self._most or held + mail.size > PORTION_BYTES):
                yield Portion(tuple(uids))
                uids, held = [], 0
            if is_big:
                yield Portion((uid,), too_large=mail.size > self._settings.max_bytes)
            else:
                uids.append(uid)
                held += mail.size
        if uids:
            yield Portion(tuple(uids))

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
            self._losses.pop(uid, None)
            listed = connection.sizes([uid])
            batch = Batch(self.place, cursor, gone=(uid,))
            if listed:
                too_large = listed[uid].size > self._settings.max_bytes
                batch = self._fetched(connection, cursor, Portion((uid,), too_large), listed)
            elif connection.still_there([uid]):
                continue
            self._tell(mailboxes.accept(self._spool, batch))

    def _arrival(self, raw: bytes, came_at: datetime | None) -> Arrival:
        return imap_mail.arrival(raw, came_at, mailbox=self._settings.name, user=self._settings.user, now=self._now())

    def _tell(self, kept: Sequence[Accepted]) -> None:
        new = sum(accepted.new for accepted in kept)
        if kept:
            log.info("mailbox=%s folder=%s took=%d known=%d", self.place.mailbox, self.name, new, len(kept) - new)


def _left(begun: imap_cursor.Start, opened: Opened) -> str:
    if not opened.mails or begun.cursor.last_uid == 0:
        return ""
    return (f"; {opened.mails} mails that were there before are left alone (to take them too, set since: 2026-01-01 or "
            "since: all for this mailbox)")
