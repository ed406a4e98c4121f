"""The Heap logins at work: the bridge's own, and those of colleagues who have one.

A login that Heap refused rests: asking again at once would hammer, and may lock the account.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mailbridge.heap.client import HeapClient
from mailbridge.heap.people import People

REST_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Account:
    """One login: its client, and the people found through it."""

    client: HeapClient
    people: People


class Accounts:
    """The Heap logins, by colleague; a login that Heap refused rests instead of hammering."""

    def __init__(self, own: Account, of_colleagues: Mapping[str, Account], clock: Callable[[], float]) -> None:
        self._own = own
        self._of_colleagues = of_colleagues
        self._clock = clock
        self._rests_until: dict[int, float] = {}
        self._lock = threading.Lock()

    def of(self, colleague: str) -> Account:
        """The colleague's own login if the settings have one, else the bridge's."""
        return self._of_colleagues.get(colleague.casefold(), self._own)

    @property
    def own(self) -> Account:
        """The bridge's login, which asks about people."""
        return self._own

    def rest(self, account: Account) -> bool:
        """Let an account rest. True the first time, so that one trouble raises one alarm."""
        with self._lock:
            fresh = self._rests_until.get(id(account), 0) < self._clock()
            self._rests_until[id(account)] = self._clock() + REST_SECONDS
            return fresh

    def rest_seconds(self, account: Account) -> float:
        """How long the account still rests, 0 if it does not."""
        return max(0.0, self._rests_until.get(id(account), 0) - self._clock())
