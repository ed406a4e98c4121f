"""Sends what lies in the outbox, each thing by its recipient's way, until it is taken or for three days.

Knows neither what is sent nor how. Several nodes may do this at once: what one has taken out, no other sends.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from mailbridge.spool import Spool, outbox

log = logging.getLogger("mailbridge.notices")

FIRST_WAIT_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 3600.0
MOST_ATTEMPTS = 72                      # about three days


class NotTaken(Exception):
    """A mail server or a webhook did not take something. `for_good`: it never will."""

    def __init__(self, why: str, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


Send = Callable[[str, bytes], None]
"""Hands (recipient, message) over. Raises NotTaken."""


class Post:
    """`look` sends what is due."""

    def __init__(self, spool: Spool, mail: Send | None, others: Mapping[str, Send]) -> None:
        """`mail` is the way to every address; `others` are recipients with a way of their own."""
        self._spool = spool
        self._mail = mail
        self._others = dict(others)

    def look(self) -> int:
        """Send what is due; how many things were taken."""
        return sum(self._sent(mail) for mail in outbox.take(self._spool))

    def _sent(self, mail: outbox.Outgoing) -> bool:
        try:
            self._way(mail.recipient)(mail.recipient, mail.raw)
        except NotTaken as trouble:
            if trouble.for_good or mail.attempts + 1 >= MOST_ATTEMPTS:
                log.warning("a notice to %s is given up: %s", mail.recipient, trouble)
                outbox.over(self._spool, mail)
            else:
                log.warning("a notice to %s waits: %s", mail.recipient, trouble)
                wait_seconds = min(FIRST_WAIT_SECONDS * 2.0 ** mail.attempts, LONGEST_WAIT_SECONDS)
                outbox.put_back(self._spool, mail, wait_seconds)
            return False
        outbox.over(self._spool, mail)
        return True

    def _way(self, recipient: str) -> Send:
        way = self._others.get(recipient) or (self._mail if recipient != outbox.WEBHOOK else None)
        if way is None:
            raise NotTaken("the settings have no way to it any more", for_good=True)
        return way
