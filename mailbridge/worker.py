"""The worker: claim -> read -> decide -> carry out -> settle, and how long to wait when something is not well.

One bad mail never holds up another: whatever goes wrong with an item ends in its own state or in a wait of its own,
kept in the spool. No thread sleeps for a mail.
"""

from __future__ import annotations

import logging
import os
import random
import secrets
import socket
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from mailbridge import onecore
from mailbridge.accounts import Accounts
from mailbridge.decider import Decider
from mailbridge.delivery import AccountRefused, AskPerson, Delivery, Later, Refused, Step, Written
from mailbridge.errors import MailbridgeError, OperatorError
from mailbridge.guarded import OverBudget
from mailbridge.heap.outcomes import HeapRefusedLogin, HeapRests, HeapUnreachable
from mailbridge.in_hand import InHand
from mailbridge.mail import Mail
from mailbridge.ongoing import Ongoing
from mailbridge.plan import ItemState, Verdict, WriteState
from mailbridge.planning import QUIET, Planned, Planner, Storm
from mailbridge.proving import Proving
from mailbridge.spool import Answered, Claimed, Decided, ItemId, KeptWrite, LostClaim, Spool
from mailbridge.turns import Turns
from mailbridge.waits import Waits

log = logging.getLogger("mailbridge.worker")

POLL_SECONDS = 1.0
_LET_GO = "item=%s was taken over by another worker; letting go"
MOST_DEATHS = 10
"""After the first, a mail is read in a child, so that it is hardly the mail that ends the worker: not to be hasty."""


