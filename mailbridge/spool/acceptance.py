"""The doors' side: arrivals become items. Within a change that somebody else commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from mailbridge import maillog
from mailbridge.mail import Arrival
from mailbridge.maillog import Event
from mailbridge.spool import engines, identity, ledger, rows
from mailbridge.spool.room import Room
from mailbridge.spool.rows import ItemId
from mailbridge.spool.schema import items, originals


@dataclass(frozen=True, slots=True)
class Accepted:
    """An arrival that is kept. `new` is False when it had come before."""

    item: ItemId
    new: bool


@dataclass(frozen=True, slots=True)
class Keyed:
    """An arrival with what makes it the same as another."""

    arrival: Arrival
    identity: str
    key: str


def keyed(arrival: Arrival) -> Keyed:
    """Outside of the change: digesting a large mail takes longer than keeping it."""
    mail_identity = identity.identity(arrival.raw)
    return Keyed(arrival, mail_identity, identity.key(mail_identity, arrival.envelope))


def keep(connection: sa.Connection, mails: Sequence[Keyed], room: Room, now_ms: int,
         not_before: int = 0) -> tuple[Accepted, ...]:
    """The items of arrivals, in their order; those that are not there yet are made. Raises SpoolFull, for all of them.

    A statement for each table and not for each mail: statement by statement, ten thousand take several times as long.
    """
    # Two nodes may have the same mail at the same moment: the second waits here and then finds the first's item.
    engines.in_turn(connection, [mail.identity for mail in mails])
    known = {key: ItemId(item) for key, item in engines.by_name(
        connection, items.c.key, items.c.id, items.c.identity, [mail.identity for mail in mails]).items()}
    new: dict[str, Keyed] = {}
    for mail in mails:
        if mail.key not in known:
            new.setdefault(mail.key, mail)
    item_of = known | _insert(connection, list(new.values()), room, not_before)
    accepted = tuple(Accepted(item_of[mail.key], new.get(mail.key) is mail) for mail in mails)
    ledger.note_all(connection, [(kept.item, arrival_event(mail.arrival, kept.new))
                                 for mail, kept in zip(mails, accepted, strict=True)
                                 if not (kept.new and ledger.tells_itself(mail.arrival, now_ms))], now_ms)
    engines.announce(connection)
    return accepted


def arrival_event(arrival: Arrival, new: bool) -> Event:
    """How a mail came: for the first time, or again."""
    envelope = arrival.envelope
    return maillog.accepted(envelope, len(arrival.raw)) if new else maillog.came_again(envelope)


def _insert(connection: sa.Connection, mails: Sequence[Keyed], room: Room, not_before: int) -> dict[str, ItemId]:
    if not mails:
        return {}
    room.must_be(connection, sum(len(mail.arrival.raw) for mail in mails))
    made = engines.insert_numbered(connection, items, [
        rows.arrived(mail.arrival, mail.identity, mail.key, not_before) for mail in mails])
    engines.insert(connection, originals, [
        {"item": item, "raw": mail.arrival.raw} for item, mail in zip(made, mails, strict=True)])
    return {mail.key: ItemId(item) for item, mail in zip(made, mails, strict=True)}
