"""Sends what lies in the outbox, each thing by its recipient's way, until it is taken or for three days.

Knows neither what is sent nor how. Several nodes may do this at once: what one has taken out, no other sends.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from mailbridge.spool import Spool, outbox

log = logging.getLogger("mailbridge.notices")

FIRST_WAIT_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 3600.0
MOST_ATTEMPTS = 72                      # about three days
ROUND = timedelta(seconds=20)
"""So long one way keeps the others waiting, and the letter in hand."""
REST = timedelta(seconds=60)
"""So long a closed way is left alone: each try costs its whole timeout."""


class NotTaken(Exception):
    """A mail server or a webhook did not take something. `for_good`: it never will."""

    def __init__(self, why: str, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


class WayClosed(NotTaken):
    """It would take nothing else either: it is not to be reached, or does not let us in."""


Send = Callable[[str, bytes], None]
"""Hands (recipient, message) over. Raises NotTaken."""


class Post:
    """`look` sends what is due."""

    def __init__(self, spool: Spool, mail: Send | None, others: Mapping[str, Send]) -> None:
        """`mail` is the way to every address; `others` are recipients with a way of their own."""
        self._spool = spool
        self._mail = mail
        self._others = dict(others)
        self._rests_until: dict[str | None, datetime] = {}

    def look(self) -> int:
        """Send what is due, way by way; how many things were taken."""
        return sum(self._sent_by(way) for way in (*self._others, None))

    def _sent_by(self, way: str | None) -> int:
        """By the way to a recipient of its own, or by mail. One at a time, so that none outlives its reservation."""
        taken, until = 0, self._spool.now() + ROUND
        while self._rests_until.get(way, self._spool.now()) <= self._spool.now() < until:
            found = outbox.take(self._spool, 1, only=way, but=self._others)
            if not found:
                break
            taken += self._sent(way, found[0])
        return taken

    def _sent(self, way: str | None, mail: outbox.Outgoing) -> bool:
        try:
            self._send(mail.recipient)(mail.recipient, mail.raw)
        except NotTaken as trouble:
            if isinstance(trouble, WayClosed):
                self._rests_until[way] = self._spool.now() + REST
            self._not_taken(mail, str(trouble), trouble.for_good)
            return False
        except Exception:
            log.exception("a notice to %s: a fault in mailbridge; the others go on", mail.recipient)
            self._not_taken(mail, "a fault in mailbridge", for_good=False)
            return False
        outbox.over(self._spool, mail)
        return True

    def _not_taken(self, mail: outbox.Outgoing, why: str, for_good: bool) -> None:
        if for_good or mail.attempts + 1 >= MOST_ATTEMPTS:
            log.warning("a notice to %s is given up: %s", mail.recipient, why)
            outbox.over(self._spool, mail)
        else:
            log.warning("a notice to %s waits: %s", mail.recipient, why)
            wait_seconds = min(FIRST_WAIT_SECONDS * 2.0 ** mail.attempts, LONGEST_WAIT_SECONDS)
            outbox.put_back(self._spool, mail, wait_seconds)

    def _send(self, recipient: str) -> Send:
        send = self._others.get(recipient) or (self._mail if recipient != outbox.WEBHOOK else None)
        if send is None:
            raise NotTaken("the settings have no way to it any more", for_good=True)
        return send
