"""Tries at passwords are counted by address."""

from __future__ import annotations

from mailbridge.console.throttle import TRIES, Throttle


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_after_five_tries_in_a_minute_an_address_waits_for_the_first_to_be_a_minute_old() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(TRIES):
        assert throttle.wait_seconds("192.0.2.1") == 0
        clock.now += 10
    assert throttle.wait_seconds("192.0.2.1") == 10
    assert throttle.wait_seconds("192.0.2.2") == 0
    clock.now += 10
    assert throttle.wait_seconds("192.0.2.1") == 0
    assert throttle.wait_seconds("192.0.2.1") > 0


def test_a_right_password_does_not_count() -> None:
    throttle = Throttle(Clock())
    for _ in range(20):
        assert throttle.wait_seconds("192.0.2.1") == 0
        throttle.forgive("192.0.2.1")


def test_a_host_with_a_whole_ipv6_network_is_one_address() -> None:
    throttle = Throttle(Clock())
    waits = [throttle.wait_seconds(f"2001:db8::{number:x}") for number in range(TRIES + 1)]
    assert waits[-1] > 0
    assert throttle.wait_seconds("2001:db8:0:1::1") == 0


def test_a_host_is_one_address_in_both_of_its_spellings() -> None:
    throttle = Throttle(Clock())
    waits = [throttle.wait_seconds(address) for address in ("192.0.2.1", "::ffff:192.0.2.1") * TRIES]
    assert sum(wait == 0 for wait in waits) == TRIES


def test_a_flood_of_addresses_does_not_grow_for_ever() -> None:
    throttle = Throttle(Clock())
    for number in range(11_000):
        throttle.wait_seconds(f"a{number}")
    assert len(throttle._tries) <= 10_000
