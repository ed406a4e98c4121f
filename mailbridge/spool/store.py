"""The spool: keeps arrival, plan, writes and events of every mail until it is settled, and for a while after.

Its verbs are a mail's day: accept, claim, keep_plan, about_to_send, record, put_back, settle. Each is one change that
is on disk when the call returns.

    item    waiting -> claimed -> done | skipped | review | failed
            claimed -> waiting      put back: nothing was sent, or the outcome must be looked up later
            claimed -> claimed      the lease ran out and another worker took over
    write   planned -> sending -> written | refused | unknown
            unknown -> written      found in Heap by its marker
            unknown -> planned      twice not found after the grace time: it may be sent again
            sending -> unknown      a worker died between asking and hearing

Why a claim number? A worker may be frozen past its lease, wake up, and go on as if nothing had happened. Every change
of an item therefore asks, in the same transaction, that the claim is still the one it holds, and takes the row's lock
by renewing the lease; a late owner gets `LostClaim` and lets go.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from mailbridge import maillog
from mailbridge.errors import AdminError
from mailbridge.mail import Arrival
from mailbridge.maillog import Event
from mailbridge.plan import ItemState, Likeness, Plan, WriteState, write_as_json
from mailbridge.spool import engines, identity, rows
from mailbridge.spool.committer import Committer
from mailbridge.spool.room import NO_LIMITS, Room
from mailbridge.spool.rows import Claimed, ItemId, KeptWrite, milliseconds
from mailbridge.spool.schema import VERSION, events, items, likenesses, meta, metadata, originals, writes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Accepted:
    """An arrival that is kept. `new` is False when it had come before."""

    item: ItemId
    new: bool


_LONGEST_WAIT_MS = 6 * 3600 * 1000


# Built once and not for each mail: that took as long as carrying them out. What is set is named when they are run.
_BY_KEY = sa.select(items.c.id).where(items.c.key == sa.bindparam("key"))
_NEW_ITEM, _NEW_ORIGINAL, _NEW_EVENT = sa.insert(items), sa.insert(originals), sa.insert(events)
_HOLD = sa.update(items).where(
    items.c.id == sa.bindparam("held_item"), items.c.claim == sa.bindparam("held_claim"),
    items.c.owner == sa.bindparam("held_owner"), items.c.state == ItemState.CLAIMED.value)
_MARK = sa.update(writes).where(
    writes.c.item == sa.bindparam("this_item"), writes.c.position == sa.bindparam("this_position"))
_END = sa.update(items).where(items.c.id == sa.bindparam("this_item"))


class LostClaim(Exception):
    """The item is another worker's now. Whoever gets this lets go without a word: it is no error."""


def utc_now() -> datetime:
    """The clock that is passed in everywhere else."""
    return datetime.now(UTC)


