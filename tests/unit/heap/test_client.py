from __future__ import annotations

import gzip
import io
import logging
import socket
import ssl
import subprocess
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbridge.errors import AdminError
from mailbridge.heap.client import HeapClient, Login
from mailbridge.heap.outcomes import (
    Created,
    HeapRefusedLogin,
    HeapUnreachable,
    HeapUnreadable,
    LoginRefused,
    NotSent,
    Refused,
    Unknown,
)
from mailbridge.heap.pace import Pace
from mailbridge.heap.transport import Patience
from mailbridge.heap.wire import write_of
from mailbridge.records import Kind

from . import samples
from .servers import Answer, ScriptedServer, drip, reply, serving, silence

LOGIN = Login("bridge@example.com", "hunter2&=ü")
QUICK = Patience(connect_seconds=0.5, whole_seconds=0.4)
LEAD = write_of(Kind.LEAD, {"name": "Jane Doe - ACME Ltd", "email": "jane@acme.test"})
SUCCESS = reply("Success")


def client_for(url: str, **more: object) -> HeapClient:
    return HeapClient(url, LOGIN, patience=QUICK, pace=Pace(creates_per_second=1000), sleep=lambda _: None, **more)  # type: ignore[arg-type]


def outcome_of(*answers: Answer) -> tuple[object, ScriptedServer]:
    with serving(*answers) as server:
        return client_for(server.url).create(LEAD, "mb1"), server


def test_a_create_sends_what_the_page_describes() -> None:
    outcome, server = outcome_of(SUCCESS)
    assert outcome == Created()
    assert server.requests == [{
        "login_email": "bridge@example.com", "login_password": "hunter2&=ü", "create": "lead",
        "name": "Jane Doe - ACME Ltd", "email": "jane@acme.test", "moreinfo": "Ref mb1",
    }]
    assert server.heads[0].startswith("POST /api.php HTTP/1.1\r\n")
    assert "Accept-Encoding: identity" in server.heads[0]
    assert "Content-Type: application/x-www-form-urlencoded" in server.heads[0]


def test_people_are_sent_as_person_and_read_as_people() -> None:
    with serving(SUCCESS, reply(samples.PEOPLE)) as server:
        client = client_for(server.url)
        assert client.create_record(Kind.PERSON, {"name": "Jane"}) == Created()
        assert len(client.get(Kind.PERSON, "bigfish.com")) == 2
    assert server.requests[0]["create"] == "person"
    assert (server.requests[1]["get"], server.requests[1]["search"]) == ("people", "bigfish.com")


def test_a_wrong_record_is_refused_before_anything_is_sent() -> None:
    with serving(SUCCESS) as server:
        outcome = client_for(server.url).create_record(Kind.LEAD, {"name": "J", "probability": "25"})
    assert isinstance(outcome, Refused)
    assert "0.25" in outcome.text
    assert server.requests == []


def test_one_connection_is_kept_alive_for_following_calls() -> None:
    with serving(SUCCESS) as server:
        client = client_for(server.url)
        assert [client.create(LEAD) for _ in range(5)] == [Created()] * 5
        assert server.connections == 1


@pytest.mark.parametrize("answer", [
    silence, reply(""), reply("<html>Sign in</html>"), reply("Success", "500 Internal Server Error"), reply("Success and more"),
    b"HTTP/1.1 200 OK\r\nContent-Length: 700\r\n\r\nSuccess", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nSuccess\r\n",
    b"rubbish\r\n\r\n", reply("x" * 1_100_000), reply("Success", "200 OK", "Content-Encoding: gzip"),
], ids=["lost", "empty", "page", "500", "more", "short", "chunk-lost", "rubbish", "huge", "packed"])
def test_a_reply_that_proves_nothing_is_unknown_and_nothing_is_sent_again(answer: Answer) -> None:
    answers = [answer] if not isinstance(answer, bytes) else [lambda connection: connection.sendall(answer)]
    outcome, server = outcome_of(*answers)
    assert isinstance(outcome, Unknown), outcome
    assert len(server.requests) == 1


@pytest.mark.parametrize("answer", [
    drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 100),
    drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"Success" + b" " * 93),
    drip(b"HTTP/1.1 200 OK\r\n\r\nSuccess" + b" " * 1000, 0.02),
    drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 50, 0.01),
    lambda connection: time.sleep(3),
], ids=["header", "body", "endless-body", "continue", "silent"])
def test_a_slow_reply_ends_with_the_calls_time(answer: Answer) -> None:
    started = time.monotonic()
    outcome, server = outcome_of(answer)
    assert isinstance(outcome, Unknown)
    assert "0.4 seconds" in outcome.reason
    assert time.monotonic() - started < 2.8
    assert len(server.requests) == 1


