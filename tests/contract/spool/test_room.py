"""New mail is refused for now before the disk is full; what was accepted goes on, and recovery needs nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from spool.kit import Clock, arrival, claim_one, raw_mail, state

from mailbridge.plan import ItemState
from mailbridge.spool import Spool, lists, mailboxes
from mailbridge.spool.engines import SpoolFull
from mailbridge.spool.mailboxes import Batch, Cursor, Place
from mailbridge.spool.room import Disk, Room, Watermarks

GIBIBYTE = 1 << 30
ROOMY = Disk(100 * GIBIBYTE, 50 * GIBIBYTE)
MARKS = Watermarks(rows=3, bytes=2000)


@dataclass
class Full:
    """A spool whose disk and clock are moved by hand."""

    address: str
    clock: Clock
    disk: Disk | None = ROOMY
    seconds: float = 0
    marks: Watermarks = MARKS
    spool: Spool = field(init=False)

    def __post_init__(self) -> None:
        room = Room(self.marks, lambda: self.disk, lambda: self.seconds)
        self.spool = Spool(self.address, now=self.clock, room=room)

    def accept(self, subject: str, text: str = "x") -> int:
        self.seconds += 10
        return self.spool.accept(arrival(raw_mail(subject, text=text))).item


@pytest.fixture
def full(address: str, clock: Clock) -> Iterator[Full]:
    made = Full(address, clock)
    yield made
    made.spool.close()


def test_a_disk_that_runs_full_refuses_new_mail_keeps_the_accepted_moving_and_recovers(full: Full) -> None:
    first = full.accept("one")
    full.disk = Disk(100 * GIBIBYTE, 1 * GIBIBYTE)
    with pytest.raises(SpoolFull, match="1024 MiB are free"):
        full.accept("two")
    assert full.accept("one") == first, "what is kept is not refused when its sender asks again"
    item = claim_one(full.spool)
    full.spool.settle(item, ItemState.DONE, "written")
    assert state(full.spool, first) is ItemState.DONE
    full.disk = ROOMY
    assert full.accept("two") != first


def test_too_many_waiting_mails_refuse_new_ones_until_some_are_worked_off(full: Full) -> None:
    for n in range(3):
        full.accept(f"mail {n}")
    with pytest.raises(SpoolFull, match="3 mails wait"):
        full.accept("one more")
    full.spool.settle(claim_one(full.spool), ItemState.SKIPPED, "a newsletter")
    full.accept("one more")


def test_too_many_bytes_of_waiting_mail_refuse_new_mail_but_a_small_one_may_pass(full: Full) -> None:
    full.accept("large", "x" * 1400)
    with pytest.raises(SpoolFull, match="MiB of mail wait"):
        full.accept("large too", "x" * 1400)
    full.accept("small")


def test_a_mailbox_keeps_its_mail_meanwhile(full: Full, clock: Clock) -> None:
    full.disk = Disk(100 * GIBIBYTE, 1 * GIBIBYTE)
    place = Place("sales", "INBOX")
    batch = Batch(place, Cursor(1, 7, 1, clock()), ((7, arrival(door="imap:sales")),))
    with pytest.raises(SpoolFull):
        mailboxes.accept(full.spool, batch)
    assert mailboxes.cursor(full.spool, place) is None
    full.disk = None
    assert len(mailboxes.accept(full.spool, batch)) == 1


def test_items_can_be_listed_while_the_disk_is_full(full: Full) -> None:
    full.accept("one")
    full.disk = Disk(100 * GIBIBYTE, 0)
    assert len(lists.summaries(full.spool)) == 1
