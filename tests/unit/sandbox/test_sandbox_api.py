"""What a POST to api.php does, by the vendor's page."""

from __future__ import annotations

import http.client
import re
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sandbox_client import Client

from mailbridge.sandbox import DEFAULT_LOGIN, Login, Sandbox

PERSON = {
    "name": "Jane Doe - ACME Ltd", "phone": "1", "fax": "2", "mobile": "3", "email": "jane@acme.test",
    "address": "Main St 1\nBack door", "city": "Springfield", "state": "OR", "zip": "97477", "title": "Buyer",
    "country": "USA", "url": "http://acme.test/?a=1&b=<2>"}
PROSPECT = {**PERSON, "probability": "0.25", "value": "5000", "moreinfo": "Likes\n\"tea\" & cake"}
EVENT = {"year": "2026", "month": "05", "day": "8", "title": "Opera", "location": "Hall", "description": "Bring\ntickets"}
MESSAGE = {"title": "Hello", "body": "Dear Jane,\n\n  see you.\nÄ€😀"}


def values(xml: str, name: str) -> list[str]:
    return re.findall(f"<{name}>(.*?)</{name}>", xml.partition("]>")[2], re.S)


@pytest.mark.parametrize(("word", "kind", "fields"), [
    ("lead", "lead", PROSPECT), ("opportunity", "opportunity", PROSPECT), ("customer", "customer", PROSPECT),
    ("archive", "archive", PROSPECT), ("person", "person", PERSON), ("people", "person", PERSON),
    ("event", "event", EVENT), ("message", "message", MESSAGE)])
def test_every_kind_is_kept_with_every_field(sandbox: Sandbox, client: Client, word: str, kind: str,
                                             fields: dict[str, str]) -> None:
    assert client.api(create=word, **fields).body == b"Success"
    [record] = sandbox.records(kind)
    printed = {"probability": "0.2500", "value": "5000.0000", "month": "5"}
    assert {name: record[name] for name in fields} == fields | {n: printed[n] for n in printed if n in fields}
    assert record["creator"] == DEFAULT_LOGIN.name


def test_values_come_back_escaped(client: Client) -> None:
    client.api(create="lead", **PROSPECT)
    xml = client.api(get="lead", search="acme").text
    assert values(xml, "url") == ["http://acme.test/?a=1&amp;b=&lt;2&gt;"]
    assert values(xml, "moreinfo") == ['Likes\n"tea" &amp; cake']
    assert values(xml, "probability") + values(xml, "value") == ["0.2500", "5000.0000"]


def test_posting_twice_makes_two_records(sandbox: Sandbox, client: Client) -> None:
    client.api(create="message", **MESSAGE)
    client.api(create="message", **MESSAGE)
    assert sandbox.count("message") == sandbox.count() == 2


@pytest.mark.parametrize(("fields", "text"), [
    ({"create": "lead", "name": "x", "probability": "25"}, "Error: probability must be between 0 and 1"),
    ({"create": "lead", "name": "x", "probability": "NaN"}, "Error: probability must be a number"),
    ({"create": "lead", "name": "x", "value": "5,000"}, "Error: value must be a number"),
    ({"create": "lead", "name": "x", "value": "1e999999"}, "Error: value must be a number"),
    ({"create": "lead", "email": "a@b.test"}, "Error: name is required"),
    ({"create": "person", "name": "x", "moreinfo": "y"}, "Error: a person has no field 'moreinfo'"),
    ({"create": "person", "name": "x", "category": "y"}, "Error: a person has no field 'category'"),
    ({"create": "message", "body": "x"}, "Error: title is required"),
    ({"create": "message", "title": "x", "emailedto": "y"}, "Error: emailedto can be read but not set"),
    ({"create": "event", "title": "x"}, "Error: year, month and day are required"),
    ({"create": "event", "title": "x", "year": "2026", "month": "2", "day": "30"},
     "Error: year, month and day must be a real date"),
    ({"create": "event", "title": "x", "year": "2026", "month": "May", "day": "3"},
     "Error: year, month and day must be numbers"),
    ({"create": "task"},
     "Error: cannot create 'task'; there are lead, opportunity, customer, archive, person, event, message, people"),
    ({"get": "person", "search": "x"},
     "Error: cannot get 'person'; there are lead, opportunity, customer, archive, people, event, message"),
    ({"get": "lead"}, "Error: search is required"),
    ({}, "Error: nothing to do: post create or get"),
])
def test_what_cannot_be_done_is_an_error_text_with_200(sandbox: Sandbox, client: Client, fields: dict[str, str],
                                                       text: str) -> None:
    answer = client.api(**fields)
    assert (answer.status, answer.text) == (200, text)
    assert sandbox.count() == 0


