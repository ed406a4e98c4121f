"""Several processes that are one service: a parent that starts them, watches, replaces and stops them.

The parent forks, so it has no threads and opens nothing that a child must not share; it knows nothing of mail. A child
says when it is ready; one that ends without being told to is followed by another, after a wait that grows if that ends
too. Should the parent itself be killed, its children notice and end in order.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import select
import signal
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FrameType

log = logging.getLogger("mailbridge.family")

GRACE_SECONDS = 28.0                    # then what still runs is killed: service managers wait thirty
FIRST_WAIT_SECONDS = 0.5                # before a child that ended is followed by another; doubles
LONGEST_WAIT_SECONDS = 30.0
STEADY_SECONDS = 60.0                   # a child that lived so long did not end because of how it was started
MOST = 64

_HEARD = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place among the children. `name` is this process's alone.

    `before`: names of those that ended here and that nobody who became ready has heard of yet.
    """

    number: int                         # from 1
    of: int
    name: str
    before: tuple[str, ...] = ()


Work = Callable[[Seat, Callable[[], None]], int]
"""What a child does, until SIGTERM: called with its seat, and what it calls when it is ready. Gives its exit status."""


@dataclass(slots=True)
class _Member:
    """A seat as the parent sees it."""

    number: int
    name: str = ""
    before: tuple[str, ...] = ()
    pid: int = 0                        # 0: nobody sits there now
    is_ready: bool = False
    is_leaving: bool = False            # it was told to end, so that another takes its seat
    since: float = 0.0
    due: float = 0.0                    # when the next one is started
    failures: int = 0

    def next_wait(self, now: float) -> float:
        """Seconds until the next one is started, after this one ended by itself."""
        self.failures = 0 if now - self.since > STEADY_SECONDS else self.failures + 1
        return min(FIRST_WAIT_SECONDS * 2.0 ** max(0, self.failures - 1), LONGEST_WAIT_SECONDS)


@dataclass(slots=True)
class _Pipes:
    """What parent and children hear of each other by."""

    signals: tuple[socket.socket, socket.socket] = field(default_factory=socket.socketpair)     # (read, written)
    ready: tuple[int, int] = field(default_factory=os.pipe)     # children write their number
    life: tuple[int, int] = field(default_factory=os.pipe)      # the parent never writes: its end is the message

    def __post_init__(self) -> None:
        for end in self.signals:
            end.setblocking(False)
        os.set_blocking(self.ready[0], False)

    def keep_childs_ends(self) -> None:
        """After the fork, in the child."""
        for end in self.signals:
            end.close()
        os.close(self.ready[0])
        os.close(self.life[1])


