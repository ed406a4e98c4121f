"""How often one address may try a password: five times a minute, then it waits. Knows nothing of users."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from mailbridge.hosts import counted_as

TRIES = 5
WINDOW_SECONDS = 60.0
_MOST_ADDRESSES = 10_000


class Throttle:
    """Counts the tries of each address. Safe for many threads; `clock` in seconds, any origin."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._tries: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_seconds(self, address: str) -> float:
        """Count a try. 0: go on; else how long the address must wait, and the try did not count.

        Counted before the password is looked at, so that many tries at once gain nothing.
        """
        now, key = self._clock(), counted_as(address)
        with self._lock:
            tries = [at for at in self._tries.pop(key, ()) if now - at < WINDOW_SECONDS]
            wait = tries[0] + WINDOW_SECONDS - now if len(tries) >= TRIES else 0.0
            if not wait:
                tries.append(now)
            self._tries[key] = tries
            while len(self._tries) > _MOST_ADDRESSES:
                self._tries.popitem(last=False)
            return wait

    def forgive(self, address: str) -> None:
        """The last try was right: it does not count."""
        with self._lock:
            tries = self._tries.get(counted_as(address))
            if tries:
                tries.pop()
