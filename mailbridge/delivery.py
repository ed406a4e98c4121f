"""Carrying out one write: look, note that it is about to be sent, send, keep what came of it.

Heap has no ids and no idempotency, and a reply can be lost. So nothing is sent before the spool has noted that it will
be, and what was noted as sent without an answer is looked up by its marker before it is ever sent again: not before
the grace time is over (the first request could still land), and only after two look-ups that found nothing.

What becomes of the mail is the worker's business; here one write gets one `Step`.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from mailbridge.accounts import Account
from mailbridge.heap import outcomes, proof
from mailbridge.heap.outcomes import HeapRefusedLogin
from mailbridge.plan import WriteState
from mailbridge.records import CONTACT_KINDS, Kind
from mailbridge.spool import Answered, Claimed, Decided, KeptWrite, Spool

_MOST_REMEMBERED = 10_000

MOST_LOST = 3
"""So often a write is sent and twice not found; then a person looks, since something hides it."""


@dataclass(frozen=True, slots=True)
class Written:
    """The record stands in Heap. `answered`: what the caller keeps of that, with the item's end."""

    answered: Answered | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """Not now. `is_trouble` is False for a wait that was planned, such as the grace time before a look-up."""

    reason: str
    wait_seconds: float | None = None   # None: the usual growing wait
    is_trouble: bool = True


@dataclass(frozen=True, slots=True)
class AccountRefused:
    """Heap refuses the login: not this mail's fault, so no attempt is counted and the account rests."""

    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Heap will not have this record. Trying again changes nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Whether the record exists can be neither shown nor excluded."""

    reason: str


Step = Written | Later | AccountRefused | Refused | AskPerson


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds from sending until a look-up is worth something, and between the two look-ups."""

    settle_seconds: float = 60
    second_look_seconds: float = 30

    @property
    def longest_seconds(self) -> float:
        """No wait for a look-up is longer, while the clock goes as it should."""
        return max(self.settle_seconds, self.second_look_seconds)