def test_an_unpacked_bomb_stays_packed() -> None:
    packed = gzip.compress(b"\0" * 50_000_000)
    with serving(reply(packed, "200 OK", "Content-Encoding: gzip")) as server, pytest.raises(HeapUnreadable, match="compressed"):
        client_for(server.url).get(Kind.LEAD, "x")


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"])
def test_a_redirect_is_never_followed_but_reported(status: str) -> None:
    with serving(SUCCESS) as other:
        endless = reply(gzip.compress(b"x" * 100_000), status, f"Location: http://localhost:{other.port}/api.php?s=1", "Content-Encoding: gzip")
        outcome, server = outcome_of(endless)
        assert isinstance(outcome, NotSent)
        assert "redirects to http://localhost" in outcome.reason
        assert len(server.requests) == 1
        assert other.requests == []
        with serving(endless) as again, pytest.raises(HeapUnreadable, match="redirects"):
            client_for(again.url).get(Kind.LEAD, "x")
    assert other.requests == []


def test_a_rate_limit_is_not_applied_and_its_time_is_told() -> None:
    outcome, _ = outcome_of(reply("slow down", "429 Too Many Requests", "Retry-After: 7"))
    assert isinstance(outcome, NotSent)
    assert outcome.retry_after_seconds == 7


def test_nobody_listening_is_not_sent_after_a_few_tries() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    waits: list[float] = []
    client = HeapClient(f"http://127.0.0.1:{port}/api.php", LOGIN, patience=QUICK, sleep=waits.append)
    outcome = client.create(LEAD)
    assert isinstance(outcome, NotSent)
    assert "Connection refused" in outcome.reason
    assert len(waits) == 2
    with pytest.raises(HeapUnreachable):
        client.get(Kind.LEAD, "x")


def test_an_unknown_name_is_not_sent() -> None:
    outcome = client_for("https://nowhere.invalid/api.php").create(LEAD)
    assert isinstance(outcome, NotSent)
    assert "nowhere.invalid" in outcome.reason


def test_a_connection_that_does_not_come_about_is_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.create_connection(full.getsockname()), \
            socket.socket() as second:
        second.setblocking(False)
        second.connect_ex(full.getsockname())           # the queue is full now: further SYNs are dropped
        patience = Patience(connect_seconds=0.2, whole_seconds=1, no_more_tries_after_seconds=0.1)
        url = f"http://127.0.0.1:{full.getsockname()[1]}/api.php"
        outcome = HeapClient(url, LOGIN, patience=patience).create(LEAD)
    assert outcome == NotSent(f"{url[7:-8]} does not accept a connection within 0.2 seconds")


def test_a_kept_connection_that_was_closed_meanwhile_is_opened_anew() -> None:
    with serving(SUCCESS, lambda c: c.sendall(SUCCESS), SUCCESS) as server:
        client = client_for(server.url)
        for _ in range(3):
            assert client.create(LEAD) == Created()
            time.sleep(0.05)
        assert server.connections == 2


