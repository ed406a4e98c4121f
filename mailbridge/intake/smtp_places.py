"""Who is inside a door: admission, patience, memory, and the end. One look a second instead of a timer a command.

Story of a full door: 200 strangers connect and say nothing, and then the mail of a customer comes. It must not wait for
their time to run out: whoever has been idle longest goes. Mails under way are never sent off for a newcomer.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from mailbridge.intake.smtp_gate import Gate
from mailbridge.settings.doors import DoorLimits

HANDSHAKE_SECONDS = 15.0
IDLE_SECONDS = 1.0                      # shorter silence is the network's, so nobody goes for it
FASTER = 10                             # under stress a sender must be so many times as fast
ABORT_SECONDS = 5.0                     # after this long a connection that was ended is cut, read or unread

STOPPING = "421 4.3.2 The service is stopping, try again later"
NO_PLACE = "421 4.3.2 All places are taken, try again later"
MADE_ROOM = "421 4.3.2 All places are taken, and nobody was idle longer"
TOO_SILENT = "421 4.4.2 Nothing came for too long, closing the connection"
TOO_SLOW = "421 4.4.2 The mail comes in too slowly, closing the connection"
TOO_LONG = "421 4.4.2 The session lasts too long, closing the connection"


class Stage(Enum):
    """What a connection is doing."""

    COMMAND = "between commands"
    DATA = "handing a mail over"
    KEEPING = "waiting for the commit"


@dataclass(slots=True, eq=False)
class Visit:
    """One connection, as the door sees it. Times are the loop's, in seconds."""

    peer: str                           # address, "" for a local socket
    is_trusted: bool
    came: float
    hang_up: Callable[[str], None]      # with a last reply
    abort: Callable[[], None]           # whatever is still unsent
    stage: Stage = Stage.COMMAND
    since: float = 0.0                  # its last step
    due: float = math.inf               # its next step must come until then
    due_in_stress: float = math.inf     # and until then, if places run short
    held_bytes: int = 0
    left: float = math.inf              # when it was hung up


