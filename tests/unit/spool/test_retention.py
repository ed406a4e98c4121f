"""What is particular to a file: the room of what was deleted is used again. The rest is in tests/contract/spool."""

from __future__ import annotations

import sqlalchemy as sa

from mailbridge.plan import ItemState
from mailbridge.spool import Spool, engines
from mailbridge.spool.retention import Keep, expire

from .kit import Clock, arrival, claim_one, raw_mail

DAY = 86_400
KEEP = Keep(originals_days=30, parked_days=180, items_days=365)


def test_the_room_of_what_is_gone_is_used_again(spool: Spool, clock: Clock) -> None:
    def round_of_mails() -> int:
        for n in range(20):
            spool.accept(arrival(raw_mail(f"mail {n} {clock.moment}", text="x" * 100_000), at=clock()))
            spool.settle(claim_one(spool), ItemState.DONE, "over")
        clock.forward(31 * DAY)
        while expire(spool, KEEP):
            pass
        with spool.looking() as connection:
            return engines.size_bytes(connection)

    first = round_of_mails()
    assert [round_of_mails() <= first * 1.2 for _ in range(3)] == [True, True, True]


def test_the_queries_go_through_an_index(spool: Spool) -> None:
    with spool.looking() as connection:
        plan = connection.execute(sa.text(
            "explain query plan select id from items where has_original = 1 and state in ('done', 'skipped') "
            "and settled_at < 5 limit 50")).fetchall()
    assert "items_settled" in str(plan)
