"""Calendar parts -> invitations (RFC 5545, 5546).

Finds the parts, whatever they are called, and says what each event means. The line grammar is in `ics`, zones in
`zones`, the words for a recurrence in `recurrence`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from mailbridge.mail import NOBODY, Address, Invitation
from mailbridge.reading.calendar import ics, recurrence, zones
from mailbridge.reading.calendar.ics import Block, Calendar, Property
from mailbridge.reading.mime.message import Message, Part
from mailbridge.reading.text import html

MAX_BYTES = 1_048_576
MAX_ATTENDEES = 1_000
_TYPES = {"text/calendar", "application/ics", "application/calendar", "text/x-vcalendar", "application/x-ical"}
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?"
)
_MARK_IN_BASE64 = base64.b64encode(b"BEGIN:")


def invitations(message: Message) -> tuple[Invitation, ...]:
    """Every event of every calendar part, in order; one that a later part repeats (invite.ics) is listed once."""
    found: list[Invitation] = []
    seen: set[tuple[str, int, str]] = set()
    for part in message.parts:
        if not _is_calendar(part):
            continue
        calendar = ics.parse(_text(part))
        method = calendar.method or part.method.strip().upper()
        keys = [_identity(event) for event in calendar.events]
        found += [
            _invitation(event, calendar, method)
            for event, key in zip(calendar.events, keys, strict=True)
            if key not in seen
        ]
        seen.update(key for key in keys if key[0])
    return tuple(found[: ics.MAX_EVENTS])


def _is_calendar(part: Part) -> bool:
    if part.content_type in _TYPES or part.filename.lower().endswith((".ics", ".ical")):
        return True
    return part.start(200).lstrip(b"\xef\xbb\xbf \t\r\n").upper().startswith(b"BEGIN:VCALENDAR")


def _text(part: Part) -> str:
    """The part's letters with \\n line ends. Calendars are UTF-8 (RFC 5545 3.1.4), whatever a mail client declares."""
    body = part.body
    if len(body) > MAX_BYTES:           # cut between lines, so that no letter is cut in two
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    if body.lstrip().startswith(_MARK_IN_BASE64):
        body = _unwrapped(body)
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        letters = body.decode("utf-16", "replace")
    else:
        letters = _decoded(body, part.charset)
    return letters.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _decoded(body: bytes, charset: str) -> str:
    for name in ("utf-8-sig", charset):
        try:
            return body.decode(name)
        except (LookupError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def _unwrapped(body: bytes) -> bytes:
    """A calendar whose base64 was sent without saying so, or twice."""
    packed = b"".join(body.split())
    try:
        return base64.b64decode(packed[: len(packed) // 4 * 4])
    except binascii.Error:
        return body


def _identity(event: Block) -> tuple[str, int, str]:
    return event.text("UID"), _sequence(event), event.text("RECURRENCE-ID")


def _invitation(event: Block, calendar: Calendar, method: str) -> Invitation:
    start, zone = _moment(event.first("DTSTART"), calendar)
    end, _ = _moment(event.first("DTEND"), calendar)
    if end is None and start is not None:
        end = _after(start, event.text("DURATION"))
    attendees = event.all("ATTENDEE")[:MAX_ATTENDEES]
    start, end, all_day = _whole_days(event, start, end)
    organizer = event.first("ORGANIZER")
    answer = attendees[0].params.get("PARTSTAT", "") if method == "REPLY" and len(attendees) == 1 else ""
    return Invitation(
        method=method,
        uid=event.text("UID"),
        sequence=_sequence(event),
        summary=event.text("SUMMARY"),
        start=start.isoformat() if start else None,
        end=end.isoformat() if end else None,
        all_day=all_day,
        location=event.text("LOCATION"),
        organizer=_address(organizer) if organizer else NOBODY,
        attendees=tuple(_address(attendee) for attendee in attendees),
        recurrence=_recurrence(event, calendar, start),
        description=event.text("DESCRIPTION") or html.to_text(event.text("X-ALT-DESC")),
        status=(answer or event.text("STATUS")).upper(),
        zone="" if all_day else zone,
    )


def _whole_days(event: Block, start: date | None, end: date | None) -> tuple[date | None, date | None, bool]:
    """Exchange writes all-day events from midnight to midnight and says so in a property of its own."""
    flagged = event.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"
    if flagged and isinstance(start, datetime) and start.hour == start.minute == 0:
        return start.date(), end.date() if isinstance(end, datetime) else end, True
    return start, end, start is not None and not isinstance(start, datetime)


def _sequence(event: Block) -> int:
    digits = event.text("SEQUENCE")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0


def _address(who: Property) -> Address:
    """ORGANIZER or ATTENDEE: the display name from CN, the address from mailto: or, for urn: and paths, from EMAIL."""
    value = who.value.strip()
    scheme, colon, rest = value.partition(":")
    mailbox = rest.strip() if colon and scheme.strip().lower() == "mailto" else value
    mailbox = mailbox.partition("?")[0].strip("<>\"' ")
    if "@" not in mailbox or mailbox.lower().startswith(("urn:", "/", "http")):
        mailbox = who.params.get("EMAIL", "").strip()
    name = who.params.get("CN", "").strip("\"' ")
    return Address(name or ("" if mailbox else value), mailbox)


def _moment(value: Property | None, calendar: Calendar) -> tuple[date | None, str]:
    """A date, or a datetime in its zone, and the zone's IANA name."""
    if value is None:
        return None, ""
    moment = _read(value.value)
    if not isinstance(moment, datetime):
        return moment, ""
    if moment.tzinfo is not None:
        return moment, ""
    tzid = value.params.get("TZID", "")
    return zones.localize(moment, tzid, calendar.zones) if tzid else (moment, "")


def _read(value: str) -> date | None:
    """A DATE, DATE-TIME or the begin of a PERIOD, also written without seconds or with dashes; None when neither."""
    digits = value.partition("/")[0].strip().upper()
    kind = datetime if "T" in digits else date
    try:
        return kind.fromisoformat(digits)
    except ValueError:
        return None


def _after(start: date, duration: str) -> date | None:
    found = _DURATION.fullmatch(duration.strip().upper())
    if not found:
        return None
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    length = -length if found[1] == "-" else length
    try:
        return zones.shifted(start, length) if isinstance(start, datetime) else start + length
    except OverflowError:               # beyond year 9999
        return None


def _recurrence(event: Block, calendar: Calendar, start: date | None) -> str:
    single = event.first("RECURRENCE-ID")
    if single is not None:
        moment, _ = _moment(single, calendar)
        later = " and all later ones" if single.params.get("RANGE", "").upper() == "THISANDFUTURE" else ""
        return f"only the occurrence of {moment.isoformat() if moment else single.value.strip()}{later}"
    rule = event.text("RRULE")
    return recurrence.in_words(
        rule,
        until=_until(rule, start),
        excluded=[day for listed in event.all("EXDATE") for day in _days(listed)],
        added=[day for listed in event.all("RDATE") for day in _days(listed)],
    )


def _until(rule: str, start: date | None) -> str:
    """UNTIL as a date of the event's own zone: 20261231T230000Z is New Year's Day in Berlin."""
    written = next((part[6:] for part in rule.upper().split(";") if part.startswith("UNTIL=")), "")
    moment = _read(written) if written else None
    if isinstance(moment, datetime):
        if moment.tzinfo and isinstance(start, datetime) and start.tzinfo:
            with suppress(OverflowError):       # year 1 or 9999
                moment = moment.astimezone(start.tzinfo)
        moment = moment.date()
    return moment.isoformat() if moment else ""


def _days(listed: Property) -> Iterator[str]:
    for value in listed.value.split(",")[:500]:
        moment = _read(value)
        if moment is not None:
            yield (moment.date() if isinstance(moment, datetime) else moment).isoformat()
