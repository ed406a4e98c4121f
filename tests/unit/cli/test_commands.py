"""Commands around the mails: check, run, rules, items, heap, help. Sentences instead of tracebacks, and exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from mailbridge.cli import main
from mailbridge.sandbox import Sandbox

Call = Callable[..., Result]


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


COMMANDS = list(commands(main))


class TestHelp:
    @pytest.mark.parametrize(("words", "command"), COMMANDS, ids=[" ".join(words) for words, _ in COMMANDS])
    def test_every_command_and_option_says_what_it_does(
        self, call: Call, words: tuple[str, ...], command: click.Command
    ) -> None:
        result = call(*words, "--help")
        assert result.exit_code == 0 and len(result.output) > 100
        assert len(command.get_short_help_str(200)) > 10
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, parameter.name

    def test_the_commands_that_people_rely_on_are_there(self) -> None:
        there = {" ".join(words) for words, _ in COMMANDS}
        assert there >= {
            "demo", "run", "check", "inspect", "explain", "import", "accept", "rules check", "rules test", "items list",
            "items show", "items retry", "items skip", "items settle", "items export", "heap get", "heap create",
            "sandbox"}

    def test_the_first_page_fits_a_screen_and_names_the_demo(self, call: Call) -> None:
        output = call("--help").output
        assert len(output.splitlines()) <= 36 and "mailbridge demo" in output

    def test_a_command_that_does_not_exist_is_wrong_usage(self, call: Call) -> None:
        assert call("chek").exit_code == 2

    def test_the_version_is_told(self, call: Call) -> None:
        assert call("--version").output.startswith("mailbridge, version ")


class TestSettingsFile:
    def test_one_that_is_not_there_is_a_sentence(self, call: Call) -> None:
        result = call("--config", "none.yaml", "check")
        assert (result.exit_code, result.stderr) == (1, "none.yaml: cannot be read: No such file or directory\n")

    def test_the_variable_names_it_too(self, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MAILBRIDGE_CONFIG", "other.yaml")
        assert call("items", "list").stderr.startswith("other.yaml: cannot be read")

    def test_all_mistakes_stand_one_below_the_other(self, call: Call, here: Path) -> None:
        (here / "mailbridge.yaml").write_text("haep: {}\nlog: loud\n")
        result = call("run")
        assert result.exit_code == 1 and result.stdout == ""
        assert result.stderr.splitlines() == [
            'mailbridge.yaml:1:1: haep: there is no such setting; did you mean "heap"?',
            "mailbridge.yaml:2:1: log: must be 'text' or 'json'"]

    def test_warnings_go_to_standard_error_once(self, call: Call, here: Path) -> None:
        (here / "mailbridge.yaml").write_text("heap: {allow_insecure: true}")
        result = call("items", "list")
        assert result.stderr.count("warning: heap.allow_insecure is on") == 1 and "warning" not in result.stdout


class TestNewcomer:
    def test_check_with_nothing_set_up_tells_all_that_is_missing_and_how_to_begin(self, call: Call) -> None:
        result = call("check")
        assert result.exit_code == 1
        for words in ("wrong  team:", "wrong  rules:", "cp -r", "ok     spool:", "wrong  heap:      heap.subdomain",
                      "wrong  doors:", "A settings file to begin with"):
            assert words in result.output

    def test_run_without_rules_says_where_there_are_some(self, call: Call) -> None:
        result = call("run")
        assert result.exit_code == 1
        assert result.stderr.startswith("rules: there is no such file or folder of rules; to begin with, copy")
        assert "mailbridge check" in result.stderr

    def test_the_smallest_settings_that_check_prints_are_right(self, call: Call, here: Path) -> None:
        printed = call("check").output.partition("as ./mailbridge.yaml:")[2]
        (here / "mailbridge.yaml").write_text(printed.replace("/var/lib/mailbridge", str(here)))
        (here / "heap-password").write_text("x")
        output = call("check").output
        assert "ok     team:      example.com" in output and "ok     doors:" in output


class TestCheck:
    def test_all_is_well(self, call: Call, settled: Path, sandbox: Sandbox) -> None:
        result = call("check")
        assert result.exit_code == 0, result.output
        assert "wrong" not in result.output and "the login works" in result.output
        assert sandbox.count("person") == 0

    def test_a_refused_login_is_told(self, call: Call, settled: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MAILBRIDGE_HEAP__LOGIN_PASSWORD", "wrong")
        result = call("check")
        assert result.exit_code == 1 and "wrong  heap:" in result.output and "login" in result.output

    def test_a_rule_whose_test_fails_is_told(self, call: Call, settled: Path, sandbox: Sandbox) -> None:
        file = settled.parent / "rules/all.yaml"
        file.write_text(file.read_text().replace("expect: {message: {}}", "expect: {lead: {}}"))
        result = call("check")
        assert result.exit_code == 1 and "all.yaml:7: the test fails: lead: expected 1, got 0" in result.output

    def test_a_door_for_nobody_is_told(self, call: Call, settled: Path) -> None:
        settled.write_text("smtp: {listen: 127.0.0.1:0}")
        assert "smtp takes mail for nobody" in call("check").output


class TestRules:
    def test_good_files(self, call: Call, settled: Path) -> None:
        assert call("rules", "check").output.startswith("2 rules, 1 tests: no mistake found")
        result = call("rules", "test")
        assert result.exit_code == 0 and result.output.endswith("1 passed, 0 failed\n")

    def test_mistakes_end_with_1_and_stand_one_below_the_other(self, call: Call, here: Path) -> None:
        (here / "r.yaml").write_text("rules:\n  - {name: a, wen: {}, skip: x}\n  - {when: {}, skip: x}\n")
        for command in ("check", "test"):
            result = call("rules", command, "r.yaml")
            assert result.exit_code == 1 and len(result.stderr.splitlines()) == 3
            assert all(line.startswith("r.yaml:") for line in result.stderr.splitlines())

    def test_a_test_that_fails_ends_with_1_and_says_how(self, call: Call, here: Path) -> None:
        (here / "r.yaml").write_text(
            "rules:\n  - {name: a, when: {}, skip: x, tests: [{mail: {from: a@x.test}, expect: {skip: y}}]}\n")
        result = call("rules", "test", "r.yaml")
        assert result.exit_code == 1
        assert result.output.splitlines() == ["r.yaml:2: fails: a", "    reason: expected 'y', got 'x'", "0 passed, 1 failed"]

    def test_files_without_tests_are_no_failure(self, call: Call, here: Path) -> None:
        (here / "r.yaml").write_text("rules:\n  - {name: a, when: {}, skip: x}\n")
        assert call("rules", "test", "r.yaml").output == "there are no tests in these files\n"


class TestItems:
    @pytest.fixture(autouse=True)
    def some(self, call: Call, mails: Path, settled: Path) -> None:
        call("import", mails)

    def test_the_newest_come_first_with_the_numbers_below(self, call: Call) -> None:
        lines = call("items", "list").output.splitlines()
        assert [line.split()[0] for line in lines[:3]] == ["3", "2", "1"]
        assert lines[3] == "waiting 3"
        assert len(call("items", "list", "--limit", 2).output.splitlines()) == 3
        assert call("items", "list", "--state", "failed").output == "waiting 3\n"

    def test_as_json_each_is_a_line(self, call: Call) -> None:
        found = [json.loads(line) for line in call("items", "list", "--json").output.splitlines()]
        assert [(item["id"], item["state"], item["door"]) for item in found] == [
            (3, "waiting", "file"), (2, "waiting", "file"), (1, "waiting", "file")]

    def test_one_item_tells_its_life(self, call: Call) -> None:
        found = json.loads(call("items", "show", 1, "--json").output)
        assert (found["door"], found["writes"], found["plan"]) == ("file", [], None)
        assert found["events"][0]["name"]
        assert "waiting" in call("items", "show", 1).output

    def test_the_original_is_given_back_byte_for_byte(self, call: Call, mails: Path) -> None:
        original = (mails / "a.eml").read_bytes()
        assert call("items", "export", 1).stdout_bytes == original
        assert call("items", "export", 1, "--with-received").stdout_bytes == original, "a file came from no server"

    @pytest.mark.parametrize(("act", "state"), [("skip", "skipped"), ("settle", "done"), ("retry", "waiting")])
    def test_by_hand_an_item_is_moved_and_the_reason_kept(self, call: Call, act: str, state: str) -> None:
        assert call("items", act, 1, "--reason", "seen by Ben").exit_code == 0
        found = json.loads(call("items", "show", 1, "--json").output)
        assert found["state"] == state and found["events"][-1]["name"]
        assert "seen by Ben" in json.dumps(found["events"])

    @pytest.mark.parametrize("act", ["show", "retry", "skip", "settle", "export"])
    def test_an_item_that_does_not_exist_is_wrong_usage(self, call: Call, act: str) -> None:
        result = call("items", act, 99)
        assert result.exit_code == 2 and "there is no item 99" in result.stderr

    def test_a_subject_cannot_make_the_terminal_act(self, call: Call, write_letter: Callable[..., Path]) -> None:
        call("import", write_letter("evil.eml", "e\x1b[2J@x.test", "red \x1b[31m"))
        assert "\x1b" not in call("items", "list").output + call("items", "show", 4).output


class TestHeap:
    def test_records_are_created_and_found_by_variables_alone(self, call: Call, sandbox: Sandbox) -> None:
        made = call("heap", "create", "lead", "name=Jane Doe - ACME", "email=jane@acme.example", "probability=0.25")
        assert made.exit_code == 0, made.output
        (found,) = json.loads(call("heap", "get", "lead", "--search", "jane@acme.example", "--json").output)
        assert (found["name"], found["email"]) == ("Jane Doe - ACME", "jane@acme.example")

    def test_what_is_wrong_with_a_record_is_wrong_usage_and_not_sent(self, call: Call, sandbox: Sandbox) -> None:
        result = call("heap", "create", "lead", "name=Jane", "probability=25")
        assert result.exit_code == 2 and "Did you mean 0.25?" in result.stderr
        assert sandbox.count("lead") == 0

    def test_without_a_login_it_says_what_is_missing(self, call: Call) -> None:
        result = call("heap", "get", "lead", "--search", "x")
        assert result.exit_code == 1 and "MAILBRIDGE_HEAP__URL" in result.stderr

    def test_a_heap_that_is_away_is_to_be_tried_later(self, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in {"URL": "http://127.0.0.1:9/api.php", "LOGIN_EMAIL": "b@example.com", "LOGIN_PASSWORD": "x",
                            "CALL_SECONDS": "1"}.items():
            monkeypatch.setenv(f"MAILBRIDGE_HEAP__{name}", value)
        assert call("heap", "get", "lead", "--search", "x").exit_code == 75


class TestTheProgramItself:
    """As a process: what a shell, a pipe and a service manager see."""

    PROGRAM = (sys.executable, "-c", "from mailbridge.cli import main; main()")

    def test_a_reader_that_goes_away_is_no_error(self, call: Call, mails: Path, settled: Path) -> None:
        call("import", mails)
        with subprocess.Popen([*self.PROGRAM, "items", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout and process.stderr
            process.stdout.close()
            assert process.stderr.read() == b"" and process.wait() == 0

    def test_the_service_starts_and_ends_on_a_signal(self, settled: Path, sandbox: Sandbox) -> None:
        with subprocess.Popen([*self.PROGRAM, "run"], stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
            assert process.stderr
            lines = iter(process.stderr.readline, "")
            assert any(line.startswith("smtp: listening on port ") for line in lines)
            assert next(lines) == "ready\n"
            process.send_signal(signal.SIGTERM)
            assert "stopping: finishing the mails in hand\n" in list(lines)
            assert process.wait() == 0
