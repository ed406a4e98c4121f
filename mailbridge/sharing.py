"""What the processes and nodes on one spool share of a Heap login: its pace and its rests.

When the spool cannot be asked each goes by what it knows itself: whatever hangs on it has then other troubles.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from mailbridge.errors import OperatorError
from mailbridge.heap.breaker import Rest, Standing
from mailbridge.spool import Spool, logins

BELIEVED_SECONDS = 1.0


class SharedLogins:
    """A `heap.breaker.Board` for breakers that go by `time.time`; safe for several threads."""

    def __init__(self, spool: Spool, clock: Callable[[], float] = time.monotonic) -> None:
        self._spool = spool
        self._clock = clock
        self._seen: dict[str, tuple[float, Rest | None]] = {}

    def rest(self, login: str) -> Rest | None:
        """See `Board`."""
        at, rest = self._seen.get(login, (float("-inf"), None))
        if self._clock() - at < BELIEVED_SECONDS:
            return rest
        try:
            kept = logins.standing(self._spool, login)
        except OperatorError:
            self._seen[login] = (self._clock(), rest)   # else each caller would wait for a connection of its own
            return rest
        found = None if kept is None else Rest(Standing(kept.standing), kept.reason, kept.longer, kept.until_ms / 1000)
        self._seen[login] = (self._clock(), found)
        return found

    def keep(self, login: str, rest: Rest) -> bool:
        """See `Board`."""
        told = logins.Standing(rest.standing.value, rest.reason, rest.longer, round(rest.until * 1000))
        self._seen.pop(login, None)
        try:
            return logins.keep(self._spool, login, told)
        except OperatorError:
            return True

    def goes_ahead(self, login: str, until: float, most_seconds: float) -> bool:
        """See `Board`."""
        self._seen.pop(login, None)
        try:
            return logins.goes_ahead(self._spool, login, round(until * 1000), round(most_seconds * 1000))
        except OperatorError:
            return True

    def reserve(self, login: str, span_seconds: float) -> float:
        """What a `Pace` shares its creates by. Raises SpoolTrouble."""
        return logins.reserve(self._spool, login, round(span_seconds * 1000)) / 1000
