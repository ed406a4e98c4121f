"""A bridge on a workbench for the tests of delivery and worker: real spool, real client, a real sandbox over HTTP.

The clock of spool and worker stands still until it is moved, so that no test waits for a grace time or a lease.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from spool.kit import Clock, arrival, open_spool, plan_of, raw_mail, story

from mailbridge import reading, redaction
from mailbridge.accounts import Account, Accounts
from mailbridge.attachments import USUAL, Policy
from mailbridge.decider import Decider
from mailbridge.delivery import Delivery, Timing
from mailbridge.heap.breaker import Rests
from mailbridge.heap.client import HeapClient, Login
from mailbridge.heap.marker import marker
from mailbridge.heap.pace import Pace
from mailbridge.heap.people import People
from mailbridge.heap.transport import Patience
from mailbridge.mail import Envelope, Mail
from mailbridge.plan import ItemState, Person, Plan, Write
from mailbridge.reading.text.hygiene import DEFAULT as USUAL_HYGIENE
from mailbridge.reading.text.hygiene import Hygiene
from mailbridge.redaction import Redaction
from mailbridge.rules import Rulebook
from mailbridge.sandbox import DEFAULT_LOGIN, Sandbox
from mailbridge.spool import Claimed, Decided, KeptWrite, Spool
from mailbridge.waits import Waits
from mailbridge.worker import Worker

TIMING = Timing(settle_seconds=60, second_look_seconds=30)
NO_RULES = Rulebook(())
Decide = Callable[[Mail, Callable[[str], Person]], Plan]


@dataclass(frozen=True)
class Always:
    """Stands for team and rules: one function decides on every mail."""

    how: Decide
    rulebook: Rulebook = NO_RULES
    redaction: Redaction = redaction.DEFAULT
    attachments: Policy = USUAL
    hygiene: Hygiene = USUAL_HYGIENE

    def decide(
        self, mail: Mail, envelope: Envelope, now: object, ask: Callable[[str], Person], **more: object
    ) -> Plan:
        return self.how(mail, ask)


def writing(*writes: Write) -> Decide:
    return lambda mail, ask: plan_of(*writes)


def client_of(sandbox: Sandbox, password: str = DEFAULT_LOGIN.password) -> HeapClient:
    return HeapClient(sandbox.url, Login(DEFAULT_LOGIN.email, password), pace=Pace(creates_per_second=10_000),
                      patience=Patience(connect_seconds=1, whole_seconds=2, connect_tries=1), sleep=lambda _: None)


class Bench:
    """Everything between the spool and Heap, with one worker that is driven by hand."""

    def __init__(self, folder: Path, sandbox: Sandbox, clock: Clock, *, waits: Waits | None = None, threads: int = 2,
                 ) -> None:
        self.sandbox = sandbox
        self.clock = clock
        self.seconds = 1.0                      # the accounts' clock
        self.spool = open_spool(folder, self.clock)
        self.account = account_of(client_of(sandbox))
        self.accounts = Accounts(self.account, {}, lambda: self.seconds)
        self.delivery = Delivery(self.spool, TIMING, self.clock, lambda: self.seconds)
        self.decide: Decide = writing()
        self.waits = waits or Waits()
        self.worker = self.another_worker(threads=threads)

    def another_worker(self, spool: Spool | None = None, **more: Any) -> Worker:
        spool = spool or self.spool
        return Worker(spool, lambda: cast(Decider, Always(lambda mail, ask: self.decide(mail, ask))), self.accounts,
                      Delivery(spool, TIMING, self.clock, lambda: self.seconds), self.waits, self.clock, **more)

    def rest(self, rests: Rests) -> None:
        """Other rests than the usual ones, for a fresh worker."""
        self.accounts = Accounts(self.account, {}, lambda: self.seconds, rests)
        self.worker = self.another_worker(threads=2)

    def accept(self, *subjects: str) -> None:
        for subject in subjects or ("Offer",):
            self.spool.accept(arrival(raw_mail(subject), at=self.clock()))

    def plan(self, item: Claimed) -> KeptWrite:
        """Keeps the plan of an item that a worker holds; its first write."""
        mail = reading.read(item.arrival.raw)
        plan = self.decide(mail, self.account.people.find)
        markers = tuple(marker(self.spool.secret(), item.identity, n) for n in range(len(plan.writes)))
        return self.spool.keep_plan(item, Decided(plan, mail.subject, markers))[0]

    def work(self) -> int:
        """One round of what is due; how many items it was."""
        claimed = self.worker._claim()
        for item in claimed:
            self.worker._handle(item)
        return len(claimed)

    def pass_time(self, seconds: float) -> None:
        self.clock.forward(seconds)
        self.seconds += seconds

    def work_until_settled(self, item: int = 1, most_rounds: int = 40) -> ItemState:
        """Works and lets time pass to what is due next, until the item has ended."""
        for _ in range(most_rounds):
            self.work()
            summary = story(self.spool, item).summary
            if summary.settled_at is not None:
                return summary.state
            self.pass_time(max(0.0, (summary.not_before - self.clock()).total_seconds()))
        raise AssertionError(f"item {item} is still {summary.state}: {summary.reason}")

    def state(self, item: int = 1) -> ItemState:
        return story(self.spool, item).summary.state

    def reason(self, item: int = 1) -> str:
        return story(self.spool, item).summary.reason

    def wait_seconds(self, item: int = 1) -> float:
        return (story(self.spool, item).summary.not_before - self.clock()).total_seconds()

    def write(self, item: int = 1, position: int = 0) -> KeptWrite:
        return story(self.spool, item).writes[position]

    def land(self) -> None:
        """What the fault `late` holds back reaches Heap now."""
        assert self.sandbox._server is not None
        self.sandbox._server.api.land_late_records()

    def requests(self, what: str = "create") -> int:
        """How many requests of a sort reached the sandbox."""
        with sqlite3.connect(self.sandbox._data) as log:
            return int(log.execute("select count(*) from requests where what = ?", (what,)).fetchone()[0])


def account_of(client: HeapClient) -> Account:
    return Account(client, People(client.get, remember_seconds=60))


@contextmanager
def a_bench(folder: Path, faults: Sequence[str] = (), **more: Any) -> Iterator[Bench]:
    clock = Clock()
    with Sandbox(folder / "sandbox.db", faults=faults, now=clock) as sandbox:
        bench = Bench(folder, sandbox, clock, **more)
        try:
            yield bench
        finally:
            bench.spool.close()
            bench.account.client.close()
