"""Taking new mails and telling the mailbox, from a scripted server into a real spool."""

from __future__ import annotations

import logging

import pytest
from spool.kit import raw_mail

from mailbridge.intake import imap_actions, imap_folder
from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_folder import Folder
from mailbridge.intake.imap_troubles import MailboxTrouble, Refused
from mailbridge.plan import ItemState
from mailbridge.spool import Spool, lists, mailboxes, utc_now
from mailbridge.spool.rows import ItemId

from .imap_kit import Server, connect, serving, settings


class Mailbox:
    """A watched folder of a scripted server."""

    def __init__(self, server: Server, spool: Spool, **further: object) -> None:
        self.server, self.spool = server, spool
        self.settings = settings(server, **further)
        self.connection: Connection = connect(server, **further)
        self.folder = Folder(self.settings, "INBOX", spool, utc_now, lambda: False)

    def take(self) -> None:
        self.folder.take(self.connection)

    def again(self) -> None:
        """On a new connection, however the last one ended."""
        self.connection = connect(self.server)
        self.take()

    def tell(self) -> None:
        self.folder.open(self.connection)
        imap_actions.carry_out(self.connection, self.spool, self.folder.place, self.folder.uid_validity,
                               self.settings.after)

    def subjects(self) -> list[str]:
        items = sorted(lists.summaries(self.spool, limit=1000), key=lambda item: item.id)   # as they were kept
        raws = (lists.original(self.spool, item.id) or b"" for item in items)
        return [raw.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode() for raw in raws]

    def settle(self, state: ItemState = ItemState.DONE) -> None:
        for item in self.spool.claim("worker-a", 100):
            self.spool.settle(item, state, "so")


def test_new_mails_are_taken_and_then_only_newer_ones(spool: Spool) -> None:
    with serving() as server:
        mailbox = Mailbox(server, spool)
        server.add(raw_mail("one"))
        server.add(raw_mail("two"))
        mailbox.take()
        server.add(raw_mail("three"))
        mailbox.take()
        assert mailbox.subjects() == ["one", "two", "three"]
        assert sum("BODY.PEEK" in line for line in server.said) == 2
        assert not any("STORE" in line or "BODY[" in line for line in server.said)


