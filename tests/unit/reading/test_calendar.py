"""Invitations as the usual calendars write them, and as broken programs do."""

from __future__ import annotations

import base64
import time

import pytest

from mailbridge.mail import Address, Invitation
from mailbridge.reading.calendar import calendar
from mailbridge.reading.mime.message import Message, Part


def part(text: str | bytes, content_type: str = "text/calendar", filename: str = "", charset: str = "utf-8",
         method: str = "") -> Part:
    body = text if isinstance(text, bytes) else text.encode()
    return Part(content_type, charset, "", filename, "", body, method)


def read(*parts: Part | str) -> tuple[Invitation, ...]:
    return calendar.invitations(Message((), tuple(part(p) if isinstance(p, str) else p for p in parts)))


def event(*lines: str, method: str = "REQUEST", zones: str = "") -> str:
    inside = "\r\n".join(lines)
    return (f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\n{zones}BEGIN:VEVENT\r\n{inside}\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n")


def only(*lines: str, method: str = "REQUEST", zones: str = "") -> Invitation:
    found = read(event(*lines, method=method, zones=zones))
    assert len(found) == 1
    return found[0]


def zone(tzid: str, standard: str, daylight: str) -> str:
    return (f"BEGIN:VTIMEZONE\r\nTZID:{tzid}\r\n"
            f"BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:{daylight}\r\nTZOFFSETTO:{standard}\r\n"
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
            f"BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:{standard}\r\nTZOFFSETTO:{daylight}\r\n"
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n")


def test_an_invitation_is_read_with_its_people_place_and_times() -> None:
    found = only(
        "UID:1@acme.test", "SEQUENCE:2", "SUMMARY:Kick-off\\, part one", "LOCATION:Room 1\\nBerlin",
        "DTSTART;TZID=Europe/Berlin:20260701T090000", "DTEND;TZID=Europe/Berlin:20260701T103000",
        "ORGANIZER;CN=\"Doe, Jane\":MAILTO:jane@acme.test",
        "ATTENDEE;CN=Ben;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ben@example.com",
        "ATTENDEE:mailto:crm@example.com", "DESCRIPTION:Agenda:\\n1. Who", "STATUS:CONFIRMED",
    )
    assert found == Invitation(
        method="REQUEST", uid="1@acme.test", sequence=2, summary="Kick-off, part one",
        start="2026-07-01T09:00:00+02:00", end="2026-07-01T10:30:00+02:00", all_day=False,
        location="Room 1\nBerlin", organizer=Address("Doe, Jane", "jane@acme.test"),
        attendees=(Address("Ben", "ben@example.com"), Address("", "crm@example.com")), recurrence="",
        description="Agenda:\n1. Who", status="CONFIRMED", zone="Europe/Berlin",
    )


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "REPLY", "COUNTER", "PUBLISH", "REFRESH", "ADD"])
def test_the_method_is_that_of_the_calendar_in_upper_case(method: str) -> None:
    assert only("UID:1", method=method.lower() + " ").method == method


def test_the_parts_own_method_counts_when_the_calendar_names_none() -> None:
    [found] = read(part("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR", method="cancel"))
    assert found.method == "CANCEL"


def test_a_reply_says_how_its_only_attendee_answered() -> None:
    found = only("UID:1", "STATUS:CONFIRMED", "ATTENDEE;PARTSTAT=DECLINED:mailto:jane@acme.test", method="REPLY")
    assert found.status == "DECLINED"


def test_all_day_events_have_bare_dates_and_no_zone() -> None:
    found = only("UID:1", "DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227")
    assert (found.start, found.end, found.all_day, found.zone) == ("2026-12-24", "2026-12-27", True, "")


def test_exchange_marks_all_day_events_by_a_property_of_its_own() -> None:
    found = only("DTSTART;TZID=W. Europe Standard Time:20261224T000000",
                 "DTEND;TZID=W. Europe Standard Time:20261225T000000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")
    assert (found.start, found.end, found.all_day) == ("2026-12-24", "2026-12-25", True)


