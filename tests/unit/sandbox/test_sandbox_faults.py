"""Every fault, as a client sees it, and the language in which faults are asked for."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from sandbox_client import Client

from mailbridge.sandbox import FAULTS, FaultSpecError, Sandbox
from mailbridge.sandbox.faults import Board, parse

MESSAGE = {"create": "message", "title": "Fish & Chips <b>", "body": "Ä"}
SEARCH = {"get": "message", "search": "fish"}


def until(met: Callable[[], bool], seconds: float = 3) -> bool:
    end = time.monotonic() + seconds
    while not met() and time.monotonic() < end:
        time.sleep(0.02)
    return met()


@pytest.mark.parametrize(("spec", "kept"), [("lost-reply", 1), ("drop", 0)])
def test_a_connection_is_closed_without_a_reply(sandbox: Sandbox, client: Client, spec: str, kept: int) -> None:
    sandbox.arm(spec)
    assert client.raw_bytes_until_closed(**MESSAGE) == b""
    assert sandbox.count() == kept


def test_a_late_record_appears_after_its_connection_was_lost(sandbox: Sandbox, client: Client) -> None:
    sandbox.arm("late=0.3")
    assert client.raw_bytes_until_closed(**MESSAGE) == b""
    assert sandbox.count() == 0
    assert until(lambda: sandbox.count() == 1)


def test_a_late_record_is_kept_at_once_when_the_sandbox_stops(sandbox: Sandbox, client: Client) -> None:
    sandbox.arm("late=600")
    client.raw_bytes_until_closed(**MESSAGE)
    sandbox.stop()
    assert sandbox.count() == 1


@pytest.mark.parametrize(("spec", "status", "body", "kept"), [
    ("error-500", 500, b"<html>", 0), ("error-500:kept", 500, b"<html>", 1), ("error-after-keep", 500, b"<html>", 1),
    ("html-page", 200, b"<!DOCTYPE html>", 0), ("html-page:kept", 200, b"<!DOCTYPE html>", 1),
    ("empty-body", 200, b"", 0), ("empty-body:kept", 200, b"", 1), ("error-text", 200, b"Error: ", 0),
    ("refused-login", 200, b"Error: invalid login", 0), ("rate-limit=7", 429, b"Too many", 0),
    ("redirect", 302, b"", 0), ("redirect=307", 307, b"", 0)])
def test_another_reply_comes_instead(sandbox: Sandbox, client: Client, spec: str, status: int, body: bytes,
                                     kept: int) -> None:
    sandbox.arm(spec)
    answer = client.api(**MESSAGE)
    assert answer.status == status
    assert answer.body.startswith(body) if body else answer.body == b""
    assert sandbox.count() == kept


def test_a_rate_limit_says_when_to_come_back(sandbox: Sandbox, client: Client) -> None:
    sandbox.arm("rate-limit=7")
    assert client.api(**SEARCH).headers["Retry-After"] == "7"


def test_whoever_follows_a_redirect_is_told_success_for_nothing(sandbox: Sandbox, client: Client) -> None:
    sandbox.arm("redirect")
    location = client.api(**MESSAGE).headers["Location"]
    assert location.startswith(sandbox.page_url)
    assert client.request("POST", "/moved/api.php", MESSAGE).text == "Success"
    assert sandbox.count() == 0
    assert client.request("GET", "/state.json").json["requests"][0]["outcome"].startswith("followed the redirect")


def test_a_slow_request_is_carried_out_after_its_delay(sandbox: Sandbox) -> None:
    sandbox.arm("slow=0.4:create")
    with pytest.raises(TimeoutError):
        Client(sandbox, timeout_seconds=0.1).api(**MESSAGE)
    assert sandbox.count() == 0
    assert until(lambda: sandbox.count() == 1)


def test_a_dripping_reply_comes_whole_but_slowly(sandbox: Sandbox, client: Client) -> None:
    sandbox.arm("slow-drip=0.4")
    begun = time.monotonic()
    assert client.api(**MESSAGE).text == "Success"
    assert time.monotonic() - begun > 0.3


def test_stopping_does_not_wait_for_slow_requests_to_have_slept(sandbox: Sandbox) -> None:
    sandbox.arm("slow=600")
    with pytest.raises(TimeoutError):
        Client(sandbox, timeout_seconds=0.1).api(**MESSAGE)
    begun = time.monotonic()
    sandbox.stop()
    assert time.monotonic() - begun < 3
    assert sandbox.count() == 1


def test_a_hidden_record_is_found_after_a_while(sandbox: Sandbox, client: Client) -> None:
    sandbox.arm("hidden=0.4")
    assert client.api(**MESSAGE).text == "Success"
    assert sandbox.count() == 1
    assert "<message>" not in client.api(**SEARCH).text
    assert until(lambda: "<message>" in client.api(**SEARCH).text)


def test_success_can_stand_in_white_space(sandbox: Sandbox, client: Client) -> None:
    sandbox.arm("padded-success")
    assert client.api(**MESSAGE).body == b"\n Success \n"
    assert sandbox.count() == 1


def test_xml_can_end_in_the_middle(sandbox: Sandbox, client: Client) -> None:
    client.api(**MESSAGE)
    whole = client.api(**SEARCH).text
    sandbox.arm("truncated-xml")
    part = client.api(**SEARCH).text
    assert whole.startswith(part)
    assert len(part) < len(whole)


def test_latin_1_comes_without_a_word_about_it(sandbox: Sandbox, client: Client) -> None:
    sandbox.arm("latin-1")
    client.api(**MESSAGE | {"body": "Ä €"})
    answer = client.api(**SEARCH)
    assert b"<body>\xc4 &#8364;</body>" in answer.body
    assert "charset" not in answer.headers["Content-Type"]


def test_values_can_come_unescaped(sandbox: Sandbox, client: Client) -> None:
    sandbox.arm("bare-ampersand")
    client.api(**MESSAGE)
    assert "<title>Fish & Chips <b></title>" in client.api(**SEARCH).text


@pytest.mark.parametrize("kind", ["lead", "people", "event", "message"])
def test_the_doctype_can_be_well_formed_or_absent(start: Callable[..., Sandbox], kind: str) -> None:
    sandbox = start(seed_samples=True)
    client = Client(sandbox)
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(client.api(get=kind, search="").text)
    sandbox.arm("doctype-valid")
    assert "<!ELEMENT result (" in client.api(get=kind, search="").text
    assert len(ElementTree.fromstring(client.api(get=kind, search="").text)) > 0
    sandbox.arm("doctype-none")
    assert "DOCTYPE" not in client.api(get=kind, search="").text


@pytest.mark.parametrize("kind", ["lead", "people", "event", "message"])
def test_a_reply_can_be_huge(sandbox: Sandbox, client: Client, kind: str) -> None:
    sandbox.arm("huge-reply")
    assert len(client.api(get=kind, search="x").body) > 2_000_000
    answer = client.api(**MESSAGE)
    assert len(answer.body) == 2_000_000
    assert answer.body.strip() == b"Success"
    sandbox.arm("huge-reply=0")
    assert len(client.api(**MESSAGE).body) > 1_000_000


def test_faults_add_up(sandbox: Sandbox, client: Client) -> None:
    for spec in ("hidden=60", "lost-reply", "slow=0.1"):
        sandbox.arm(spec)
    assert client.raw_bytes_until_closed(**MESSAGE) == b""
    assert sandbox.count() == 1
    assert "<message>" not in client.api(**SEARCH).text


def test_a_counted_fault_ends_by_itself(sandbox: Sandbox, client: Client) -> None:
    sandbox.arm("error-500:2:create:message")
    assert client.api(create="lead", name="other kind").status == 200
    assert client.api(**SEARCH).status == 200
    assert [client.api(**MESSAGE).status for _ in range(3)] == [500, 500, 200]


def test_the_log_names_the_fault(sandbox: Sandbox, client: Client) -> None:
    sandbox.arm("lost-reply")
    client.raw_bytes_until_closed(**MESSAGE)
    [line] = client.request("GET", "/state.json").json["requests"]
    assert (line["what"], line["kind"], line["outcome"], line["fault"]) == (
        "create", "message", "closed without a reply; kept", "lost-reply")


def test_chances_are_the_same_for_the_same_seed() -> None:
    def draws(seed: int) -> list[bool]:
        board = Board(seed)
        board.arm(["drop:30%"])
        return [bool(board.draw("get", "lead")) for _ in range(1000)]

    assert draws(1) == draws(1) != draws(2)
    assert 250 < sum(draws(1)) < 350


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_reads_back_as_it_was_written(name: str) -> None:
    for parts in ("", ":5", ":lead:12.5%", f":{FAULTS[name].whats[0]}:3"):
        spec = str(parse(name + parts))
        assert str(parse(spec)) == spec
        assert spec.startswith(name)


@pytest.mark.parametrize(("spec", "sentence"), [
    ("los-reply", "unknown fault 'los-reply'; did you mean lost-reply?"),
    ("Drop", "unknown fault 'Drop'; did you mean drop?"),
    ("", "unknown fault ''; there are lost-reply, drop, "),
    ("lost-reply=3", "lost-reply takes no amount: write lost-reply without '=3'"),
    ("slow=soon", "slow=soon: write a number of seconds up to 3600, such as slow=5"),
    ("slow=99999", "slow=99999: write a number of seconds up to 3600"),
    ("redirect=200", "redirect=200: write 301, 302, 303, 307 or 308"),
    ("lost-reply:get", "lost-reply happens to create only, never to get"),
    ("drop:kept", "drop cannot be combined with kept; error-500, html-page, empty-body, error-text can"),
    ("drop:0", "'0' is no part of a fault"), ("drop:101%", "'101%' is no part of a fault"),
    ("drop:task", "'task' is no part of a fault: write a count (3), a chance (10%), create, get, kept or a kind"),
    ("drop:lead:person", "'drop:lead:person' names a kind twice"),
])
def test_a_fault_that_is_not_understood_says_what_to_write(spec: str, sentence: str) -> None:
    with pytest.raises(FaultSpecError, match=re.escape(sentence)):
        parse(spec)
