"""Mails in review whose contact has appeared in Heap meanwhile are taken up again (row D9).

Why only while nothing else is to be done? The questions are many and none is urgent; mail that has just come is.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from mailbridge.accounts import Accounts
from mailbridge.errors import MailbridgeError
from mailbridge.plan import PersonState
from mailbridge.spool import Spool, hands, memory

log = logging.getLogger("mailbridge.latematch")

MOST_AT_ONCE = 50


class LateMatch:
    """Asks Heap now and then about the contacts of mails in review."""

    def __init__(
        self, spool: Spool, accounts: Accounts, every_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._spool = spool
        self._accounts = accounts
        self._every_seconds = every_seconds
        self._clock = clock
        self._next = clock() + every_seconds

    def look(self) -> int:
        """Ask, if it is time to; how many mails were taken up again. A trouble with Heap only ends this round."""
        if self._clock() < self._next:
            return 0
        self._next = self._clock() + self._every_seconds
        try:
            return self._take_up()
        except MailbridgeError as trouble:
            log.info("mails in review could not be looked at again: %s", trouble)
            return 0

    def _take_up(self) -> int:
        account = self._accounts.own
        if self._accounts.wait_seconds(account):
            return 0
        taken = 0
        known: dict[str, bool] = {}
        for item, contact in memory.unmatched(self._spool, MOST_AT_ONCE):
            if contact not in known:
                known[contact] = account.people.find(contact).state is not PersonState.UNKNOWN
            if known[contact]:
                hands.retry(self._spool, item, f"{contact} stands in Heap now")
                taken += 1
        return taken
