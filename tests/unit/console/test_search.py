"""Finding items: what the lists of the console ask the spool."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from spool.kit import Clock, arrival, claim_one, raw_mail
from spool.kit import open_spool as opened

from mailbridge.plan import ItemState
from mailbridge.spool import Spool, search
from mailbridge.spool.search import Wanted


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def spool(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Spool]:
    if request.param == "sqlite":
        made = opened(tmp_path, clock)
    else:
        made = Spool(request.getfixturevalue("database"), now=clock)
    yield made
    made.close()


def keep(spool: Spool, number: int, door: str = "smtp") -> int:
    return spool.accept(arrival(raw_mail(f"Mail {number}"), door=door, at=spool.now())).item


def test_spans_of_time_are_counted_by_state(spool: Spool, clock: Clock) -> None:
    start = clock()
    for number in range(6):
        keep(spool, number)
        clock.forward(1800)
    item = claim_one(spool)
    spool.settle(item, ItemState.DONE, "written")
    assert search.over_time(spool, start, timedelta(hours=1), 4) == [
        {"done": 1, "waiting": 1}, {"waiting": 2}, {"waiting": 2}, {}]
    assert search.over_time(spool, start + timedelta(hours=1), timedelta(hours=1), 1) == [{"waiting": 2}]


def test_mails_that_came_in_the_same_moment_are_not_lost_between_pages(spool: Spool) -> None:
    ids = [keep(spool, number) for number in range(7)]
    found, after = [], None
    while True:
        page = search.page(spool, Wanted(), after=after, size=3)
        found += [item.id for item in page.items]
        after = page.older
        if after is None:
            break
    assert found == ids[::-1]


def test_a_page_before_the_first_is_empty_and_leads_nowhere(spool: Spool) -> None:
    keep(spool, 1)
    first = search.page(spool, Wanted())
    assert (first.older, first.newer) == (None, None)
    place = search.Place(10**15, 1)
    assert search.page(spool, Wanted(), before=place).items == ()


def test_words_are_found_whatever_their_case_and_signs_mean_nothing(spool: Spool) -> None:
    item = spool.accept(arrival(raw_mail("Any"), sender="Jane_Doe%x@acme.test", at=spool.now())).item
    keep(spool, 1)
    for text, found in (("jane_doe%X", [item]), ("jane-doe", []), ("e%x", [item]), ("zz", []), (f"#{item}", [item])):
        assert [each.id for each in search.page(spool, Wanted(text=text)).items] == found, text
    assert search.rule_hits(spool) == {}
    assert search.write_counts(spool) == {}


def test_doors_and_reasons_are_counted(spool: Spool, clock: Clock) -> None:
    keep(spool, 1)
    keep(spool, 2, door="pipe")
    clock.forward(60)
    keep(spool, 3)
    assert [(name, count) for name, count, _ in search.doors(spool)] == [("pipe", 1), ("smtp", 2)]
    for reason in ("Heap is away", "Heap is away", "too slow"):
        spool.put_back(claim_one(spool), 100, reason)
    assert [(reason, count) for reason, count, _ in search.waiting_reasons(spool)] == [
        ("Heap is away", 2), ("too slow", 1)]
    assert search.oldest_waiting(spool) == clock() - timedelta(seconds=60)


@pytest.mark.parametrize("spool", ["sqlite"], indirect=True)
def test_the_list_never_walks_through_the_wide_rows(spool: Spool) -> None:
    """Each list must be answered from its index alone: a hundred thousand plans are hundreds of megabytes."""
    import sqlalchemy as sa

    seen: list[str] = []
    sa.event.listen(spool._engine, "before_cursor_execute", lambda c, cursor, sql, values, *_: seen.append((sql, values)))
    for wanted in (Wanted(), Wanted(state=ItemState.DONE), Wanted(text="offer"), Wanted(direction="sent", door="smtp"),
                   Wanted(state=ItemState.FAILED, text="offer", since=spool.now())):
        search.page(spool, wanted)
    search.doors(spool)
    search.rule_hits(spool)
    search.over_time(spool, spool.now(), timedelta(hours=1), 24)
    asked = [(sql, values) for sql, values in seen if sql.startswith("SELECT items.received_at") or "count" in sql]
    assert len(asked) == 8
    with spool.looking() as connection:
        for sql, values in asked:
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sql, values).fetchall()
            assert any("COVERING INDEX items_listed" in row[3] for row in plan), (sql, plan)


def test_proving_that_the_spool_can_be_written_changes_nothing(spool: Spool) -> None:
    keep(spool, 1)
    search.prove_writable(spool)
    assert [item.state for item in search.page(spool, Wanted()).items] == [ItemState.WAITING]
