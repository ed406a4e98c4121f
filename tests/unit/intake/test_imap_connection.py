"""A connection to a scripted server: each trap of library and servers, and that none of them waits for ever."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime

import pytest

from mailbridge.intake import imap_connection, imap_link
from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_troubles import FolderMissing, LoginRefused, MailboxTrouble, Refused, Throttled

from .imap_kit import CAPABILITIES, PASSWORD, Server, by_password, connect, seconds_of, serving, settings

MAIL = b"Subject: x\r\n\r\ny\r\n"


def opened(server: Server, **further: object) -> Connection:
    connection = connect(server, **further)
    connection.open("INBOX", read_only=False)
    return connection


# --- signing in

def test_a_refused_login_says_so_and_no_password_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(Server(login_says="[AUTHENTICATIONFAILED] no")) as server, pytest.raises(LoginRefused, match="is refused"):
        connect(server)
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize("said", ["[UNAVAILABLE] wait", "[LIMIT] Too many connections", "[ALERT] Please try again later"])
def test_a_server_that_cannot_now_is_no_wrong_password(said: str) -> None:
    with serving(Server(login_says=said)) as server, pytest.raises(MailboxTrouble) as found:
        connect(server)
    assert not isinstance(found.value, LoginRefused)
    assert isinstance(found.value, Throttled) == ("LIMIT" in said)


@pytest.mark.parametrize(("user", "password"), [("sales@example.com", "pässword"), ("jürgen@example.com", PASSWORD)])
def test_what_a_server_cannot_be_told_is_told_without_a_letter_of_the_password(user: str, password: str) -> None:
    with serving(Server(capabilities="IMAP4rev1")) as server, \
            pytest.raises(LoginRefused, match="takes user and password in ASCII only") as told:
        Connection(settings(server, user=user), by_password(password))
    assert "ä" not in str(told.value) and server.logins == 0


def test_no_password_is_sent_where_the_server_takes_none() -> None:
    with serving(Server(capabilities="IMAP4rev1 LOGINDISABLED STARTTLS")) as server:
        with pytest.raises(LoginRefused, match="set tls: implicit or starttls"):
            connect(server)
        assert server.logins == 0


def test_a_server_without_sasl_gets_a_quoted_login() -> None:
    with serving(Server(capabilities="IMAP4rev1")) as server:
        connect(server, user='sales "north"').close()
        assert any('LOGIN "sales \\"north\\"" "s3cret"' in line for line in server.said)


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_server_that_cannot_encrypt_gets_no_password(tls: str) -> None:
    with serving() as server, pytest.raises(MailboxTrouble):
        connect(server, tls=tls)
    assert server.logins == 0


def test_nobody_listening_is_told_in_words() -> None:
    with serving() as server:
        pass
    with pytest.raises(MailboxTrouble, match=r"while connecting to 127\.0\.0\.1"):
        connect(server)


def test_a_silent_server_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_link, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(imap_link, "SILENT_SECONDS", 0.3)
    with serving(Server(silent=True)) as server:
        def failing() -> None:
            with pytest.raises(MailboxTrouble, match="silent"):
                connect(server)
        assert seconds_of(failing) < 2


# --- folders

def test_a_missing_folder_lists_those_that_exist_and_the_connection_goes_on() -> None:
    with serving() as server:
        server.mails["Sales"] = []
        connection = connect(server)
        with pytest.raises(FolderMissing, match="there is no folder 'Salse'; there are: INBOX, Sales"):
            connection.open("Salse", read_only=True)
        assert connection.open("Sales", read_only=True).uid_validity == 7


def test_a_folder_that_nothing_is_done_in_is_opened_for_looking_only() -> None:
    with serving() as server:
        connect(server).open("INBOX", read_only=True)
        assert any("EXAMINE" in line for line in server.said)
        assert not any("SELECT" in line for line in server.said)


# --- searching and fetching

def test_a_search_finds_only_what_is_above() -> None:
    with serving() as server:
        for _ in range(3):
            server.add(MAIL)
        connection = opened(server)
        assert connection.search(0) == [1, 2, 3]
        assert connection.search(1, below=3) == [2]
        assert connection.search(3) == [], "the server names the last mail for 4:*"


def test_many_mails_are_searched_piece_by_piece_from_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_connection, "MAILS_A_SEARCH", 2)
    with serving() as server:
        for _ in range(5):
            server.add(MAIL)
        assert opened(server).search(0) == [1, 2, 3, 4, 5]
        assert [line.split(" ", 3)[3] for line in server.said if "SEARCH" in line] == [
            "5:* UID 1:*", "3:4 UID 1:*", "1:2 UID 1:*"]


def test_a_mail_that_is_not_handed_over_or_gone_is_left_out() -> None:
    with serving(Server(nil={2})) as server:
        for _ in range(2):
            server.add(MAIL)
        connection = opened(server)
        assert connection.bodies([1, 2, 99]) == {1: MAIL}
        assert connection.still_there([2, 99]) == {2}
        assert connection.sizes([1, 99])[1].size == len(MAIL)


@pytest.mark.parametrize("said, expected", [
    ("24-Nov-2026 12:00:00 +0900", datetime(2026, 11, 24, 3, tzinfo=UTC)),
    (" 4-Nov-2026 12:00:00 -0130", datetime(2026, 11, 4, 13, 30, tzinfo=UTC)),
    ("31-Feb-2026 00:00:00 +0000", None), ("yesterday", None), ("", None),
])
def test_an_arrival_is_a_moment_or_nothing(said: str, expected: datetime | None) -> None:
    with serving() as server:
        server.add(MAIL, came=said)
        assert opened(server).sizes([1])[1].came_at == expected


def test_a_server_that_announces_gigabytes_is_not_believed() -> None:
    with serving(Server(literal_bytes=4_000_000_000)) as server:
        server.add(MAIL)
        with pytest.raises(MailboxTrouble, match="announced 4000000000 bytes"):
            opened(server).bodies([1])


def test_a_refused_command_leaves_the_connection_usable() -> None:
    with serving(Server(broken={1})) as server:
        server.add(MAIL)
        server.add(MAIL)
        connection = opened(server)
        with pytest.raises(Refused, match="a mail is damaged"):
            connection.bodies([1, 2])
        assert connection.bodies([2]) == {2: MAIL}


@pytest.mark.parametrize("line", ["* 1 FETCH (UID", "* 1 FETCH (UID 1 BODY[] {5}", "nonsense", "* BYE too many", "* SEARCH x"])
def test_malformed_answers_are_troubles_in_words(line: str) -> None:
    with serving(Server(before_done=lambda word, server: f"{line}\r\n" if word in ("FETCH", "SEARCH") else "")) as server:
        server.add(MAIL)
        connection = opened(server, idle_seconds=5)
        with pytest.raises(MailboxTrouble):
            connection.search(0)
            connection.bodies([1])


# --- IDLE

def idle(connection: Connection, seconds: float = 5) -> float:
    return seconds_of(lambda: connection.idle(seconds, lambda: False))


def test_idle_ends_when_mail_comes() -> None:
    with serving() as server:
        connection = opened(server)
        threading.Timer(0.3, lambda: server.tell("* 1 EXISTS")).start()
        assert 0.2 < idle(connection) < 2


def test_idle_is_not_ended_by_other_news() -> None:
    with serving() as server:
        connection = opened(server)
        threading.Timer(0.1, lambda: server.tell("* OK still here\r\n* 1 EXPUNGE\r\n* 1 RECENT")).start()
        assert idle(connection, 1) >= 1


def test_mail_told_of_in_the_packet_that_begins_idle_is_not_missed() -> None:
    with serving(Server(with_idling=lambda server: "* 1 EXISTS\r\n")) as server:
        assert idle(opened(server)) < 1


def test_what_a_server_says_as_it_ends_idle_is_told() -> None:
    with serving() as server:
        connection = opened(server)
        threading.Timer(0.2, lambda: server.tell("* BYE [ALERT] Too many simultaneous connections. (Failure)")).start()
        with pytest.raises(Throttled, match=r"slow down while waiting for mail: .*Gmail has 15 connections for a mailbox"):
            connection.idle(5, lambda: False)


@pytest.mark.parametrize("last_word", ["", "* BYE shutting down"])
def test_a_socket_that_is_closed_in_idle_is_noticed_at_once(last_word: str) -> None:
    with serving() as server:
        connection = opened(server)

        def end() -> None:
            if last_word:
                server.tell(last_word)
            server.hang_up()

        threading.Timer(0.3, end).start()
        spent = time.process_time()

        def failing() -> None:
            with pytest.raises(MailboxTrouble, match="waiting for mail"):
                connection.idle(5, lambda: False)
        assert seconds_of(failing) < 1.5
        assert time.process_time() - spent < 0.5, "no circle that eats the processor"


def test_a_link_that_died_in_idle_is_noticed_by_the_answer_that_does_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_link, "SILENT_SECONDS", 0.3)
    with serving() as server:
        connection = opened(server)
        server.silent = True
        with pytest.raises(MailboxTrouble, match="silent while waiting"):
            connection.idle(0.5, lambda: False)


def test_idle_is_interrupted() -> None:
    with serving() as server:
        stop = threading.Event()
        threading.Timer(0.2, stop.set).start()
        connection = opened(server)
        assert seconds_of(lambda: connection.idle(60, stop.is_set)) < 1.5


def test_a_connection_is_cut_from_another_thread() -> None:
    with serving() as server:
        connection = opened(server)
        server.silent = True
        threading.Timer(0.2, connection.cut).start()

        def failing() -> None:
            with pytest.raises(MailboxTrouble):
                connection.search(0)
        assert seconds_of(failing) < 1


def test_new_mail_that_was_told_of_beside_a_search_is_noted() -> None:
    with serving(Server(before_done=lambda word, server: "* 2 EXISTS\r\n" if word == "SEARCH" else "")) as server:
        connection = opened(server)
        assert connection.told_of_new(), "SELECT tells of it"
        assert not connection.told_of_new()
        connection.search(0)
        assert connection.told_of_new()


# --- what comes after

def test_a_folder_is_made_with_the_servers_own_delimiter() -> None:
    with serving(Server(delimiter=".", prefix="INBOX.")) as server:
        server.add(MAIL)
        opened(server).move([1], "Bridge/Done")
        assert [mail.uid for mail in server.mails["INBOX.Bridge.Done"]] == [1]
        assert server.mails["INBOX"] == []


def test_without_move_mails_are_copied_and_only_they_are_expunged() -> None:
    with serving(Server(capabilities=CAPABILITIES.replace("MOVE ", ""))) as server:
        server.add(MAIL)
        server.add(MAIL, flags={"\\Deleted"})
        opened(server).move([1], "Done")
        assert [mail.uid for mail in server.mails["INBOX"]] == [2], "another's deleted mail is still there"
        assert len(server.mails["Done"]) == 1
        assert not any(line.endswith(" EXPUNGE") for line in server.said)


def test_without_uidplus_a_deleted_mail_only_gets_the_mark() -> None:
    with serving(Server(capabilities="IMAP4rev1 AUTH=PLAIN")) as server:
        server.add(MAIL)
        opened(server).delete([1])
        assert [mail.flags for mail in server.mails["INBOX"]] == [{"\\Deleted"}]
        assert not any("EXPUNGE" in line for line in server.said)
