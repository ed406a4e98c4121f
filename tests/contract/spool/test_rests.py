"""Heap logins that rest, as the nodes tell it."""

from __future__ import annotations

from datetime import timedelta

from spool.kit import Clock, eventually

from mailbridge.spool import Spool, rests
from mailbridge.spool.rests import Rest

LOGIN = "bridge@example.com"


def tell(spool: Spool, clock: Clock, node: str, seconds: float | None, login: str = LOGIN) -> None:
    rest = None if seconds is None else Rest(login, "refused", clock(), clock() + timedelta(seconds=seconds))
    rests.told(spool, node, login, rest)
    spool.change(lambda connection: None)       # what was told before it is on disk now


def test_a_rest_is_known_until_it_is_over_or_its_node_says_so(spool: Spool, clock: Clock) -> None:
    tell(spool, clock, "node-a", 60)
    assert rests.now(spool) == [Rest(LOGIN, "refused", clock(), clock() + timedelta(seconds=60))]
    tell(spool, clock, "node-a", None)
    assert rests.now(spool) == []
    tell(spool, clock, "node-a", 60)
    clock.forward(60)
    eventually(lambda: rests.now(spool) == [])


def test_of_several_nodes_the_next_try_counts(spool: Spool, clock: Clock) -> None:
    tell(spool, clock, "node-a", 60)
    tell(spool, clock, "node-b", 30)
    tell(spool, clock, "node-b", 90, "ben@example.com")
    assert [(rest.login, rest.until - clock()) for rest in rests.now(spool)] == [
        ("ben@example.com", timedelta(seconds=90)), (LOGIN, timedelta(seconds=30))]
    tell(spool, clock, "node-b", None)
    assert [rest.until - clock() for rest in rests.now(spool) if rest.login == LOGIN] == [timedelta(seconds=60)]
