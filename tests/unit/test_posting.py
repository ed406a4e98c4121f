"""What the outbox holds goes out by each way, whatever one letter, one address or one server does."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from dovecot import free_port
from spool.kit import Clock

from mailbridge.canary import doors
from mailbridge.notices.post import NotTaken, Post, WayClosed
from mailbridge.notices.relay import Relay
from mailbridge.spool import Spool, outbox

LETTER = b"Subject: hello\r\n\r\nhello\r\n"


class Server:
    """A mail server that keeps what it is handed. `at_quit`: what it says at the end."""

    def __init__(self, at_quit: str) -> None:
        self.at_quit = at_quit
        self.taken: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken += envelope.rcpt_tos
        return "250 taken"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        return self.at_quit


@contextmanager
def serving(at_quit: str = "221 bye", takes_utf8: bool = True) -> Iterator[tuple[Server, Relay]]:
    server = Server(at_quit)
    controller = Controller(server, "127.0.0.1", free_port(), enable_SMTPUTF8=takes_utf8)
    controller.start()
    try:
        yield server, Relay("127.0.0.1", controller.port, "none")
    finally:
        controller.stop()


def put(spool: Spool, *recipients: str) -> None:
    for recipient in recipients:
        outbox.add(spool, recipient, LETTER, 100)


def test_what_was_taken_stays_taken_whatever_is_said_to_quit() -> None:
    with serving(at_quit="421 too busy to say goodbye") as (server, relay):
        relay.send("ann@example.com", LETTER)
        doors.OwnDoor(f"127.0.0.1:{relay.port}").send("ann@example.com", LETTER)
    assert server.taken == ["ann@example.com"] * 2


def test_an_address_beyond_ascii_is_given_up_where_the_server_cannot_take_it() -> None:
    with serving(takes_utf8=False) as (server, relay), pytest.raises(NotTaken, match="SMTPUTF8") as refused:
        relay.send("bén@example.com", LETTER)
    assert (refused.value.for_good, server.taken) == (True, [])


def test_an_address_beyond_ascii_is_written_to_where_the_server_can() -> None:
    with serving() as (server, relay):
        relay.send("bén@example.com", LETTER)
    assert server.taken == ["bén@example.com"]


def test_a_fault_with_one_letter_holds_up_no_other(
    spool: Spool, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    sent: list[str] = []

    def send(recipient: str, raw: bytes) -> None:
        if recipient.startswith("odd"):
            raise ValueError(recipient)
        sent.append(recipient)

    put(spool, "odd@example.com", "ann@example.com", "ben@example.com")
    with caplog.at_level(logging.ERROR):
        assert Post(spool, send, {}).look() == 2
    assert sent == ["ann@example.com", "ben@example.com"]
    assert "Traceback" in caplog.text
    clock.forward(61)
    (back,) = outbox.take(spool)
    assert (back.recipient, back.attempts) == ("odd@example.com", 1)


def test_a_closed_way_is_tried_once_and_the_webhook_is_not_held_up(spool: Spool, clock: Clock) -> None:
    tried, posted = [], []

    def closed(recipient: str, raw: bytes) -> None:
        tried.append(recipient)
        clock.forward(20)               # it hangs until its timeout
        raise WayClosed("mail.example.com:25: timed out")

    put(spool, *(f"b{number}@example.com" for number in range(30)), outbox.WEBHOOK)
    post = Post(spool, closed, {outbox.WEBHOOK: lambda recipient, raw: posted.append(recipient)})
    for _ in range(3):
        post.look()
    assert (posted, tried) == ([outbox.WEBHOOK], ["b0@example.com"])
    clock.forward(61)
    post.look()
    assert tried == ["b0@example.com", "b1@example.com"]
    clock.forward(600)
    attempts = {mail.recipient: mail.attempts for mail in outbox.take(spool, 50)}
    assert sum(attempts.values()) == 2, "an attempt is counted of what was tried, and of no other"


def test_no_letter_outlives_its_reservation_at_a_slow_server(spool: Spool, clock: Clock) -> None:
    sent: list[str] = []

    def slow(recipient: str, raw: bytes) -> None:
        clock.forward(60)
        other.look()                    # another node, all the while
        sent.append(recipient)

    other = Post(spool, lambda recipient, raw: sent.append(recipient), {})
    one = Post(spool, slow, {})
    put(spool, *(f"b{number}@example.com" for number in range(20)))
    for _ in range(3):
        one.look()
    assert sorted(sent) == sorted(f"b{number}@example.com" for number in range(20))


def test_a_slow_server_gets_a_rounds_time_and_the_webhook_its_turn(spool: Spool, clock: Clock) -> None:
    order: list[str] = []

    def slow(recipient: str, raw: bytes) -> None:
        clock.forward(9)
        order.append(recipient)

    post = Post(spool, slow, {outbox.WEBHOOK: lambda recipient, raw: order.append(recipient)})
    put(spool, *(f"b{number}@example.com" for number in range(20)))
    post.look()
    put(spool, outbox.WEBHOOK)
    post.look()
    assert order.index(outbox.WEBHOOK) == 3


def test_a_canary_at_a_socket_that_says_nothing_does_not_wait_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "TIMEOUT_SECONDS", 0.2)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{tmp_path}/lmtp")
        listening.listen()
        release = threading.Timer(3, listening.shutdown, (socket.SHUT_RDWR,))
        release.start()
        with pytest.raises(NotTaken, match="timed out"):
            doors.OwnDoor(f"unix:{tmp_path}/lmtp", is_lmtp=True).send("crm@bridge.example.com", LETTER)
        release.cancel()