@pytest.mark.parametrize("login", [{"login_password": "wrong"}, {"login_email": "x@example.com"}, {"login_email": ""}])
def test_a_wrong_login_keeps_nothing(sandbox: Sandbox, client: Client, login: dict[str, str]) -> None:
    assert client.api(create="message", **MESSAGE, **login).text == "Error: invalid login"
    assert sandbox.count() == 0


def test_the_creator_is_whoever_signed_in_and_can_be_searched(start: Callable[..., Sandbox]) -> None:
    sandbox = start(logins=[DEFAULT_LOGIN, Login("ben@example.com", "p:w", "Ben Smith")])
    client = Client(sandbox)
    client.api(create="message", **MESSAGE)
    client.api(create="message", **MESSAGE, login_email="Ben@Example.com", login_password="p:w")
    assert values(client.api(get="message", search="ben smith").text, "creator") == ["Ben Smith"]


@pytest.mark.parametrize("search", ["JANE@acme", "springfield", "ACME LTD", "cake"])
def test_a_contact_is_found_by_any_part_of_its_text_in_any_case(client: Client, search: str) -> None:
    client.api(create="lead", **PROSPECT)
    assert values(client.api(get="lead", search=search).text, "name") == [PERSON["name"]]
    assert values(client.api(get="customer", search=search).text, "name") == []


def test_a_stricter_sandbox_does_not_search_moreinfo(start: Callable[..., Sandbox]) -> None:
    client = Client(start(search_moreinfo=False))
    client.api(create="lead", **PROSPECT)
    assert values(client.api(get="lead", search="cake").text, "name") == []
    assert values(client.api(get="lead", search="jane").text, "name") == [PERSON["name"]]


@pytest.mark.parametrize(("kind", "fields", "searches"), [
    ("event", EVENT, ["opera", "hall", "TICKETS"]), ("message", MESSAGE, ["hello", "see you.\nä€", "mail bridge"])])
def test_events_and_messages_are_found_by_their_text(client: Client, kind: str, fields: dict[str, str],
                                                     searches: list[str]) -> None:
    client.api(create=kind, **fields)
    for search in searches:
        assert values(client.api(get=kind, search=search).text, "title") == [fields["title"]]
    assert values(client.api(get=kind, search="2026").text, "title") == []


def test_an_empty_search_finds_everything_of_a_kind(client: Client) -> None:
    client.api(create="message", title="one")
    client.api(create="message", title="two")
    assert values(client.api(get="message", search="").text, "title") == ["one", "two"]


def test_dates_are_those_of_the_sandboxs_zone_and_read_like_the_pages(start: Callable[..., Sandbox]) -> None:
    client = Client(start(now=lambda: datetime(2026, 5, 21, 23, 30, tzinfo=UTC), zone=ZoneInfo("Europe/Berlin")))
    client.api(create="message", **MESSAGE)
    assert values(client.api(get="message", search="hello").text, "update") == ["May 22nd"]
    for day in (1, 3, 11, 12, 13, 23, 30):
        client.api(create="event", **(EVENT | {"day": str(day)}))
    dates = values(client.api(get="event", search="opera").text, "date")
    assert dates[::2] == ["May 1st", "May 3rd", "May 11th", "May 12th", "May 13th", "May 23rd", "May 30th"]
    assert dates[1::2] == dates[::2]


def test_newer_fields_are_kept_when_asked_for(start: Callable[..., Sandbox]) -> None:
    sandbox = start(newer_fields=True)
    assert Client(sandbox).api(create="person", **PERSON, category="A\nB", notes="n").text == "Success"
    assert sandbox.records()[0]["category"] == "A\nB"


def test_a_multipart_form_is_read_too(sandbox: Sandbox, client: Client) -> None:
    fields = {"login_email": DEFAULT_LOGIN.email, "login_password": DEFAULT_LOGIN.password, "create": "message",
              "title": "Ä title", "body": "two\r\nlines"}
    body = "".join(f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                   for name, value in fields.items()) + "--cut--\r\n"
    answer = client.request("POST", "/api.php", body.encode(), **{"Content-Type": "multipart/form-data; boundary=cut"})
    assert answer.text == "Success"
    assert [(r["title"], r["body"]) for r in sandbox.records()] == [("Ä title", "two\r\nlines")]


