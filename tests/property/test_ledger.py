"""The ledger under any order of events: lost replies, late requests, crashes at each step, two workers, time passing.

Real spool, delivery and worker over a Heap of a few lines, driven by Hypothesis. As long as no request lands later
than the grace time, no marker ever stands in two records, and each mail comes to exactly one end.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from postgresql import PostgreSQL

from mailbridge.accounts import Account, Accounts
from mailbridge.attachments import USUAL
from mailbridge.delivery import MOST_LOST, Delivery, Timing
from mailbridge.heap import wire
from mailbridge.heap.breaker import Breaker
from mailbridge.heap.outcomes import Created, CreateOutcome, HeapUnreachable, LoginRefused, NotSent, Refused, Unknown
from mailbridge.mail import NOBODY, Arrival, Envelope
from mailbridge.plan import Direction, ItemState, Parties, Plan, Verdict, Write, WriteState
from mailbridge.reading.text.hygiene import Hygiene
from mailbridge.records import LONG_FIELD, Kind, Record
from mailbridge.redaction import DEFAULT
from mailbridge.rules import Rulebook
from mailbridge.spool import Spool, lists
from mailbridge.waits import Waits
from mailbridge.worker import Worker

LEASE_SECONDS = 120
GRACE = Timing(settle_seconds=60, second_look_seconds=30)
LATEST_LANDING_SECONDS = 55
IN_MEMORY = "/dev/shm"
"""Thousands of flushes would take most of the time; that they happen is other tests' subject."""

FATES = ("kept", "lost reply", "dropped", "late", "not sent", "refused", "login refused", "crash before", "crash after")


class Crash(BaseException):
    """The process is gone: no handler of the code under test may see this as an error of its own."""


@dataclass
class Heap:
    """Heap in memory. `fates` says what happens to the next creates; after them all is well."""

    now: Callable[[], datetime]
    records: list[Record] = field(default_factory=list)
    landing: list[tuple[datetime, Record]] = field(default_factory=list)
    fates: list[str] = field(default_factory=list)
    is_down: bool = False
    delay_seconds: float = 0
    before_sending: Callable[[], None] = lambda: None
    login_email: str = "bridge@example.com"

    def create(self, write: Write, marker: str, *, about_to_send: Callable[[], None]) -> CreateOutcome:
        self.before_sending()
        about_to_send()
        form = self.fields_to_send(write, marker)
        assert isinstance(form, wire.FieldsToSend)
        record = Record(write.kind, form.fields)
        fate = self.fates.pop(0) if self.fates else "kept"
        if fate in ("kept", "lost reply", "crash after"):
            self.records.append(record)
        if fate == "late":
            self.landing.append((self.now() + timedelta(seconds=self.delay_seconds), record))
        if fate.startswith("crash"):
            raise Crash
        if fate == "login refused":
            self.breaker.refused("no")
        return {"kept": Created(), "not sent": NotSent("connection refused", None), "refused": Refused("no"),
                "login refused": LoginRefused("no")}.get(fate, Unknown(fate))

    def report_to(self, breaker: Breaker) -> None:
        self.breaker = breaker

    def get(self, kind: Kind, search: str) -> tuple[Record, ...]:
        if self.is_down:
            raise HeapUnreachable("Heap is down")
        self.land()
        return tuple(record for record in self.records
                     if record.kind is kind and any(search in value for _, value in record.fields))

    def land(self) -> None:
        due = [record for at, record in self.landing if at <= self.now()]
        self.landing = [(at, record) for at, record in self.landing if at > self.now()]
        self.records += due

    def fields_to_send(self, write: Write, marker: str) -> wire.FieldsToSend | wire.Problems:
        return wire.fields_to_send(write, marker=marker)


