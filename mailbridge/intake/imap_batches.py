"""Fetches mails of a folder and keeps them, batch by batch: sizes, bodies, then mails and cursor in one commit.

The cursor passes a mail only when it is kept, gone, or noted as not handed over; those are asked for again later. So a
mail that breaks the server, or is broken there, holds up nobody. Which mails are wanted is not known here.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime

from mailbridge.intake import imap_cursor, imap_mail
from mailbridge.intake.imap_answers import Listed
from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_troubles import MailboxTrouble, Refused, Throttled
from mailbridge.mail import Arrival
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.spool import Accepted, Spool, mailboxes
from mailbridge.spool.mailboxes import Batch, Cursor, Place

log = logging.getLogger("mailbridge.imap")

PORTION_BYTES = 16 * 1024 * 1024        # of one FETCH, so that memory stays bounded
MOST_LOSSES = 3                         # times that a mail alone may end the connection


@dataclass(frozen=True, slots=True)
class Portion:
    """Mails of one FETCH, lowest UID first. `too_large`: a single one, of which only the header is fetched."""

    uids: tuple[int, ...]
    too_large: bool = False


class Batches:
    """Of one folder, over all its connections. `untold`: the mailbox is never told what became of its mails."""

    def __init__(self, settings: ImapSettings, place: Place, spool: Spool, now: Callable[[], datetime], *,
                 untold: bool = False) -> None:
        self.place = place
        self._settings = settings
        self._spool = spool
        self._now = now
        self._untold = untold
        self._most = settings.batch
        self._losses: Counter[int] = Counter()

    def take(self, connection: Connection, cursor: Cursor, uids: Sequence[int]) -> tuple[Cursor, list[Accepted]]:
        """Keep these mails, and the cursor after them. The next portion is fetched while one is being kept."""
        listed = connection.sizes(uids)
        unlisted = tuple(sorted(connection.still_there([uid for uid in uids if uid not in listed])))
        if unlisted:                    # noted before the cursor passes them: the connection may end with any portion
            mailboxes.accept(self._spool, Batch(self.place, cursor, missed=unlisted))
        wanted = {uid: listed[uid] for uid in uids
                  if uid in listed and imap_cursor.is_wanted(cursor, uid, listed[uid].came_at)}
        kept: list[Accepted] = []
        keeping: Future[tuple[Accepted, ...]] | None = None
        for portion in self._portions(wanted):
            cursor = replace(cursor, last_uid=portion.uids[-1])
            batch = self._fetched(connection, cursor, portion, wanted)
            kept += keeping.result() if keeping is not None else ()
            keeping = mailboxes.accept_soon(self._spool, batch)
        kept += keeping.result() if keeping is not None else ()
        cursor = replace(cursor, last_uid=uids[-1])
        mailboxes.accept(self._spool, Batch(self.place, cursor))
        return cursor, kept

    def take_again(self, connection: Connection, cursor: Cursor, uid: int) -> tuple[Accepted, ...]:
        """Ask once more for a mail that was not handed over. The cursor stays."""
        self._losses.pop(uid, None)
        listed = connection.sizes([uid])
        batch = Batch(self.place, cursor, gone=(uid,))
        if listed:
            too_large = listed[uid].size > self._settings.max_bytes
            batch = self._fetched(connection, cursor, Portion((uid,), too_large), listed)
        elif connection.still_there([uid]):
            return ()
        return mailboxes.accept(self._spool, batch)

    def _fetched(self, connection: Connection, cursor: Cursor, portion: Portion, listed: dict[int, Listed]) -> Batch:
        """A portion as arrivals, with what was not handed over told apart from what is gone."""
        bodies = self._bodies(connection, portion, listed)
        absent = [uid for uid in portion.uids if uid not in bodies]
        there = connection.still_there(absent)
        for uid in sorted(there):
            log.warning("mailbox=%s folder=%s uid=%s is not handed over by the server; it is asked for again later",
                        self._settings.name, self.place.folder, uid)
        mails = tuple((uid, self._arrival(raw, listed[uid].came_at)) for uid, raw in sorted(bodies.items()))
        return Batch(self.place, cursor, mails, missed=tuple(sorted(there)), gone=tuple(set(absent) - there),
                     untold=self._untold or portion.too_large)

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

    def _arrival(self, raw: bytes, came_at: datetime | None) -> Arrival:
        return imap_mail.arrival(raw, came_at, mailbox=self._settings.name, user=self._settings.user, now=self._now())