@dataclass(slots=True)
class Places:
    """The connections of one door. Belongs to its event loop: no call from elsewhere."""

    limits: DoorLimits
    gate: Gate
    clock: Callable[[], float]
    inside: set[Visit] = field(default_factory=set)
    held_bytes: int = 0
    is_closing: bool = False
    _stressed_command: float = field(init=False)
    _stressed_data: float = field(init=False)

    def __post_init__(self) -> None:
        self._stressed_command = min(self.limits.command_seconds, self.limits.stressed_seconds)
        self._stressed_data = min(self.limits.data_seconds, self.limits.stressed_seconds)

    def let_in(self, visit: Visit) -> str:
        """Give it a place. Not "": the reply with which it must go."""
        if self.is_closing:
            return STOPPING
        refusal = self.gate.enter(visit.peer)
        if refusal:
            return refusal
        if self.gate.is_overfull and not self._make_room():
            self.gate.leave(visit.peer)
            return NO_PLACE
        self.inside.add(visit)
        self.waits_for_command(visit)
        return ""

    def let_out(self, visit: Visit) -> None:
        """It is gone. Calling it twice is fine."""
        if visit in self.inside:
            self.inside.remove(visit)
            self.gate.leave(visit.peer)
            self._let_go(visit)

    def comes_from(self, visit: Visit, peer: str) -> str:
        """A proxy says for whom the visit is. Not "": the reply with which it must go."""
        self.gate.leave(visit.peer)
        refusal = self.gate.enter(peer)
        visit.peer, visit.is_trusted = peer, self.gate.is_trusted(peer)
        if refusal:
            self.inside.remove(visit)
        return refusal

    def waits_for_command(self, visit: Visit) -> None:
        """A command was served; the next must come within the limit."""
        now = self.clock()
        visit.stage = Stage.COMMAND
        visit.since = now
        visit.due = now + self.limits.command_seconds
        visit.due_in_stress = now + self._stressed_command
        self._let_go(visit)

    def waits_for_handshake(self, visit: Visit, seconds: float) -> None:
        """TLS is about to come on; it must do so within the seconds, or sooner."""
        self.waits_for_command(visit)
        visit.due = min(visit.due, visit.since + seconds)
        visit.due_in_stress = min(visit.due_in_stress, visit.due)

    def waits_for_mail(self, visit: Visit) -> None:
        """A mail is about to be handed over."""
        now = self.clock()
        visit.stage = Stage.DATA
        visit.since = now
        visit.due = now + self.limits.data_seconds
        visit.due_in_stress = now + self._stressed_data

    def got(self, visit: Visit, size: int) -> bool:
        """So many further bytes of the mail have come, which buys time. False: the mails at once are too much.

        Time cannot be saved up: somebody who sends a lot and then drips is cut like somebody who always drips.
        """
        limits, now = self.limits, self.clock()
        bought = size / limits.data_bytes_per_second
        visit.since = now
        visit.due = min(visit.due + bought, now + limits.data_seconds)
        visit.due_in_stress = min(visit.due_in_stress + bought / FASTER, now + self._stressed_data)
        visit.held_bytes += size
        self.held_bytes += size
        return self.held_bytes <= max(limits.bytes_at_once, visit.held_bytes)   # one alone always has room

    def waits_for_us(self, visit: Visit) -> None:
        """The mail is being kept: now it is our time."""
        visit.stage = Stage.KEEPING
        visit.due = visit.due_in_stress = math.inf

    def look(self) -> None:
        """Send off whoever took too long."""
        now, is_stressed = self.clock(), self.gate.is_stressed
        for visit in list(self.inside):
            if now - visit.left > ABORT_SECONDS:
                visit.abort()
                self.let_out(visit)
            elif now > (visit.due_in_stress if is_stressed else visit.due):
                self.send_off(visit, TOO_SLOW if visit.stage is Stage.DATA else TOO_SILENT)
            elif visit.stage is Stage.COMMAND and now - visit.came > self.limits.session_seconds:
                self.send_off(visit, TOO_LONG)

    async def watch(self) -> None:
        """Look until cancelled."""
        limits = self.limits
        shortest = min(limits.command_seconds, limits.data_seconds, limits.session_seconds, limits.stressed_seconds)
        while True:
            await asyncio.sleep(min(1.0, shortest / 4))
            self.look()

    def send_off(self, visit: Visit, reply: str) -> None:
        """Hang up with a last reply."""
        if visit.left == math.inf:
            visit.hang_up(reply)
            visit.left = self.clock()

    async def close(self, seconds: float) -> None:
        """Send off all that are idle, and each of the others once its mail has its reply, or after so many seconds."""
        self.is_closing = True
        end = self.clock() + seconds
        while list(self._with_mail()) and self.clock() < end:
            self._send_off_idle()
            await asyncio.sleep(0.02)
        self._send_off_idle()
        for visit in self._with_mail():
            self.send_off(visit, STOPPING)
        await asyncio.sleep(0)          # what was written is sent with the next turn

    def _send_off_idle(self) -> None:
        for visit in self.inside - set(self._with_mail()):
            self.send_off(visit, STOPPING)

    def _with_mail(self) -> Iterator[Visit]:
        return (visit for visit in self.inside if visit.stage is not Stage.COMMAND and visit.left == math.inf)

    def _make_room(self) -> bool:
        now = self.clock()
        idle = [visit for visit in self.inside
                if visit.stage is Stage.COMMAND and visit.left == math.inf and now - visit.since >= IDLE_SECONDS]
        if idle:
            self.send_off(min(idle, key=lambda visit: (visit.is_trusted, visit.since)), MADE_ROOM)
        return bool(idle)

    def _let_go(self, visit: Visit) -> None:
        if visit.held_bytes:
            self.held_bytes -= visit.held_bytes
            visit.held_bytes = 0
