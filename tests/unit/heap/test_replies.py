from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbridge.heap.dates import inferred_date
from mailbridge.heap.outcomes import Created, LoginRefused, NotSent, Refused, Unknown
from mailbridge.heap.replies import Unreadable, read_create, read_records, redirected
from mailbridge.records import GET_FIELDS, Kind, Record

from . import samples

NOW = datetime(2026, 5, 8, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("status", "headers", "body", "outcome"), [
    (200, {}, b"Success", Created),
    (200, {}, b" \r\n Success\n\t ", Created),
    (200, {}, b"\xef\xbb\xbfSuccess", Created),
    (200, {"content-type": "text/html; charset=utf-16"}, "Success".encode("utf-16"), Created),
    (200, {"content-type": "text/html; charset=klingon"}, b"Success", Created),
    (200, {}, b"success", Unknown),
    (200, {}, b"Succ", Unknown),
    (200, {}, b"Success\nSuccess", Unknown),
    (200, {}, b"Notice: undefined index in api.php on line 3\nSuccess", Unknown),
    (200, {}, b"<html><body>Success</body></html>", Unknown),
    (200, {}, b"<!DOCTYPE html><title>Sign in</title>", Unknown),
    (200, {}, b"Please wait <html>", Unknown),
    (200, {}, b"<br />\n<b>Fatal error</b>: Uncaught", Unknown),
    (200, {}, b"PHP Fatal error: Uncaught exception", Unknown),
    (200, {}, samples.LEAD.encode(), Unknown),
    (200, {}, b"", Unknown),
    (200, {}, b" \n ", Unknown),
    (200, {}, b"\x81\x8d\x8f", Unknown),
    (200, {}, b"\x00\x01\x02 data", Unknown),
    (200, {"content-encoding": "gzip"}, b"Success", Unknown),
    (200, {}, b"x" * (1024 * 1024 + 1), Unknown),
    (200, {}, b"Error: name is missing", Refused),
    (200, {}, "Ungültig".encode("latin-1"), Refused),
    (201, {}, b"Success", Unknown),
    (204, {}, b"", Unknown),
    (206, {}, b"Success", Unknown),
    (302, {"location": "https://elsewhere.example/login?x=secret"}, b"Success", NotSent),
    (307, {}, b"", NotSent),
    (400, {}, b"Bad request", Refused),
    (401, {}, b"who are you", LoginRefused),
    (403, {}, b"<html>blocked", Refused),
    (404, {}, b"", NotSent),
    (408, {}, b"", Unknown),
    (413, {}, b"", Refused),
    (429, {}, b"", NotSent),
    (500, {}, b"Success", Unknown),
    (502, {}, b"", Unknown),
    (503, {}, b"", Unknown),
    (503, {"retry-after": "120"}, b"", NotSent),
    (504, {}, b"", Unknown),
])
def test_only_a_whole_success_with_200_is_success(
    status: int, headers: dict[str, str], body: bytes, outcome: type,
) -> None:
    assert type(read_create(status, headers, body)) is outcome


def test_an_error_text_is_shown_verbatim_and_shortened() -> None:
    assert read_create(200, {}, b"Error: <name> & more") == Refused("Error: <name> & more")
    long = read_create(200, {}, b"no \x1b[31m " + b"x" * 5000)
    assert isinstance(long, Unknown)
    assert "\x1b" not in long.reason
    refused = read_create(200, {}, b"no\n" + b"x" * 5000)
    assert isinstance(refused, Refused)
    assert refused.text.startswith("no xxx")
    assert len(refused.text) == 301


@pytest.mark.parametrize(("given_", "seconds"), [
    ("120", 120.0), ("0", 0.0), ("999999999999", 86400.0), ("Fri, 08 May 2026 12:01:00 GMT", 60.0),
    ("Fri, 08 May 2020 12:01:00 GMT", 0.0), ("soon", None), ("-5", None), ("", None), ("1.5", None), ("²", None),
])
def test_retry_after_is_honoured_in_both_forms(given_: str, seconds: float | None) -> None:
    outcome = read_create(429, {"retry-after": given_}, b"", NOW)
    assert isinstance(outcome, NotSent)
    assert outcome.retry_after_seconds == seconds