class Ledger(RuleBasedStateMachine):
    """Mails come, two workers take turns, things go wrong, time passes."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=IN_MEMORY if Path(IN_MEMORY).is_dir() else None)
        self.clock = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.heap = Heap(lambda: self.clock)
        self.spool = Spool(self.address(), now=lambda: self.clock, lease_seconds=LEASE_SECONDS)
        self.seconds = 1.0
        people = SimpleNamespace(forget=lambda email: None)
        account = Account(self.heap, people)  # type: ignore[arg-type]
        self.accounts = Accounts(account, {}, lambda: self.seconds)
        self.workers = [self.worker(), self.worker()]
        self.mails = 0

    def address(self) -> str:
        """Of a new spool."""
        return f"sqlite:///{Path(self.folder.name) / 'spool.db'}"

    def worker(self) -> Worker:
        decider: Any = SimpleNamespace(decide=lambda mail, *rest, **more: plan_for(mail.subject),
                                       rulebook=Rulebook(()), attachments=USUAL, redaction=DEFAULT, hygiene=Hygiene())
        delivery = Delivery(self.spool, GRACE, lambda: self.clock, lambda: self.clock.timestamp())
        return Worker(self.spool, lambda: decider, self.accounts, delivery, Waits(), lambda: self.clock)

    @rule(kind=st.sampled_from(["message", "lead", "both"]), twice=st.booleans())
    def a_mail_comes(self, kind: str, twice: bool) -> None:
        self.mails += 1
        raw = f"From: jane@acme.test\r\nSubject: {kind} {self.mails}\r\n\r\nHello\r\n".encode()
        for _ in range(1 + twice):
            self.spool.accept(Arrival(raw, Envelope("smtp"), self.clock))

    @rule(which=st.integers(0, 1), fates=st.lists(st.sampled_from(FATES), max_size=3),
          delay=st.integers(1, LATEST_LANDING_SECONDS))
    def a_worker_takes_a_turn(self, which: int, fates: list[str], delay: int) -> None:
        self.heap.fates, self.heap.delay_seconds = fates, delay
        self.turn(self.workers[which])

    @rule(which=st.integers(0, 1), fate=st.sampled_from(["kept", "lost reply", "late"]))
    def a_worker_is_frozen_before_sending_while_the_other_works(self, which: int, fate: str) -> None:
        frozen, other = self.workers[which], self.workers[1 - which]

        def freeze() -> None:
            self.heap.before_sending = lambda: None
            self.pass_time(LEASE_SECONDS + 1)
            self.turn(other)

        self.heap.fates, self.heap.delay_seconds = [fate], 1
        self.heap.before_sending = freeze
        self.turn(frozen)
        self.heap.before_sending = lambda: None

    @rule(which=st.integers(0, 1))
    def a_worker_dies_with_an_item_in_hand(self, which: int) -> None:
        self.spool.claim(self.workers[which].owner)
        self.workers[which] = self.worker()

    @rule(seconds=st.sampled_from([1, 29, 31, 61, 121, 301, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.pass_time(seconds)

    @rule()
    def heap_goes_down_or_comes_back(self) -> None:
        self.heap.is_down = not self.heap.is_down

    @precondition(lambda self: self.mails)
    @rule()
    def everything_calms_down_and_each_mail_has_come_to_one_end(self) -> None:
        self.heap.fates, self.heap.is_down = [], False
        for _ in range(60):
            while self.turn(self.workers[0]):
                pass
            if all(item.settled_at for item in lists.summaries(self.spool, limit=1000)):
                break
            self.pass_time(301)
        found = lists.summaries(self.spool, limit=1000)
        assert len(found) == self.mails
        for item in found:
            self.check_end(item.id, item.state, item.reason)

    def check_end(self, item: Any, state: ItemState, reason: str) -> None:
        story = lists.story(self.spool, item)
        assert story is not None
        assert state in (ItemState.DONE, ItemState.FAILED, ItemState.REVIEW), (state, reason)
        marks = self.marks()
        written = [write for write in story.writes if write.state is WriteState.WRITTEN]
        assert all(marks[write.marker] == 1 for write in written), "what is called written stands in Heap"
        assert (state is ItemState.DONE) == bool(story.writes and len(written) == len(story.writes))
        if state is ItemState.REVIEW:
            assert str(MOST_LOST) in reason
        if state is ItemState.FAILED:
            assert reason.startswith(("Heap refused", "reading it ended the worker")), reason

    @invariant()
    def no_marker_stands_in_two_records(self) -> None:
        if hasattr(self, "heap"):
            self.heap.land()
            doubled = {mark: count for mark, count in self.marks().items() if count > 1}
            assert not doubled

    def marks(self) -> Counter[str]:
        return Counter(record[LONG_FIELD[record.kind]].rpartition("Ref ")[2] for record in self.heap.records)

    def turn(self, worker: Worker) -> int:
        """One round of one worker; a crash leaves its items as they are, and another process takes its place."""
        claimed = worker._claim()
        for item in claimed:
            try:
                worker._handle(item)
            except Crash:
                if worker in self.workers:
                    self.workers[self.workers.index(worker)] = self.worker()
                break
        return len(claimed)

    def pass_time(self, seconds: float) -> None:
        self.clock += timedelta(seconds=seconds)
        self.seconds += seconds
        self.heap.land()

    def teardown(self) -> None:
        if hasattr(self, "spool"):
            self.spool.close()
            self.folder.cleanup()


class LedgerOnPostgreSQL(Ledger):
    """The same with a database of its own for each example."""

    def __init__(self, server: PostgreSQL) -> None:
        super().__init__()
        self.server = server
        self.database = ""

    def address(self) -> str:
        self.database = self.server.database()
        return self.database

    def teardown(self) -> None:
        super().teardown()
        if self.database:
            self.server.drop(self.database)


def plan_for(subject: str) -> Plan:
    kind = subject.split()[0]
    writes = {"message": [Kind.MESSAGE], "lead": [Kind.LEAD], "both": [Kind.LEAD, Kind.MESSAGE]}[kind]
    return Plan(Verdict.WRITE, "all", Parties(Direction.RECEIVED, NOBODY), writes=tuple(map(write_of, writes)))


def write_of(kind: Kind) -> Write:
    fields = {"title": "Offer"} if kind is Kind.MESSAGE else {"name": "Jane Doe", "email": "jane@acme.test"}
    return wire.write_of(kind, fields)


ANY_ORDER = settings(max_examples=35, stateful_step_count=20, derandomize=True, deadline=None, database=None,
                     suppress_health_check=[HealthCheck.too_slow])
Ledger.TestCase.settings = ANY_ORDER
TestLedger = Ledger.TestCase


def test_the_ledger_holds_on_postgresql_too(postgresql: PostgreSQL) -> None:
    run_state_machine_as_test(lambda: LedgerOnPostgreSQL(postgresql), settings=settings(ANY_ORDER, max_examples=12))
