"""The SMTP door, spoken to with raw sockets: what is kept, what is refused, and what never happens."""

from __future__ import annotations

import logging
import smtplib
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from spool.kit import eventually, raw_mail

from mailbridge.errors import OperatorError
from mailbridge.intake.smtp import SmtpDoor
from mailbridge.intake.smtp_handler import Handler
from mailbridge.intake.smtp_incoming import Incoming
from mailbridge.plan import ItemState
from mailbridge.settings.doors import SmtpSettings
from mailbridge.spool import Spool, SpoolTrouble, acceptance, lists
from mailbridge.spool.engines import SpoolFull

from .smtp_kit import BRIDGE, Client, a_door, kept

MAIL = raw_mail()


# --- kept

def test_a_mail_is_kept_byte_for_byte_with_its_envelope(client: Client, spool: Spool) -> None:
    assert client.mail(MAIL) == "250 2.0.0 Kept as 1"
    assert kept(spool) == [MAIL]
    told = lists.story(spool, lists.summaries(spool)[0].id)
    assert told is not None
    envelope = told.envelope
    assert (envelope.door, envelope.sender, envelope.recipients, envelope.peer, envelope.login) == (
        "smtp", "jane@acme.test", (BRIDGE,), "127.0.0.1", "")


def test_an_ordinary_client_is_served(door: SmtpDoor, spool: Spool) -> None:
    with smtplib.SMTP("127.0.0.1", door.port, timeout=10) as server:
        assert server.sendmail("jane@acme.test", [BRIDGE], MAIL) == {}
        assert server.sendmail("", [BRIDGE], raw_mail("second")) == {}
    assert kept(spool) == [MAIL, raw_mail("second")]
    assert [item.sender for item in lists.summaries(spool)] == ["", "jane@acme.test"]


def test_the_library_can_look_at_every_member_of_a_handler_on_every_python() -> None:
    assert "__slots__" not in vars(Handler), "Python 3.11.2 fails at the __weakref__ of a dataclass with slots"


def test_250_is_said_only_after_the_commit(client: Client, spool: Spool) -> None:
    go_on = threading.Event()
    sa.event.listen(spool._engine, "commit", lambda connection: go_on.wait(10))
    client.start_mail()
    client.send(MAIL + b".\r\n")
    client.socket.settimeout(0.2)
    with pytest.raises(TimeoutError):
        client.socket.recv(1)
    assert kept(spool) == []
    go_on.set()
    client.socket.settimeout(10)
    assert client.socket.recv(100).startswith(b"250 2.0.0 Kept")
    assert kept(spool) == [MAIL]


def test_the_same_mail_again_is_the_same_item(client: Client, spool: Spool) -> None:
    assert client.mail(MAIL) == client.mail(MAIL) == "250 2.0.0 Kept as 1"
    assert len(kept(spool)) == 1


def test_many_senders_at_once_each_get_their_own_reply(door: SmtpDoor, spool: Spool) -> None:
    def send(n: int) -> str:
        with Client(door) as client:
            return client.mail(raw_mail(f"mail {n}"))

    with ThreadPoolExecutor(20) as senders:
        replies = list(senders.map(send, range(40)))
    assert len(set(replies)) == 40
    assert sorted(kept(spool)) == sorted(raw_mail(f"mail {n}") for n in range(40))


