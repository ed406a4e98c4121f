"""What the proof sees: nothing in a spool that is well, and each way in which one could be ill."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from spool.kit import Clock, arrival, claim_one, planned, raw_mail

from mailbridge.plan import ItemState, WriteState
from mailbridge.spool import Spool, hands
from mailbridge.spool.retention import Keep, expire
from mailbridge.spool.schema import items, originals
from mailbridge.spool.verify import verify


def test_a_spool_that_is_well_adds_up_through_a_mails_whole_life(spool: Spool, clock: Clock) -> None:
    item, write = planned(spool)
    spool.about_to_send(item, write)
    spool.record(item, write, WriteState.WRITTEN, "Success")
    spool.settle(item, ItemState.DONE, "written: message")
    for n in range(3):
        spool.accept(arrival(raw_mail(f"mail {n}")))
    claim_one(spool)
    verified = verify(spool)
    assert (verified.received, list(verified.problems())) == (4, [])
    assert {state.value: n for state, n in verified.states.items() if n} == {"done": 1, "waiting": 2, "claimed": 1}
    clock.forward(400 * 86_400)
    while expire(spool, Keep()):
        pass
    assert (verify(spool).received, list(verify(spool).problems())) == (3, [])


@pytest.mark.parametrize("change", [
    sa.delete(originals), sa.update(items).values(state="somewhere")])
def test_a_mail_that_cannot_be_worked_off_is_seen(spool: Spool, change: sa.Update | sa.Delete) -> None:
    spool.accept(arrival())
    spool.change(lambda connection: connection.execute(change))
    assert len(list(verify(spool).problems())) == 1


def test_a_mail_that_is_done_without_its_records_is_seen_unless_a_person_said_so(spool: Spool) -> None:
    item, _ = planned(spool)
    spool.settle(item, ItemState.DONE, "written: message")
    assert verify(spool).half_done == (item.id,)
    hands.settle(spool, item.id, "seen to")
    assert list(verify(spool).problems()) == []
