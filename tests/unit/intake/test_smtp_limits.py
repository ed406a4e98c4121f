"""What the SMTP door takes from whom: places, rates, errors, patience, memory."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import ExitStack

import pytest
from spool.kit import eventually, raw_mail

from mailbridge.intake.smtp import SmtpDoor
from mailbridge.spool import Spool, lists

from .smtp_kit import BRIDGE, Client, a_door, kept

MAIL = raw_mail()
TO = b"RCPT TO:<" + BRIDGE.encode() + b">\r\n"


def comes_in(door: SmtpDoor) -> bool:
    with Client(door, greet=b"") as client:
        return client.greeting.startswith("220")


# --- places

def test_no_more_come_in_than_there_are_places(spool: Spool) -> None:
    with a_door(spool, limits={"connections": 5}) as door, ExitStack() as inside:
        for _ in range(5):
            inside.enter_context(Client(door))
        with Client(door, greet=b"") as late:
            assert late.greeting == "421 4.3.2 All places are taken, try again later"
            assert late.reply() == "", "and it is hung up on"
        inside.close()
        eventually(lambda: comes_in(door))


def test_whoever_is_idle_longest_makes_room_for_a_newcomer(spool: Spool) -> None:
    with a_door(spool, limits={"connections": 3}) as door, Client(door) as idle, Client(door) as busy, \
            Client(door) as other:
        busy.start_mail()
        time.sleep(1.1)
        assert other.say(b"NOOP").startswith("250")
        with Client(door) as honest:
            assert honest.mail(MAIL).startswith("250")
        assert idle.reply().startswith("421 4.3.2"), "it is told why"
        busy.send(raw_mail("slow") + b".\r\n")
        assert busy.reply().startswith("250"), "a mail under way is never sent off for a newcomer"


def test_one_address_has_so_many_places_but_not_if_it_is_trusted(spool: Spool) -> None:
    with a_door(spool, limits={"connections_per_address": 2}, trusted=()) as door, Client(door), Client(door), \
            Client(door, greet=b"") as third:
        assert third.greeting.startswith("421 4.7.0 Too many connections")
    with a_door(spool, limits={"connections_per_address": 2}) as door, Client(door), Client(door), Client(door):
        assert comes_in(door), "loopback is trusted by default"


def test_one_address_may_not_come_too_often(spool: Spool) -> None:
    with a_door(spool, limits={"connections_per_minute": 3}, trusted=()) as door:
        assert [comes_in(door) for _ in range(5)] == [True, True, True, False, False]


def test_one_address_may_not_send_too_many_mails(spool: Spool) -> None:
    with a_door(spool, limits={"mails_per_minute": 2}, trusted=()) as door, Client(door) as client:
        assert client.mail(raw_mail("1")).startswith("250")
        assert client.mail(raw_mail("2")).startswith("250")
        assert client.say(b"MAIL FROM:<jane@acme.test>").startswith("451 4.7.1")
    with a_door(spool, limits={"mails_per_minute": 2}) as door, Client(door) as relay:
        assert [relay.mail(raw_mail(f"{n}"))[:3] for n in range(5)] == ["250"] * 5


# --- proxies

V1 = b"PROXY TCP4 192.0.2.7 198.51.100.1 40000 25\r\n"
V2 = (b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c" + bytes([192, 0, 2, 7]) + bytes([198, 51, 100, 1]) + b"\x9c\x40\0\x19")


@pytest.mark.parametrize("header", [V1, V2])
def test_a_proxy_says_who_the_client_is_and_that_address_counts(spool: Spool, header: bytes) -> None:
    with a_door(spool, proxies=("127.0.0.1",), limits={"connections_per_address": 1}) as door:
        with through_proxy(door, header) as client, through_proxy(door, header) as second:
            assert second.greeting.startswith("421 4.7.0 Too many connections")
            assert client.say(b"EHLO client.example").startswith("250")
            assert client.mail(b"lone\nnewline\r\n").startswith("550"), "the client is not trusted, though the proxy is"
            assert client.mail(MAIL).startswith("250")
        told = lists.story(spool, lists.summaries(spool)[0].id)
        assert told is not None and told.envelope.peer == "192.0.2.7"
        eventually(lambda: not door._places.inside)


@pytest.mark.parametrize("header", [b"EHLO no proxy.test\r\n", b"PROXY TCP4 not an address\r\n"])
def test_a_proxy_without_its_header_is_not_let_in(spool: Spool, header: bytes) -> None:
    with a_door(spool, proxies=("127.0.0.1",)) as door, through_proxy(door, header) as client:
        assert client.greeting == ""


def test_a_header_from_anybody_else_is_no_header(spool: Spool) -> None:
    with a_door(spool, proxies=("192.0.2.1",)) as door, Client(door) as client:
        assert client.say(V1.strip()).startswith("500")


def through_proxy(door: SmtpDoor, header: bytes) -> Client:
    link = socket.create_connection(("127.0.0.1", door.port), timeout=10)
    link.sendall(header)
    return Client(door, greet=b"", link=link)


# --- errors and commands without a mail

def test_a_session_ends_after_too_many_errors(client: Client) -> None:
    replies = [client.say(b"RCPT TO:<a@b.test>") for _ in range(15)]
    assert {reply[:3] for reply in replies} == {"503"}
    assert client.reply() == "421 4.7.0 Too many errors, closing the connection"
    assert client.reply() == ""


def test_guessing_recipients_ends_the_session(client: Client) -> None:
    client.say(b"MAIL FROM:<jane@acme.test>")
    for n in range(15):
        assert client.say(f"RCPT TO:<guess{n}@bridge.example.com>".encode()).startswith("550")
    assert client.reply().startswith("421 4.7.0")


def test_a_mail_that_is_kept_wipes_earlier_errors_out(client: Client) -> None:
    for n in range(3):
        for _ in range(10):
            assert client.say(b"RCPT TO:<a@b.test>").startswith("503")
        assert client.mail(raw_mail(f"mail {n}")).startswith("250")


def test_a_session_ends_after_five_unknown_commands(client: Client) -> None:
    for command in (b"XYZZY", b"\xff\xfe", b"", b"\x1b[2J", b"MAI\x00L"):
        assert client.say(command) == "500 5.5.2 Error: there is no such command"
    assert client.reply().startswith("421 4.7.0")
    assert client.reply() == ""


@pytest.mark.parametrize("command", [b"NOOP", b"RSET", b"VRFY jane@acme.test", b"EHLO again.example"])
def test_a_session_ends_after_fifty_commands_that_bring_no_mail(client: Client, command: bytes) -> None:
    for _ in range(49):
        assert client.say(command)[0] == "2"
    assert client.say(command).startswith("421 4.7.0 Too many commands")


@pytest.mark.parametrize("line", [b"GET / HTTP/1.1", b"POST / HTTP/1.1", b"Host: bridge.example.com"])
def test_a_web_browser_is_hung_up_on_and_what_it_sends_along_is_no_mail(
    door: SmtpDoor, spool: Spool, line: bytes
) -> None:
    with Client(door, greet=b"") as browser:
        browser.send(line + b"\r\nEHLO evil.test\r\nMAIL FROM:<eve@evil.test>\r\n" + TO + b"DATA\r\n" + MAIL
                     + b".\r\nQUIT\r\n")
        assert browser.reply() == "421 4.7.0 This is a mail server"
        assert browser.reply() == ""
    assert kept(spool) == []


def test_nothing_is_served_after_quit(client: Client, spool: Spool) -> None:
    client.send(b"QUIT\r\nMAIL FROM:<eve@evil.test>\r\n" + TO + b"DATA\r\n" + MAIL + b".\r\n")
    assert client.reply() == "221 2.0.0 Bye"
    assert client.reply() == ""
    assert kept(spool) == []


# --- patience

def test_a_silent_client_is_hung_up_on(spool: Spool) -> None:
    with a_door(spool, limits={"command_seconds": 0.2}) as door, Client(door) as client:
        started = time.monotonic()
        assert client.reply().startswith("421 4.4.2 Nothing came")
        assert time.monotonic() - started < 2


def test_a_command_that_drips_in_is_no_sign_of_life(spool: Spool) -> None:
    with a_door(spool, limits={"command_seconds": 0.2}) as door, Client(door) as client:
        client.socket.settimeout(0.05)
        for byte in b"NOOP and nothing but NOOP, for a very long time, letter by letter":
            client.send(bytes([byte]))
            try:
                said = client.socket.recv(100)
            except TimeoutError:
                continue
            assert said.startswith(b"421 4.4.2")
            break
        else:
            pytest.fail("it was let drip")


def test_a_mail_that_comes_in_too_slowly_is_cut_though_it_never_stops(spool: Spool) -> None:
    limits = {"data_seconds": 0.3, "data_bytes_per_second": 10_000}
    with a_door(spool, limits=limits) as door, Client(door) as client:
        client.start_mail()
        end = time.monotonic() + 5
        try:
            while time.monotonic() < end:
                client.send(b"x" * 98 + b"\r\n")
                time.sleep(0.02)
        except OSError:
            pass
        assert time.monotonic() < end - 3, "it was cut"
    assert kept(spool) == []


def test_a_session_has_an_end_but_not_in_the_middle_of_a_mail(spool: Spool) -> None:
    with a_door(spool, limits={"session_seconds": 0.4}) as door, Client(door) as client:
        client.start_mail()
        time.sleep(0.7)
        client.send(MAIL + b".\r\n")
        assert client.reply().startswith("250")
        assert client.reply().startswith("421 4.4.2 The session")


def test_when_places_run_short_nobody_may_take_their_time(spool: Spool) -> None:
    limits = {"connections": 5, "stressed_seconds": 0.3}
    with a_door(spool, limits=limits) as door, ExitStack() as inside:
        idle = inside.enter_context(Client(door))
        time.sleep(0.6)
        for _ in range(4):
            inside.enter_context(Client(door))
        assert idle.reply().startswith("421 4.4.2")


def test_mails_at_once_have_so_many_bytes_and_one_alone_always_has_room(spool: Spool) -> None:
    with a_door(spool, max_bytes=4_000_000, limits={"bytes_at_once": 1_048_576}) as door, Client(door) as first:
        first.start_mail()
        first.send(b"x" * 2_000_000)
        until = time.monotonic() + 10
        while door._places.held_bytes < 2_000_000 and time.monotonic() < until:
            time.sleep(0.01)            # what was sent lies in the system's buffers first
        with Client(door) as second:
            second.start_mail()
            second.send(b"y" * 100_000)
            assert second.reply().startswith("421 4.3.1")
        first.send(b"\r\n.\r\n")
        assert first.reply().startswith("250")
        with Client(door) as third:
            assert third.mail(MAIL).startswith("250"), "and then there is room again"


def test_one_sender_may_send_so_many_a_minute_through_whatever_server(spool: Spool) -> None:
    with a_door(spool, limits={"sender_mails_per_minute": 2}) as door, Client(door) as client:
        for sender, reply in (("loop@acme.test", "250"), ("Loop@acme.test", "250"), ("loop@acme.test", "451 4.7.1"),
                              ("jane@acme.test", "250"), ("", "250"), ("", "250"), ("", "250")):
            assert client.say(f"MAIL FROM:<{sender}>".encode()).startswith(reply)
            client.say(b"RSET")


# --- what is said of addresses

@pytest.mark.parametrize("address", [b"\x00@acme.test", b"a\x00b@acme.test", b"a\x1b[2J@acme.test", b"a\rb@acme.test",
                                     b"a\tb@acme.test", b"a\x7f@acme.test", b"a\xc2\x85@acme.test"])
def test_control_characters_in_an_address_are_malformed(client: Client, address: bytes) -> None:
    assert client.say(b"MAIL FROM:<" + address + b">").startswith("553 5.1.3")
    client.say(b"MAIL FROM:<jane@acme.test>")
    assert client.say(b"RCPT TO:<" + address + b">").startswith("553 5.1.3")


def test_nothing_is_told_about_addresses(client: Client) -> None:
    assert client.say(b"VRFY " + BRIDGE.encode()) == client.say(b"VRFY nobody@bridge.example.com")
    assert client.say(b"VRFY").startswith("252")
    assert client.say(b"EXPN staff").startswith("502 5.5.1")


@pytest.mark.parametrize("name", [b"\xff\xfe\x00", b"[127.0.0.1]", b"a b c", b"-" * 1000, "grüße".encode(), b"<>"])
def test_any_greeting_is_tolerated(door: SmtpDoor, name: bytes) -> None:
    for verb in (b"EHLO ", b"HELO "):
        with Client(door, greet=b"") as client:
            assert client.say(verb + name).startswith("250")
            assert client.mail(MAIL).startswith("250")


def test_what_is_offered_works(client: Client, spool: Spool) -> None:
    for word in ("SIZE 1000000", "8BITMIME", "SMTPUTF8", "PIPELINING", "ENHANCEDSTATUSCODES"):
        assert word in client.capabilities
    assert "AUTH" not in client.capabilities and "STARTTLS" not in client.capabilities
    sender = "<jürgen@grüße.test>".encode()
    client.start_mail(sender, b" BODY=8BITMIME SMTPUTF8 SIZE=1000 AUTH=<>")
    client.send("Subject: Grüße\r\n\r\nKöln\r\n.\r\n".encode())
    assert client.reply().startswith("250")
    assert kept(spool) == ["Subject: Grüße\r\n\r\nKöln\r\n".encode()]


def test_every_refusal_says_why_in_a_code_too(client: Client) -> None:
    for command in (b"EXPN x", b"RCPT TO:<a@b.test>", b"DATA", b"MAIL", b"MAIL FROM:<a@b.test> X=Y", b"RSET now",
                    b"MAIL FROM:<a@b.test> SIZE=99999999", b"AUTH PLAIN", b"NOSUCH"):
        code, enhanced = client.say(command).split(" ")[:2]
        assert enhanced.split(".")[0] == code[0] and len(enhanced.split(".")) == 3, command


# --- what only the sender can change

def test_a_mail_that_has_gone_round_in_circles_is_refused(client: Client, spool: Spool) -> None:
    hop = b"Received: from a.test by b.test; Mon, 2 Nov 2026 10:00:00 +0000\r\n"
    assert client.mail(hop * 50 + MAIL).startswith("250")
    assert client.mail(hop * 51 + MAIL).startswith("554 5.4.6")
    assert client.mail(MAIL + hop * 60).startswith("250"), "only the header counts"
    assert len(kept(spool)) == 2


@pytest.mark.parametrize("data", [b"a: b\r\n\r\nbare\nLF\r\n", b"a: b\r\n\r\nbare\rCR\r\n", b"a: b\n\nall bare\n\r\n",
                                  b"a: b\r\n\r\nx\n.\nMAIL FROM:<eve@evil.test>\r\n"])
def test_lone_line_ends_are_refused_from_strangers(spool: Spool, data: bytes) -> None:
    with a_door(spool, trusted=()) as door, Client(door) as stranger:
        assert stranger.mail(data).startswith("550 5.6.0")
        assert stranger.mail(MAIL).startswith("250")
    with a_door(spool, trusted=(), bare_newlines="accept") as door, Client(door) as stranger:
        assert stranger.mail(data).startswith("250")
    with a_door(spool, bare_newlines="refuse") as door, Client(door) as relay:
        assert relay.mail(data).startswith("550 5.6.0")
    assert kept(spool) == [MAIL, data]


class Gone(asyncio.Transport):
    """Of a client that has reset its connection before it was looked at."""

    is_aborted = False

    def get_extra_info(self, name: str, default: object = None) -> object:
        return default

    def abort(self) -> None:
        self.is_aborted = True


@pytest.mark.parametrize("is_tls", [False, True])
def test_who_has_no_address_any_more_is_not_taken_for_a_local_program(spool: Spool, is_tls: bool) -> None:
    gone = Gone()
    with a_door(spool) as door:
        door._loop.call_soon_threadsafe(door._doorstep.arrived, gone, is_tls)
        eventually(lambda: gone.is_aborted)
        assert not door._places.inside