@pytest.mark.parametrize(("what", "sent", "is_kept"), [
    ("an empty mail", b"", b""),
    ("one empty line", b"\r\n", b"\r\n"),
    ("dots", b"..\r\n...\r\n..a\r\n.b\r\na.b\r\n", b".\r\n..\r\n.a\r\nb\r\na.b\r\n"),
    ("a dot that begins the mail", b"..first\r\n", b".first\r\n"),
    ("every byte there is", bytes(range(256)) * 3 + b"\r\n", bytes(range(256)) * 3 + b"\r\n"),
    ("8-bit text", "Grüße aus Köln\r\n".encode("latin-1"), "Grüße aus Köln\r\n".encode("latin-1")),
    ("a line of 300 KiB", b"x" * 307_200 + b"\r\n", b"x" * 307_200 + b"\r\n"),
    ("a line of 64 KiB in a header", b"X-Long: " + b"y" * 65_536 + b"\r\n\r\nbody\r\n",
     b"X-Long: " + b"y" * 65_536 + b"\r\n\r\nbody\r\n"),
    ("bare CR and LF", b"a\rb\nc\r\r\nd\n\n\r\n", b"a\rb\nc\r\r\nd\n\n\r\n"),
])
def test_what_comes_is_kept_exactly(client: Client, spool: Spool, what: str, sent: bytes, is_kept: bytes) -> None:
    assert client.mail(sent).startswith("250"), what
    assert kept(spool) == [is_kept], what


@pytest.mark.parametrize("false_end", [
    b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r.\r\n", b"\n.\r", b"\r\n\0.\r\n", b"\r\n. \r\n",
    b"\r\n.\0\r\n", b"\r\r\n.\r\r\n", b"\x85.\x85", b"\r\n.\r\r\n",
])
def test_only_the_exact_end_ends_a_mail(client: Client, spool: Spool, false_end: bytes) -> None:
    smuggled = b"MAIL FROM:<eve@evil.test>\r\nRCPT TO:<" + BRIDGE.encode() + b">\r\nDATA\r\nsmuggled\r\n"
    assert client.mail(b"Subject: first\r\n\r\nbody" + false_end + smuggled).startswith("250")
    assert client.say(b"NOOP").startswith("250"), "nothing of it was taken for a command"
    (raw,) = kept(spool)
    assert raw.endswith(b"smuggled\r\n")


def test_the_end_is_seen_however_it_is_cut_into_packets(client: Client, spool: Spool) -> None:
    for n in range(1, 5):
        client.start_mail()
        data = raw_mail(f"cut after {n}") + b".\r\n"
        client.send(data[:-n])
        time.sleep(0.02)
        client.send(data[-n:])
        assert client.reply().startswith("250")
    assert kept(spool) == [raw_mail(f"cut after {n}") for n in range(1, 5)]


def test_a_mail_that_drips_in_byte_by_byte_is_kept(client: Client, spool: Spool) -> None:
    client.start_mail()
    for byte in b"a: b\r\n\r\n..dot\r\n.\r\n":
        client.send(bytes([byte]))
        time.sleep(0.001)
    assert client.reply().startswith("250")
    assert kept(spool) == [b"a: b\r\n\r\n.dot\r\n"]


def test_commands_sent_along_after_the_dot_are_served_in_order(client: Client, spool: Spool) -> None:
    to = b"RCPT TO:<" + BRIDGE.encode() + b">\r\n"
    client.send(b"MAIL FROM:<a@acme.test>\r\n" + to + b"DATA\r\n" + raw_mail("one") + b".\r\n"
                + b"MAIL FROM:<b@acme.test>\r\n" + to + b"DATA\r\n" + raw_mail("two") + b".\r\n"
                + b"RSET\r\nNOOP\r\nQUIT\r\n")
    replies = [client.reply()[:3] for _ in range(11)]
    assert replies == ["250", "250", "354", "250", "250", "250", "354", "250", "250", "250", "221"]
    assert kept(spool) == [raw_mail("one"), raw_mail("two")]


def test_a_client_that_closes_its_half_with_the_end_of_its_mail_hears_that_it_is_kept(client: Client, spool: Spool) -> None:
    client.start_mail()
    client.send(raw_mail("Half") + b".\r\nQUIT\r\n")
    client.socket.shutdown(socket.SHUT_WR)
    assert client.reply().startswith("250 2.0.0 Kept")
    assert client.reply().startswith("221")
    assert client.reply() == ""
    assert len(kept(spool)) == 1


