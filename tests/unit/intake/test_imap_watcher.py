"""Watching a scripted server in a thread: what ends a connection, how long is waited, and that a stop is quick."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

import pytest
from spool.kit import eventually, raw_mail

from mailbridge.intake import imap_watcher
from mailbridge.intake.imap_watcher import Watcher
from mailbridge.plan import ItemState
from mailbridge.spool import Spool, SpoolTrouble, acceptance, lists, mailboxes, polls, utc_now

from .imap_kit import CAPABILITIES, Server, by_password, seconds_of, serving, settings

Watch = Callable[..., Watcher]


@pytest.fixture
def watch(spool: Spool, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(imap_watcher, "FIRST_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(imap_watcher, "ACT_EVERY_SECONDS", 0.1)
    started: list[Watcher] = []

    def start(server: Server, **further: object) -> Watcher:
        watcher = Watcher(settings(server, **further), by_password(), spool, utc_now)
        started.append(watcher)
        watcher.start()
        return watcher

    yield start
    for watcher in started:
        watcher.stop()


def kept(spool: Spool) -> int:
    return sum(lists.counts(spool).values())


def test_a_mail_is_taken_as_soon_as_the_server_tells_of_it(watch: Watch, spool: Spool) -> None:
    with serving() as server:
        watch(server)
        eventually(lambda: any("IDLE" in line for line in server.said))
        server.tell(f"* {server.add(raw_mail('one'))} EXISTS")
        eventually(lambda: kept(spool) == 1, 2)


@pytest.mark.parametrize("further", [{"idle": False}, {}])
def test_where_nobody_tells_it_is_looked_again_and_again(watch: Watch, spool: Spool, further: dict[str, object]) -> None:
    with serving(Server(capabilities=CAPABILITIES if further else CAPABILITIES.replace("IDLE ", ""))) as server:
        watch(server, poll_seconds=1, **further)
        eventually(lambda: any("SEARCH" in line for line in server.said))
        server.add(raw_mail("one"))
        eventually(lambda: kept(spool) == 1, 3)
        assert not any("IDLE" in line for line in server.said)


def test_several_folders_are_watched_and_the_first_is_the_one_that_idles(watch: Watch, spool: Spool) -> None:
    with serving() as server:
        server.mails["Leads"] = []
        server.add(raw_mail("lead"), "Leads")
        watch(server, folders=["INBOX", "Leads"], poll_seconds=1)
        eventually(lambda: any("IDLE" in line for line in server.said))
        server.add(raw_mail("second"), "Leads")
        server.tell(f"* {server.add(raw_mail('inbox'))} EXISTS")
        eventually(lambda: kept(spool) == 3, 4)
        idling = [number for number, line in enumerate(server.said) if line.endswith("IDLE")]
        selected = [line for line in server.said[:idling[0]] if "EXAMINE" in line]
        assert "INBOX" in selected[-1]
        assert len(server.said) < 200, "no circle of selecting"


def test_a_missing_folder_does_not_hold_up_the_others_and_is_told_once(
    watch: Watch, spool: Spool, caplog: pytest.LogCaptureFixture
) -> None:
    with serving() as server:
        server.add(raw_mail("one"))
        watch(server, folders=["Gone", "INBOX"], poll_seconds=1)
        eventually(lambda: kept(spool) == 1)
        time.sleep(1.5)
        assert caplog.text.count("there is no folder 'Gone'; there are: INBOX") == 1
        assert len(server.said) < 100
        server.mails["Gone"] = []
        server.add(raw_mail("two"), "Gone")
        eventually(lambda: kept(spool) == 2, 4)


def test_a_lost_connection_is_made_again(watch: Watch, spool: Spool, caplog: pytest.LogCaptureFixture) -> None:
    with serving() as server:
        watch(server)
        for number in range(1, 4):
            eventually(lambda: bool(server._links) and any("IDLE" in line for line in server.said))
            server.add(raw_mail(f"mail {number}"))
            server.said.clear()
            server.hang_up()
            eventually(lambda count=number: kept(spool) == count)     # type: ignore[misc]
        assert "mailbox=sales the connection was lost while waiting for mail" in caplog.text


def test_a_refused_login_is_one_alarm_and_a_long_pause(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    with serving(Server(login_says="[AUTHENTICATIONFAILED] no")) as server:
        watcher = watch(server)
        eventually(lambda: server.logins == 1)
        time.sleep(0.5)
        assert server.logins == 1
        (told,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
        assert told.levelno == logging.ERROR
        assert "mend user and password_file of this mailbox; again in 900 s" in told.getMessage()
        assert seconds_of(watcher.stop) < 1


def test_a_server_that_asks_to_slow_down_is_left_alone_for_long(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    with serving(Server(login_says="[LIMIT] too many connections")) as server:
        watch(server)
        eventually(lambda: server.logins == 1)
        time.sleep(0.5)
        assert server.logins == 1


def test_a_throttled_fetch_is_no_mails_fault_and_is_not_asked_for_one_by_one(
    watch: Watch, spool: Spool, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_watcher, "LONGEST_WAIT_SECONDS", 0.1)
    with serving() as server:
        for number in range(10):
            server.add(raw_mail(f"mail {number}"))
        server.fetch_says = "[LIMIT] UID FETCH Rate limit hit."
        watcher = watch(server)
        eventually(lambda: watcher._throttled >= 3)
        fetches = sum("BODY.PEEK[]" in line for line in server.said)
        assert fetches == server.logins, "one a connection"
        assert "the server asks to slow down while fetching mails" in caplog.text
        server.fetch_says = ""
        eventually(lambda: kept(spool) == 10)
        eventually(lambda: watcher._throttled == 0)
        assert not mailboxes.missed(spool, watcher._folders[0].place, server.uid_validity)


def test_waits_grow_and_end_with_the_first_good_look(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    with serving(Server(refuses={"UID SEARCH": "[SERVERBUG] no"})) as server:
        watcher = watch(server)
        eventually(lambda: watcher._failures >= 3)
        server.refuses.clear()
        eventually(lambda: watcher._failures == 0)


def test_a_settled_mail_is_moved_while_the_server_idles(watch: Watch, spool: Spool) -> None:
    with serving() as server:
        server.add(raw_mail("one"))
        watch(server, after={"done": "move Done"})
        eventually(lambda: kept(spool) == 1)
        spool.settle(spool.claim("worker-a")[0], ItemState.DONE, "so")
        eventually(lambda: [mail.uid for mail in server.mails.get("Done", [])] == [1], 3)


def test_the_bridges_mail_to_itself_is_deleted_where_anything_may_be_changed(watch: Watch, spool: Spool) -> None:
    with serving() as server:
        for subject in ("a canary", "a newsletter"):
            server.add(raw_mail(subject))
        watch(server, after={"done": "move Done"})
        eventually(lambda: kept(spool) == 2)
        canary, newsletter = spool.claim("worker-a", 2)
        spool.settle(newsletter, ItemState.SKIPPED, "a newsletter")
        spool.settle(canary, ItemState.SKIPPED, "canary")
        eventually(lambda: [mail.uid for mail in server.mails["INBOX"]] == [2], 3)


def test_how_looks_end_is_kept_for_all_nodes(watch: Watch, spool: Spool) -> None:
    with serving() as server:
        watch(server)
        eventually(lambda: "sales" in polls.last(spool) and polls.last(spool)["sales"].good_at is not None)
        assert polls.last(spool)["sales"].trouble == ""


def test_a_refused_login_is_kept_as_one(watch: Watch, spool: Spool) -> None:
    with serving(Server(login_says="[AUTHENTICATIONFAILED] no")) as server:
        watch(server)
        eventually(lambda: "sales" in polls.last(spool))
        assert polls.last(spool)["sales"].is_refused
        assert "refused" in polls.last(spool)["sales"].trouble


def test_a_missing_folder_is_no_good_look(watch: Watch, spool: Spool) -> None:
    with serving() as server:
        watch(server, folder="Nowhere")
        eventually(lambda: "sales" in polls.last(spool))
        poll = polls.last(spool)["sales"]
        assert (poll.good_at, poll.is_refused) == (None, False)
        assert "Nowhere" in poll.trouble


def test_a_refused_move_is_told_once_and_mail_is_taken_on(
    watch: Watch, spool: Spool, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(Server(refuses={"UID MOVE": "full"})) as server:
        server.add(raw_mail("one"))
        watch(server, after={"done": "move Done"})
        eventually(lambda: kept(spool) == 1)
        spool.settle(spool.claim("worker-a")[0], ItemState.DONE, "so")
        eventually(lambda: "moving mails to Done" in caplog.text)
        server.tell(f"* {server.add(raw_mail('two'))} EXISTS")
        eventually(lambda: kept(spool) == 2)
        assert caplog.text.count("moving mails to Done") == 1
        server.refuses.clear()
        server.tell(f"* {server.add(raw_mail('three'))} EXISTS")
        eventually(lambda: [mail.uid for mail in server.mails["Done"]] == [1])


def test_a_spool_without_room_loses_nothing(watch: Watch, spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise SpoolTrouble("no room")

    with serving() as server:
        server.add(raw_mail("one"))
        with monkeypatch.context() as patch:
            patch.setattr(acceptance, "keep", full)
            watcher = watch(server)
            eventually(lambda: watcher._failures >= 2)
        eventually(lambda: kept(spool) == 1)


def test_a_fault_of_ours_is_logged_and_the_thread_lives(
    watch: Watch, spool: Spool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(imap_watcher, "LONGEST_WAIT_SECONDS", 0.05)
    with serving() as server:
        server.add(raw_mail("one"))
        with monkeypatch.context() as patch:
            patch.setattr(mailboxes, "cursor", lambda *_: 1 / 0)
            watch(server)
            eventually(lambda: "a fault in mailbridge" in caplog.text)
        eventually(lambda: kept(spool) == 1)


@pytest.mark.parametrize("silent", [False, True])
def test_a_stop_is_quick_in_idle_also_on_a_dead_link(watch: Watch, silent: bool) -> None:
    with serving() as server:
        watcher = watch(server)
        eventually(lambda: any("IDLE" in line for line in server.said))
        server.silent = silent
        assert seconds_of(watcher.stop) < 2
        assert not watcher._thread.is_alive()


def test_a_stop_is_quick_while_a_server_does_not_answer(watch: Watch) -> None:
    with serving(Server(before_done=lambda word, server: time.sleep(30) or "" if word == "SEARCH" else "")) as server:
        watcher = watch(server)
        eventually(lambda: any("SEARCH" in line for line in server.said))
        assert seconds_of(watcher.stop) < 2
        assert not watcher._thread.is_alive()