class Delivery:
    """Carries out writes of items that a worker holds."""

    def __init__(self, spool: Spool, timing: Timing, now: Callable[[], datetime],
                 clock: Callable[[], float] = time.monotonic) -> None:
        """`now` is the clock on the wall, which may be set; `clock` counts seconds and is not."""
        self._spool = spool
        self._timing = timing
        self._now = now
        self._clock = clock
        self._sent: OrderedDict[tuple[int, int], float] = OrderedDict()     # by this process, on its own clock

    def carry_out(self, item: Claimed, write: KeptWrite, account: Account, *, decided: Decided | None = None,
                  is_last: bool = False) -> Step:
        """Bring one write to its end, or say what it waits for. Raises LostClaim, and OperatorError if Heap is away.

        `decided`: the plan that the write is the first of, if it is not kept yet; it is when this returns. `is_last`:
        the item ends with this write, so that the caller keeps both together once it is written.
        """
        try:
            step = self._step(item, write, account, decided)
        except HeapRefusedLogin as refused:     # met while counting or looking up: nothing was sent
            return AccountRefused(str(refused))
        if isinstance(step, Written) and step.answered is not None and not is_last:
            self._spool.record(item, write, WriteState.WRITTEN, step.answered.said)
            return Written()
        return step

    def _step(self, item: Claimed, write: KeptWrite, account: Account, decided: Decided | None) -> Step:
        is_asked_about = write.state is not WriteState.PLANNED or write.write.kind is Kind.PERSON
        if decided is not None and is_asked_about:      # before Heap is, which may take its time
            self._spool.keep_plan(item, decided)
            decided = None
        match write.state:
            case WriteState.WRITTEN:
                return Written()
            case WriteState.REFUSED:
                return Refused(write.said)
            case WriteState.PLANNED:
                return self._send(item, write, account, decided)
            case WriteState.SENDING | WriteState.UNKNOWN:
                return self._look_up(item, write, account)
            case _:
                assert_never(write.state)

    def _send(self, item: Claimed, write: KeptWrite, account: Account, decided: Decided | None) -> Step:
        if write.lost and self._came_after_all(write, account):
            return self._written(write, account, "found in Heap")
        before = proof.count_matches(account.client, write.write)
        unkept = decided

        def about_to_send() -> None:
            nonlocal unkept
            self._about_to_send(item, write, before, unkept)
            unkept = None

        outcome = account.client.create(write.write, write.marker, about_to_send=about_to_send)
        if unkept is not None:          # it was refused before it came to sending
            self._spool.keep_plan(item, unkept)
        return self._came_of(item, write, account, outcome)

    def _came_of(self, item: Claimed, write: KeptWrite, account: Account, outcome: outcomes.CreateOutcome) -> Step:
        match outcome:
            case outcomes.Created():
                return self._written(write, account, "Success")
            case outcomes.Refused(text):
                self._spool.record(item, write, WriteState.REFUSED, text)
                return Refused(text)
            case outcomes.LoginRefused(text):
                self._spool.record(item, write, WriteState.PLANNED, text)
                return AccountRefused(text)
            case outcomes.NotSent(reason, retry_after_seconds):
                self._spool.record(item, write, WriteState.PLANNED, reason)
                return Later(reason, retry_after_seconds)
            case outcomes.Unknown(reason):
                self._spool.record(item, write, WriteState.UNKNOWN, reason)
                return Later(f"whether the {write.write.kind} was written is not known: {reason}",
                             self._timing.settle_seconds, is_trouble=False)
            case _:
                assert_never(outcome)

    def _look_up(self, item: Claimed, write: KeptWrite, account: Account) -> Step:
        """A race, told as a story: we ask Heap to create, the reply is lost, we look and see nothing, we send again,
        and then the first request lands. Hence the grace time, and a second look after it."""
        wait_seconds = self._seconds_until_look(write)
        if wait_seconds > self._timing.longest_seconds:     # it was sent in the future: the clock was set back since
            self._spool.sent_now(item, write)
            wait_seconds = self._timing.settle_seconds
        if wait_seconds > 0:
            return Later("the outcome is looked up after the grace time", wait_seconds, is_trouble=False)
        found = proof.lookup(account.client, write.write, write.marker, write.before)
        match found:
            case outcomes.Found():
                return self._written(write, account, "found in Heap")
            case outcomes.CannotTell(reason):
                return AskPerson(f"whether the {write.write.kind} was written cannot be told: {reason}")
            case outcomes.NotFound() if write.looks == 0:
                self._spool.looked_up(item, write, "nothing")
                return Later("not found in Heap; one more look before it is sent again",
                             self._timing.second_look_seconds, is_trouble=False)
            case outcomes.NotFound() if write.lost + 1 >= MOST_LOST:
                return AskPerson(f"the {write.write.kind} was sent {MOST_LOST} times and never found in Heap")
            case outcomes.NotFound():
                self._spool.lost(item, write)
                return Later("twice not found in Heap, so it is sent again", 0, is_trouble=False)
            case _:
                assert_never(found)

    def _came_after_all(self, write: KeptWrite, account: Account) -> bool:
        """Twice it was not found, but Heap may have been away since, and that for hours: one look more costs little."""
        found = proof.lookup(account.client, write.write, write.marker, write.before)
        return isinstance(found, outcomes.Found)

    def _about_to_send(self, item: Claimed, write: KeptWrite, before: int | None, decided: Decided | None) -> None:
        self._spool.about_to_send(item, write, before, decided)
        self._sent[write.item, write.position] = self._clock()
        while len(self._sent) > _MOST_REMEMBERED:
            self._sent.popitem(last=False)

    def _seconds_until_look(self, write: KeptWrite) -> float:
        if write.looks and write.looked_at is not None:
            due = write.looked_at + timedelta(seconds=self._timing.second_look_seconds)
        elif write.sent_at is not None:
            due = write.sent_at + timedelta(seconds=self._timing.settle_seconds)
        else:
            return 0
        return max((due - self._now()).total_seconds(), self._seconds_left(write))

    def _seconds_left(self, write: KeptWrite) -> float:
        """Of the grace time by this process's own clock: the one on the wall may have been set forward."""
        sent = self._sent.get((write.item, write.position))
        return 0 if sent is None else sent + self._timing.settle_seconds - self._clock()

    def _written(self, write: KeptWrite, account: Account, said: str) -> Written:
        if write.write.kind in CONTACT_KINDS:
            account.people.forget(write.write.field("email"))
        return Written(Answered(write, said))