def test_a_redirect_is_told_without_its_path() -> None:
    told = redirected({"location": "https://elsewhere.example/login?session=1"})
    assert "https://elsewhere.example" in told
    assert "session" not in told
    assert redirected({"location": "http://[bad"})


@given(st.integers(100, 599), st.binary(max_size=200), st.sampled_from(["", "text/xml; charset=utf-8", "charset=utf-16"]))
def test_no_reply_is_taken_for_success_by_accident(status: int, body: bytes, content_type: str) -> None:
    outcome = read_create(status, {"content-type": content_type}, body)
    assert not isinstance(outcome, Created)
    assert isinstance(read_records(Kind.LEAD, status, {"content-type": content_type}, body), Unreadable)


# --- records ---------------------------------------------------------------------------------------------------------

def read(kind: Kind, body: bytes | str, content_type: str = "") -> tuple[Record, ...]:
    records = read_records(kind, 200, {"content-type": content_type}, body.encode() if isinstance(body, str) else body)
    assert not isinstance(records, Unreadable), records
    return records


def unreadable(kind: Kind, body: bytes | str, status: int = 200, **headers: str) -> Unreadable:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    records = read_records(kind, status, named, body.encode() if isinstance(body, str) else body)
    assert isinstance(records, Unreadable), records
    return records


def lead(**fields: str) -> str:
    return "<lead>" + "".join(f"<{name}>{value}</{name}>\n" for name, value in fields.items()) + "</lead>"


def test_the_pages_lead_is_read_although_its_doctype_is_not_well_formed() -> None:
    record, = read(Kind.LEAD, samples.LEAD)
    assert record["name"] == "Josh Taylor - IBM"
    assert (record.person_name, record.company) == ("Josh Taylor", "IBM")
    assert record["email"] == "josh.taylor@ibm.com"
    assert record["probability"] == "0.2500"
    assert record["update"] == "May 25th"
    assert tuple(name for name, _ in record.fields) == GET_FIELDS[Kind.LEAD]


def test_the_pages_two_people_are_read_against_their_own_dtd() -> None:
    jeff, laura = read(Kind.PERSON, samples.PEOPLE)
    assert (jeff["email"], laura["email"]) == ("jeff@bigfish.com", "laura@bigfish.com")
    assert jeff["address"] == "123 Main ST"
    assert jeff["mobile"] == "111-111-0000"


def test_the_pages_events_keep_their_doubled_date_as_a_list() -> None:
    opera, proposal = read(Kind.EVENT, samples.EVENTS)
    assert opera.dates == ("May 8th", "May 8th")
    assert opera["title"] == "Opera with Josh at 06:15 PM to 10:30 PM"
    assert proposal["complete"] == "1"
    assert proposal["association"] == "Josh Taylor - IBM"


def test_the_pages_message_is_read() -> None:
    message, = read(Kind.MESSAGE, samples.MESSAGE)
    assert (message["title"], message["creator"], message["update"]) == ("Requirement Files", "Ben Smith", "May 8th")


@pytest.mark.parametrize(("kind", "sample"), [
    (Kind.LEAD, samples.LEAD), (Kind.PERSON, samples.PEOPLE), (Kind.EVENT, samples.EVENTS), (Kind.MESSAGE, samples.MESSAGE),
])
def test_a_sample_cut_anywhere_is_unreadable_and_never_nobody(kind: Kind, sample: str) -> None:
    whole = sample.rindex("</result>") + len("</result>")
    for length in range(whole):
        unreadable(kind, sample[:length])
    assert read(kind, sample[:whole]) == read(kind, sample.replace("\n", "\r\n")) == read(kind, sample)


