"""A running bridge: what is started and stopped, and in which order."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbridge.bridge.role import ALONE, Role
from mailbridge.intake.imap_watcher import Watcher
from mailbridge.intake.smtp import SmtpDoor
from mailbridge.meters import Meters
from mailbridge.plan import OPEN, ItemState
from mailbridge.rounds import Rounds
from mailbridge.settings import Settings
from mailbridge.spool import Spool, SpoolTrouble, lists
from mailbridge.spool.presence import Presence, forget
from mailbridge.worker import Worker

if TYPE_CHECKING:
    from mailbridge.console import Console


ANSWER_SECONDS = 5.0


@dataclass(slots=True)
class Service:
    """A running bridge: spool, worker, doors and console. `start` it, `stop` it; both return when it is so."""

    settings: Settings
    spool: Spool
    worker: Worker
    smtp: SmtpDoor | None
    lock: object | None                 # None: the spool is shared with other nodes
    imap: tuple[Watcher, ...] = ()
    console: Console | None = None
    lmtp: SmtpDoor | None = None
    rounds: tuple[Rounds, ...] = ()
    meters: Meters = field(default_factory=Meters)
    thread: threading.Thread | None = None
    role: Role = ALONE
    presence: Presence = field(init=False)

    def __post_init__(self) -> None:
        service = f"{socket.gethostname()}:{os.getppid() if self.role.has_siblings else os.getpid()}"
        self.presence = Presence(self.spool, self.worker.owner, service, self.role.number, self.role.of)
        self.worker.on_beat = self.presence.beat

    def is_working(self) -> bool:
        """Whether the worker's thread lives."""
        return self.thread is not None and self.thread.is_alive()

    def stuck(self, within_seconds: float) -> str:
        """What does not move any more although it should, "" while all does. Mails in hand may take their time."""
        if not self.is_working():
            return "the worker has stopped"
        if self.worker.still_seconds > within_seconds:
            return f"the worker has not moved for {self.worker.still_seconds:.0f} seconds"
        doors = [door for door in (self.smtp, self.lmtp) if door is not None]
        return next((f"the {door.name} door does not answer" for door in doors if not door.answers(ANSWER_SECONDS)), "")

    def status(self) -> str:
        """The queue in a few words."""
        counts = lists.counts(self.spool, (*OPEN, ItemState.REVIEW, ItemState.FAILED))
        waiting = counts[ItemState.WAITING] + counts[ItemState.CLAIMED]
        return f"{waiting} waiting, {counts[ItemState.REVIEW]} in review, {counts[ItemState.FAILED]} failed"

    def start(self) -> None:
        """Give back what an earlier process had in hand, start working, then open the doors.

        What has been started is stopped again when the rest cannot be.
        """
        try:
            self._take_over()
            self.thread = threading.Thread(target=self.worker.run, name="worker")
            self.thread.start()
            if self.console is not None:
                self.console.start()
            for door in (self.smtp, self.lmtp):
                if door is not None:
                    door.start()
            for rounds in self.rounds:      # a canary goes through the doors, so they are open first
                rounds.start()
            for watcher in self.imap:
                watcher.start()
        except Exception:
            self.stop()
            raise

    def _take_over(self) -> None:
        if self.lock is not None:       # else other nodes are at work: what a dead one held comes free with its lease
            self.spool.release_all()
        for gone in self.role.before:
            self.spool.release(gone)
            forget(self.spool, gone)
        self.presence.beat()

    def stop(self) -> None:
        """Close the doors, finish the mails in hand, let go of the spool."""
        for watcher in self.imap:
            watcher.ask_to_stop()
        for door in (self.smtp, self.lmtp):
            if door is not None:
                door.stop()
        if self.console is not None:
            self.console.stop()
        for watcher in self.imap:
            watcher.stop()
        self.worker.stop()
        if self.thread is not None:
            self.thread.join()
        for rounds in self.rounds:
            rounds.stop()
        with suppress(SpoolTrouble):    # nobody hears of us after a while, either
            self.presence.leave()
        self.spool.close()
