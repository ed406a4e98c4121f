"""Questions to DNS end in time and are remembered for as long as the answer says."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from dns_server import BROKEN, SILENT, DnsServer, free_port, quoted

from mailbridge.sender_checks.dns import Lookups, NoAnswer, Resolver

from .kit import lookups


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_answers_are_remembered_for_all_as_long_as_they_say(dns: DnsServer) -> None:
    clock = Clock()
    dns.add("a.example", ("TXT", quoted("one")))
    resolver = Resolver([dns.address], clock=clock)
    for _ in range(3):
        assert resolver.ask("A.example.", "TXT", 1) == (b"one",)
    assert len(dns.asked) == 1
    dns.add("a.example", ("TXT", quoted("two")))
    clock.now += dns.ttl - 5
    assert resolver.ask("a.example", "TXT", 1) == (b"one",)
    clock.now += 10
    assert resolver.ask("a.example", "TXT", 1) == (b"two",)


def test_that_there_is_nothing_is_remembered_too_and_so_is_a_trouble_for_a_while(dns: DnsServer) -> None:
    clock = Clock()
    dns.add("broken.example", BROKEN)
    resolver = Resolver([dns.address], clock=clock)
    for _ in range(3):
        assert resolver.ask("none.example", "TXT", 1) == ()
        with pytest.raises(NoAnswer, match=r"DNS did not answer for broken\.example \(TXT\)"):
            resolver.ask("broken.example", "TXT", 1)
    asked = [name for name, _ in dns.asked]
    assert asked.count("none.example") == 1
    first = asked.count("broken.example")
    clock.now += 20
    dns.add("broken.example", ("TXT", quoted("well again")))
    assert resolver.ask("broken.example", "TXT", 1) == (b"well again",)
    assert [name for name, _ in dns.asked].count("broken.example") == first + 1


def test_what_is_remembered_takes_bounded_room(dns: DnsServer) -> None:
    resolver = Resolver([dns.address], most_bytes=20_000)
    for number in range(100):
        dns.add(f"{number}.example", ("TXT", quoted("x" * 1000)))
        resolver.ask(f"{number}.example", "TXT", 1)
    assert resolver._bytes <= 20_000 and len(resolver._kept) < 20
    resolver.ask("99.example", "TXT", 1)
    assert len(dns.asked) == 100, "the newest are kept"


def test_an_answer_too_large_for_a_datagram_is_fetched_over_tcp(dns: DnsServer) -> None:
    dns.add("large.example", ("TXT", quoted("x" * 5000)))
    assert lookups(dns).ask("large.example", "TXT") == (b"x" * 5000,)
    dns.add("huge.example", ("TXT", quoted("x" * 40_000)))
    assert lookups(dns).ask("huge.example", "TXT") == (b"x" * 16_384,)


def test_silence_ends_with_the_time_of_a_question_and_of_a_mail(dns: DnsServer) -> None:
    dns.add("a.example", SILENT)
    dns.add("b.example", SILENT)
    started = time.monotonic()
    of_a_mail = lookups(dns, seconds=0.5, query_seconds=0.3)
    for name in ("a.example", "b.example", "a.example", "c.example"):
        with pytest.raises(NoAnswer):
            of_a_mail.ask(name, "TXT")
    assert time.monotonic() - started < 1.5
    assert ("c.example", "TXT") not in dns.asked, "no time was left to ask"


def test_a_server_that_is_not_there_is_a_trouble_and_the_next_one_is_asked(dns: DnsServer) -> None:
    dns.add("a.example", ("A", "192.0.2.1"))
    nobody = ("127.0.0.1", free_port())
    with pytest.raises(NoAnswer):
        Resolver([nobody], query_seconds=0.3).ask("a.example", "A", 1)
    assert Resolver([nobody, dns.address], query_seconds=2).ask("a.example", "A", 2) == (b"192.0.2.1",)


@pytest.fixture
def drip() -> Iterator[tuple[str, int]]:
    """A server that answers datagrams with "too large", and then hands its answer over a byte a while."""
    stopping = threading.Event()
    streams = socket.create_server(("127.0.0.1", 0))
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind(streams.getsockname())
    for each in (datagrams, streams):
        each.settimeout(0.05)

    def serve() -> None:
        while not stopping.is_set():
            try:
                wire, who = datagrams.recvfrom(4096)
                datagrams.sendto(wire[:2] + b"\x83\x80" + wire[4:], who)
                connection, _ = streams.accept()
            except TimeoutError:
                continue
            with connection:
                while not stopping.wait(0.05):
                    try:
                        connection.sendall(b"\0")
                    except OSError:
                        break

    thread = threading.Thread(target=serve)
    thread.start()
    yield datagrams.getsockname()
    stopping.set()
    thread.join()
    datagrams.close()
    streams.close()


def test_a_server_that_answers_by_the_byte_gets_no_more_time_than_others(drip: tuple[str, int]) -> None:
    started = time.monotonic()
    with pytest.raises(NoAnswer):
        Resolver([drip], query_seconds=0.5).ask("a.example", "TXT", 5)
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("name", ["", ".", "a..b", "x" * 64, "a." * 200, "ü.example", "a\\b.example", "a b", "\0", "\ud800"])
def test_a_name_that_cannot_be_is_not_there(dns: DnsServer, name: str) -> None:
    assert lookups(dns).ask(name, "TXT") == ()


def test_many_threads_share_one_memory(dns: DnsServer) -> None:
    for number in range(20):
        dns.add(f"{number}.example", ("TXT", quoted("x" * 200)))
    resolver = Resolver([dns.address], most_bytes=8000)
    ends, wrong = time.monotonic() + 20, []

    def ask() -> None:
        for turn in range(40):
            if Lookups(resolver, ends).ask(f"{turn % 20}.example", "TXT") != (b"x" * 200,):
                wrong.append(turn)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert resolver._bytes == sum(len(key[0]) + kept.size + 500 for key, kept in resolver._kept.items()) <= 8000