def test_several_threads_use_a_connection_each() -> None:
    with serving(SUCCESS) as server:
        client = client_for(server.url)
        outcomes: list[object] = []
        threads = [threading.Thread(target=lambda: outcomes.extend(client.create(LEAD) for _ in range(5))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes == [Created()] * 20
        assert server.connections == 4


# --- refusals and the login ------------------------------------------------------------------------------------------

def test_a_wrong_field_is_told_from_a_wrong_login_by_a_harmless_search() -> None:
    outcome, server = outcome_of(reply("Error: bad name"), reply("<result></result>"))
    assert outcome == Refused("Error: bad name")
    assert (server.requests[1]["get"], server.requests[1]["search"]) == ("people", "bridge@example.com")
    assert len(server.requests) == 2


def test_a_wrong_login_stops_the_account_and_not_the_mail() -> None:
    outcome, _ = outcome_of(reply("Error: who are you"))
    assert outcome == LoginRefused("Error: who are you")
    with serving(reply("Error: who are you")) as server, pytest.raises(HeapRefusedLogin, match="who are you"):
        client_for(server.url).get(Kind.LEAD, "x")


def test_a_refusal_without_a_readable_second_answer_blames_nobody() -> None:
    outcome, _ = outcome_of(reply("Error: bad name"), reply("<html>"))
    assert isinstance(outcome, NotSent)


def test_login_works_tells_yes_no_and_cannot_tell() -> None:
    for answer, works in ((reply("<result/>"), True), (reply("no"), False), (reply(""), None), (silence, None)):
        with serving(answer) as server:
            assert client_for(server.url).login_works() is works


@pytest.mark.parametrize("body", ["", "Success", "<html>", samples.LEAD[:-20]])
def test_a_list_that_cannot_be_read_is_an_error_and_never_nobody(body: str) -> None:
    with serving(reply(body)) as server, pytest.raises(HeapUnreadable):
        client_for(server.url).get(Kind.LEAD, "x")


@pytest.mark.parametrize("answer", [silence, reply("later", "429 Too Many", "Retry-After: 9"), reply("", "503 Busy", "Retry-After: 9")])
def test_a_list_that_does_not_come_is_an_error_and_never_nobody(answer: Answer) -> None:
    with serving(answer) as server, pytest.raises(HeapUnreachable):
        client_for(server.url).get(Kind.LEAD, "x")


def test_a_list_that_is_put_off_says_for_how_long() -> None:
    with serving(reply("", "429 Slow", "Retry-After: 9")) as server, pytest.raises(HeapUnreachable) as later:
        client_for(server.url).get(Kind.LEAD, "x")
    assert later.value.retry_after_seconds == 9


def test_a_lost_reply_is_told_in_words() -> None:
    outcome, server = outcome_of(silence)
    assert outcome == Unknown(f"the connection to 127.0.0.1:{server.port} failed: closed without a reply")
    outcome, server = outcome_of(lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nSuccess"))
    assert outcome == Unknown(f"the connection to 127.0.0.1:{server.port} failed: closed within the reply")


@pytest.mark.parametrize("search", ["", "  ", "\n", "\x00"])
def test_an_empty_search_is_never_sent(search: str) -> None:
    with serving(SUCCESS) as server, pytest.raises(ValueError, match="needs text"):
        client_for(server.url).get(Kind.LEAD, search)
    assert server.requests == []


# --- secrets and TLS -------------------------------------------------------------------------------------------------

def test_the_password_is_in_no_repr_log_or_traceback(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(silence) as server:
        client = client_for(server.url)
        outcome = client.create(LEAD)
        with pytest.raises(HeapUnreachable) as raised:
            client.get(Kind.LEAD, "x")
    text = io.StringIO()
    traceback.print_exception(raised.value, file=text)
    told = f"{client!r} {LOGIN!r} {outcome!r} {text.getvalue()} {caplog.text}"
    assert "hunter2" not in told
    assert raised.value.__context__ is None


def test_nothing_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password other\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    with serving(reply("Success", "200 OK", "Set-Cookie: PHPSESSID=1; Path=/")) as server:
        client = client_for(server.url)
        assert [client.create(LEAD), client.create(LEAD)] == [Created(), Created()]
        assert not any("Authorization" in head or "Cookie" in head for head in server.heads)


def test_plain_http_to_another_machine_needs_its_setting() -> None:
    with pytest.raises(AdminError, match="allow_insecure"):
        HeapClient("http://heap.example.com/api.php", LOGIN)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pem = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-keyout", pem, "-out",
         pem.with_name("cert.pem"), "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    pem.write_text(pem.read_text() + pem.with_name("cert.pem").read_text())
    return pem


@pytest.fixture
def tls(certificate: Path) -> Iterator[ssl.SSLContext]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    yield context


def test_an_unknown_certificate_is_refused_before_the_password_leaves(tls: ssl.SSLContext) -> None:
    with serving(SUCCESS, tls=tls) as server:
        outcome = client_for(server.url).create(LEAD)
        assert isinstance(outcome, NotSent)
        assert "self-signed certificate" in outcome.reason
        assert server.requests == []


def test_a_private_authority_can_be_named(tls: ssl.SSLContext, certificate: Path) -> None:
    with serving(SUCCESS, tls=tls) as server:
        client = client_for(server.url, ca_file=str(certificate.with_name("cert.pem")))
        assert [client.create(LEAD), client.create(LEAD)] == [Created(), Created()]
        assert server.connections == 1


def test_the_calls_time_ends_a_slow_reply_over_tls_too(tls: ssl.SSLContext, certificate: Path) -> None:
    started = time.monotonic()
    with serving(drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 100), tls=tls) as server:
        outcome = client_for(server.url, ca_file=str(certificate.with_name("cert.pem"))).create(LEAD)
    assert isinstance(outcome, Unknown)
    assert time.monotonic() - started < 2.8


def test_a_handshake_that_never_ends_is_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        patience = Patience(connect_seconds=5, whole_seconds=0.3, connect_tries=1)
        outcome = HeapClient(f"https://127.0.0.1:{mute.getsockname()[1]}/api.php", LOGIN, patience=patience).create(LEAD)
    assert isinstance(outcome, NotSent)
    assert "no connection to" in outcome.reason


# --- pace ------------------------------------------------------------------------------------------------------------

def test_creates_are_spaced_and_reads_are_not() -> None:
    now, waits = [100.0], []

    def sleep(seconds: float) -> None:
        waits.append(round(seconds, 3))
        now[0] += seconds

    pace = Pace(creates_per_second=5, clock=lambda: now[0], sleep=sleep)
    for create in (True, True, False, True):
        with pace.turn(create=create):
            pass
    assert waits == [0.2, 0.2]
    now[0] += 10
    with pace.turn(create=True):
        pass
    assert waits == [0.2, 0.2]


def test_two_requests_at_a_time_and_no_more() -> None:
    pace, inside, most = Pace(at_once=2), [], []

    def ask() -> None:
        with pace.turn(create=False):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.02)
            inside.pop()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 2