def test_floating_times_have_no_offset() -> None:
    found = only("DTSTART:20260701T090000", "DTEND:20260701T100000")
    assert (found.start, found.zone) == ("2026-07-01T09:00:00", "")


def test_an_offset_in_a_time_is_kept_though_no_standard_allows_it() -> None:
    assert only("DTSTART:20260701T090000+0200").start == "2026-07-01T09:00:00+02:00"


@pytest.mark.parametrize(("duration", "end"), [
    ("PT1H30M", "2026-03-29T04:30:00+02:00"),       # over the night when clocks go forward: the clock shows an hour more
    ("P1D", "2026-03-30T01:00:00+02:00"),           # a day stays a day of the calendar
    ("P1W", "2026-04-05T01:00:00+02:00"),
    ("-PT15M", "2026-03-29T00:45:00+01:00"),
    ("P999999999999W", None), ("nonsense", None),
])
def test_a_duration_gives_the_end(duration: str, end: str | None) -> None:
    begin = "20260329T020000" if duration == "PT1H30M" else "20260329T010000"
    found = only(f"DTSTART;TZID=Europe/Berlin:{begin}", f"DURATION:{duration}")
    assert found.end == end


@pytest.mark.parametrize(("tzid", "start", "name"), [
    ("W. Europe Standard Time", "2026-07-01T09:00:00+02:00", "Europe/Berlin"),
    ("\"Pacific Standard Time\"", "2026-07-01T09:00:00-07:00", "America/Los_Angeles"),
    ("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", "2026-07-01T09:00:00-03:00",
     "America/Argentina/Buenos_Aires"),
    ("/mozilla.org/20070129_1/Europe/Paris", "2026-07-01T09:00:00+02:00", "Europe/Paris"),
    ("UTC", "2026-07-01T09:00:00+00:00", "UTC"),
    ("\"(UTC+05:30) Chennai, Kolkata\"", "2026-07-01T09:00:00+05:30", ""),
    ("GMT-3", "2026-07-01T09:00:00-03:00", ""),
    ("../../etc/passwd", "2026-07-01T09:00:00", ""),
    ("Customized Time Zone", "2026-07-01T09:00:00", ""),
])
def test_zone_names_of_the_iana_of_windows_and_of_others_are_known(tzid: str, start: str, name: str) -> None:
    found = only(f"DTSTART;TZID={tzid}:20260701T090000")
    assert (found.start, found.zone) == (start, name)


def test_an_unknown_zone_is_what_the_mail_defines() -> None:
    zones = zone("Customized Time Zone", "+0500", "+0600")
    summer = only("DTSTART;TZID=Customized Time Zone:20260701T090000", zones=zones)
    winter = only("DTSTART;TZID=Customized Time Zone:20261101T090000", zones=zones)
    assert (summer.start, winter.start) == ("2026-07-01T09:00:00+06:00", "2026-11-01T09:00:00+05:00")


def test_a_zone_of_one_mail_never_reaches_the_next() -> None:
    only("DTSTART;TZID=Mine:20260701T090000", zones=zone("Mine", "+0500", "+0500"))
    assert only("DTSTART;TZID=Mine:20260701T090000").start == "2026-07-01T09:00:00"
    other = only("DTSTART;TZID=Mine:20260701T090000", zones=zone("Mine", "+0900", "+0900"))
    assert other.start == "2026-07-01T09:00:00+09:00"


def test_a_lying_definition_of_a_known_zone_is_not_believed() -> None:
    lie = zone("Pacific Standard Time", "+1300", "+1300")
    assert only("DTSTART;TZID=Pacific Standard Time:20260701T090000", zones=lie).start == "2026-07-01T09:00:00-07:00"


