"""How a mail came stands in its item's row; only what the row does not say is an event of its own."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from spool.kit import BRIDGE, Clock, arrival, claim_one, story

from mailbridge.plan import ItemState
from mailbridge.spool import Spool
from mailbridge.spool.retention import Keep, expire
from mailbridge.spool.schema import events


def events_kept(spool: Spool) -> int:
    with spool.looking() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(events)).scalar_one())


def test_of_a_mail_that_is_kept_as_it_comes_the_row_tells(spool: Spool, clock: Clock) -> None:
    kept = spool.accept(arrival(at=clock()))
    (came,) = story(spool, kept.item).events
    assert (came.name, came.at, events_kept(spool)) == ("accepted", clock(), 0)
    assert came.details == {"door": "smtp", "from": "jane@acme.test", "to": BRIDGE, "bytes": len(arrival().raw)}


def test_when_a_mail_was_kept_that_had_lain_in_a_mailbox_is_told(spool: Spool, clock: Clock) -> None:
    kept = spool.accept(arrival(door="imap:sales", at=clock() - timedelta(days=3)))
    told = story(spool, kept.item)
    assert [(event.name, event.at) for event in told.events] == [("accepted", clock())]
    assert told.summary.received_at == clock() - timedelta(days=3)


def test_how_a_mail_without_recipients_came_is_told_as_long_as_its_item_is_there(spool: Spool, clock: Clock) -> None:
    kept = spool.accept(arrival(door="file", recipients=(), at=clock()))
    spool.settle(claim_one(spool), ItemState.DONE, "written")
    clock.forward(31 * 86_400)
    while expire(spool, Keep(originals_days=30, parked_days=180, items_days=365)):
        pass
    told = story(spool, kept.item)
    assert (told.summary.has_original, [event.name for event in told.events]) == (False, ["accepted", "settled"])


def test_of_a_mail_that_is_forgotten_its_timeline_does_not_say_how_it_came(spool: Spool, clock: Clock) -> None:
    kept = spool.accept(arrival(at=clock()))
    spool.settle(claim_one(spool), ItemState.SKIPPED, "never logged", forget=True)
    assert [event.name for event in story(spool, kept.item).events] == ["settled"]