def test_a_client_that_closes_its_half_behind_several_mails_hears_of_each(client: Client, spool: Spool) -> None:
    to = b"RCPT TO:<" + BRIDGE.encode() + b">\r\n"
    client.send(b"".join(b"MAIL FROM:<a@acme.test>\r\n" + to + b"DATA\r\n" + raw_mail(subject) + b".\r\n"
                         for subject in ("one", "two", "three")) + b"QUIT\r\n")
    client.socket.shutdown(socket.SHUT_WR)
    assert [client.reply()[:3] for _ in range(13)] == ["250", "250", "354", "250"] * 3 + ["221"]
    assert len(kept(spool)) == 3


def test_a_mail_whose_end_has_not_come_when_the_client_closes_is_not_kept(client: Client, spool: Spool) -> None:
    client.start_mail()
    client.send(raw_mail("Half"))
    client.socket.shutdown(socket.SHUT_WR)
    assert client.reply() == ""
    assert kept(spool) == []


def test_a_large_mail_on_a_slow_line_is_kept_as_long_as_it_moves(
    spool: Spool
) -> None:
    with a_door(spool, limits={"data_seconds": 0.2}) as door, Client(door) as client:
        client.start_mail()
        for _ in range(8):
            client.send(b"x" * 98 + b"\r\n")      # a fifth of a second's worth
            time.sleep(0.06)
        client.send(b".\r\n")
        assert client.reply().startswith("250")


@pytest.mark.parametrize("so_far", [b"x\r\n", b"x" * 90_000])
def test_a_mail_that_does_not_move_is_cut_however_much_has_come(spool: Spool, so_far: bytes) -> None:
    with a_door(spool, limits={"data_seconds": 0.2}) as door, Client(door) as client:
        client.start_mail()
        client.send(so_far)
        assert client.reply().startswith("421 4.4.2")
        assert client.reply() == ""
    assert kept(spool) == []


# --- recipients and senders

@pytest.mark.parametrize("address", [BRIDGE, BRIDGE.upper(), "crm+anything@bridge.example.com",
                                     "CRM+Tag+more@Bridge.Example.com"])
def test_the_bridges_address_is_taken_in_any_case_and_with_a_tag(client: Client, address: str) -> None:
    client.say(b"MAIL FROM:<jane@acme.test>")
    assert client.say(f"RCPT TO:<{address}>".encode()).startswith("250")


@pytest.mark.parametrize("address", [
    b"other@bridge.example.com", b"crm@example.com", b"crm", b"crm@bridge.example.com.evil.test",
    b"x+crm@bridge.example.com", b"\xff\xfe@bridge.example.com", b"crm\xc2\xa0@bridge.example.com", b"@", b"+@+",
])
def test_any_other_address_is_refused_for_good(client: Client, spool: Spool, address: bytes) -> None:
    client.say(b"MAIL FROM:<jane@acme.test>")
    assert client.say(b"RCPT TO:<" + address + b">")[0] == "5"
    assert client.say(b"DATA").startswith("503")


def test_one_known_recipient_is_enough_and_only_it_is_kept(client: Client, spool: Spool) -> None:
    client.say(b"MAIL FROM:<jane@acme.test>")
    assert client.say(b"RCPT TO:<nobody@bridge.example.com>").startswith("550 5.1.1")
    assert client.say(b"RCPT TO:<" + BRIDGE.encode() + b">").startswith("250")
    client.say(b"DATA")
    client.send(MAIL + b".\r\n")
    assert client.reply().startswith("250")


def test_too_many_recipients_are_refused_for_now(client: Client) -> None:
    client.say(b"MAIL FROM:<jane@acme.test>")
    for n in range(100):
        assert client.say(f"RCPT TO:<crm+{n}@bridge.example.com>".encode()).startswith("250")
    assert client.say(b"RCPT TO:<" + BRIDGE.encode() + b">").startswith("452")


