"""inspect, explain, accept, import: what they print, what they keep, how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from mailbridge import reading
from mailbridge.sandbox import Sandbox

Call = Callable[..., Result]
Letter = Callable[..., Path]

INSPECT_KEYS = ["path", "message_id", "date", "from", "reply_to", "to", "cc", "subject", "text", "reply", "forwarded",
                "attachments", "calendar", "auto", "form", "defects"]
EXPLAIN_KEYS = ["path", "direction", "contact", "evidence", "authentication", "person", "rules", "state", "reason",
                "writes"]


def objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


class TestInspect:
    def test_a_mail_is_one_object_with_every_key(self, call: Call, write_letter: Letter) -> None:
        result = call("inspect", "--json", write_letter("a.eml"))
        (found,) = objects(result)
        assert result.exit_code == 0
        assert list(found)[:len(INSPECT_KEYS)] == INSPECT_KEYS
        assert found["from"] == {"name": "", "email": "jane@acme.example"}
        assert (found["date"], found["forwarded"], found["auto"]) == ("2026-01-15T11:00:00+00:00", None, None)

    def test_a_folder_is_one_object_a_line_also_of_those_below(self, call: Call, mails: Path) -> None:
        (mails / ".hidden").write_bytes(b"From: x@y.test\n\nx")
        (mails / "empty").mkdir()
        found = objects(call("inspect", "--json", mails))
        assert [Path(mail["path"]).name for mail in found] == ["a.eml", "b.eml", "c.eml"]

    @pytest.mark.parametrize("raw", [b"", b"\x00" * 1000, b"\xff\xfe\xfd", b"no mail at all", b"From:\n" * 5000,
                                     b"Content-Type: multipart/mixed; boundary=\n\n--", b"Subject: =?x?b?====?=\n\n"])
    def test_a_broken_mail_does_not_end_a_folder(self, call: Call, mails: Path, raw: bytes) -> None:
        (mails / "aa.eml").write_bytes(raw)
        result = call("inspect", "--json", mails)
        assert [list(mail)[:16] for mail in objects(result)] == [INSPECT_KEYS] * 4
        assert result.exit_code == 0

    def test_a_mail_that_breaks_the_reading_is_told_with_every_key(
        self, call: Call, mails: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = reading.read

        def read(raw: bytes) -> object:
            if b"Prices" in raw:
                raise RecursionError("too deep")
            return real(raw)

        monkeypatch.setattr(reading, "read", read)
        result = call("inspect", "--json", mails)
        broken, *others = objects(result)
        assert list(broken)[:16] == INSPECT_KEYS
        assert broken["defects"] == ["reading broke off, which is a mistake of ours: RecursionError('too deep')"]
        assert len(others) == 2 and result.exit_code == 1

    def test_a_file_that_the_system_does_not_give_us_is_told(self, call: Call, mails: Path) -> None:
        (mails / "aa.eml").symlink_to("/proc/self/mem")     # unreadable for root too
        result = call("inspect", "--json", mails)
        assert objects(result)[1]["defects"] == ["the file cannot be read: Input/output error"]
        assert [list(mail)[:16] for mail in objects(result)] == [INSPECT_KEYS] * 4 and result.exit_code == 1

    def test_a_link_that_leads_nowhere_and_one_in_a_circle_are_passed_over(self, call: Call, mails: Path) -> None:
        (mails / "z.eml").symlink_to(mails / "none")
        (mails / "older/loop").symlink_to(mails, target_is_directory=True)
        assert len(objects(call("inspect", "--json", mails))) == 3

    def test_a_name_in_any_bytes_can_be_printed(self, call: Call, here: Path) -> None:
        folder = here / "odd"
        folder.mkdir()
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.eml")).write_bytes(b"From: a@x.test\n\nx")
        (found,) = objects(call("inspect", "--json", folder))
        assert found["path"].endswith("/\ufffd\ufffd.eml")

    def test_standard_input_is_a_path(self, call: Call) -> None:
        (found,) = objects(call("inspect", "--json", "-", given=b"From: jane@acme.example\n\nhi"))
        assert (found["path"], found["from"]["email"]) == ("-", "jane@acme.example")

    def test_an_mbox_is_many_mails(self, call: Call, here: Path) -> None:
        (here / "all.mbox").write_bytes(
            b"From jane@acme.example Thu Jan 15 11:00:00 2026\nFrom: jane@acme.example\n\nFrom here on\n>From x\n\n"
            b"From now on all is well\n\nFrom - Thu Jan 15 11:00:00 2026\r\nFrom: omar@lumen.example\r\n\r\nhi\r\n")
        first, second = objects(call("inspect", "--json", "all.mbox"))
        assert [m["path"] for m in (first, second)] == ["all.mbox#1", "all.mbox#2"]
        assert first["text"].split() == ["From", "here", "on", "From", "x", "From", "now", "on", "all", "is", "well"]
        assert second["from"]["email"] == "omar@lumen.example"

    def test_a_maildir_is_read_with_its_hidden_folders(self, call: Call, here: Path, write_letter: Letter) -> None:
        for name in ("Maildir/cur/1.M1.host:2,S", "Maildir/new/2.M1.host", "Maildir/.Sent/cur/3.M1.host:2,S",
                     "Maildir/.Sent/new/4.M1.host"):
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            write_letter(name)
        assert len(objects(call("inspect", "--json", "Maildir"))) == 4

    def test_for_people_it_prints_what_matters(self, call: Call, write_letter: Letter) -> None:
        result = call("inspect", write_letter("a.eml"))
        assert result.output.startswith(str(Path.cwd() / "a.eml"))
        for line in ("from       jane@acme.example", "subject    Offer", "text       hello"):
            assert line in result.output

    def test_a_mail_cannot_make_the_terminal_act(self, call: Call, write_letter: Letter) -> None:
        output = call("inspect", write_letter("a.eml", text="red \x1b[31m \x9b2J \u202e gpj.exe\n")).output
        assert not {"\x1b", "\x9b", "\u202e"} & set(output)

    def test_a_path_that_is_not_there_is_wrong_usage(self, call: Call) -> None:
        result = call("inspect", "none.eml")
        assert result.exit_code == 2 and "'none.eml' does not exist" in result.output


class TestExplain:
    def test_a_mail_is_one_object_with_every_key(self, call: Call, mails: Path, settled: Path) -> None:
        result = call("explain", "--json", "--person", "unknown", mails)
        found = objects(result)
        assert result.exit_code == 0
        assert [list(mail)[:10] for mail in found] == [EXPLAIN_KEYS] * 3
        assert [(mail["state"], mail["reason"]) for mail in found] == [
            ("review", "no rule takes this mail"), ("skipped", "an offer"), ("review", "no rule takes this mail")]
        assert found[0]["rules"][1] == {
            "name": "Known", "file": "rules/all.yaml", "line": 3, "matched": False,
            "conditions": [{"text": "person is known", "matched": False, "saw": "unknown"}]}

    @pytest.mark.parametrize(("person", "state", "hits"), [("known", "done", 1), ("unknown", "review", 0), ("ambiguous", "review", 2)])
    def test_the_answer_of_heap_can_be_assumed(
        self, call: Call, write_letter: Letter, settled: Path, person: str, state: str, hits: int
    ) -> None:
        (found,) = objects(call("explain", "--json", "--person", person, write_letter("a.eml", subject="Hi")))
        assert (found["state"], found["person"]["state"], len(found["person"]["hits"])) == (state, person, hits)

    def test_without_a_login_it_suggests_to_assume_the_answer(
        self, call: Call, write_letter: Letter, settled: Path
    ) -> None:
        result = call("explain", write_letter("a.eml", subject="Hi"))
        assert result.exit_code == 1
        assert result.stderr.startswith("a rule asks what Heap knows of jane@acme.example, but heap.subdomain: say where")
        assert "--person known" in result.stderr

    def test_without_a_login_it_works_when_no_rule_asks(self, call: Call, write_letter: Letter, settled: Path) -> None:
        result = call("explain", write_letter("a.eml", subject="Offer"))
        assert result.exit_code == 0 and "skipped: an offer" in result.output

    def test_rules_see_how_large_the_mail_is(
        self, call: Call, write_letter: Letter, settled: Path
    ) -> None:
        (settled.parent / "rules/all.yaml").write_text("rules: [{name: x, when: {size: {over: 10 B}}, skip: a size}]")
        (told,) = objects(call("explain", "--json", write_letter("a.eml")))
        assert told["reason"] == "a size"

    def test_it_asks_heap_and_writes_nothing(
        self, call: Call, write_letter: Letter, settled: Path, sandbox: Sandbox
    ) -> None:
        call("heap", "create", "person", "name=Jane Doe", "email=jane@acme.example")
        (found,) = objects(call("explain", "--json", write_letter("a.eml", subject="Hi")))
        assert (found["person"]["state"], [w["kind"] for w in found["writes"]]) == ("known", ["message"])
        assert "Person: Jane Doe" in found["writes"][0]["fields"]["body"]
        assert (sandbox.count("person"), sandbox.count("message")) == (1, 0)
        assert not (Path.cwd() / "mailbridge.db").exists()

    def test_a_heap_that_is_away_is_no_nobody(
        self, call: Call, write_letter: Letter, settled: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MAILBRIDGE_HEAP__URL", "http://127.0.0.1:9/api.php")
        monkeypatch.setenv("MAILBRIDGE_HEAP__LOGIN_EMAIL", "bridge@example.com")
        monkeypatch.setenv("MAILBRIDGE_HEAP__LOGIN_PASSWORD", "x")
        monkeypatch.setenv("MAILBRIDGE_HEAP__CALL_SECONDS", "1")
        result = call("explain", write_letter("a.eml", subject="Hi"))
        assert result.exit_code == 75 and "--person unknown" in result.stderr


class TestAccept:
    MAIL = b"From: jane@acme.example\nSubject: Hi\nMessage-ID: <1@x.test>\n\nhello\n"

    def test_a_mail_is_kept_with_its_envelope(self, call: Call, settled: Path) -> None:
        result = call("accept", "--from", "bounce@acme.example", "crm+deal@bridge.example.com", given=self.MAIL)
        assert (result.exit_code, result.output) == (0, "kept as 1\n")
        found = json.loads(call("items", "show", "1", "--json").output)
        assert (found["door"], found["sender"], found["recipients"]) == (
            "pipe", "bounce@acme.example", ["crm+deal@bridge.example.com"])

    def test_the_envelope_may_come_by_variables_as_exim_gives_it(
        self, call: Call, settled: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SENDER", "bounce@acme.example")
        monkeypatch.setenv("RECIPIENT", "crm+deal@bridge.example.com")
        assert call("accept", given=self.MAIL).exit_code == 0
        found = json.loads(call("items", "show", "1", "--json").output)
        assert (found["sender"], found["recipients"]) == ("bounce@acme.example", ["crm+deal@bridge.example.com"])

    def test_the_same_mail_is_kept_once(self, call: Call, settled: Path) -> None:
        assert [call("accept", "crm@bridge.example.com", given=self.MAIL).output for _ in range(2)] == ["kept as 1\n"] * 2

    @pytest.mark.parametrize("given", [b"", b"\r\n \n"])
    def test_no_mail_is_wrong_usage(self, call: Call, settled: Path, given: bytes) -> None:
        result = call("accept", given=given)
        assert (result.exit_code, result.stderr) == (2, "there is no mail on standard input\n")

    @pytest.mark.parametrize("settings", [
        "spool: sqlite:////nowhere/spool.db", "spool: sqlite:///folder", "spool: nonsense", "spol: x", "heap: [",
    ])
    def test_what_cannot_be_kept_now_is_to_be_tried_later(self, call: Call, here: Path, settings: str) -> None:
        (here / "folder").mkdir()
        (here / "mailbridge.yaml").write_text(settings)
        result = call("accept", "crm@bridge.example.com", given=self.MAIL)
        assert result.exit_code == 75 and result.stdout == "" and result.stderr.strip()

    def test_an_address_in_any_bytes_is_kept(self, call: Call, settled: Path) -> None:
        result = call("accept", "--from", os.fsdecode(b"j\xffne@acme.example"), given=self.MAIL)
        assert result.exit_code == 0
        assert json.loads(call("items", "show", "1", "--json").output)["sender"] == "j\ufffdne@acme.example"


class TestImport:
    def test_what_came_before_is_not_taken_twice(self, call: Call, mails: Path, settled: Path) -> None:
        assert call("import", mails).output == "3 new, 0 already here\n"
        assert call("import", mails, mails / "a.eml").output == "0 new, 4 already here\n"

    def test_files_that_are_no_mail_are_named_and_left_out(self, call: Call, mails: Path, settled: Path) -> None:
        (mails / "notes.txt").write_text("Dear diary, nothing happened.")
        (mails / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" * 100)
        result = call("import", mails)
        assert result.stdout == "3 new, 0 already here, 2 left out\n" and result.exit_code == 1
        assert "notes.txt: is no mail, left out" in result.stderr

    def test_an_mbox_is_taken_mail_by_mail(self, call: Call, here: Path, settled: Path) -> None:
        one = b"From x@y.test Thu Jan 15 11:00:00 2026\nFrom: x@y.test\nMessage-ID: <%d@y.test>\n\nhi\n\n"
        (here / "all").write_bytes(b"".join(one % number for number in range(50)))
        assert call("import", "all").output == "50 new, 0 already here\n"

    def test_a_spool_that_cannot_be_written_is_trouble_and_no_loss(self, call: Call, mails: Path, here: Path) -> None:
        (here / "mailbridge.yaml").write_text("spool: sqlite:///mails")
        result = call("import", mails)
        assert result.exit_code == 75 and "cannot be written" in result.stderr


@pytest.mark.parametrize("command", [("accept", "crm@bridge.example.com"), ("items", "list"), ("verify",)], ids=" ".join)
def test_what_only_keeps_or_counts_mails_does_not_import_the_service(here: Path, command: tuple[str, ...]) -> None:
    """Half of a second, for each mail that a mail server pipes."""
    (here / "mailbridge.yaml").write_text("spool: sqlite:///spool.db")
    program = ("import atexit, sys\nfrom mailbridge.cli import main\n"
               "big = ('mailbridge.bridge', 'mailbridge.rules', 'mailbridge.reading', 'requests', 'cryptography')\n"
               "atexit.register(lambda: print([name for name in big if name in sys.modules]))\nmain()")
    for arguments in (("accept", "crm@bridge.example.com"), command):
        done = subprocess.run([sys.executable, "-c", program, *arguments], input=b"Subject: Hi\n\nhello\n", capture_output=True,
                              check=True, timeout=60)
        assert done.stdout.splitlines()[-1] == b"[]"