def test_a_zone_rule_that_repeats_every_second_costs_nothing() -> None:
    hostile = zone("Mine", "+0100", "+0200").replace("FREQ=YEARLY", "FREQ=SECONDLY")
    begun = time.process_time()
    only("DTSTART;TZID=Mine:20260701T090000", zones=hostile)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(("rule", "words"), [
    ("FREQ=DAILY", "every day"),
    ("FREQ=DAILY;INTERVAL=1;COUNT=10", "every day 10 times"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20261231T225959Z",
     "every 2 weeks on Monday and Wednesday until 2026-12-31"),
    ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231T230000Z", "every week on Tuesday until 2027-01-01"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;WKST=MO", "every week on every working day (Monday to Friday)"),
    ("FREQ=MONTHLY;BYDAY=3WE", "every month on the third Wednesday"),
    ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
    ("FREQ=MONTHLY;BYMONTHDAY=1,15", "every month on day 1 and day 15"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day of the month"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last working day"),
    ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "every year in November on the fourth Thursday"),
    ("FREQ=YEARLY;UNTIL=20301231", "every year until 2030-12-31"),
    ("FREQ=FORTNIGHTLY", "repeats by a rule that cannot be read"),
])
def test_recurrence_is_said_in_words(rule: str, words: str) -> None:
    assert only("DTSTART;TZID=Europe/Berlin:20260701T090000", f"RRULE:{rule}").recurrence == words


def test_left_out_and_added_dates_are_named_and_long_lists_are_cut() -> None:
    some = only("DTSTART:20260701T090000Z", "RRULE:FREQ=DAILY", "EXDATE:20260702T090000Z,20260703T090000Z",
                "RDATE;VALUE=PERIOD:20260901T090000Z/PT1H")
    assert some.recurrence == "every day, also on 2026-09-01, except 2026-07-02 and 2026-07-03"
    many = only("DTSTART:20260701T090000Z", "RRULE:FREQ=DAILY", *(f"EXDATE:202607{day:02}T090000Z" for day in range(2, 20)))
    assert many.recurrence.endswith("2026-07-11 and 8 more")


def test_a_changed_occurrence_is_an_event_of_its_own() -> None:
    series = event("UID:1", "DTSTART:20260701T090000Z", "RRULE:FREQ=WEEKLY").replace(
        "END:VCALENDAR", "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20260708T090000Z\r\nDTSTART:20260708T140000Z\r\n"
        "END:VEVENT\r\nEND:VCALENDAR")
    assert [i.recurrence for i in read(series)] == ["every week", "only the occurrence of 2026-07-08T09:00:00+00:00"]


def test_an_invitation_that_comes_as_alternative_and_as_file_is_listed_once() -> None:
    text = event("UID:1", "SUMMARY:Twice")
    assert len(read(part(text), part(text, "application/ics", "invite.ics"))) == 1
    newer = event("UID:1", "SEQUENCE:1", "SUMMARY:Changed")
    assert len(read(part(text), part(newer))) == 2


@pytest.mark.parametrize("shown_as", [
    part(event("UID:1"), "application/ics", "invite.ics"), part(event("UID:1"), "application/octet-stream", "Termin.ICS"),
    part(event("UID:1"), "text/plain", "noname"), part(event("UID:1"), "application/octet-stream"),
    part(event("UID:1").encode("utf-16")), part(b"\xef\xbb\xbf" + event("UID:1").encode()),
    part(base64.encodebytes(event("UID:1").encode())),
])
def test_a_calendar_is_found_whatever_the_part_is_called(shown_as: Part) -> None:
    assert [i.uid for i in read(shown_as)] == ["1"]


def test_letters_are_right_though_the_charset_is_wrong() -> None:
    assert read(part(event("SUMMARY:Gespräch"), charset="us-ascii"))[0].summary == "Gespräch"
    assert read(part(event("SUMMARY:Gespräch").encode("latin-1"), charset="utf-8"))[0].summary == "Gespräch"
    assert read(part(event("SUMMARY:Встреча").encode("koi8-r"), charset="koi8-r"))[0].summary == "Встреча"