def test_nothing_old_is_taken_at_first_and_the_log_says_how_to(spool: Spool, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with serving() as server:
        server.add(raw_mail("old"))
        mailbox = Mailbox(server, spool, since=None)
        mailbox.take()
        assert "1 mails that were there before are left alone (to take them too, set since: 2026-01-01" in caplog.text
        server.add(raw_mail("new"))
        mailbox.take()
        assert mailbox.subjects() == ["new"]


def test_of_old_mails_only_those_since_a_day_are_taken(spool: Spool) -> None:
    with serving() as server:
        server.add(raw_mail("ancient"), came="31-Dec-2025 12:00:00 +0000")
        server.add(raw_mail("old"), came=" 1-Jan-2026 00:00:00 +0000")
        mailbox = Mailbox(server, spool, since="2026-01-01")
        server.add(raw_mail("moved in later"), came="01-Jan-2020 12:00:00 +0000")
        mailbox.take()
        server.add(raw_mail("moved in now"), came="01-Jan-2020 12:00:00 +0000")
        mailbox.take()
        assert mailbox.subjects() == ["old", "moved in now"]


def test_a_mail_that_comes_while_others_are_fetched_is_taken_too(spool: Spool) -> None:
    def arrives(word: str, server: Server) -> str:
        if word != "FETCH" or server.next_uid > 3:
            return ""
        return f"* {server.add(raw_mail(f'mail {server.next_uid}'))} EXISTS\r\n"

    with serving(Server(before_done=arrives)) as server:
        server.add(raw_mail("mail 1"))
        mailbox = Mailbox(server, spool)
        mailbox.take()
        assert mailbox.subjects() == ["mail 1", "mail 2", "mail 3"]


def test_a_folder_made_anew_is_read_again_and_doubles_nothing(spool: Spool) -> None:
    with serving() as server:
        for name in ("one", "two"):
            server.add(raw_mail(name))
        mailbox = Mailbox(server, spool)
        mailbox.take()
        server.uid_validity, server.next_uid = 8, 1
        server.mails["INBOX"] = []
        for name in ("two", "one", "three"):
            server.add(raw_mail(name))
        mailbox.again()
        assert mailbox.subjects() == ["one", "two", "three"]


def test_a_mail_that_is_not_handed_over_is_asked_for_again_and_holds_up_nobody(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_folder, "FIRST_RETRY_SECONDS", 0.0)
    with serving(Server(nil={1})) as server:
        for name in ("one", "two"):
            server.add(raw_mail(name))
        mailbox = Mailbox(server, spool)
        mailbox.take()
        assert mailbox.subjects() == ["two"]
        mailbox.take()
        server.nil.clear()
        mailbox.take()
        assert mailbox.subjects() == ["two", "one"]


def test_a_mail_that_is_gone_before_it_could_be_fetched_is_forgotten(spool: Spool) -> None:
    def vanishes(word: str, server: Server) -> str:
        if word == "SEARCH" and server.mails["INBOX"] and server.mails["INBOX"][0].uid == 1:
            server.mails["INBOX"].pop(0)
        return ""

    with serving(Server(before_done=vanishes)) as server:
        for name in ("one", "two"):
            server.add(raw_mail(name))
        mailbox = Mailbox(server, spool)
        mailbox.take()
        assert mailbox.subjects() == ["two"]
        assert mailboxes.missed(spool, mailbox.folder.place, 7) == ()


def test_a_damaged_mail_that_the_server_refuses_does_not_hide_the_others(spool: Spool) -> None:
    with serving(Server(broken={2})) as server:
        for name in ("one", "two", "three"):
            server.add(raw_mail(name))
        mailbox = Mailbox(server, spool)
        mailbox.take()
        assert mailbox.subjects() == ["one", "three"]
        assert mailboxes.missed(spool, mailbox.folder.place, 7) == (2,)


def test_a_mail_that_ends_every_connection_is_left_out_in_the_end(spool: Spool) -> None:
    with serving(Server(deadly={10})) as server:
        for number in range(1, 21):
            server.add(raw_mail(f"mail {number}"))
        mailbox = Mailbox(server, spool)
        losses = 0
        while "mail 20" not in mailbox.subjects():
            try:
                mailbox.again()
            except MailboxTrouble:
                losses += 1
            assert losses < 10
        assert len(mailbox.subjects()) == 19
        assert mailboxes.missed(spool, mailbox.folder.place, 7) == (10,)


def test_a_mail_whose_size_is_not_told_is_not_passed_over_when_the_connection_ends(spool: Spool) -> None:
    with serving(Server(unlisted={1}, deadly={3})) as server:
        for subject in ("one", "two", "three"):
            server.add(raw_mail(subject), size=2_000_000 if subject == "three" else None)
        mailbox = Mailbox(server, spool, big_bytes=1_000_000)
        with pytest.raises(MailboxTrouble):
            mailbox.take()
        assert mailboxes.missed(spool, mailbox.folder.place, 7) == (1,)
        server.unlisted.clear()
        server.deadly.clear()
        mailbox.again()
        assert sorted(mailbox.subjects()) == ["one", "three", "two"]
        assert mailboxes.missed(spool, mailbox.folder.place, 7) == ()


def test_large_mails_are_fetched_one_by_one_and_too_large_ones_without_their_body(spool: Spool) -> None:
    with serving() as server:
        for name, size in (("a", 10), ("b", 10), ("big", 2000), ("c", 10), ("huge", 40_000_000)):
            server.add(raw_mail(name), size=size)
        mailbox = Mailbox(server, spool, big_bytes=1024, after={"done": "delete"})
        mailbox.take()
        fetched = [line.split(" ")[3:] for line in server.said if "BODY.PEEK" in line]
        assert [(words[0], "HEADER" in words[1]) for words in fetched] == [
            ("1,2", False), ("3", False), ("4", False), ("5", True)]
        assert b"body not imported, 40 MB" in (lists.original(spool, ItemId(5)) or b"")
        mailbox.settle()
        mailbox.tell()
        assert [mail.uid for mail in server.mails["INBOX"]] == [5], "what was not kept whole is not deleted"


# --- what comes after

def test_each_end_has_its_own_action(spool: Spool) -> None:
    with serving() as server:
        mailbox = Mailbox(server, spool, after={"done": "move Done", "skipped": "flag \\Seen", "failed": "delete"})
        for state in (ItemState.DONE, ItemState.SKIPPED, ItemState.FAILED, ItemState.REVIEW):
            server.add(raw_mail(state.value))
            mailbox.take()
            mailbox.settle(state)
        mailbox.tell()
        assert [mail.uid for mail in server.mails["Done"]] == [1]
        assert [(mail.uid, mail.flags) for mail in server.mails["INBOX"]] == [(2, {"\\Seen"}), (4, set())]


def test_a_mail_is_touched_only_once_its_end_is_kept(spool: Spool) -> None:
    with serving() as server:
        server.add(raw_mail("one"))
        mailbox = Mailbox(server, spool, after={"done": "move Done"})
        mailbox.take()
        mailbox.tell()
        assert len(server.mails["INBOX"]) == 1
        mailbox.settle()
        mailbox.tell()
        assert server.mails["INBOX"] == []


def test_a_failed_mail_that_was_left_is_moved_when_a_retry_brings_it_through(spool: Spool) -> None:
    with serving() as server:
        server.add(raw_mail("one"))
        mailbox = Mailbox(server, spool, after={"done": "move Done"})
        mailbox.take()
        mailbox.settle(ItemState.FAILED)
        mailbox.tell()
        spool.change(lambda connection: connection.exec_driver_sql("update items set state = 'done'"))
        mailbox.tell()
        assert [mail.uid for mail in server.mails["Done"]] == [1]


@pytest.mark.parametrize("takes_away", ["all", "one"])
def test_a_mail_that_somebody_took_away_is_no_trouble(spool: Spool, takes_away: str) -> None:
    with serving() as server:
        for name in ("one", "two"):
            server.add(raw_mail(name))
        mailbox = Mailbox(server, spool, after={"done": "flag bridged"})
        mailbox.take()
        mailbox.settle()
        del server.mails["INBOX"][:2 if takes_away == "all" else 1]
        mailbox.tell()
        assert all(mail.flags == {"bridged"} for mail in server.mails["INBOX"])
        assert not imap_actions.due(spool, mailbox.folder.place, 7, mailbox.settings.after)


def test_a_server_that_refuses_is_told_and_the_mail_stays_due(spool: Spool) -> None:
    with serving(Server(refuses={"UID MOVE": "[OVERQUOTA] full"})) as server:
        server.add(raw_mail("one"))
        mailbox = Mailbox(server, spool, after={"done": "move Done"})
        mailbox.take()
        mailbox.settle()
        with pytest.raises(Refused, match=r"moving mails to Done: .*full"):
            mailbox.tell()
        assert imap_actions.due(spool, mailbox.folder.place, 7, mailbox.settings.after)


def test_by_default_a_mailbox_is_only_looked_at(spool: Spool) -> None:
    with serving() as server:
        server.add(raw_mail("one"))
        mailbox = Mailbox(server, spool)
        mailbox.take()
        mailbox.settle()
        mailbox.tell()
        changing = ("STORE", "MOVE", "COPY", "EXPUNGE", "CREATE", "SELECT")
        assert not [line for line in server.said if any(word in line for word in changing)]
        assert not imap_actions.due(spool, mailbox.folder.place, 7, mailbox.settings.after)
