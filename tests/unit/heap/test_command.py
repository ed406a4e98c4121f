from __future__ import annotations

import json

import click
import pytest
from click.testing import CliRunner, Result

from mailbridge.errors import AdminError
from mailbridge.heap import command
from mailbridge.heap.client import HeapClient, Login
from mailbridge.heap.pace import Pace
from mailbridge.heap.transport import Patience
from mailbridge.records import CREATE_FIELDS, GET_FIELDS, Kind

from . import samples
from .servers import Answer, ScriptedServer, reply, serving, silence

SUCCESS = reply("Success")


def run(*arguments: str, answers: tuple[Answer, ...] = (SUCCESS,)) -> tuple[Result, ScriptedServer]:
    with serving(*answers) as server:
        def build() -> HeapClient:
            patience = Patience(whole_seconds=2)
            return HeapClient(server.url, Login("me@example.com", "secret"), patience=patience, pace=Pace(creates_per_second=1000))
        return CliRunner().invoke(command.heap, arguments, obj=build), server


@pytest.mark.parametrize("word", ["lead", "opportunity", "customer", "archive", "person", "people", "event", "message"])
def test_every_kind_and_field_of_the_page_can_be_created_by_hand(word: str) -> None:
    kind = Kind.PERSON if word == "people" else Kind(word)
    values = {"year": "2026", "month": "5", "day": "8", "probability": "0.25", "value": "5000"}
    fields = {name: values.get(name, f"my {name}") for name in CREATE_FIELDS[kind]}
    result, server = run("create", word, *(f"{name}={value}" for name, value in fields.items()))
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Success")
    login = {"login_email": "me@example.com", "login_password": "secret"}
    assert server.requests == [{**login, "create": kind.value, **fields}]


def test_an_operator_typed_by_hand_acts_and_a_marker_is_added_when_asked() -> None:
    _, server = run("create", "message", "title=x", "body=[category:VIP] a=b", "--marker", "mb1")
    assert server.requests[0]["body"] == "[category:VIP] a=b\nRef mb1"


@pytest.mark.parametrize(("arguments", "told"), [
    (("create", "lead", "nmae=Jane"), "Did you mean 'name'? Its fields: name, phone"),
    (("create", "laed", "name=Jane"), "Did you mean 'lead'?"),
    (("create", "lead", "Jane"), "NAME=VALUE"),
    (("create", "lead"), "A lead needs a name."),
    (("create", "lead", "name=a", "name=b"), "given twice"),
    (("create", "lead", "name=a", "probability=25"), "Did you mean 0.25?"),
    (("create", "lead", "name=a", "--marker", "a-b"), "letters and digits"),
    (("get", "lead", "--search", " "), "empty search"),
    (("get", "lead"), "--search"),
])
def test_wrong_usage_is_a_sentence_and_sends_nothing(arguments: tuple[str, ...], told: str) -> None:
    result, server = run(*arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())
    assert server.requests == []


@pytest.mark.parametrize(("answers", "code", "told"), [
    ((reply("Error: name taken"), reply("<result/>")), 1, "Heap refused: Error: name taken"),
    ((reply("Error: no such login"),), 1, "Heap refused the login: Error: no such login"),
    ((silence,), 75, "Unknown whether Heap created the lead"),
    ((reply("", "429 Slow", "Retry-After: 9"),), 75, "Try again in 9 seconds."),
])
def test_the_exit_code_tells_what_came_of_it(answers: tuple[Answer, ...], code: int, told: str) -> None:
    result, _ = run("create", "lead", "name=Jane", answers=answers)
    assert result.exit_code == code
    assert told in result.output


def test_records_are_plain_lines_in_a_pipe() -> None:
    result, _ = run("get", "people", "--search", "bigfish.com", answers=(reply(samples.PEOPLE),))
    first, second = result.stdout.splitlines()
    assert first.startswith("name=Jeff Martel - Big Fish Real Estate\tphone=000-000-0000")
    assert "email=laura@bigfish.com" in second


def test_json_has_every_field_of_the_page_and_the_dates_of_an_event() -> None:
    result, _ = run("get", "event", "--search", "Josh Taylor", "--json", answers=(reply(samples.EVENTS),))
    opera, _ = json.loads(result.stdout)
    assert set(GET_FIELDS[Kind.EVENT]) <= set(opera)
    assert (opera["date"], opera["dates"]) == ("May 8th", ["May 8th", "May 8th"])
    assert opera["date_inferred"].endswith("-05-08")


def test_nobody_found_is_told_and_is_no_error() -> None:
    result, _ = run("get", "lead", "--search", "IBM", answers=(reply("<result></result>"),))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Heap finds no lead for 'IBM'." in result.stderr
    assert json.loads(run("get", "lead", "--search", "x", "--json", answers=(reply("<result/>"),))[0].stdout) == []


def test_an_unreadable_reply_is_an_error_and_not_nobody() -> None:
    result, _ = run("get", "lead", "--search", "IBM", "--json", answers=(reply("<html>Sign in</html>"),))
    assert result.exit_code == 75
    assert result.stdout == ""
    assert "Heap's reply holds no <result>" in result.stderr


def test_wrong_settings_are_a_sentence() -> None:
    def build() -> HeapClient:
        raise AdminError("no login_email")
    result = CliRunner().invoke(command.heap, ["get", "lead", "--search", "x"], obj=build)
    assert (result.exit_code, result.stderr) == (1, "Error: no login_email\n")


def test_a_terminal_gets_a_table_in_which_brackets_are_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with serving(reply(samples.LEAD.replace("Josh Taylor", "[red]Josh"))) as server:
        context = click.Context(command.heap, obj=lambda: HeapClient(server.url, Login("me@example.com", "x")))
        with context:
            context.invoke(command.get, kind=Kind.LEAD, search="x", as_json=False)
    table = capsys.readouterr().out
    assert "[red]" in table
    assert "fax" not in table
