"""What the tests of spool, delivery, worker and doors share: a clock that is moved by hand, small mails, plans."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from mailbridge.heap.wire import write_of
from mailbridge.mail import Address, Arrival, Envelope
from mailbridge.plan import Direction, ItemState, Parties, Plan, Verdict, Write, WriteState
from mailbridge.records import Kind
from mailbridge.spool import Claimed, Decided, ItemId, KeptWrite, Spool, Story, lists
from mailbridge.spool.schema import metadata

LEASE_SECONDS = 120.0
BRIDGE = "crm@bridge.example.com"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def open_spool(folder: Path, now: Callable[[], datetime], lease_seconds: float = LEASE_SECONDS) -> Spool:
    return Spool(f"sqlite:///{folder / 'spool.db'}", now=now, lease_seconds=lease_seconds)


def raw_mail(subject: str = "Offer", *, sender: str = "Jane Doe <jane@acme.test>", text: str = "Please call me.",
             message_id: str = "") -> bytes:
    lines = [f"From: {sender}", f"To: {BRIDGE}", f"Subject: {subject}",
             f"Message-ID: <{message_id or subject.replace(' ', '.')}@acme.test>",
             "Date: Mon, 02 Mar 2026 08:59:00 +0000", "", text, ""]
    return "\r\n".join(lines).encode()


def arrival(raw: bytes | None = None, *, door: str = "smtp", sender: str = "jane@acme.test",
            recipients: tuple[str, ...] = (BRIDGE,), at: datetime | None = None) -> Arrival:
    return Arrival(raw_mail() if raw is None else raw, Envelope(door, sender, recipients, "192.0.2.7"),
                   at or datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


def message(title: str = "Offer") -> Write:
    return write_of(Kind.MESSAGE, {"title": title, "body": "Please call me."})


def person(email: str = "jane@acme.test") -> Write:
    return write_of(Kind.PERSON, {"name": "Jane Doe", "email": email})


def lead(email: str = "jane@acme.test") -> Write:
    return write_of(Kind.LEAD, {"name": "Jane Doe", "email": email} if email else {"name": "Jane Doe"})


def plan_of(*writes: Write, verdict: Verdict = Verdict.WRITE, reason: str = 'rule "all"') -> Plan:
    contact = Address("Jane Doe", "jane@acme.test")
    return Plan(verdict, reason, Parties(Direction.RECEIVED, contact, (contact,)), writes=writes)


def claim_one(spool: Spool, owner: str = "worker-a") -> Claimed:
    (item,) = spool.claim(owner)
    return item


def planned(spool: Spool, *writes: Write, owner: str = "worker-a") -> tuple[Claimed, KeptWrite]:
    """A fresh item in the owner's hands with its plan kept, and the first write of it."""
    spool.accept(arrival(at=spool.now()))
    item = claim_one(spool, owner)
    chosen = writes or (message(),)
    kept = spool.keep_plan(item, Decided(plan_of(*chosen), "Offer", tuple(f"mb{n}" for n in range(len(chosen)))))
    return item, kept[0]


def story(spool: Spool, item: int) -> Story:
    found = lists.story(spool, ItemId(item))
    assert found is not None
    return found


def state(spool: Spool, item: int) -> ItemState:
    return story(spool, item).summary.state


def write_state(spool: Spool, item: int, position: int = 0) -> WriteState:
    return story(spool, item).writes[position].state


def snapshot(spool: Spool) -> list[tuple[object, ...]]:
    """Every row of the spool, to show that something changed nothing."""
    with spool.looking() as connection:
        return [tuple(row) for table in metadata.sorted_tables
                for row in connection.execute(sa.select(table).order_by(*table.primary_key))]


def eventually(holds: Callable[[], bool], seconds: float = 8, what: str = "it did not come about in time") -> None:
    """Waits for something that other threads bring about."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)