class Family:
    """`size` processes. `renewed` is asked on SIGHUP whether all shall be replaced, one after another."""

    def __init__(self, size: int, work: Work, renewed: Callable[[], bool] = lambda: False,
                 on_ready: Callable[[], None] = lambda: None) -> None:
        self._size = size
        self._work = work
        self._renewed = renewed
        self._on_ready = on_ready
        self._members = [_Member(number) for number in range(1, size + 1)]
        self._pipes = _Pipes()
        self._to_renew: deque[_Member] = deque()
        self._is_up = False
        self._end_by = 0.0              # 0: not told to end yet
        self._status = 0

    def run(self) -> int:
        """Until SIGTERM or SIGINT, or until a child cannot even start; the exit status."""
        with _heard(self._pipes.signals[1].fileno()):
            while not self._end_by or any(member.pid for member in self._members):
                self._start_who_is_due()
                self._wait()
                self._hear_signals()
                self._hear_who_is_ready()
                self._see_who_ended()
                if self._end_by and time.monotonic() > self._end_by:
                    self._kill()
        return self._status

    # --- one turn

    def _empty(self) -> list[_Member]:
        """The seats to be taken. The first alone at the start: what is wrong with the settings is then told once."""
        members = self._members if self._is_up or self._members[0].is_ready else self._members[:1]
        return [] if self._end_by else [member for member in members if not member.pid]

    def _start_who_is_due(self) -> None:
        now = time.monotonic()
        for member in self._empty():
            if member.due <= now:
                self._start(member)
        if self._to_renew and not self._end_by and all(member.is_ready for member in self._members):
            member = self._to_renew.popleft()
            member.is_leaving = True
            os.kill(member.pid, signal.SIGTERM)

    def _wait(self) -> None:
        moments = [self._end_by] if self._end_by else [member.due for member in self._empty()]
        seconds = max(0.0, min(moments) - time.monotonic()) + 0.01 if moments else None
        select.select([self._pipes.signals[0].fileno(), self._pipes.ready[0]], [], [], seconds)

    def _hear_signals(self) -> None:
        with contextlib.suppress(BlockingIOError):
            for number in self._pipes.signals[0].recv(4096):
                if number in (signal.SIGTERM, signal.SIGINT):
                    self._end(0)
                elif number == signal.SIGHUP and not self._end_by and self._renewed():
                    self._to_renew.clear()
                    self._to_renew.extend(self._members)

    def _hear_who_is_ready(self) -> None:
        with contextlib.suppress(BlockingIOError):
            for number in os.read(self._pipes.ready[0], 4096):
                self._members[number - 1].is_ready = True
                self._members[number - 1].before = ()
        if not self._is_up and all(member.is_ready for member in self._members):
            self._is_up = True
            self._on_ready()

    def _see_who_ended(self) -> None:
        for member in self._members:
            if member.pid:
                pid, status = os.waitpid(member.pid, os.WNOHANG)
                if pid:
                    self._ended(member, os.waitstatus_to_exitcode(status))

    def _ended(self, member: _Member, status: int) -> None:
        """A child is gone. A negative status is the signal that ended it."""
        pid, member.pid, was_leaving = member.pid, 0, member.is_leaving
        member.is_ready = member.is_leaving = False
        now = time.monotonic()
        if self._end_by:
            is_in_order = status in (0, -signal.SIGTERM)    # by the signal itself: it was still starting
            self._status = self._status or (0 if is_in_order else 1)
            return
        if not self._is_up:             # it has told why
            self._end(status if status > 0 else 1)
            return
        member.due = now if was_leaving else now + member.next_wait(now)
        if not was_leaving:
            how = f"signal {-status}" if status < 0 else f"status {status}"
            log.error("process %d of %d (%d) ended by itself (%s); another takes its place in %.1f s",
                      member.number, self._size, pid, how, member.due - now)

    # --- what is done to children

    def _start(self, member: _Member) -> None:
        if member.name:
            member.before += (member.name,)
        member.name = f"{socket.gethostname()}:{os.getpid()}.{member.number}:{secrets.token_hex(3)}"
        member.since = time.monotonic()
        seat = Seat(member.number, self._size, member.name, member.before)
        sys.stdout.flush()
        sys.stderr.flush()
        # A signal that came to the child before it is one would be taken for the parent's.
        former = signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
        member.pid = os.fork()
        if not member.pid:
            self._be(seat)
        signal.pthread_sigmask(signal.SIG_SETMASK, former)

    def _be(self, seat: Seat) -> None:
        """The child's whole life."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in _HEARD:
                signal.signal(number, signal.SIG_DFL)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)    # the parent sees to it
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEARD)
            self._pipes.keep_childs_ends()
            threading.Thread(target=_end_with_parent, args=(self._pipes.life[0],), daemon=True).start()
            status = self._work(seat, lambda: _tell(self._pipes.ready[1], seat.number))
        except Exception:
            log.exception("process %d could not go on", seat.number)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)            # nothing that the parent has begun is the child's to end

    def _end(self, status: int) -> None:
        if self._end_by:
            return                      # a second SIGTERM changes nothing
        self._status = status
        self._end_by = time.monotonic() + GRACE_SECONDS
        for member in self._members:
            if member.pid:
                os.kill(member.pid, signal.SIGTERM)

    def _kill(self) -> None:
        left = [member for member in self._members if member.pid]
        log.error("%d of %d processes did not end within %g s and are killed; what they had in hand is worked off "
                  "after the next start", len(left), self._size, GRACE_SECONDS)
        for member in left:
            os.kill(member.pid, signal.SIGKILL)
        self._end_by = time.monotonic() + GRACE_SECONDS


@contextlib.contextmanager
def _heard(fd: int) -> Iterator[None]:
    """Signals are bytes at `fd` and interrupt nothing."""
    former = [signal.signal(number, _nothing) for number in _HEARD]
    signal.set_wakeup_fd(fd, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in zip(_HEARD, former, strict=True):
            signal.signal(number, handler)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """The byte is the message."""


def _tell(fd: int, number: int) -> None:
    os.write(fd, bytes([number]))


def _end_with_parent(life: int) -> None:
    os.read(life, 1)                    # comes back when nobody can write any more
    os.kill(os.getpid(), signal.SIGTERM)
