"""Counts that only ever rise, taken from the spool's rows since the last look: of all processes and all nodes.

Why not the numbers of rows? They fall when old mails are deleted, and Prometheus takes that for a restart.
On PostgreSQL a row that got its number before a look and is committed after it is missed: rates can bear that.
"""

from __future__ import annotations

import threading
from collections import Counter

from mailbridge.spool import Spool, backlog


class Tally:
    """Since it was made. Safe for several threads."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._lock = threading.Lock()
        self._came: Counter[str] = Counter()
        self._settled: Counter[str] = Counter()
        self._answered: Counter[tuple[str, str]] = Counter()
        self._item, _ = backlog.came_after(spool, None)
        self._event, _ = backlog.happened_after(spool, None, ())

    def came(self) -> Counter[str]:
        """Mails by door."""
        with self._lock:
            self._item, came = backlog.came_after(self._spool, self._item)
            self._came.update(came)
            return Counter(self._came)

    def happened(self) -> tuple[Counter[str], Counter[tuple[str, str]]]:
        """(mails that came to their end by state, answers to records by kind and state)."""
        with self._lock:
            self._event, events = backlog.happened_after(self._spool, self._event, ("settled", "answered"))
            for name, details in events:
                if name == "settled":
                    self._settled[details["state"]] += 1
                else:
                    self._answered[details["kind"], details["state"]] += 1
            return Counter(self._settled), Counter(self._answered)
