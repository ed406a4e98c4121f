"""What is asked again and again looks at no more rows than it must, however many mails were settled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from spool.kit import Clock, arrival, claim_one, raw_mail

from mailbridge.plan import OPEN, ItemState
from mailbridge.spool import Spool, backlog, lists, search
from mailbridge.spool.verify import verify

ASKED: dict[str, Callable[[Spool], object]] = {
    "waiting": lambda spool: lists.summaries(spool, [ItemState.WAITING]),
    "for people": lambda spool: lists.summaries(spool, [ItemState.REVIEW, ItemState.FAILED]),
    "done": lambda spool: lists.summaries(spool, [ItemState.DONE]),
    "counted": lambda spool: lists.counts(spool, (*OPEN, ItemState.REVIEW)),
    "shadow": lambda spool: lists.happened(spool, "shadow", spool.now()),
    "oldest": search.oldest_waiting,
    "proof": verify,
    "late": lambda spool: backlog.waiting_longer(spool, spool.now()),
}


def plans(spool: Spool, ask: Callable[[Spool], object]) -> list[str]:
    """How the database goes about each statement of it, if it may not simply read a table that is small yet."""
    asked: list[tuple[str, object]] = []
    sa.event.listen(spool._engine, "before_cursor_execute",
                    lambda _connection, _cursor, text, values, *_: asked.append((text, values)))
    ask(spool)
    explained = list(asked)
    found = []
    with spool.looking() as connection:
        if spool.is_shared:
            connection.exec_driver_sql("set enable_seqscan = off")
        for text, values in explained:
            if text.lower().startswith("select"):
                told = connection.exec_driver_sql(f"{'explain' if spool.is_shared else 'explain query plan'} {text}", values)
                found += [str(row[-1]) for row in told]
    return found


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
def test_no_table_is_read_from_end_to_end(spool: Spool, ask: Callable[[Spool], object]) -> None:
    spool.accept(arrival())
    steps = plans(spool, ask)
    assert steps
    whole = ("SCAN items", "SCAN events", "Seq Scan on items", "Seq Scan on events")
    assert [step for step in steps if any(words in step for words in whole) and "COVERING INDEX" not in step] == []


def test_of_what_there_is_very_much_not_all_is_gathered_and_sorted(spool: Spool) -> None:
    spool.accept(arrival())
    assert not any("items_due" in step for step in plans(spool, ASKED["done"]))


def test_however_many_are_claimed_they_are_fetched_together(spool: Spool, clock: Clock) -> None:
    for number in range(12):
        spool.accept(arrival(raw_mail(f"mail {number}"), at=clock()))
    statements: list[str] = []
    sa.event.listen(spool._engine, "before_cursor_execute",
                    lambda _connection, _cursor, text, *_: statements.append(text))
    claim_one(spool)
    for_one = len(statements)
    assert len(spool.claim("worker-a", 10)) == 10
    assert len(statements) == 2 * for_one
