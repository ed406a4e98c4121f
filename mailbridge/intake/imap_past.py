"""Takes the past of a folder, on request and once, beside the watching of what is new.

It has a cursor of its own, so it can be stopped and goes on where it was. What is watched too, or was taken before, is
the same arrival and is not doubled. The folder is only looked at, and nothing is done to its mails afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime

from mailbridge.intake import imap_cursor
from mailbridge.intake.imap_batches import Batches
from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_credentials import Credentials
from mailbridge.intake.imap_troubles import FolderMissing, LoginRefused, MailboxTrouble, Throttled
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.spool import Accepted, Spool, mailboxes
from mailbridge.spool.mailboxes import Cursor, Place

SIZES_AT_ONCE = 700                     # servers need not take a command of more than 8192 bytes (RFC 7162 section 4)


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is: mails looked at now and in all, and what became of them. `missed` were not handed over."""

    done: int
    total: int
    new: int = 0
    known: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Ahead:
    """What would be taken. Of mails that are `too_large` only the headers are."""

    mails: int
    bytes: int
    too_large: int


class Past:
    """Of one folder."""

    def __init__(self, settings: ImapSettings, folder: str, since: date | None, spool: Spool,
                 now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._folder = folder
        self._since = since
        self._spool = spool
        # No mailbox can be called so: the place of what is watched is another.
        self._place = Place(f"import:{settings.name}", folder)
        self._batches = Batches(settings, self._place, spool, now, untold=True)

    def ahead(self, credentials: Credentials) -> Ahead:
        """What there is to take. Takes nothing. Raises MailboxTrouble."""
        with closing(Connection(self._settings, credentials)) as connection:
            cursor, uids = self._left(connection)
            sizes: list[int] = []
            for first in range(0, len(uids), SIZES_AT_ONCE):
                listed = connection.sizes(uids[first:first + SIZES_AT_ONCE])
                sizes += [mail.size for uid, mail in listed.items() if imap_cursor.is_wanted(cursor, uid, mail.came_at)]
        too_large = sum(size > self._settings.max_bytes for size in sizes)
        return Ahead(len(sizes), sum(sizes), too_large)

    def taken(self, credentials: Credentials) -> Iterator[Step]:
        """Take it, a step for each batch that is on disk.

        A lost connection is made anew as long as each brought something. Raises MailboxTrouble, SpoolTrouble.
        """
        step, over = Step(0, 0), False
        while not over:
            before = step
            try:
                with closing(Connection(self._settings, credentials)) as connection:
                    for further in self._on(connection, before):
                        step = further
                        yield step
                over = True
            except (LoginRefused, FolderMissing, Throttled):
                raise
            except MailboxTrouble:
                if step.done == before.done:
                    raise

    def _on(self, connection: Connection, before: Step) -> Iterator[Step]:
        """One connection's part of it."""
        cursor, uids = self._left(connection)
        step = replace(before, total=before.done + len(uids))
        yield step
        for first in range(0, len(uids), self._settings.batch):
            part = uids[first:first + self._settings.batch]
            cursor, kept = self._batches.take(connection, cursor, part)
            step = _after(step, kept, len(part))
            yield step
        for uid in mailboxes.missed(self._spool, self._place, cursor.uidvalidity):
            step = _after(step, self._batches.take_again(connection, cursor, uid), 0)
        yield replace(step, missed=len(mailboxes.missed(self._spool, self._place, cursor.uidvalidity)))

    def _left(self, connection: Connection) -> tuple[Cursor, list[int]]:
        """Where to go on, and the UIDs that are still to be looked at."""
        opened = connection.open(self._folder, read_only=True)
        cursor = imap_cursor.start_past(mailboxes.cursor(self._spool, self._place), opened, self._since)
        return cursor, connection.search(cursor.last_uid, since=imap_cursor.search_day(cursor))


def _after(step: Step, kept: list[Accepted] | tuple[Accepted, ...], looked_at: int) -> Step:
    new = sum(accepted.new for accepted in kept)
    return replace(step, done=step.done + looked_at, new=step.new + new, known=step.known + len(kept) - new)
