"""A folder's past, taken from a scripted server: where it goes on, what it leaves alone, what stops it."""

from __future__ import annotations

from datetime import date

import pytest
from spool.kit import raw_mail

from mailbridge.intake.imap_folder import Folder
from mailbridge.intake.imap_past import Ahead, Past, Step
from mailbridge.intake.imap_troubles import FolderMissing, MailboxTrouble, Throttled
from mailbridge.spool import Spool, lists, utc_now

from .imap_kit import Server, by_password, connect, serving, settings

OLD, NEW = "01-Feb-2020 12:00:00 +0000", "01-Feb-2026 12:00:00 +0000"


def past(server: Server, spool: Spool, since: date | None = None, folder: str = "INBOX", **further: object) -> Past:
    return Past(settings(server, batch=2, **further), folder, since, spool, utc_now)


def last(steps: Past) -> Step:
    return list(steps.taken(by_password()))[-1]


def kept(spool: Spool) -> int:
    return sum(lists.counts(spool).values())


@pytest.fixture
def server() -> Server:
    server = Server()
    for number in range(3):
        server.add(raw_mail(f"old {number}"), came=OLD)
    for number in range(5):
        server.add(raw_mail(f"new {number}"), came=NEW)
    return server


def test_it_tells_how_far_it_is_after_each_batch_and_does_nothing_to_the_mailbox(server: Server, spool: Spool) -> None:
    with serving(server):
        steps = list(past(server, spool, after={"done": "delete"}).taken(by_password()))
        assert [(step.done, step.total, step.new) for step in steps] == [
            (0, 8, 0), (2, 8, 2), (4, 8, 4), (6, 8, 6), (8, 8, 8), (8, 8, 8)]
        assert not any("STORE" in line or "SELECT" in line for line in server.said)


def test_no_command_is_longer_than_servers_take(spool: Spool) -> None:
    with serving(Server(next_uid=4_000_000_000)) as server:
        for number in range(900):
            server.add(b"Subject: x\r\n\r\n", came=NEW)
            server.next_uid += number % 2       # no row of numbers that could be written shorter
        assert past(server, spool).ahead(by_password()).mails == 900
        assert max(map(len, server.said)) <= 8192


def test_only_what_came_from_the_day_on_is_taken(server: Server, spool: Spool) -> None:
    with serving(server):
        assert last(past(server, spool, date(2026, 1, 1))).new == kept(spool) == 5
        assert last(past(server, spool, date(2020, 1, 1))) == Step(8, 8, new=3, known=5), "another day: from the start"


def test_it_goes_on_where_it_was_stopped(server: Server, spool: Spool) -> None:
    with serving(server):
        for step in past(server, spool).taken(by_password()):
            if step.done == 4:
                break
        server.said.clear()
        assert last(past(server, spool)) == Step(4, 4, new=4)
        server.add(raw_mail("newest"))
        assert last(past(server, spool)) == Step(1, 1, new=1)


def test_a_folder_that_was_made_anew_is_taken_anew_and_doubles_nothing(server: Server, spool: Spool) -> None:
    with serving(server):
        last(past(server, spool))
        server.uid_validity = 8
        assert last(past(server, spool)) == Step(8, 8, known=8)


def test_what_is_watched_too_is_the_same_mail(server: Server, spool: Spool) -> None:
    with serving(server):
        connection = connect(server)
        Folder(settings(server), "INBOX", spool, utc_now, lambda: False).take(connection)
        connection.close()
        assert last(past(server, spool)) == Step(8, 8, known=8)


def test_a_look_ahead_takes_nothing(server: Server, spool: Spool) -> None:
    server.mails["INBOX"][-1].size = 10_000_000
    with serving(server):
        ahead = past(server, spool, date(2026, 1, 1), max_bytes=1_000_000).ahead(by_password())
        assert ahead == Ahead(5, 10_000_000 + sum(len(mail.raw) for mail in server.mails["INBOX"][3:-1]), 1)
        assert kept(spool) == 0 and last(past(server, spool)).new == 8


def test_a_lost_connection_is_made_anew_while_each_brings_something(server: Server, spool: Spool) -> None:
    server.before_done = lambda word, server: server.hang_up() or "" if word == "FETCH" else ""    # type: ignore[func-returns-value]
    with serving(server), pytest.raises(MailboxTrouble):
        last(past(server, spool))
    server.before_done = lambda word, server: ""
    server.deadly = {5}
    with serving(server):
        with pytest.raises(MailboxTrouble):
            last(past(server, spool))
        assert 4 <= kept(spool) < 8, "what came before it is there"
        server.deadly.clear()
        assert last(past(server, spool)).total == 4 and kept(spool) == 8


def test_what_is_not_handed_over_is_told_and_asked_for_by_the_next(server: Server, spool: Spool) -> None:
    server.nil = {2}
    with serving(server):
        assert last(past(server, spool)) == Step(8, 8, new=7, missed=1)
        server.nil.clear()
        assert last(past(server, spool)) == Step(0, 0, new=1)


def test_a_server_that_asks_for_patience_ends_it(server: Server, spool: Spool) -> None:
    server.fetch_says = "[LIMIT] Rate limit hit"
    with serving(server):
        with pytest.raises(Throttled):
            last(past(server, spool))
        assert server.logins == 1


def test_a_missing_folder_is_told(server: Server, spool: Spool) -> None:
    with serving(server), pytest.raises(FolderMissing, match="there is no folder 'Gone'; there are: INBOX"):
        last(past(server, spool, folder="Gone"))