class Worker:
    """Works off due items with several threads until it is stopped."""

    def __init__(
        self, spool: Spool, decider: Callable[[], Decider], accounts: Accounts, delivery: Delivery, waits: Waits,
        now: Callable[[], datetime], *, threads: int = 4, heartbeat_seconds: float = 30,
        storm: Storm = QUIET, shadow: Callable[[], Decider] | None = None,
        chores: Sequence[Callable[[], object]] = (), settled: Callable[[ItemId], None] = lambda item: None,
        own_notice: Callable[[Mail], str] = lambda mail: "",
        notified: Callable[[ItemId, str], None] = lambda item, words: None, owner: str = "",
        proving: Proving | None = None,
    ) -> None:
        """`decider` gives the team and rules of the moment, so that rules can change while the service runs.

        `shadow` gives rules that only report what they would have done. `chores` are called while nothing is due, about
        once a second: they must be quick, see to their own times and not raise. `settled` is told of each item that has
        come to its end, and must not raise. `own_notice` says why a mail is a notice, which is never worked off.
        `notified` is told what a rule wants known of an item, and must not raise. `owner` is the name in its claims,
        which must be no other worker's; "": one is made up. `proving` checks whose a mail is.
        """
        self.owner = owner or f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self._spool = spool
        self._decider = decider
        self._planner = Planner(spool, decider, accounts, now, storm=storm, shadow=shadow, own_notice=own_notice,
                                notified=notified, proving=proving)
        self._turns = Turns()
        self._chores = tuple(chores)
        self._settled = settled
        self.on_beat: Callable[[], object] = lambda: None
        """Called with each heartbeat; it may raise SpoolTrouble."""
        self._accounts = accounts
        self._delivery = delivery
        self._waits = waits
        self._now = now
        self._threads = threads
        self._heartbeat_seconds = heartbeat_seconds
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._in_hand = InHand(threads)
        self._goes_on = False           # a thread whose mail has ended takes the next one with that
        self._turned_at = time.monotonic()
        self._claim_trouble, self._beat_trouble = Ongoing(log), Ongoing(log)
        spool.on_arrival(self._arrived)

    # --- the loop

    def run(self) -> None:
        """Work until `stop`. Returns when the items in hand are finished or put back."""
        finished = threading.Event()
        heart = threading.Thread(target=self._beat, args=(finished,), name="worker-heartbeat", daemon=True)
        heart.start()
        self._goes_on = True
        try:
            with ThreadPoolExecutor(self._threads, "worker", onecore.keep_to_one) as pool:
                while not self._stopping.is_set():
                    self._turn(pool)
        finally:
            finished.set()              # only now: the mails in hand were still being finished
            heart.join()

    def _turn(self, pool: ThreadPoolExecutor) -> None:
        self._turned_at = time.monotonic()
        self._wake.clear()
        self._decider()                 # so that changed rules are seen, and told of, also when no mail comes
        claimed = self._claim()
        if not claimed:
            for chore in self._chores:
                chore()
            self._wake.wait(POLL_SECONDS)
        while claimed:                  # and kept in no variable, see `_work_off`
            pool.submit(self._work_off, [claimed.pop(0)])

    @property
    def still_seconds(self) -> float:
        """How long the loop has not come round: about a second while all is well, whatever the mails in hand do."""
        return time.monotonic() - self._turned_at

    def stop(self) -> None:
        """Take no further item. May be called twice and from a signal handler."""
        self._goes_on = False
        self._stopping.set()
        self._wake.set()

    def _arrived(self) -> None:
        if self._in_hand.has_room:      # else whoever has ended a mail looks for more
            self._wake.set()

    def _claim(self) -> list[Claimed]:
        claimed: list[Claimed] = []
        try:
            with self._in_hand.wishes() as wishes:
                claimed = self._spool.claim_each(self.owner, wishes)
                self._in_hand.took(claimed)
            self._claim_trouble.is_over()
        except OperatorError as trouble:
            self._claim_trouble.met(trouble)
            self._stopping.wait(POLL_SECONDS)
        except Exception:
            log.exception("mails could not be claimed")     # a bug; but a loop that ended would serve nobody at all
            self._stopping.wait(POLL_SECONDS)
        return claimed

    def _beat(self, finished: threading.Event) -> None:
        while not finished.wait(self._heartbeat_seconds):
            try:
                self._spool.renew(self._in_hand.all())
                self.on_beat()
                self._beat_trouble.is_over()
            except OperatorError as trouble:
                self._beat_trouble.met(trouble)
            except Exception:
                log.exception("the leases of the mails in hand could not be renewed")   # a bug; the next beat may do it

    # --- one item

    def _work_off(self, given: list[Claimed]) -> None:
        """The item, and what is claimed with the end of each: a claim by itself is one more flush of the disk.

        `given` is emptied: a large mail shall not stay in memory while the thread goes on with others.
        """
        following: Claimed | None = given.pop()
        while following is not None:
            following = self._handle(following)
        self._wake.set()

    def _handle(self, item: Claimed) -> Claimed | None:
        following = None
        try:
            following = self.work(item)
        except LostClaim:
            log.warning(_LET_GO, item.id)
        except OperatorError as trouble:
            later = self._wait_out(trouble)
            following = self._quietly(item, lambda: self._put_back(item, later))
        except Exception:
            log.exception("item=%s could not be worked off", item.id)
            words = traceback.format_exc(limit=-3).encode("utf-8", "backslashreplace").decode()
            fault = f"a fault in mailbridge:\n{words}"
            following = self._quietly(item, lambda: self._settle(item, ItemState.FAILED, fault))
        finally:
            self._in_hand.let_go(item)
        return following

    def work(self, item: Claimed) -> Claimed | None:
        """One item to its end, or back into the spool with the time of its next try. What was claimed with its end."""
        if item.writes:
            return self._carry_out(item, item.writes)
        # Without writes nothing can have been sent, so it is decided, also when a worker died between keeping the
        # plan of a mail that nothing is written of and settling it.
        if item.deaths >= MOST_DEATHS:
            reason = f"reading it ended the worker {item.deaths} times; the original is kept"
            return self._settle(item, ItemState.FAILED, reason)
        copy = self._spool.earlier_copy(item)
        if copy is not None:
            return self._settle(item, ItemState.SKIPPED, f"the same mail as item {copy}")
        with self._turns.turn() as turn:
            try:
                planned = self._planner.plan(item, turn)
            except OverBudget as trouble:
                return self._settle(item, ItemState.FAILED, f"{trouble}; the original is kept")
            return self._put_back(item, planned) if isinstance(planned, Later) else self._follow(item, planned)

    def _follow(self, item: Claimed, planned: Planned) -> Claimed | None:
        plan = planned.plan
        match plan.verdict:
            case Verdict.SKIP:
                return self._settle(item, ItemState.SKIPPED, plan.reason, planned.unkept,
                                    forget=plan.parties.never_log)
            case Verdict.REVIEW:
                return self._settle(item, ItemState.REVIEW, plan.reason, planned.unkept)
            case Verdict.WRITE:
                return self._carry_out(item, planned.writes, planned.unkept)

    def _carry_out(self, item: Claimed, writes: tuple[KeptWrite, ...], unkept: Decided | None = None) -> Claimed | None:
        answered: Answered | None = None
        for write in writes:
            step = self._step(item, write, unkept, is_last=write is writes[-1])
            unkept = None
            match step:
                case Written():
                    answered = step.answered
                case Later():
                    return self._put_back(item, step)
                case AccountRefused(text):
                    seconds = self._accounts.rest_seconds(self._accounts.of(write.write.account))
                    return self._put_back(item, Later(f"Heap refuses the login: {text}", seconds, is_trouble=False))
                case Refused(text):
                    return self._settle(item, ItemState.FAILED, f"Heap refused the {write.write.kind}: {text}")
                case AskPerson(reason):
                    return self._settle(item, ItemState.REVIEW, reason)
        kinds = ", ".join(write.write.kind.value for write in writes)
        return self._settle(item, ItemState.DONE, f"written: {kinds}", answered=answered)

    def _step(self, item: Claimed, write: KeptWrite, unkept: Decided | None, *, is_last: bool) -> Step:
        account = self._accounts.of(write.write.account)
        resting = 0 if write.state is WriteState.WRITTEN else self._accounts.wait_seconds(account)
        if not resting:
            return self._delivery.carry_out(item, write, account, decided=unkept, is_last=is_last)
        if unkept is not None:
            self._spool.keep_plan(item, unkept)
        return Later("waits until Heap may be asked again", resting, is_trouble=False)

    def _settle(
        self, item: Claimed, state: ItemState, reason: str, decided: Decided | None = None, *, forget: bool = False,
        answered: Answered | None = None,
    ) -> Claimed | None:
        with self._in_hand.wishes(ended=item) as wishes:
            claimed = self._spool.settle(item, state, reason, forget=forget, decided=decided, answered=answered,
                                         wishes=wishes if self._goes_on else ())
            self._in_hand.took(claimed)
        if not forget:
            self._settled(item.id)
        return next(iter(claimed), None)

    def _wait_out(self, trouble: OperatorError) -> Later:
        """How long to wait: a refused login is no failed attempt of the mail, and Heap may have said when to come."""
        match trouble:
            case HeapRests() | HeapRefusedLogin():  # of the bridge's own login, which asks who somebody is
                return Later(str(trouble), self._accounts.rest_seconds(self._accounts.own), is_trouble=False)
            case HeapUnreachable(retry_after_seconds=seconds):
                return Later(str(trouble), seconds)
            case _:
                return Later(str(trouble))

    def _put_back(self, item: Claimed, later: Later) -> Claimed | None:
        age = self._now() - item.arrival.received_at
        if later.is_trouble and self._waits.are_over(item.attempts, age):
            reason = f"given up after {self._waits.give_up_days:g} days: {later.reason}"
            return self._settle(item, ItemState.FAILED, reason)
        grown = self._waits.after(item.attempts, random.random())   # noqa: S311 - only spreads the waits
        wait_seconds = grown if later.wait_seconds is None else later.wait_seconds
        if later.is_trouble:
            wait_seconds = max(wait_seconds, POLL_SECONDS)      # "Retry-After: 0" must not become a busy loop
        self._spool.put_back(item, wait_seconds, later.reason, trouble=later.is_trouble)
        return None

    def _quietly(self, item: Claimed, act: Callable[[], Claimed | None]) -> Claimed | None:
        """For the last act on an item: if that fails too, its lease runs out and it is taken up again."""
        try:
            return act()
        except LostClaim:
            log.warning(_LET_GO, item.id)
        except MailbridgeError as trouble:
            log.error("%s", trouble)    # noqa: TRY400 - the sentence says it
        return None
