"""The bridge's own mails until the mail server has them. What they say and how they are sent is not known here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from mailbridge.spool.rows import milliseconds
from mailbridge.spool.schema import outbox
from mailbridge.spool.store import Spool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail of ours that is due. `attempts`: how often it was tried in vain."""

    id: int
    recipient: str
    raw: bytes
    attempts: int


def add(spool: Spool, recipient: str, raw: bytes, most_per_hour: int) -> bool:
    """Keep a mail to be sent. False, and nothing is kept, if its recipient has had enough of them within the hour."""
    def change(connection: sa.Connection) -> bool:
        now = spool.now()
        recent = sa.and_(outbox.c.recipient == recipient, outbox.c.made_at > milliseconds(now - timedelta(hours=1)))
        if connection.execute(sa.select(sa.func.count()).where(recent)).scalar_one() >= most_per_hour:
            return False
        at = milliseconds(now)
        connection.execute(sa.insert(outbox).values(recipient=recipient, raw=raw, made_at=at, not_before=at))
        return True

    return spool.change(change)


def due(spool: Spool, limit: int = 20) -> list[Outgoing]:
    """What is to be sent now, oldest first."""
    query = sa.select(outbox).where(
        outbox.c.sent_at.is_(None), outbox.c.not_before <= milliseconds(spool.now()),
    ).order_by(outbox.c.not_before, outbox.c.id).limit(limit)
    with spool.looking() as connection:
        return [Outgoing(row.id, row.recipient, row.raw, row.attempts) for row in connection.execute(query)]


def over(spool: Spool, mail: Outgoing) -> None:
    """The mail server has it, or will never take it. Its row still counts for the hour; its content is gone."""
    this = sa.update(outbox).where(outbox.c.id == mail.id).values(sent_at=milliseconds(spool.now()), raw=b"")
    spool.change(lambda connection: connection.execute(this))


def put_back(spool: Spool, mail: Outgoing, wait_seconds: float) -> None:
    """It is tried again later."""
    until = milliseconds(spool.now() + timedelta(seconds=wait_seconds))
    this = sa.update(outbox).where(outbox.c.id == mail.id).values(not_before=until, attempts=mail.attempts + 1)
    spool.change(lambda connection: connection.execute(this))
