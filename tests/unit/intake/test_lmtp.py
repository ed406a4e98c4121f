"""The LMTP door (RFC 2033): what is not as with SMTP."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from spool.kit import raw_mail

from mailbridge.intake.smtp import SmtpDoor
from mailbridge.settings.doors import LmtpSettings
from mailbridge.spool import Spool, SpoolTrouble, acceptance, lists

from .smtp_kit import Client, kept

SALES, SUPPORT = "sales@bridge.example.com", "support@bridge.example.com"
MAIL = raw_mail()


@contextmanager
def a_door(spool: Spool, listen: str = "127.0.0.1:0", max_bytes: int = 100_000) -> Iterator[SmtpDoor]:
    door = SmtpDoor(LmtpSettings(listen=listen, recipients=(SALES, SUPPORT), max_bytes=max_bytes), spool, spool.now)
    door.start()
    try:
        yield door
    finally:
        door.stop()


@pytest.fixture
def client(spool: Spool) -> Iterator[Client]:
    with a_door(spool) as door, Client(door, greet=b"LHLO") as connected:
        yield connected


def to_both(client: Client) -> None:
    client.say(b"MAIL FROM:<jane@acme.test>")
    assert client.say(f"RCPT TO:<{SALES}>".encode()).startswith("250")
    assert client.say(b"RCPT TO:<nobody@bridge.example.com>").startswith("550 5.1.1")
    assert client.say(f"RCPT TO:<{SUPPORT}>".encode()).startswith("250")
    assert client.say(b"DATA").startswith("354")


def test_each_accepted_recipient_gets_a_reply(client: Client, spool: Spool) -> None:
    assert "LMTP" in client.greeting
    for word in ("PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SIZE"):
        assert word in client.capabilities
    to_both(client)
    client.send(MAIL + b".\r\nNOOP\r\n")
    assert [client.reply() for _ in range(3)] == ["250 2.0.0 Kept as 1", "250 2.0.0 Kept as 1", "250 2.0.0 OK"]
    told = lists.story(spool, lists.summaries(spool)[0].id)
    assert told is not None
    assert (told.envelope.door, told.envelope.recipients) == ("lmtp", (SALES, SUPPORT))
    assert (told.envelope.protocol, told.envelope.helo) == ("LMTP", "client.example")


def test_each_accepted_recipient_hears_of_a_trouble(
    client: Client, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise SpoolTrouble("locked")

    monkeypatch.setattr(acceptance, "keep", broken)
    to_both(client)
    client.send(MAIL + b".\r\n")
    assert {client.reply()[:9], client.reply()[:9]} == {"451 4.3.0"}
    monkeypatch.undo()
    to_both(client)
    client.send(b"x" * 120_000 + b"\r\n.\r\nNOOP\r\n")
    assert [client.reply()[:3] for _ in range(3)] == ["552", "552", "250"]
    assert kept(spool) == []


def test_each_accepted_recipient_hears_of_a_fault(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acceptance, "keyed", lambda arrival: 1 / 0)
    to_both(client)
    client.send(MAIL + b".\r\nNOOP\r\n")
    assert [client.reply()[:9] for _ in range(3)] == ["451 4.3.0", "451 4.3.0", "250 2.0.0"], "also what came with it"


def test_only_lhlo_greets(client: Client) -> None:
    assert client.say(b"EHLO client.example").startswith("500")
    assert client.say(b"HELO client.example").startswith("500")
    assert client.say(b"LHLO client.example").startswith("250")


def test_without_an_accepted_recipient_there_is_no_data(client: Client) -> None:
    client.say(b"MAIL FROM:<jane@acme.test>")
    client.say(b"RCPT TO:<nobody@bridge.example.com>")
    assert client.say(b"DATA").startswith("503")


def test_an_ordinary_client_is_served(spool: Spool) -> None:
    with a_door(spool) as door, smtplib.LMTP("127.0.0.1", door.port) as server:
        assert server.sendmail("jane@acme.test", [SALES], MAIL) == {}
    assert kept(spool) == [MAIL]


def test_it_can_listen_on_a_socket_of_the_file_system(spool: Spool, tmp_path: Path) -> None:
    place = tmp_path / "lmtp"
    for n in range(2):                  # the second time over a socket that a crash left behind
        with a_door(spool, f"unix:{place}") as door:
            assert door.where == str(place)
            link = socket.socket(socket.AF_UNIX)
            link.connect(str(place))
            with Client(door, greet=b"LHLO", link=link) as client:
                to_both(client)
                client.send(raw_mail(f"mail {n}") + b".\r\n")
                assert client.reply().startswith("250")
        assert not place.exists()
        left_behind = socket.socket(socket.AF_UNIX)
        left_behind.bind(str(place))
        left_behind.close()
    assert len(kept(spool)) == 2


@pytest.mark.parametrize("place", ["unix:relative", "unix:", "unix:/" + "x" * 120, "nowhere"])
def test_a_place_that_is_none_is_told(place: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        LmtpSettings(listen=place)