@pytest.mark.parametrize(("sender", "is_kept"), [
    (b"<j\xfcrgen@acme.test>", "j\\udcfcrgen@acme.test"), ("<jürgen@acme.test>".encode(), "jürgen@acme.test"),
    (b"<>", ""),
])
def test_a_sender_of_any_bytes_is_kept(client: Client, spool: Spool, sender: bytes, is_kept: str) -> None:
    client.start_mail(sender)
    client.send(MAIL + b".\r\n")
    assert client.reply().startswith("250")
    assert lists.summaries(spool)[0].sender == is_kept


@pytest.mark.parametrize("line", [
    b"MAIL FROM:<\"@acme.test>", b"MAIL FROM:<jane@acme.test", b"MAIL FROM:<jane@[acme.test>", b"MAIL FROM:<,>",
    b"MAIL FROM:<\x00>", b"MAIL FROM:<jane@acme.test> SIZE=abc", "MAIL FROM:<jane@acme.test> SIZE=²".encode(),
    b"MAIL FROM:<jane@acme.test> SIZE=" + b"9" * 1900, b"MAIL FROM:<(((>", b"MAIL FROM:\xff\xfe",
    b"MAIL FROM:<@a,@b:c@d>", b"MAIL FROM:<jane@>", b"MAIL FROM:<\\>", b"MAIL FROM:jane@acme.test>",
    b"MAIL FROM:< >", b"MAIL FROM:<a@b>;", b"MAIL FROM: ", b"MAIL FROM:<=?utf-8?q?=00?=@acme.test>",
])
def test_a_malformed_sender_is_never_told_to_try_for_ever(client: Client, line: bytes) -> None:
    reply = client.say(line)
    assert reply[0] in "25", reply
    assert "(" not in reply, "no exception is quoted as (ValueError)"
    assert client.say(b"NOOP").startswith("250")


def test_a_command_has_a_longest_length_that_no_number_of_greetings_changes(client: Client) -> None:
    for _ in range(40):
        client.say(b"EHLO client.example")
    assert client.say(b"MAIL FROM:<" + b"a" * 1900 + b"@acme.test>").startswith("250")
    client.say(b"RSET")
    assert client.say(b"MAIL FROM:<" + b"a" * 2100 + b"@acme.test>").startswith("500")
    assert client.say(b"NOOP " + b"a" * 200_000).startswith("500")
    assert client.say(b"NOOP").startswith("250")


# --- size

def test_the_limit_is_announced_and_heeded_before_anything_is_sent(spool: Spool) -> None:
    with a_door(spool, max_bytes=2000) as door, Client(door) as client:
        assert "SIZE 2000" in client.capabilities
        assert client.say(b"MAIL FROM:<jane@acme.test> SIZE=2001").startswith("552")
        assert client.say(b"MAIL FROM:<jane@acme.test> SIZE=2000").startswith("250")


@pytest.mark.parametrize(("size", "code"), [(1999, "250"), (2000, "250"), (2001, "552"), (3000, "552")])
def test_a_mail_up_to_the_limit_is_kept_and_a_larger_one_refused_for_good(
    spool: Spool, size: int, code: str
) -> None:
    with a_door(spool, max_bytes=2000) as door, Client(door) as client:
        content = b".dots\r\n" + b"x" * (size - 9) + b"\r\n"
        assert len(content) == size
        client.start_mail()
        for byte in (b"." + content[:-1], content[-1:], b".", b"\r\n"):
            client.send(byte)
            time.sleep(0.01)
        assert client.reply().startswith(code)
        assert kept(spool) == ([content] if code == "250" else [])
        assert client.mail(MAIL).startswith("250"), "and the next is served"