class Spool:
    """The spool of one database. Safe to use from many threads; several processes may open the same one."""

    def __init__(self, url: str, *, now: Callable[[], datetime] = utc_now, lease_seconds: float = 120,
                 room: Room = NO_LIMITS) -> None:
        self._engine = engines.open_engine(url)
        self.now = now
        self._lease = timedelta(seconds=lease_seconds)
        self.room = room
        self.wake: Callable[[], None] = lambda: None
        self._listening: engines.Listening | None = None
        self._prepare()
        self._committer = Committer(self._engine)

    def close(self) -> None:
        """Finish what was asked for and let go of the database."""
        if self._listening is not None:
            self._listening.close()
        self._committer.close()
        self._engine.dispose()

    @property
    def is_shared(self) -> bool:
        """Whether other nodes may be at work on it."""
        return engines.is_shared(self._engine)

    @property
    def address(self) -> str:
        """Of its database, as it may be shown."""
        return engines.shown(self._engine.url)

    def sole(self, name: str) -> engines.Sole:
        """What only one node shall do at a time, by its name."""
        return engines.sole(self._engine, name)

    def on_arrival(self, wake: Callable[[], None]) -> None:
        """Call `wake` after each commit that brought something to do, in this process or on another node."""
        self.wake = wake
        if self._listening is not None:
            self._listening.close()
        self._listening = engines.listen(self._engine, wake)

    # --- doors

    def accept_soon(self, arrival: Arrival) -> Future[Accepted]:
        """Keep an arrival. The future's result means that it is on disk for good; it raises SpoolTrouble if it is not.

        The same arrival again (an MTA that missed our reply) is the same item.
        """
        mail_identity = identity.identity(arrival.raw)
        key = identity.key(mail_identity, arrival.envelope)

        def tell(accepted: Accepted) -> None:
            maillog.tell(accepted.item, arrival_event(arrival, accepted.new))
            self.wake()

        return self.change_soon(lambda connection: self._accept(connection, arrival, mail_identity, key), tell,
                                may_repeat=True)

    def accept(self, arrival: Arrival) -> Accepted:
        """`accept_soon`, waited for."""
        return self.accept_soon(arrival).result()

    def _accept(self, connection: sa.Connection, arrival: Arrival, mail_identity: str, key: str) -> Accepted:
        # Two nodes may have the same mail at the same moment: the second waits here and then finds the first's item.
        engines.in_turn(connection, [mail_identity])
        known = connection.scalar(_BY_KEY, {"key": key})
        item = ItemId(known) if known is not None else self._insert(connection, arrival, mail_identity, key)
        self.note(connection, item, arrival_event(arrival, known is None))
        engines.announce(connection)
        return Accepted(item, known is None)

    def _insert(self, connection: sa.Connection, arrival: Arrival, mail_identity: str, key: str) -> ItemId:
        self.room.must_be(connection, len(arrival.raw))
        values = rows.arrived(arrival, mail_identity, key, not_before=0)
        made = connection.execute(_NEW_ITEM, values).inserted_primary_key
        assert made is not None
        connection.execute(_NEW_ORIGINAL, {"item": made[0], "raw": arrival.raw})
        return ItemId(made[0])

    # --- workers

    def claim(self, owner: str, limit: int = 1) -> list[Claimed]:
        """Take up to `limit` due items, oldest first: waiting ones, and those whose owner's lease ran out."""
        return self.change(lambda connection: self._claim(connection, owner, limit))

    def renew(self, held: Sequence[Claimed]) -> None:
        """Heartbeat: prolong the leases of what is in hand. An item that was lost meanwhile is left alone."""
        if not held:
            return
        mine = sa.or_(*(_held(item) for item in held))
        until = milliseconds(self.now() + self._lease)
        self.change(lambda connection: connection.execute(sa.update(items).where(mine).values(lease_until=until)))

    def release_all(self) -> int:
        """Give every claimed item back. Only for a process that knows it is the spool's only one."""
        free = sa.update(items).where(items.c.state == ItemState.CLAIMED.value).values(lease_until=0)
        return self.change(lambda connection: connection.execute(free).rowcount)

    def earlier_copy(self, item: Claimed) -> ItemId | None:
        """The first item with the same mail, if that is not this one (row G1)."""
        query = sa.select(sa.func.min(items.c.id)).where(items.c.identity == item.identity, items.c.id < item.id)
        with self.looking() as connection:
            found = connection.scalar(query)
        return None if found is None else ItemId(found)

    def keep_plan(
        self, item: Claimed, plan: Plan, subject: str, markers: Sequence[str], message_id: str = "",
        like: Likeness | None = None,
    ) -> tuple[KeptWrite, ...]:
        """Keep what was decided, a marker for each write; from now on it is carried out and never decided again."""
        event = maillog.planned(plan)
        contact = plan.parties.contact.email
        told = "" if plan.parties.never_log else subject[:500]

        def change(connection: sa.Connection) -> None:
            self.hold(connection, item, plan=rows.plan_as_json(plan), subject=told, message_id=message_id[:500],
                       direction=plan.parties.direction.value, contact=contact, person=plan.person.state.value,
                       rule=next((rule.name for rule in plan.rules if rule.matched), ""))
            if like is not None and not plan.parties.never_log:
                self._keep_likeness(connection, item.id, like)
            for position, (write, marker) in enumerate(zip(plan.writes, markers, strict=True)):
                connection.execute(sa.insert(writes).values(
                    item=item.id, position=position, kind=write.kind.value, rule=write.rule,
                    contact=contact.casefold(), data=write_as_json(write), marker=marker,
                    state=WriteState.PLANNED.value))
            self.note(connection, item.id, event)

        self.change(change)
        maillog.tell(item.id, event)
        return tuple(KeptWrite(item.id, position, write, marker, WriteState.PLANNED)
                     for position, (write, marker) in enumerate(zip(plan.writes, markers, strict=True)))

    def _keep_likeness(self, connection: sa.Connection, item: ItemId, like: Likeness) -> None:
        # Decided anew after a person's retry, the item has one already.
        connection.execute(sa.delete(likenesses).where(likenesses.c.item == item))
        at = None if like.written_at is None else milliseconds(like.written_at)
        connection.execute(sa.insert(likenesses).values(item=item, digest=like.digest, written_at=at))

    def about_to_send(self, item: Claimed, write: KeptWrite, before: int | None = None) -> None:
        """Note, before the request leaves, that it is about to. Raises LostClaim: then it must not leave."""
        event = maillog.sending(write.write, write.marker, write.attempts + 1)
        noted_at = self.now()
        self._mark(item, write, event, state=WriteState.SENDING, attempts=write.attempts + 1,
                   sent_at=milliseconds(noted_at), before=before, looks=0, looked_at=None)
        if self.now() - noted_at >= self._lease:
            raise LostClaim     # frozen within this call: another may have looked it up meanwhile and sent it again

    def record(self, item: Claimed, write: KeptWrite, state: WriteState, said: str) -> None:
        """Keep what came of a write. `planned` means that nothing was sent, so that it may be sent later."""
        self._mark(item, write, maillog.answered(write.write, state, said), state=state, said=said[:1000])

    def looked_up(self, item: Claimed, write: KeptWrite, found: str) -> None:
        """Keep that a look-up found nothing; the second such answer lets the write be sent again."""
        self._mark(item, write, maillog.looked_up(write.write, found), state=WriteState.UNKNOWN,
                   looks=write.looks + 1, looked_at=milliseconds(self.now()))

    def lost(self, item: Claimed, write: KeptWrite) -> None:
        """Keep that two look-ups after the grace time found nothing: the write may be sent again."""
        self._mark(item, write, maillog.looked_up(write.write, "nothing, twice"), state=WriteState.PLANNED,
                   lost=write.lost + 1)

    def put_back(self, item: Claimed, wait_seconds: float, reason: str, *, trouble: bool = True) -> None:
        """Let another try come later. `trouble` counts towards the growing waits."""
        until = milliseconds(self.now() + timedelta(seconds=wait_seconds))
        self._end(item, maillog.put_back(reason, wait_seconds), state=ItemState.WAITING.value, reason=reason,
                  not_before=until, attempts=item.attempts + (1 if trouble else 0))

    def settle(self, item: Claimed, state: ItemState, reason: str, *, forget: bool = False) -> None:
        """The mail's end: done, skipped, review or failed, with the reason in words.

        `forget`: the original and the envelope's addresses are not kept (row C8).
        """
        gone: dict[str, Any] = {"sender": "", "recipients": [], "has_original": False} if forget else {}
        self._end(item, maillog.settled(state, reason), forget=forget, state=state.value, reason=reason,
                  settled_at=milliseconds(self.now()), **gone)

    # --- the whole

    def secret(self) -> bytes:
        """The key of this spool's markers, made once. Markers of another spool are not ours (and cannot be forged)."""
        query = sa.select(meta.c.value).where(meta.c.name == "marker_secret")
        with self.looking() as connection:
            return bytes.fromhex(connection.execute(query).scalar_one())

    def _prepare(self) -> None:
        try:
            with self._engine.begin() as connection:
                engines.in_turn(connection, ["mailbridge: prepare"])
                metadata.create_all(connection)
                version = connection.scalar(sa.select(meta.c.value).where(meta.c.name == "version"))
                if version is None:
                    connection.execute(sa.insert(meta), [
                        {"name": "version", "value": str(VERSION)},
                        {"name": "marker_secret", "value": secrets.token_hex(32)},
                    ])
        except SQLAlchemyError as error:
            raise engines.in_words(error, self._engine.url) from None
        if version not in (None, str(VERSION)):
            raise AdminError(f"the spool is of version {version}, this program knows {VERSION}; use the newer program")

    def _claim(self, connection: sa.Connection, owner: str, limit: int) -> list[Claimed]:
        now = milliseconds(self.now())
        due = sa.or_(
            sa.and_(items.c.state == ItemState.WAITING.value, items.c.not_before <= now),
            # No wait is that long: the clock was set back, and must not hold mails for as much as it went.
            sa.and_(items.c.state == ItemState.WAITING.value, items.c.not_before > now + _LONGEST_WAIT_MS),
            sa.and_(items.c.state == ItemState.CLAIMED.value, items.c.lease_until < now),
        )
        # Locked in a list of its own: as a part of the update it may be looked up again and again, past the limit.
        oldest = (sa.select(items.c.id).where(due).order_by(items.c.not_before, items.c.id).limit(limit)
                  .with_for_update(skip_locked=True).cte("oldest"))
        died = sa.case((items.c.state == ItemState.CLAIMED.value, 1), else_=0)
        taken = connection.execute(
            sa.update(items).where(items.c.id.in_(sa.select(oldest.c.id)), due)
            .values(state=ItemState.CLAIMED.value, owner=owner, claim=items.c.claim + 1,
                    turn="", deaths=items.c.deaths + died, lease_until=milliseconds(self.now() + self._lease))
            .returning(*items.c)
        ).fetchall()
        return [self._taken(connection, row) for row in sorted(taken, key=lambda row: (row.not_before, row.id))]

    def _taken(self, connection: sa.Connection, row: sa.Row[Any]) -> Claimed:
        raw = connection.execute(sa.select(originals.c.raw).where(originals.c.item == row.id)).scalar_one()
        kept = connection.execute(sa.select(writes).where(writes.c.item == row.id).order_by(writes.c.position))
        return rows.claimed(row, raw, [rows.kept_write(write) for write in kept])

    def hold(self, connection: sa.Connection, item: Claimed, **values: Any) -> None:
        """Ask that the item is still ours, and lock its row by renewing the lease."""
        until = milliseconds(self.now() + self._lease)
        ours = {"held_item": item.id, "held_claim": item.claim, "held_owner": item.owner}
        if connection.execute(_HOLD, {**ours, "lease_until": until, **values}).rowcount != 1:
            raise LostClaim

    def _mark(self, item: Claimed, write: KeptWrite, event: Event, state: WriteState, **values: Any) -> None:
        def change(connection: sa.Connection) -> None:
            self.hold(connection, item)
            this = {"this_item": write.item, "this_position": write.position}
            connection.execute(_MARK, {**this, "state": state.value, **values})
            self.note(connection, item.id, event)

        self.change(change)
        maillog.tell(item.id, event)

    def _end(self, item: Claimed, event: Event, *, forget: bool = False, **values: Any) -> None:
        def change(connection: sa.Connection) -> None:
            self.hold(connection, item)
            if forget:
                connection.execute(sa.delete(originals).where(originals.c.item == item.id))
                connection.execute(sa.delete(events).where(events.c.item == item.id))
            connection.execute(_END, {"this_item": item.id, "owner": "", "lease_until": 0, **values})
            self.note(connection, item.id, event)

        self.change(change)
        maillog.tell(item.id, event)

    def note(self, connection: sa.Connection, item: ItemId, event: Event) -> None:
        """Add an event to an item's timeline, within a change."""
        connection.execute(_NEW_EVENT, {
            "item": item, "at": milliseconds(self.now()), "name": event.name, "details": dict(event.details)})

    def tell(self, item: ItemId, event: Event) -> None:
        """Add an event to an item's timeline and to the log, without changing the item."""
        self.change(lambda connection: self.note(connection, item, event))
        maillog.tell(item, event)

    def change(self, change: Callable[[sa.Connection], T]) -> T:
        """Run one change and wait until it is on disk. Raises SpoolTrouble, or what the change raised."""
        return self.change_soon(change).result()

    def change_soon(self, change: Callable[[sa.Connection], T], then: Callable[[T], None] | None = None, *,
                    may_repeat: bool = False) -> Future[T]:
        """`change` without waiting. `then` is called with the result once it is on disk.

        `may_repeat`: made twice it is as if made once, so that it may be made again when its answer was lost.
        """
        return self._committer.submit(change, then, may_repeat=may_repeat)

    @contextmanager
    def looking(self) -> Iterator[sa.Connection]:
        """A connection for looking only. Raises SpoolTrouble when the database will not tell."""
        try:
            with engines.reading(self._engine).connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise engines.in_words(error, self._engine.url) from None


def _held(item: Claimed) -> sa.ColumnElement[bool]:
    return sa.and_(items.c.id == item.id, items.c.claim == item.claim, items.c.owner == item.owner,
                   items.c.state == ItemState.CLAIMED.value)


def arrival_event(arrival: Arrival, new: bool) -> Event:
    """How a mail came: for the first time, or again."""
    envelope = arrival.envelope
    return maillog.accepted(envelope, len(arrival.raw)) if new else maillog.came_again(envelope)