def test_records_survive_a_restart_on_the_same_address(start: Callable[..., Sandbox]) -> None:
    sandbox = start()
    url = sandbox.url
    Client(sandbox).api(create="message", **MESSAGE)
    sandbox.stop()
    assert sandbox.count() == 1
    sandbox.start()
    assert sandbox.url == url
    assert values(Client(sandbox).api(get="message", search="hello").text, "title") == ["Hello"]


def test_records_can_be_counted_with_plain_sql_and_no_password_is_in_the_file(
        sandbox: Sandbox, client: Client, data: Path) -> None:
    client.api(create="message", **MESSAGE)
    client.api(create="person", **PERSON)
    sandbox.stop()
    with closing(sqlite3.connect(data)) as db:
        assert db.execute("SELECT count(*) FROM records WHERE kind = 'message' AND body LIKE '%Jane%'").fetchone() == (1,)
        assert db.execute("SELECT name, email FROM records WHERE kind = 'person'").fetchone() == (
            PERSON["name"], PERSON["email"])
    assert DEFAULT_LOGIN.password.encode() not in data.read_bytes()


def test_a_connection_is_kept_for_many_requests(client: Client) -> None:
    connection = http.client.HTTPConnection(client.host, timeout=5)
    connection.connect()
    first = connection.sock
    for _ in range(3):
        connection.request("POST", "/api.php", "create=lead")
        assert connection.getresponse().read() == b"Error: invalid login"
    assert connection.sock is first
    connection.close()


@pytest.mark.parametrize(("headers", "status"), [
    ({"Content-Length": "x"}, 411), ({"Content-Length": "99999999999"}, 413), ({"Transfer-Encoding": "chunked"}, 411)])
def test_a_body_of_unknown_or_absurd_length_is_refused(client: Client, headers: dict[str, str], status: int) -> None:
    assert client.request("POST", "/api.php", **headers).status == status


@pytest.mark.parametrize(("content_type", "body"), [
    ("multipart/form-data", b"--x\r\n"), ("multipart/form-data; boundary=x", b"\xff\x00--x--"),
    ("application/json", b"{}"), ("", b"%zz=%f&&&=;"), ("multipart/form-data; boundary=", b"--\r\n\r\n\r\n----")])
def test_a_form_that_is_none_is_an_invalid_login(client: Client, content_type: str, body: bytes) -> None:
    answer = client.request("POST", "/api.php", body, **{"Content-Type": content_type})
    assert (answer.status, answer.text) == (200, "Error: invalid login")


def test_any_character_is_kept_and_found(sandbox: Sandbox, client: Client) -> None:
    body = "nul \x00 bell \x07 sep \x1f \U0001f600 \ufffe end"
    assert client.api(create="message", title="odd", body=body).text == "Success"
    assert sandbox.records()[0]["body"] == body
    assert "odd" in client.api(get="message", search="\x00 bell").text


def test_many_clients_at_once_lose_nothing(sandbox: Sandbox, client: Client) -> None:
    def post(number: int) -> str:
        return client.api(create="message", title=f"number {number}").text

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(post, range(200))) == {"Success"}
    assert {record["title"] for record in sandbox.records()} == {f"number {number}" for number in range(200)}


def test_a_search_sees_what_somebody_else_did_to_the_file(sandbox: Sandbox, client: Client, data: Path) -> None:
    client.api(create="message", title="one")
    client.api(create="message", title="two")
    assert values(client.api(get="message", search="").text, "title") == ["one", "two"]
    with closing(sqlite3.connect(data, isolation_level=None)) as db:
        db.execute("DELETE FROM records WHERE title = 'one'")
    assert values(client.api(get="message", search="").text, "title") == ["two"]


def test_stopping_ends_idle_connections_at_once(sandbox: Sandbox, client: Client) -> None:
    connection = http.client.HTTPConnection(client.host, timeout=5)
    connection.request("GET", "/faults")
    connection.getresponse().read()
    begun = time.monotonic()
    sandbox.stop()
    assert time.monotonic() - begun < 2
    connection.close()