def test_a_retired_address_is_refused_with_a_sentence_that_names_nobody_or_taken(spool: Spool) -> None:
    retired = {"old@bridge.example.com": "refuse", "former@bridge.example.com": "review"}
    with a_door(spool, retired=retired) as door, Client(door) as client:
        client.say(b"MAIL FROM:<jane@acme.test>")
        for address in (b"old", b"Old+tag"):
            assert client.say(b"RCPT TO:<" + address + b"@bridge.example.com>") == (
                "550 5.1.6 This address is no longer in use, please ask for the new one")
        assert client.say(b"RCPT TO:<former+tag@bridge.example.com>").startswith("250")
        assert client.say(b"RCPT TO:<unknown@bridge.example.com>").startswith("550 5.1.1")


def test_an_address_cannot_be_taken_and_retired() -> None:
    with pytest.raises(ValueError, match="in recipients and in retired; take it out of one of them"):
        SmtpSettings(recipients=(BRIDGE,), retired={BRIDGE: "review"})


def test_a_body_without_line_ends_takes_no_more_memory_than_allowed_and_is_cut(spool: Spool) -> None:
    limit = 2_000_000
    with a_door(spool, max_bytes=limit) as door, Client(door) as client:
        client.start_mail()
        before, most, sent = memory_bytes(), 0, 0
        try:
            while sent < 40 * limit:
                client.send(b"x" * 200_000)
                sent += 200_000
                most = max(most, memory_bytes() - before)
        except OSError:
            pass
        assert sent < 40 * limit, "it was cut"
        assert most < 2 * limit + 12_000_000
        with Client(door) as another:
            assert another.mail(MAIL).startswith("250")
    assert kept(spool) == [MAIL]


def test_a_mail_a_little_too_large_is_read_to_its_end_and_told(spool: Spool) -> None:
    with a_door(spool, max_bytes=100_000) as door, Client(door) as client:
        assert client.mail(b"x" * 180_000 + b"\r\n").startswith("552 5.3.4")
        assert client.mail(MAIL).startswith("250")


def memory_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


# --- troubles of ours

@pytest.mark.parametrize(("trouble", "reply"), [
    (SpoolTrouble("the spool is locked"), "451 4.3.0"), (SpoolFull("no room"), "452 4.3.1"),
    (ZeroDivisionError("secret detail"), "451 4.3.0"), (MemoryError(), "451 4.3.0"),
])
def test_a_trouble_of_ours_is_temporary_and_says_nothing_of_itself(
    client: Client, spool: Spool, monkeypatch: pytest.MonkeyPatch, trouble: Exception, reply: str
) -> None:
    def broken(*_: object) -> object:
        raise trouble

    monkeypatch.setattr(acceptance, "keep", broken)
    said = client.mail(MAIL)
    assert said.startswith(reply)
    assert not any(word in said for word in ("secret", "Error:", type(trouble).__name__, "spool", "Traceback"))
    monkeypatch.undo()
    assert client.mail(MAIL).startswith("250"), "on the same connection, once the trouble is over"
    assert kept(spool) == [MAIL]