@pytest.mark.parametrize("doctype", [
    "", "<!DOCTYPE result>", '<!DOCTYPE result SYSTEM "http://elsewhere.example/x.dtd">', "<!doctype result [\n<!ELEMENT result (lead)>\n]>",
    "<!DOCTYPE result [ <!ELEMENT a (b)> <!-- > --> ] >",
])
def test_a_doctype_is_cut_whatever_it_holds(doctype: str) -> None:
    record, = read(Kind.LEAD, f"<?xml version='1.0'?>\n{doctype}<result>{lead(name='Jane')}</result>")
    assert record["name"] == "Jane"


@pytest.mark.parametrize(("written", "value"), [
    ("Tom & Jerry <AT&T>", "Tom & Jerry <AT&T>"),
    ("5 < 6 & x", "5 < 6 & x"),
    ("Tom &amp; J&uuml;rgen&#39;s&nbsp;&#x26; &lt;b&gt; &bogus;", "Tom & Jürgen's\xa0& <b> &bogus;"),
    ("http://a.test/?a=1&copy=2", "http://a.test/?a=1&copy=2"),
    ("<![CDATA[</name> & <city> &amp;]]> Ltd", "</name> & <city> &amp; Ltd"),
    ("see <city> and </zip> here", "see <city> and </zip> here"),
    ("a\x00b\x1b[31mc", "ab[31mc"),
    ("<b>Jane</b><br/>", "<b>Jane</b><br/>"),
])
def test_a_value_is_taken_exactly(written: str, value: str) -> None:
    record, = read(Kind.LEAD, f"<result>{lead(name=written, email='j@example.com')}</result>")
    assert record["name"] == value
    assert record["email"] == "j@example.com"


@pytest.mark.parametrize(("content_type", "declared", "charset"), [
    ("", "", "utf-8"), ("", "", "latin-1"), ("text/xml; charset=ISO-8859-1", "", "latin-1"), ("text/xml; charset=utf-8", "", "latin-1"),
    ("text/xml", ' encoding="ISO-8859-1"', "latin-1"), ("", ' encoding="windows-1250"', "cp1250"), ("text/xml", "", "cp1252"),
    ("text/xml;charset=klingon", "", "utf-8"), ("text/xml; charset=idna", "", "utf-8"), ('text/xml; charset="utf-16"', "", "utf-16"),
])
def test_the_character_set_is_found(content_type: str, declared: str, charset: str) -> None:
    text = f'<?xml version="1.0"{declared}?><result>{lead(name="Jürgen")}</result>'
    record, = read(Kind.LEAD, text.encode(charset), content_type)
    assert record["name"] == "Jürgen"


def test_a_warning_of_php_in_front_does_no_harm() -> None:
    warning = "<br />\n<b>Warning</b>:  mysql_fetch() expects [2] in <b>/www/api.php</b> on line <b>7</b><br />\n"
    assert read(Kind.LEAD, warning + samples.LEAD) == read(Kind.LEAD, samples.LEAD)


def test_a_missing_end_tag_costs_no_later_field() -> None:
    record, = read(Kind.LEAD, samples.LEAD.replace("<fax></fax>", "<fax>123"))
    assert record["fax"] == "123"
    assert record["email"] == "josh.taylor@ibm.com"
    assert record["moreinfo"] == ""


def test_tags_in_capitals_with_attributes_empty_and_unknown_are_tolerated() -> None:
    record, = read(Kind.LEAD, '<RESULT><Lead id="7"><NAME lang="de">Jane</NAME><fax/><owner>Ben</owner></LEAD></RESULT>')
    assert (record["name"], record["fax"], record["zip"]) == ("Jane", "", "")


def test_people_may_also_come_as_people() -> None:
    record, = read(Kind.PERSON, "<result><people><name>Jane</name></people></result>")
    assert record["name"] == "Jane"


