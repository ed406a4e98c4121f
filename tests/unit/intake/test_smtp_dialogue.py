"""What comes together, too early, too much or unread: served in order, or made to wait."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest
import sqlalchemy as sa
from spool.kit import eventually, raw_mail

from mailbridge.intake.smtp import SmtpDoor
from mailbridge.intake.smtp_dialogue import MOST_UNSERVED
from mailbridge.spool import Spool

from .smtp_kit import BRIDGE, Client, a_door, kept

OPENING = b"MAIL FROM:<jane@acme.test>\r\nRCPT TO:<" + BRIDGE.encode() + b">\r\nDATA\r\n"


def test_replies_to_commands_that_came_together_leave_together(client: Client) -> None:
    client.send(OPENING)
    time.sleep(0.2)
    assert client.socket.recv(1000) == b"250 2.1.0 OK\r\n250 2.1.5 OK\r\n354 End data with <CR><LF>.<CR><LF>\r\n"


@pytest.mark.parametrize("size", [150_000, 2_000_000], ids=["a little", "in a file already"])
def test_what_is_sent_behind_a_mail_that_is_too_large_is_served(spool: Spool, size: int) -> None:
    with a_door(spool, size - 50_000) as door, Client(door) as client:
        client.start_mail()
        client.send((b"x" * 98 + b"\r\n") * (size // 100) + b".\r\nNOOP\r\n")
        assert client.reply().startswith("552 5.3.4")
        assert client.reply() == "250 2.0.0 OK"
        assert client.mail(raw_mail()) == "250 2.0.0 Kept as 1"


def test_who_goes_on_while_a_mail_is_being_kept_has_to_wait_and_is_served_in_order(client: Client, spool: Spool) -> None:
    go_on = threading.Event()
    sa.event.listen(spool._engine, "commit", lambda connection: go_on.wait(10))
    mails = [raw_mail(f"mail {number}", text=("y" * 70 + "\r\n") * 1400) for number in range(180)]
    flood = b"".join(OPENING + mail + b".\r\n" for mail in mails)
    assert len(flood) > 17_000_000 > 100 * MOST_UNSERVED, "more than the sockets of both sides hold"
    sending = threading.Thread(target=_send, args=(client, flood))
    sending.start()
    sending.join(0.5)
    assert sending.is_alive(), "the network is made to wait"
    go_on.set()
    replies = [client.reply() for _ in range(4 * len(mails))]
    sending.join(20)
    assert replies == [reply for number in range(1, len(mails) + 1) for reply in (
        "250 2.1.0 OK", "250 2.1.5 OK", "354 End data with <CR><LF>.<CR><LF>", f"250 2.0.0 Kept as {number}")]
    assert kept(spool) == mails[:50], "as many as a list shows"


def _send(client: Client, data: bytes) -> None:
    with contextlib.suppress(OSError):          # it ends with the connection
        client.send(data)


def test_who_does_not_read_replies_is_not_served_for_ever(door: SmtpDoor) -> None:
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    link.connect(("127.0.0.1", door.port))
    with Client(door, link=link) as client:
        sent = 0
        assert client.say(b"MAIL FROM:<jane@acme.test>") == "250 2.1.0 OK"
        client.socket.settimeout(1)
        with pytest.raises(TimeoutError):
            while True:
                sent += client.socket.send((b"RCPT TO:<" + BRIDGE.encode() + b">\r\n") * 2000)
        assert sent < 50_000_000


def test_whoever_leaves_while_a_large_mail_is_read_disturbs_nobody(spool: Spool) -> None:
    with a_door(spool, 5_000_000) as door:
        with Client(door) as client:
            client.start_mail()
            client.send((b"x" * 98 + b"\r\n") * 20_000 + b".\r\n")
        eventually(lambda: len(kept(spool)) == 1)
        eventually(lambda: not door._places.inside)
        with Client(door) as client:
            assert client.mail(raw_mail()) == "250 2.0.0 Kept as 2"
