"""Counting by address, without a socket."""

from __future__ import annotations

import pytest

from mailbridge.intake.smtp_gate import Gate, Rate
from mailbridge.settings.doors import LOOPBACK, DoorLimits


class Clock:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_a_rate_fills_up_again_with_time() -> None:
    clock = Clock()
    rate = Rate(3, 60, clock)
    assert [rate.take("a") for _ in range(4)] == [True, True, True, False]
    assert rate.take("b"), "everybody has their own"
    clock.seconds += 20
    assert [rate.take("a") for _ in range(2)] == [True, False]
    clock.seconds += 1_000_000
    assert rate.left("a") == 3, "and never holds more than that"


def test_what_is_given_back_to_a_rate_can_be_taken_again() -> None:
    rate = Rate(2, 60, Clock())
    assert [rate.take("a") for _ in range(3)] == [True, True, False]
    rate.give_back("a")
    assert [rate.take("a") for _ in range(2)] == [True, False]
    rate.give_back("b")
    assert rate.left("b") == 2, "and there is never more than that"


def test_a_rate_keeps_no_more_addresses_than_it_needs() -> None:
    rate = Rate(3, 60, Clock())
    for n in range(20_000):
        rate.take(str(n))
    assert len(rate._buckets) == 10_000


@pytest.mark.parametrize(("peer", "is_trusted"), [
    ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::ffff:127.0.0.1", True), ("", True),
    ("10.0.0.1", False), ("2001:db8::1", False), ("no address", False),
])
def test_this_machine_is_trusted(peer: str, is_trusted: bool) -> None:
    assert Gate(DoorLimits(), LOOPBACK, Clock()).is_trusted(peer) is is_trusted


def test_places_are_given_back() -> None:
    gate = Gate(DoorLimits(connections_per_address=2), LOOPBACK, Clock())
    assert (gate.enter("192.0.2.1"), gate.enter("192.0.2.1")) == ("", "")
    assert gate.enter("192.0.2.1").startswith("421")
    assert gate.enter("192.0.2.2") == ""
    gate.leave("192.0.2.1")
    assert gate.enter("192.0.2.1") == ""
