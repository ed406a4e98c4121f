"""The spool: keeps arrival, plan, writes and events of every mail until it is settled, and for a while after.

Its verbs are a mail's day: accept, claim, keep_plan, about_to_send, record, put_back, settle. Each is one change that
is on disk when the call returns. What follows at once goes with it: the plan with the first write that is about to be
sent, the answer to the last one and the next claim with the end. What each changes stands in `acceptance`, `claims`
and `ledger`.

    item    waiting -> claimed -> done | skipped | review | failed
            claimed -> waiting      put back: nothing was sent, or the outcome must be looked up later
            claimed -> claimed      the lease ran out and another worker took over
    write   planned -> sending -> written | refused | unknown
            unknown -> written      found in Heap by its marker
            unknown -> planned      twice not found after the grace time: it may be sent again
            sending -> unknown      a worker died between asking and hearing
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from mailbridge import authentication, maillog
from mailbridge.authentication import Authentication
from mailbridge.mail import Arrival
from mailbridge.maillog import Event
from mailbridge.plan import ItemState, WriteState
from mailbridge.spool import acceptance, claims, ledger
from mailbridge.spool.acceptance import Accepted, Keyed
from mailbridge.spool.claims import LostClaim, Wish
from mailbridge.spool.jobs import Hear, Together
from mailbridge.spool.opened import Opened
from mailbridge.spool.room import NO_LIMITS, Room
from mailbridge.spool.rows import Answered, Claimed, Decided, ItemId, KeptWrite, milliseconds
from mailbridge.spool.schema import items

_EARLIER = sa.select(sa.func.min(items.c.id)).where(
    items.c.identity == sa.bindparam("this_identity"), items.c.id < sa.bindparam("this_item"))


def utc_now() -> datetime:
    """The clock that is passed in everywhere else."""
    return datetime.now(UTC)


class Spool(Opened):
    """The spool of one database. Safe to use from many threads; several processes may open the same one."""

    def __init__(self, url: str, *, now: Callable[[], datetime] = utc_now, lease_seconds: float = 120,
                 room: Room = NO_LIMITS, has_siblings: bool = False) -> None:
        """`has_siblings`: other processes of the same service work on it."""
        super().__init__(url, has_siblings)
        self.now = now
        self.room = room
        self._lease = timedelta(seconds=lease_seconds)
        self._arriving = Together(self._keep, self.tell_arrivals)

    # --- doors

    def accept_soon(self, arrival: Arrival) -> Future[Accepted]:
        """Keep an arrival. The future's result means that it is on disk for good; it raises SpoolTrouble if it is not.

        The same arrival again (an MTA that missed our reply) is the same item.
        """
        return self._committer.submit_together(self._arriving, [acceptance.keyed(arrival)])[0]

    def accept_and_tell(self, arrival: Arrival, hear: Hear[Accepted]) -> None:
        """`accept_soon` for who does not wait: `hear` is called in another thread, and must be quick and not raise."""
        self._committer.submit_part(self._arriving, acceptance.keyed(arrival), hear)

    def accept(self, arrival: Arrival) -> Accepted:
        """`accept_soon`, waited for."""
        return self.accept_soon(arrival).result()

    def accept_many(self, arrivals: Iterable[Arrival]) -> list[Accepted]:
        """Keep several in one commit, in their order. Raises SpoolTrouble if one is not kept; others then may be."""
        mails = [acceptance.keyed(arrival) for arrival in arrivals]
        return [kept.result() for kept in self._committer.submit_together(self._arriving, mails)]

    def _keep(self, connection: sa.Connection, mails: Sequence[Keyed]) -> tuple[Accepted, ...]:
        return acceptance.keep(connection, mails, self.room, milliseconds(self.now()))

    def tell_arrivals(self, mails: Sequence[Keyed], kept: Sequence[Accepted]) -> None:
        """What follows once arrivals are on disk: the log, and somebody who works them off."""
        maillog.tell_all((accepted.item, acceptance.arrival_event(mail.arrival, accepted.new))
                         for mail, accepted in zip(mails, kept, strict=True))
        self.wake()

    # --- workers

    def claim(self, owner: str, limit: int = 1, most_bytes: int | None = None) -> list[Claimed]:
        """Take up to `limit` due items: waiting ones, and those whose owner's lease ran out; first what has been due
        longest.

        `most_bytes`: only such whose mail is no larger.
        """
        return self.claim_each(owner, [(limit, most_bytes)])

    def claim_each(self, owner: str, wishes: Sequence[Wish]) -> list[Claimed]:
        """`claim` for each of some (limit, most_bytes) in one commit, as long as the one before brought something."""
        return self.change(lambda connection: claims.take_each(
            connection, owner, wishes, milliseconds(self.now()), self._lease_end())) if wishes else []

    def renew(self, held: Sequence[Claimed]) -> None:
        """Heartbeat: prolong the leases of what is in hand. An item that was lost meanwhile is left alone."""
        if held:
            until = self._lease_end()
            self.change(lambda connection: claims.renew(connection, held, until))

    def release_all(self) -> int:
        """Give every claimed item back. Only for a process that knows it is the spool's only one."""
        return self.change(claims.release_all)

    def release(self, owner: str) -> int:
        """Give back what an owner had claimed who is known to be gone: nobody need wait for its leases to run out."""
        return self.change(lambda connection: claims.release(connection, owner))

    def earlier_copy(self, item: Claimed) -> ItemId | None:
        """The first item with the same mail, if that is not this one (row G1)."""
        found = self.look(_EARLIER, {"this_identity": item.identity, "this_item": item.id})[0][0]
        return None if found is None else ItemId(found)

    def keep_checks(self, item: Claimed, found: Authentication) -> None:
        """Keep what was found of the mail's sender: keys that prove it today may be gone when it is tried again."""
        event = maillog.checked(found)

        def change(connection: sa.Connection) -> None:
            self.hold(connection, item, checked=authentication.as_json(found))
            self.note(connection, item.id, event)

        self.change(change)
        maillog.tell(item.id, event)

    def keep_plan(self, item: Claimed, decided: Decided) -> tuple[KeptWrite, ...]:
        """Keep what was decided; from now on its writes are carried out and nothing is decided again.

        A plan may also be kept with the first thing that follows from it, see `about_to_send` and `settle`: it is
        decided anew if that fails, for nothing was sent.
        """
        writes = decided.writes(item.id)
        self._keep_decided(item, decided, writes)
        return writes

    def about_to_send(self, item: Claimed, write: KeptWrite, before: int | None = None,
                      decided: Decided | None = None) -> None:
        """Note, before the request leaves, that it is about to. Raises LostClaim: then it must not leave.

        `decided`: what is to be kept with it, where `write` is the first of it.
        """
        noted_at = self.now()
        sent = replace(write, state=WriteState.SENDING, attempts=write.attempts + 1, sent_at=noted_at, before=before)
        event = maillog.sending(write.write, write.marker, sent.attempts)
        if decided is None:
            self._mark(item, write, event, state=sent.state, attempts=sent.attempts, sent_at=milliseconds(noted_at),
                       before=before, looks=0, looked_at=None)
        else:
            self._keep_decided(item, decided, (sent, *decided.writes(item.id)[1:]), event)
        if self.now() - noted_at >= self._lease:
            raise LostClaim     # frozen within this call: another may have looked it up meanwhile and sent it again

    def _keep_decided(self, item: Claimed, decided: Decided, writes: Sequence[KeptWrite], *more: Event) -> None:
        """The plan, its writes as they stand then, and what happened to them at once."""
        happened = (*ledger.told(decided), *more)

        def change(connection: sa.Connection) -> None:
            self.hold(connection, item, **ledger.planned(decided))
            ledger.keep_decided(connection, item, decided, writes)
            self._note_all(connection, item, happened)

        self.change(change)
        _tell(item, happened)

    def sent_now(self, item: Claimed, write: KeptWrite) -> None:
        """Keep that a write was sent no later than now: the clock was set back, and what was kept lies ahead."""
        self._mark(item, write, maillog.looked_up(write.write, "not yet: the clock was set back"),
                   state=WriteState.UNKNOWN, sent_at=milliseconds(self.now()), looks=0, looked_at=None)

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
        event = maillog.put_back(reason, wait_seconds)
        until = milliseconds(self.now() + timedelta(seconds=wait_seconds))

        def change(connection: sa.Connection) -> None:
            claims.let_go(connection, item, state=ItemState.WAITING.value, reason=reason, not_before=until,
                          attempts=item.attempts + (1 if trouble else 0))
            self.note(connection, item.id, event)

        self.change(change)
        maillog.tell(item.id, event)

    def settle(
        self, item: Claimed, state: ItemState, reason: str, *, forget: bool = False, decided: Decided | None = None,
        answered: Answered | None = None, wishes: Sequence[Wish] = (),
    ) -> list[Claimed]:
        """The mail's end: done, skipped, review or failed, with the reason in words. What was claimed with it.

        `forget`: the original and the envelope's addresses are not kept (row C8). `decided` and `answered` are kept
        with it: a plan without writes, and what Heap said to the last write. `wishes`: what its owner claims next.
        """
        happened = (*(() if decided is None else ledger.told(decided)),
                    *(() if answered is None else (maillog.answered(
                        answered.write.write, WriteState.WRITTEN, answered.said),)),
                    maillog.settled(state, reason))

        def change(connection: sa.Connection) -> list[Claimed]:
            gone: dict[str, Any] = {"sender": "", "recipients": [], "has_original": False} if forget else {}
            plan = {} if decided is None else ledger.planned(decided)
            now_ms = milliseconds(self.now())
            claims.let_go(connection, item, state=state.value, reason=reason, settled_at=now_ms, **gone, **plan)
            if decided is not None:
                ledger.keep_decided(connection, item, decided, ())
            if answered is not None:
                ledger.mark(connection, answered.write, WriteState.WRITTEN, said=answered.said[:1000])
            if forget:
                ledger.forget(connection, item.id)
            self._note_all(connection, item, happened[-1:] if forget else happened)
            return claims.take_beside(connection, item.owner, wishes, now_ms, self._lease_end())

        claimed = self.change(change)
        _tell(item, happened)
        return claimed

    # --- within a change

    def hold(self, connection: sa.Connection, item: Claimed, **values: Any) -> None:
        """Ask within a change that the item is still ours, and lock its row. Raises LostClaim."""
        claims.hold(connection, item, self._lease_end(), **values)

    def _lease_end(self) -> int:
        return milliseconds(self.now() + self._lease)

    def _mark(self, item: Claimed, write: KeptWrite, event: Event, state: WriteState, **values: Any) -> None:
        def change(connection: sa.Connection) -> None:
            self.hold(connection, item)
            ledger.mark(connection, write, state, **values)
            self.note(connection, item.id, event)

        self.change(change)
        maillog.tell(item.id, event)

    def note(self, connection: sa.Connection, item: ItemId, event: Event) -> None:
        """Add an event to an item's timeline, within a change."""
        ledger.note(connection, item, event, milliseconds(self.now()))

    def _note_all(self, connection: sa.Connection, item: Claimed, happened: Sequence[Event]) -> None:
        ledger.note_all(connection, [(item.id, event) for event in happened], milliseconds(self.now()))

    def tell(self, item: ItemId, event: Event) -> None:
        """Add an event to an item's timeline and to the log, without changing the item."""
        self.change(lambda connection: self.note(connection, item, event))
        maillog.tell(item, event)



def _tell(item: Claimed, happened: Iterable[Event]) -> None:
    maillog.tell_all((item.id, event) for event in happened)
