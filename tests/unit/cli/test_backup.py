"""backup, restored: what they make, what they say, how they end."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from mailbridge.spool import engines

Call = Callable[..., Result]
MAIL = b"From: jane@acme.example\nSubject: Hi\nMessage-ID: <1@x.test>\n\nhello\n"


@pytest.fixture
def spool(call: Call, here: Path) -> str:
    """The address of a spool that holds a mail; the settings name it."""
    (here / "mailbridge.yaml").write_text("spool: sqlite:///spool.db")
    assert call("accept", "crm@bridge.example.com", given=MAIL).exit_code == 0
    return f"sqlite:///{here}/spool.db"


@pytest.mark.usefixtures("spool")
def test_a_file_is_made_and_told(call: Call, here: Path) -> None:
    made = call("backup", "copy.db")
    assert made.exit_code == 0
    assert re.fullmatch(r"copy\.db: 1 kept, 1 of them not settled, 0\.\d MB\n", made.output)
    assert (here / "copy.db").exists()


@pytest.mark.usefixtures("spool")
def test_what_is_there_is_not_written_over(call: Call, here: Path) -> None:
    (here / "copy.db").write_text("somebody else's")
    made = call("backup", "copy.db")
    assert (made.exit_code, made.stderr) == (1, "copy.db is there already; name a new file, or move that one away\n")
    assert (here / "copy.db").read_text() == "somebody else's"


@pytest.mark.usefixtures("spool")
def test_in_a_folder_the_copy_is_named_by_the_time(call: Call, here: Path) -> None:
    (here / "copies").mkdir()
    assert call("backup", "copies", "--keep", "2").exit_code == 0
    assert re.fullmatch(r"mailbridge-\d{8}T\d{6}Z\.db", next((here / "copies").iterdir()).name)


@pytest.mark.usefixtures("spool")
def test_a_restored_spool_says_what_is_looked_up(call: Call) -> None:
    assert call("restored").output == ("0 planned records, and the mails of the next 2 days, are looked up in Heap before "
                                       "anything is written\n")


def test_a_spool_that_a_service_runs_on_is_no_restored_one(call: Call, spool: str) -> None:
    held = engines.lock_for_service(spool)
    refused = call("restored")
    assert held is not None
    assert refused.exit_code == 75 and "stop it first" in refused.stderr


@pytest.mark.parametrize("command", [
    ("backup", "copy.db"), ("restored",), ("verify",), ("items", "list"), ("items", "retry", "1"), ("rules", "shadow")],
    ids=" ".join)
def test_a_spool_that_is_not_there_is_told_and_no_empty_one_is_made(call: Call, here: Path, command: tuple[str, ...]) -> None:
    (here / "mailbridge.yaml").write_text("spool: sqlite:///spool.db")
    refused = call(*command)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == (f"spool: there is no {here}/spool.db yet: `mailbridge run` makes it. If mail is kept elsewhere, name "
                              "the settings that say where: mailbridge --config FILE\n")
    assert [file.name for file in here.iterdir()] == ["mailbridge.yaml"]
