"""What the bridge itself sends, until it is taken: notices by mail, alarms by mail and webhook.

What it says and how it is sent is not known here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from mailbridge.spool.rows import milliseconds
from mailbridge.spool.schema import outbox
from mailbridge.spool.store import Spool

WEBHOOK = "webhook"
"""The recipient of what is posted to the settings' webhook. Its address is not kept here: it may be a secret."""

IN_HAND_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something of ours that is to be sent. `attempts`: how often it was tried in vain."""

    id: int
    recipient: str
    raw: bytes
    attempts: int


def add(spool: Spool, recipient: str, raw: bytes, most_per_hour: int) -> bool:
    """Keep a mail to be sent. False, and nothing is kept, if its recipient has had enough of them within the hour."""
    def change(connection: sa.Connection) -> bool:
        since = milliseconds(spool.now() - timedelta(hours=1))
        recent = sa.and_(outbox.c.recipient == recipient, outbox.c.made_at > since)
        if connection.execute(sa.select(sa.func.count()).where(recent)).scalar_one() >= most_per_hour:
            return False
        put(connection, spool, recipient, raw)
        return True

    return spool.change(change)


def put(connection: sa.Connection, spool: Spool, recipient: str, raw: bytes) -> None:
    """Keep what is to be sent, as a part of a change."""
    at = milliseconds(spool.now())
    connection.execute(sa.insert(outbox).values(recipient=recipient, raw=raw, made_at=at, not_before=at))


def take(spool: Spool, limit: int = 20, *, only: str | None = None, but: Collection[str] = ()) -> list[Outgoing]:
    """What is to be sent now, oldest first: of one recipient only, or of all but some.

    No other node gets it for IN_HAND_SECONDS: who took it calls `over` or `put_back` within that time, and so takes no
    more than that suffices for. A process that dies in between has it sent once more.
    """
    wanted = outbox.c.recipient == only if only is not None else outbox.c.recipient.not_in(but)
    if not _is_due(spool, wanted):
        return []

    def change(connection: sa.Connection) -> Sequence[sa.Row[Any]]:
        chosen = (sa.select(outbox.c.id).where(_due(spool), wanted)
                  .order_by(outbox.c.not_before, outbox.c.id).limit(limit)
                  .with_for_update(skip_locked=True).cte("chosen"))
        until = milliseconds(spool.now() + timedelta(seconds=IN_HAND_SECONDS))
        return connection.execute(
            sa.update(outbox).where(outbox.c.id.in_(sa.select(chosen.c.id)), _due(spool)).values(not_before=until)
            .returning(outbox.c.id, outbox.c.recipient, outbox.c.raw, outbox.c.attempts)).fetchall()

    taken = (Outgoing(row.id, row.recipient, row.raw, row.attempts) for row in spool.change(change))
    return sorted(taken, key=lambda mail: mail.id)


def over(spool: Spool, mail: Outgoing) -> None:
    """It was taken, or never will be. Its row still counts for the hour; its content is gone."""
    this = sa.update(outbox).where(outbox.c.id == mail.id).values(sent_at=milliseconds(spool.now()), raw=b"")
    spool.change(lambda connection: connection.execute(this))


def put_back(spool: Spool, mail: Outgoing, wait_seconds: float) -> None:
    """It is tried again later."""
    until = milliseconds(spool.now() + timedelta(seconds=wait_seconds))
    this = sa.update(outbox).where(outbox.c.id == mail.id).values(not_before=until, attempts=mail.attempts + 1)
    spool.change(lambda connection: connection.execute(this))


def _is_due(spool: Spool, wanted: sa.ColumnElement[bool]) -> bool:
    """Looked at without a lock: every few seconds, and there is seldom anything."""
    with spool.looking() as connection:
        return connection.scalar(sa.select(outbox.c.id).where(_due(spool), wanted).limit(1)) is not None


def _due(spool: Spool) -> sa.ColumnElement[bool]:
    return sa.and_(outbox.c.sent_at.is_(None), outbox.c.not_before <= milliseconds(spool.now()))