@pytest.mark.parametrize("broken", [
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Talk",
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Talk\nEND:VCALENDAR",
    "BEGIN:VEVENT\nUID:1\nSUMMARY:Talk\nEND:VEVENT\n",
    "\ufeff\n\nBEGIN:VCALENDAR\r\rBEGIN:VEVENT\rUID:1\rSUMMARY:Talk\rEND:VEVENT",
    "BEGIN:VCALENDAR\nX\n;;;\nBEGIN:VEVENT\nUID:1\nDTSTART:tomorrow\nSUMMARY:Talk\n:\nEND:VEVENT\nX\nEND:VCALENDAR",
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nUID:2\nSUMMARY:Beep\nEND:VALARM\nSUMMARY:Talk\nEND:VEVENT",
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID;;X=:1\nSUMMARY;LANGUAGE=\"en:Talk\nEND:VEVENT\nEND:VCALENDAR",
    "BEGIN:VCALENDAR\nEND:VEVENT\nEND:X\nBEGIN:VEVENT\nUID:1\nSUMMARY:Ta\n lk\nEND:VEVENT\nEND:VCALENDAR\nEND:VCALENDAR",
])
def test_what_can_be_read_of_a_broken_calendar_is_read(broken: str) -> None:
    [found] = read(broken)
    assert (found.uid, found.summary, found.start) == ("1", "Talk", None)


def test_lines_folded_without_their_space_are_joined() -> None:
    [found] = read("BEGIN:VEVENT\nSUMMARY:A long title that some gateway\nwrapped\nUID:1\nEND:VEVENT")
    assert (found.summary, found.uid) == ("A long title that some gatewaywrapped", "1")


def test_events_of_two_calendars_in_one_part_are_all_read() -> None:
    assert [i.uid for i in read(event("UID:1") + event("UID:2"))] == ["1", "2"]


@pytest.mark.parametrize("nothing", ["", "<html>BEGIN</html>", "BEGIN:VCALENDAR\nEND:VCALENDAR", "\0\0\0"])
def test_a_part_without_events_is_no_invitation(nothing: str) -> None:
    assert read(nothing) == ()


def test_people_without_a_mail_address_keep_their_name() -> None:
    found = only("ORGANIZER;CN=Jane:urn:uuid:42", "ATTENDEE;CN=Ben;EMAIL=ben@example.com:/principals/ben",
                 "ATTENDEE:Room 7")
    assert found.organizer == Address("Jane", "")
    assert found.attendees == (Address("Ben", "ben@example.com"), Address("Room 7", ""))


def test_the_html_description_stands_in_when_there_is_no_other() -> None:
    assert only("X-ALT-DESC;FMTTYPE=text/html:<p>Bring <b>cake</b></p>").description.split() == ["Bring", "cake"]


@pytest.mark.parametrize("flood", [
    "BEGIN:VEVENT\n" * 50_000, "BEGIN:VTIMEZONE\nBEGIN:STANDARD\n" * 20_000, "\n" * 500_000,
    "BEGIN:VEVENT\n" + "ATTENDEE:mailto:a@b.example\n" * 30_000, "BEGIN:VEVENT\nSUMMARY;" + "a=b;" * 200_000 + ":x",
    "BEGIN:VEVENT\nSUMMARY:x\n" + " y\n" * 200_000, "BEGIN:VEVENT\nDTSTART:20260101\nEXDATE:" + "20260101," * 50_000,
])
def test_a_flood_is_read_in_a_moment_and_cut(flood: str) -> None:
    begun = time.process_time()
    found = read(flood)
    assert time.process_time() - begun < 2
    assert len(found) <= 200
    assert all(len(i.attendees) <= 1_000 for i in found)
