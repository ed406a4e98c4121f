"""Mails of a mailbox as arrivals, folder names, and where to go on: the pure parts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from mailbridge import reading
from mailbridge.intake import imap_cursor, imap_mail, imap_names
from mailbridge.intake.imap_connection import Opened
from mailbridge.spool import identity
from mailbridge.spool.mailboxes import Cursor

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def arrival(raw: bytes, came_at: datetime | None = NOW, user: str = "sales@example.com"):  # type: ignore[no-untyped-def]
    return imap_mail.arrival(raw, came_at, mailbox="sales", user=user, now=NOW)


# --- arrivals

def test_the_recipient_is_what_the_delivering_server_noted() -> None:
    raw = (b"Return-Path: <jane@acme.test>\r\nX-Original-To: crm+task@example.com\r\nDelivered-To: <crm@example.com>\r\n"
           b"Received: from mx.example.com\r\nDelivered-To: forged@example.com\r\nSubject: x\r\n\r\nDelivered-To: no@example.com")
    assert arrival(raw).envelope.recipients == ("crm+task@example.com", "crm@example.com")


@pytest.mark.parametrize("raw", [
    b"Received: by mx\r\nEnvelope-To: forged@example.com\r\n\r\n",
    b"Delivered-To: not an address\r\n\r\n",
    b"Delivered-To: a b@example.com\r\n\r\n",
    b"Delivered-To: \x00@example.com\r\n\r\n",
    b"\r\nDelivered-To: body@example.com",
    b"",
])
def test_without_such_a_note_it_is_the_mailboxes_own_address(raw: bytes) -> None:
    assert arrival(raw).envelope.recipients == ("sales@example.com",)
    assert arrival(raw, user="sales").envelope.recipients == ()


def test_a_mail_came_when_the_server_says_but_never_in_the_future() -> None:
    east = timezone(timedelta(hours=9))
    assert arrival(b"", datetime(2026, 11, 25, 9, 0, tzinfo=east)).received_at == datetime(2026, 11, 25, tzinfo=UTC)
    assert arrival(b"", NOW + DAY).received_at == NOW
    assert arrival(b"", None).received_at == NOW


def test_the_same_mail_under_another_uid_is_the_same_arrival() -> None:
    one, two = arrival(b"Subject: x\r\n\r\ny", NOW - DAY), arrival(b"Subject: x\r\n\r\ny", NOW)
    assert one.envelope == two.envelope
    assert identity.key("same", one.envelope) == identity.key("same", two.envelope)


def test_a_mail_without_its_body_is_read_with_its_headers_and_says_what_is_missing() -> None:
    header = (b"From: Jane <jane@acme.test>\r\nSubject: Plans\r\n of the house\r\nContent-Type: multipart/mixed;\r\n"
              b"\tboundary=x\r\nContent-Transfer-Encoding: base64\r\nMessage-ID: <1@acme.test>\r\n\r\n")
    mail = reading.read(imap_mail.without_body(header, 31_200_000))
    assert mail.text.startswith("[body not imported, 31 MB]")
    assert (mail.sender.email, mail.subject, mail.message_id) == ("jane@acme.test", "Plans of the house", "1@acme.test")
    assert mail.attachments == ()


def test_a_header_that_was_cut_is_no_trouble() -> None:
    assert reading.read(imap_mail.without_body(b"Subject: a" + b"b" * 1000, 2_400_000)).text.startswith(
        "[body not imported, 2.4 MB]")


# --- names

@pytest.mark.parametrize("folder, delimiter, prefix, existing, expected", [
    ("inbox", ".", "INBOX.", ["INBOX"], "INBOX"),
    ("Sales/New", "/", "", ["INBOX", "Sales/New"], "Sales/New"),
    ("Sales/New", ".", "", ["INBOX"], "Sales.New"),
    ("Sales/New", ".", "INBOX.", ["INBOX"], "INBOX.Sales.New"),
    ("INBOX/New", ".", "INBOX.", ["INBOX"], "INBOX.New"),
    ("INBOX.New", ".", "INBOX.", ["INBOX", "INBOX.New"], "INBOX.New"),
    ("Shared/x", ".", "INBOX.", ["INBOX", "Shared.x"], "Shared.x"),
    ("Grün", "/", "", [], "Grün"),
])
def test_a_folder_has_the_servers_own_spelling(
    folder: str, delimiter: str, prefix: str, existing: list[str], expected: str
) -> None:
    assert imap_names.on_server(folder, delimiter, prefix, existing) == expected


# --- where to go on

OPENED = Opened(uid_validity=7, uid_next=101, mails=50)


def test_at_first_only_new_mail_is_taken() -> None:
    begun = imap_cursor.start(None, OPENED, None, NOW)
    assert begun.cursor == Cursor(7, 100, 101, NOW)
    assert "first look" in begun.why


@pytest.mark.parametrize("since, moment", [("all", imap_cursor.EVER), (date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC))])
def test_at_first_old_mail_is_taken_if_asked_for(since: imap_cursor.Since, moment: datetime) -> None:
    assert imap_cursor.start(None, OPENED, since, NOW).cursor == Cursor(7, 0, 101, moment)


def test_then_it_goes_on_after_what_was_seen_to() -> None:
    known = Cursor(7, 90, 50, NOW)
    for since in (None, date(2026, 12, 1)):
        assert imap_cursor.start(known, OPENED, since, NOW + DAY) == imap_cursor.Start(known)


@pytest.mark.parametrize("opened", [Opened(8, 101, 50), Opened(7, 60, 50)])
def test_a_folder_made_anew_is_looked_through_but_never_for_what_was_never_wanted(opened: Opened) -> None:
    known = Cursor(7, 90, 50, NOW)
    begun = imap_cursor.start(known, opened, None, NOW + DAY)
    assert begun.cursor == Cursor(opened.uid_validity, 0, opened.uid_next, NOW)
    assert not imap_cursor.is_wanted(begun.cursor, 3, NOW - DAY)
    assert imap_cursor.is_wanted(begun.cursor, 3, NOW + timedelta(hours=1))
    assert imap_cursor.is_wanted(begun.cursor, opened.uid_next, NOW - DAY), "it came afterwards"


def test_asking_for_older_mail_later_looks_further_back_once() -> None:
    known = Cursor(7, 100, 101, NOW)
    begun = imap_cursor.start(known, OPENED, date(2026, 1, 1), NOW)
    assert (begun.cursor.last_uid, begun.cursor.fresh_from) == (0, 101)
    assert imap_cursor.start(begun.cursor, OPENED, date(2026, 1, 1), NOW).why == ""


def test_servers_are_asked_for_a_day_more_and_for_all_without_a_day() -> None:
    assert imap_cursor.search_day(Cursor(7, 0, 1, datetime(2026, 1, 10, tzinfo=UTC))) == date(2026, 1, 8)
    assert imap_cursor.search_day(Cursor(7, 0, 1, imap_cursor.EVER)) is None
