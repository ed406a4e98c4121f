"""What of a mail stands in Heap already, after the spool was restored from an older copy (see `spool.restored`).

Finds records by the mail's markers and says what follows for a fresh plan. Sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mailbridge.heap import proof
from mailbridge.heap.client import HeapClient
from mailbridge.heap.marker import marker
from mailbridge.plan import Plan, Verdict, WriteState
from mailbridge.records import a
from mailbridge.spool import Claimed, Spool, restored

_MARKERS_LOOKED_FOR = 4
"""So many records of one mail, by their places in its plan; hardly a rule makes more."""


class Resumption:
    """Of the mails of one spool. Asks nothing of Heap unless the spool was restored lately."""

    def __init__(self, spool: Spool, client: Callable[[], HeapClient]) -> None:
        self._secret = spool.secret()
        self._until = restored.looked_for_until(spool)
        self._client = client

    def of(self, item: Claimed, plan: Plan) -> tuple[Plan, WriteState]:
        """The plan as it goes on, and how its writes stand: planned, or unknown so that each is looked up first.

        The same plan is taken up where it was left, also in its middle. Another one is not begun, since the mail was
        decided differently then: who was nobody that Heap knew is known by now. A person's choice goes before all that.
        """
        is_over = self._until is None or item.arrival.received_at > self._until
        if is_over or item.assigned or plan.verdict is Verdict.SKIP:
            return plan, WriteState.PLANNED
        markers = [marker(self._secret, item.identity, position) for position in range(_MARKERS_LOOKED_FOR)]
        found = proof.brought(self._client(), markers, plan.parties.contact.email)
        if found is None:
            return plan, WriteState.PLANNED
        position, record = found
        if position < len(plan.writes) and plan.writes[position].kind is record.kind:
            return plan, WriteState.UNKNOWN
        reason = f"Heap holds {a(record.kind)} of this mail, written before the spool was restored from a copy"
        return replace(plan, verdict=Verdict.SKIP, reason=reason, writes=()), WriteState.PLANNED
