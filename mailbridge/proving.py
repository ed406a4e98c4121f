"""When whose a mail is gets checked: once, at the first try, and kept; and how long a mail waits for DNS to say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from mailbridge import rights
from mailbridge.authentication import Authentication
from mailbridge.delivery import Later
from mailbridge.mail import Mail
from mailbridge.sender_checks import SenderChecks
from mailbridge.spool import Claimed, Spool
from mailbridge.team import Team

LEAST_TRIES = 3                         # also of a mail that is old already, such as after a stop of the bridge


class Proving:
    """Checks the senders of items that a worker holds."""

    def __init__(self, spool: Spool, checks: SenderChecks, patience: timedelta, now: Callable[[], datetime]) -> None:
        self._spool = spool
        self._checks = checks
        self._patience = patience
        self._now = now

    def look(self, item: Claimed, mail: Mail, team: Team) -> Authentication | Later:
        """What is found of the mail's sender, or was found at an earlier try. Raises LostClaim.

        Only a mail whose rights hang on it waits while DNS does not answer: for all others it changes nothing.
        """
        if item.checked is not None and not item.checked.is_undecided:
            return item.checked
        came = item.arrival
        found = self._checks.check(came.raw, mail, came.envelope, came.received_at)
        if found.is_undecided and rights.hang_on_it(mail, came.envelope, team) and self._has_patience(item):
            return Later(f"it is not known yet whether From is proven ({found.evidence[-1]})")
        self._spool.keep_checks(item, found)
        return found

    def _has_patience(self, item: Claimed) -> bool:
        age = self._now() - item.arrival.received_at
        return age < self._patience or item.attempts < LEAST_TRIES
