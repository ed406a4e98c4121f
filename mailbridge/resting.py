"""Tells the spool which Heap logins rest on this node, so that people see it wherever they look.

Once every few seconds and not at each change: what a breaker hears of must not wait for a disk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from mailbridge.accounts import Accounts
from mailbridge.spool import Spool, rests
from mailbridge.spool.rests import Rest

_SAME = timedelta(seconds=2)            # by so much the end of one and the same rest may seem to move


class Resting:
    """`look` is one round."""

    def __init__(self, spool: Spool, accounts: Accounts, node: str, now: Callable[[], datetime]) -> None:
        self._spool = spool
        self._accounts = accounts
        self._node = node
        self._now = now
        self._told: dict[str, Rest] = {}

    def look(self) -> int:
        """Tell what has changed since the last round; of how many logins that was told."""
        now = self._now()
        resting = {login: (why, now + timedelta(seconds=seconds)) for login, why, seconds in self._accounts.resting()}
        changed = 0
        for login in {*resting, *self._told}:
            before, rest = self._told.get(login), None
            if login in resting:
                why, until = resting[login]
                if before is not None and before.why == why and abs(before.until - until) < _SAME:
                    continue
                rest = Rest(login, why, before.since if before is not None else now, until)
            self._keep(login, rest)
            changed += 1
        return changed

    def _keep(self, login: str, rest: Rest | None) -> None:
        rests.told(self._spool, self._node, login, rest)
        if rest is not None:
            self._told[login] = rest
        else:
            self._told.pop(login, None)
