"""Gmail, played by a scripted server: labels instead of folders, and every mail in All Mail too.

A real one cannot be had here; what it does is taken from developers.google.com/gmail/imap/imap-extensions.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from spool.kit import raw_mail

from mailbridge.intake import imap_actions, imap_check
from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_folder import Folder
from mailbridge.intake.imap_troubles import FolderMissing, Refused
from mailbridge.plan import ItemState
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.spool import Spool, lists, utc_now

from .imap_kit import CAPABILITIES, Kept, Server, by_password, serving, settings

ALL_MAIL = "[Gmail]/Alle Nachrichten"


@pytest.fixture
def gmail() -> Iterator[Server]:
    server = Server(capabilities=f"{CAPABILITIES} X-GM-EXT-1", mails={"INBOX": [], ALL_MAIL: [], "[Gmail]/Papierkorb": []},
                    uses={ALL_MAIL: "\\All", "[Gmail]/Papierkorb": "\\Trash"})
    with serving(server):
        yield server


def arrive(server: Server, *subjects: str) -> dict[str, Kept]:
    """Mails come into INBOX and All Mail; the one in All Mail of each."""
    for subject in subjects:
        labels = {"\\Inbox"}
        server.add(raw_mail(subject), labels=labels)
        server.add(raw_mail(subject), ALL_MAIL, labels=labels)
    return dict(zip(subjects, server.mails[ALL_MAIL], strict=True))


def drained(server: Server, spool: Spool, after: str, *folders: str) -> None:
    """All mails of the folders are taken, settled as done, and seen to."""
    chosen: ImapSettings = settings(server, folders=folders, after={"done": after})
    connection = Connection(chosen, by_password())
    watched = [Folder(chosen, name, spool, utc_now, lambda: False) for name in folders]
    for folder in watched:
        folder.take(connection)
    for item in spool.claim("worker-a", 100):
        spool.settle(item, ItemState.DONE, "so")
    for folder in watched:
        validity = folder.open(connection).uid_validity
        imap_actions.carry_out(connection, spool, folder.place, validity, chosen.after)
    connection.close()


def test_a_mail_that_lies_in_all_mail_too_is_one_item(gmail: Server, spool: Spool) -> None:
    arrive(gmail, "one", "two")
    drained(gmail, spool, "leave", "INBOX", "[Gmail]/All Mail")
    assert lists.counts(spool)[ItemState.DONE] == 2


@pytest.mark.parametrize(("after", "labels"), [
    ("label Bridge/Done", {"\\Inbox", "Bridge/Done"}), ("flag bridged", {"\\Inbox", "bridged"}),
    ("label Erledigt/Gr\u00fcn", {"\\Inbox", "Erledigt/Gr&APw-n"}), ("label \\Starred", {"\\Inbox", "\\Starred"}),
    ("delete", {"\\Inbox", "\\Trash"}),
])
def test_labels_take_the_place_of_keywords_and_of_deleting(
    gmail: Server, spool: Spool, after: str, labels: set[str]
) -> None:
    mails = arrive(gmail, "one")
    drained(gmail, spool, after, "INBOX")
    assert mails["one"].labels == labels
    assert not any("\\Deleted" in line or "FLAGS" in line for line in gmail.said), "that would only archive it"


def test_out_of_all_mail_nothing_is_moved_it_leaves_the_inbox_under_its_label(gmail: Server, spool: Spool) -> None:
    mails = arrive(gmail, "one")
    drained(gmail, spool, "move Done", "[Gmail]/All Mail")
    assert mails["one"].labels == {"Done"} and gmail.mails["INBOX"] == []
    assert not any("UID MOVE" in line for line in gmail.said)


def test_out_of_a_label_a_mail_is_moved_as_anywhere(gmail: Server, spool: Spool) -> None:
    arrive(gmail, "one", "two")
    drained(gmail, spool, "move Done", "INBOX")
    assert len(gmail.mails["Done"]) == 2 and gmail.mails["INBOX"] == []


def test_a_flag_stays_a_flag(gmail: Server, spool: Spool) -> None:
    arrive(gmail, "one")
    drained(gmail, spool, "flag \\Seen", "INBOX")
    assert gmail.mails["INBOX"][0].flags == {"\\Seen"}


def test_gmails_own_folders_have_english_names_whatever_the_accounts_language(gmail: Server) -> None:
    connection = Connection(settings(gmail), by_password())
    assert connection.name_of("[Gmail]/All Mail") == connection.name_of("[Google Mail]/all mail") == ALL_MAIL
    assert connection.name_of("[Gmail]/Trash") == "[Gmail]/Papierkorb"
    with pytest.raises(FolderMissing, match=r"Gmail's own is \[Gmail\]/All Mail here, whatever the account's language"):
        connection.open("All Mail", read_only=True)


def test_elsewhere_a_label_is_refused_with_what_to_do_and_check_tells_it(spool: Spool) -> None:
    with serving() as server:
        server.add(raw_mail("one"))
        with pytest.raises(Refused, match="only Gmail has labels; take `flag Done` or `move Done` for this server"):
            drained(server, spool, "label Done", "INBOX")
        chosen = settings(server, after={"done": "label Done"})
        with pytest.raises(Refused, match="`label Done` is for Gmail only"):
            list(imap_check.tried(chosen, by_password(), spool, utc_now))



def test_what_a_server_can_only_once_one_is_in_is_known(spool: Spool) -> None:
    with serving() as server:
        server.capabilities_in = f"{CAPABILITIES} X-GM-EXT-1"
        assert Connection(settings(server), by_password()).is_gmail()