@pytest.mark.parametrize("body", ["<result/>", "<result></result>", "<?xml version='1.0'?><result>\n </result>\n"])
def test_an_empty_result_is_nobody(body: str) -> None:
    assert read(Kind.LEAD, body) == ()


@pytest.mark.parametrize("body", [
    "", " \n", "Success", "Error: wrong login", "<html><body>Sign in</body></html>", "<?xml version='1.0'?>", "<results></results>",
    "<result>nothing</result>", "<result><person><name>x</name></person></result>", "<result><lead><name>x</name></result>",
    "<result><lead><name><![CDATA[x</name></lead></result>", "</result>", "<!DOCTYPE result [<result></result>",
    '<!DOCTYPE r [<!ENTITY a "b">]><result></result>', '<!DOCTYPE r [<!entity % a "b">]><result/>',
])
def test_a_reply_that_cannot_be_trusted_is_unreadable_and_never_nobody(body: str) -> None:
    assert unreadable(Kind.LEAD, body).reason.startswith("Heap's reply ")


def test_an_error_text_is_kept_apart_from_other_rubbish() -> None:
    assert unreadable(Kind.LEAD, "Error: wrong login").refusal == "Error: wrong login"
    assert unreadable(Kind.LEAD, "<html>Sign in</html>").refusal == ""
    assert unreadable(Kind.LEAD, "x", status=401).refusal


@pytest.mark.parametrize("status", [204, 302, 404, 429, 500, 503])
def test_a_list_with_another_status_is_unreadable(status: int) -> None:
    unreadable(Kind.LEAD, samples.LEAD, status)


def test_size_number_and_packing_are_bounded() -> None:
    unreadable(Kind.LEAD, b"<result>" + b" " * 1024 * 1024 + b"</result>")
    unreadable(Kind.LEAD, "<result>" + "<lead></lead>" * 1001 + "</result>")
    unreadable(Kind.LEAD, samples.LEAD, content_encoding="gzip")
    assert len(read(Kind.LEAD, "<result>" + "<lead></lead>" * 1000 + "</result>")) == 1000


@pytest.mark.parametrize("body", [
    "<!DOCTYPE a [" * 20000, "<result>" + "<![CDATA[" * 100000 + "</result>", "<result><lead>" + "<fax>" * 80000 + "</lead></result>",
    "<result>" * 120000, "</result>" * 110000, '<lead a="1" ' * 80000, "<result" + " " * 1000000, "<result><lead><fax>" + "&#" * 500000,
    "<result><lead>" + "<fax><![CDATA[]]>" * 40000 + "</lead></result>", "<" * 1000000, "<?xml " * 150000, "charset=" * 100000,
])
def test_a_hostile_reply_takes_linear_time(body: str) -> None:
    started = time.process_time()
    read_records(Kind.LEAD, 200, {"content-type": body[:5000]}, body.encode())
    read_create(200, {}, body.encode())
    assert time.process_time() - started < 3


@pytest.mark.parametrize(("told", "today", "day"), [
    ("May 8th", date(2026, 5, 10), date(2026, 5, 8)), ("April 19th", date(2026, 1, 2), date(2026, 4, 19)),
    ("December 30th", date(2026, 1, 2), date(2025, 12, 30)), ("January 1st", date(2026, 12, 30), date(2027, 1, 1)),
    ("February 29th", date(2026, 3, 1), date(2028, 2, 29)), ("May 8th, 2009", date(2026, 5, 10), date(2009, 5, 8)),
    ("Jun. 3", date(2026, 6, 1), date(2026, 6, 3)),
    ("February 30th", date(2026, 3, 1), None), ("", date(2026, 3, 1), None), ("yesterday", date(2026, 3, 1), None),
])
def test_a_date_without_a_year_is_inferred_as_the_nearest(told: str, today: date, day: date | None) -> None:
    assert inferred_date(told, today) == day
