"""Where in a folder to go on: what was read before, the folder as it is now, and the settings. Pure.

    never read          new mail only, unless the settings say `since`
    read before         after the last UID that was seen to
    made anew           UIDs count from one again (another UIDVALIDITY, or UIDNEXT below what was seen): everything that
                        is not older than what was wanted is looked through again; the spool knows what it has
    asked further back  `since` names an earlier day than before: everything from then on is looked through
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from mailbridge.intake.imap_connection import Opened
from mailbridge.spool.mailboxes import Cursor

SLACK = timedelta(minutes=5)            # between the server's clock and ours
EVER = datetime(1970, 1, 1, tzinfo=UTC)

Since = Literal["all"] | date | None


@dataclass(frozen=True, slots=True)
class Start:
    """The cursor to go on from, and why it is not simply the one that was kept ("" if it is)."""

    cursor: Cursor
    why: str = ""


def start(known: Cursor | None, opened: Opened, since: Since, now: datetime) -> Start:
    """Where to go on. `now` is when a folder is read for the first time."""
    validity, fresh = opened.uid_validity, opened.uid_next
    wanted = _moment(since)
    if known is None and wanted is None:
        return Start(Cursor(validity, fresh - 1, fresh, now), "first look: only what comes from now on is taken")
    if known is None:
        assert wanted is not None
        return Start(Cursor(validity, 0, fresh, wanted), f"first look: {_in_words(since)}")
    if known.uidvalidity != validity or fresh <= known.last_uid:
        return Start(Cursor(validity, 0, fresh, known.since), "the folder was made anew: it is looked through again")
    if wanted is not None and wanted < known.since:
        return Start(Cursor(validity, 0, known.fresh_from, wanted), f"looking further back: {_in_words(since)}")
    return Start(known)


def start_past(known: Cursor | None, opened: Opened, since: Since) -> Cursor:
    """Where to go on with taking a folder's past from `since` on, None for all of it.

    `known` is where that was left; asked for another day, or with the folder made anew, it begins from the start.
    """
    begun = Cursor(opened.uid_validity, 0, opened.uid_next, _moment(since) or EVER)
    same = known is not None and (known.uidvalidity, known.since) == (begun.uidvalidity, begun.since)
    return known if known is not None and same and known.last_uid < opened.uid_next else begun


def is_wanted(cursor: Cursor, uid: int, came_at: datetime | None) -> bool:
    """Whether a mail is taken: whatever came after the folder was first read, and older ones by their date."""
    return uid >= cursor.fresh_from or came_at is None or came_at >= cursor.since - SLACK


def search_day(cursor: Cursor) -> date | None:
    """The day to search from, None for all: servers compare days in a zone that only they know."""
    return None if cursor.since <= EVER else (cursor.since - SLACK - timedelta(days=1)).date()


def _moment(since: Since) -> datetime | None:
    if since is None:
        return None
    return EVER if since == "all" else datetime.combine(since, time(), UTC)


def _in_words(since: Since) -> str:
    return "all mail is taken" if since == "all" else f"mail since {since} is taken"