def test_a_fault_in_the_door_itself_is_temporary_too(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("mailbridge.intake.smtp_handler._bare", lambda sender: 1 / 0)
    assert client.mail(MAIL) == "451 4.3.0 Requested action aborted: a local error, try again later"
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == [
        "a fault in the SMTP door"]


@pytest.mark.parametrize("size", [10, 1_000_000], ids=["small", "large"])
def test_after_a_fault_with_a_mail_the_next_one_is_kept(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    with a_door(spool, 5_000_000) as door, Client(door) as client:
        with monkeypatch.context() as broken:
            broken.setattr(acceptance, "keyed", lambda arrival: 1 / 0)
            assert client.mail(raw_mail(text="x" * size)).startswith("451 4.3.0")
        assert client.mail(MAIL) == "250 2.0.0 Kept as 1"


def test_after_a_fault_within_a_mail_its_rest_is_not_taken_for_commands(
    client: Client, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.start_mail()
    monkeypatch.setattr(Incoming, "add", lambda self, block: 1 / 0)
    client.send(b"Subject: hello\r\n\r\n")
    assert client.reply().startswith("451 4.3.0")
    assert client.reply() == "", "it hung up"


def test_a_spool_that_is_closed_says_try_later(client: Client, spool: Spool) -> None:
    client.start_mail()
    spool.close()
    client.send(MAIL + b".\r\n")
    assert client.reply().startswith("451")


# --- hanging up and stopping

@pytest.mark.parametrize("so_far", [b"", b"half a line", MAIL, MAIL + b".", MAIL + b".\r"])
def test_a_client_that_hangs_up_in_the_middle_leaves_nothing(
    door: SmtpDoor, spool: Spool, so_far: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with Client(door) as client:
        client.start_mail()
        client.send(so_far)
    with Client(door) as next_one:
        assert next_one.mail(raw_mail("next")).startswith("250")
    assert kept(spool) == [raw_mail("next")]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_a_client_that_hangs_up_before_the_reply_leaves_the_mail_kept_once(door: SmtpDoor, spool: Spool) -> None:
    go_on = threading.Event()
    sa.event.listen(spool._engine, "commit", lambda connection: go_on.wait(10))
    with Client(door) as client:
        client.start_mail()
        client.send(MAIL + b".\r\n")
        eventually(lambda: door.in_hand == 1)
    go_on.set()
    eventually(lambda: len(kept(spool)) == 1)
    with Client(door) as again:
        assert again.mail(MAIL) == "250 2.0.0 Kept as 1"


def test_stopping_lets_a_mail_in_hand_come_to_its_reply(spool: Spool) -> None:
    go_on = threading.Event()
    with a_door(spool) as door, Client(door) as client, Client(door) as idle:
        sa.event.listen(spool._engine, "commit", lambda connection: go_on.wait(10))
        client.start_mail()
        client.send(MAIL + b".\r\n")
        eventually(lambda: door.in_hand == 1)
        stopping = threading.Thread(target=door.stop)
        stopping.start()
        time.sleep(0.1)
        assert stopping.is_alive(), "it waits for the mail"
        go_on.set()
        assert client.reply().startswith("250 2.0.0 Kept")
        stopping.join(10)
        assert client.reply().startswith("421 4.3.2"), "then it says why"
        assert client.reply() == "", "and hangs up"
        assert idle.reply().startswith("421 4.3.2")
    assert kept(spool) == [MAIL]


def test_after_stopping_nobody_is_let_in(spool: Spool) -> None:
    with a_door(spool) as door:
        port = door.port
        door.stop()
        door.stop()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", port, timeout=5)


def test_a_port_in_use_is_told(door: SmtpDoor, spool: Spool) -> None:
    settings = SmtpSettings(listen=f"127.0.0.1:{door.port}", recipients=(BRIDGE,))
    with pytest.raises(OperatorError, match=rf"smtp.listen: 127.0.0.1:{door.port} cannot be opened"):
        SmtpDoor(settings, spool, spool.now).start()


def test_what_was_kept_waits_for_the_worker(client: Client, spool: Spool) -> None:
    woken = threading.Event()
    spool.on_arrival(woken.set)
    client.mail(MAIL)
    assert woken.wait(5)
    assert lists.counts(spool)[ItemState.WAITING] == 1


@pytest.mark.parametrize("greeting", ["EHLO", "HELO"])
def test_the_name_that_a_client_gives_itself_is_kept(door: SmtpDoor, spool: Spool, greeting: str) -> None:
    with smtplib.SMTP("127.0.0.1", door.port, local_hostname="mx.acme.test", timeout=10) as server:
        server.helo() if greeting == "HELO" else server.ehlo()
        server.sendmail("jane@acme.test", [BRIDGE], MAIL)
    told = lists.story(spool, lists.summaries(spool)[0].id)
    assert told is not None and told.envelope.helo == "mx.acme.test"
