"""Whether a Heap login may be asked now, or rests: because Heap is away, refuses the login, or asked to wait.

Without it every mail would find out by itself that Heap is away: thousands of requests against a server that is just
coming up, and thousands of failed attempts that are no mail's fault. Here the login finds out once; when a rest is
over one mail goes ahead, and the others wait for what it finds.

Logs when a trouble begins and when it is over, and says how it stands to whoever raises alarms. What becomes of the
mails is the worker's business; the client reports here what its requests met with.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

log = logging.getLogger("mailbridge.heap")


class Standing(Enum):
    """What is known of a login. `UNKNOWN`: nothing was asked yet, or too little came back to tell."""

    UNKNOWN = "unknown"
    ANSWERS = "answers"
    AWAY = "away"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Rests:
    """How long a login rests. `after`: so many requests in a row without an answer; 0: never for that."""

    after: int = 5
    first_seconds: float = 60           # doubles with every try that fails too
    longest_seconds: float = 900
    refused_seconds: float = 300        # asking again at once would hammer, and may lock the account
    try_seconds: float = 30             # the one that goes ahead has so long to find out

    @property
    def most_seconds(self) -> float:
        """No rest is longer, clocks that differ by a minute included: one that seems so began before the clock was
        set back, and must not last for as much as it went."""
        return max(self.longest_seconds, self.refused_seconds, self.try_seconds) + 60


DEFAULT_RESTS = Rests()


@dataclass(frozen=True, slots=True)
class Rest:
    """How a login stands, as all may know who use it. `until`: it rests, on the clock that the breakers go by."""

    standing: Standing
    reason: str
    longer: int
    until: float


class Board(Protocol):
    """Where those who use the same login from other processes hear of its rests. None of it raises."""

    def rest(self, login: str) -> Rest | None:
        """What was kept last, None if nothing was. Asked often: it may be a second old."""

    def keep(self, login: str, rest: Rest) -> bool:
        """Tell the others; whether the standing was another before."""

    def goes_ahead(self, login: str, until: float, most_seconds: float) -> bool:
        """Whether it is this process that goes ahead after a rest; then the others rest on until then.

        A rest that would last for more than `most_seconds` from now is over.
        """


class NoBoard:
    """There are no others."""

    def rest(self, login: str) -> Rest | None:
        return None

    def keep(self, login: str, rest: Rest) -> bool:
        return True

    def goes_ahead(self, login: str, until: float, most_seconds: float) -> bool:
        return True


class Breaker:
    """One login's. Safe for several threads; `clock` counts seconds, for all that share the board the same."""

    def __init__(self, login: str, clock: Callable[[], float], rests: Rests = DEFAULT_RESTS,
                 board: Board | None = None) -> None:
        self._login = login
        self._clock = clock
        self._rests = rests
        self._board = board or NoBoard()
        self._heard: Rest | None = None
        self._lock = threading.Lock()
        self._failures = 0
        self._longer = 0                # times that a rest for being away was followed by another
        self._until = 0.0
        self._is_trying = False
        self._alarm = ""                # the trouble that was told, "" while all is well
        self._standing = (Standing.UNKNOWN, "")

    def rest_seconds(self) -> float:
        """How long the login still rests, 0 if it does not. Only looks."""
        with self._lock:
            self._hear()
            return self._left()

    @property
    def standing(self) -> tuple[Standing, str]:
        """How the login stands, and the reason in Heap's or the network's words if it does not stand well."""
        with self._lock:
            self._hear()
            return self._standing

    def wait_seconds(self) -> float:
        """0: ask Heap now; else so long to wait. After a rest one caller gets the 0 and goes ahead for all."""
        with self._lock:
            self._hear()
            left = self._left()
            if left == 0 and self._alarm:
                until = self._clock() + self._rests.try_seconds
                if not self._board.goes_ahead(self._login, until, self._rests.most_seconds):
                    return self._rests.try_seconds      # another process does
                self._is_trying = True
                self._until = until
            return left

    # --- what the client's requests met with

    def answered(self) -> None:
        """Heap answered readably, and the login is right."""
        with self._lock:
            alarm, self._alarm = self._alarm, ""
            self._standing = (Standing.ANSWERS, "")
            self._failures = self._longer = 0
            self._is_trying = False
            if not alarm:
                return
            self._until = 0.0
            if self._tell_others():
                log.warning("Heap answers the login %s again; its mails go on", self._login)

    def failed(self, reason: str) -> None:
        """No answer, or the answer of a broken server."""
        with self._lock:
            self._failures += 1
            is_first = not self._alarm and 0 < self._rests.after <= self._failures
            if not (is_first or self._is_trying):
                return                  # not enough of them yet, or one that had left before the rest began
            self._is_trying = False
            seconds = min(self._rests.first_seconds * 2.0 ** min(self._longer, 30), self._rests.longest_seconds)
            self._longer += 1
            self._until = self._clock() + seconds
            self._standing = (Standing.AWAY, reason)
            self._tell(is_first, _AWAY, reason)

    def refused(self, text: str) -> None:
        """Heap does not accept e-mail and password."""
        with self._lock:
            self._is_trying = False
            self._until = self._clock() + self._rests.refused_seconds
            self._standing = (Standing.REFUSED, text)
            self._tell(self._alarm != _REFUSED, _REFUSED, text)

    def asked_to_wait(self, seconds: float) -> None:
        """Heap said when to come again: that holds for every mail of the login, and is no trouble."""
        with self._lock:
            self._is_trying = False
            self._until = self._clock() + max(self._left(), min(seconds, self._rests.longest_seconds))
            self._tell_others()

    def _left(self) -> float:
        left = self._until - self._clock()
        return left if 0 < left <= self._rests.most_seconds else 0.0

    def _tell(self, is_new: bool, alarm: str, reason: str) -> None:
        if is_new:
            self._alarm = alarm
        if self._tell_others() and is_new:
            log.error(alarm, self._login, reason)

    def _tell_others(self) -> bool:
        """Whether they did not know yet."""
        self._heard = Rest(*self._standing, self._longer, self._until)
        return self._board.keep(self._login, self._heard)

    def _hear(self) -> None:
        """Take over what another process has found out."""
        heard = self._board.rest(self._login)
        if heard is None or heard == self._heard:
            return
        self._heard = heard
        self._standing = (heard.standing, heard.reason)
        self._alarm = _ALARMS.get(heard.standing, "")
        self._longer = heard.longer
        self._until = heard.until


_AWAY = "Heap is not to be reached for the login %s (%s): mails are kept and tried again"
_REFUSED = "Heap refuses the login %s (%s): mails are kept; mend heap.login_email and its password"
_ALARMS = {Standing.AWAY: _AWAY, Standing.REFUSED: _REFUSED}
