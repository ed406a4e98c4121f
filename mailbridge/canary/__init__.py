"""A mail that the bridge sends to itself, to see that the whole way works: out, through a door or a mailbox, into the
spool, to the worker. There it is known by its mark, skipped, and measured; it never goes to Heap (row H1).

How it looks is `canary.letter`'s. That one is missing is told by `alarms`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from mailbridge.canary import letter
from mailbridge.mail import Mail
from mailbridge.notices.post import NotTaken, Send
from mailbridge.spool import Spool, canaries

log = logging.getLogger("mailbridge.canary")

FORGET_EVERY = timedelta(hours=1)


class Canary:
    """`look` sends what is due; `welcome` takes those that have come."""

    def __init__(self, spool: Spool, sender: str, ways: Mapping[str, tuple[str, Send]], every: timedelta) -> None:
        """`ways`: name of the way (a door, or an address) -> (recipient, how it is sent)."""
        self._spool = spool
        self._sender = sender
        self._ways = dict(ways)
        self._every = every
        self._secret = spool.secret()
        self._forgot_at = spool.now() - FORGET_EVERY

    def look(self) -> int:
        """Send one by each way that is due; how many could be sent."""
        if self._spool.now() - self._forgot_at >= FORGET_EVERY:
            self._forgot_at = self._spool.now()
            canaries.forget(self._spool)
        return sum(self._fly(route) for route in canaries.take_due(self._spool, list(self._ways), self._every))

    def welcome(self, mail: Mail) -> str:
        """Note a mail that is one of ours; the reason to skip it, "" for every other."""
        found = letter.read(mail.header(letter.MARK), self._secret)
        if found is None:
            return ""
        canaries.came(self._spool, found.route, found.sent_at)
        return canaries.REASON

    def _fly(self, route: str) -> bool:
        recipient, send = self._ways[route]
        sent_at = canaries.last(self._spool)[route].sent_at
        try:
            send(recipient, letter.written(letter.Flight(route, sent_at), self._secret, self._sender, recipient))
        except NotTaken as trouble:
            log.warning("a canary could not be sent by way of %s: %s", route, trouble)
            canaries.failed(self._spool, route, str(trouble))
            return False
        return True
