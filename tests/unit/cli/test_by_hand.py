"""What people do to items from the command line: edit, create, say what stands in Heap."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from spool.kit import Clock, arrival, claim_one, lead, message, open_spool, plan_of, raw_mail, story

from mailbridge.plan import ItemState, WriteState
from mailbridge.records import Kind
from mailbridge.spool import Decided, ItemId, Spool, chosen, ledger
from mailbridge.spool.chosen import Chosen

Call = Callable[..., Result]


@pytest.fixture
def spool(here: Path) -> Iterator[Spool]:
    """The spool of the settings in the current folder: item 1 failed, item 2 may have been written, item 3 is done."""
    (here / "mailbridge.yaml").write_text("spool: sqlite:///spool.db\n")
    opened = open_spool(here, Clock())
    for subject, state in (("refused", WriteState.REFUSED), ("unsure", WriteState.UNKNOWN), ("done", WriteState.WRITTEN)):
        opened.accept(arrival(raw_mail(subject)))
        item = claim_one(opened)
        write = opened.keep_plan(item, Decided(plan_of(lead(), message()), subject, ("mb0", "mb1")))[0]
        opened.record(item, write, state, "no such field")
        opened.settle(item, {"refused": ItemState.FAILED, "unsure": ItemState.REVIEW}.get(subject, ItemState.DONE), "x")
    yield opened
    opened.close()


def test_a_script_changes_a_plan_by_options(call: Call, spool: Spool) -> None:
    done = call("items", "edit", "1", "--set", "1.name=Jane D.", "--set", "1.phone=555", "--drop", "2", "--reason", "typo")
    assert (done.exit_code, done.stdout) == (
        0, 'item 1: lead 1: name "Jane Doe" -> "Jane D.", phone "" -> "555"; message 2 left out\n')
    told = story(spool, 1)
    assert told.summary.state is ItemState.WAITING
    assert [(w.write.field("name"), w.write.field("phone")) for w in told.writes] == [("Jane D.", "555")]


@pytest.mark.parametrize(("arguments", "told"), [
    (("1", "--set", "1.emial=x"), "1.emial: A lead has no field 'emial'. Did you mean 'email'?"),
    (("1", "--set", "title=x"), "'title=x': write it as N.FIELD=TEXT"),
    (("1", "--set", "7.title=x", "--about", "x"), "'x' is no e-mail address\n7: there is no write 7; there is: 1, 2"),
    (("2", "--set", "1.name=x"), "1: this lead cannot be changed: it may stand in Heap; look there for mb0"),
    (("3", "--set", "1.name=x"), "item 3 is done; only a plan in review or failed can be changed"),
    (("9", "--drop", "1"), "there is no item 9"),
    (("1",), "an editor needs a terminal"),
])
def test_what_cannot_be_changed_is_a_sentence_and_wrong_usage(
    call: Call, spool: Spool, arguments: tuple[str, ...], told: str
) -> None:
    done = call("items", "edit", *arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith(told)
    assert [story(spool, n).summary.state for n in (1, 2, 3)] == [ItemState.FAILED, ItemState.REVIEW, ItemState.DONE]


def test_a_person_changes_a_plan_in_an_editor_and_is_shown_what_is_wrong(spool: Spool, here: Path) -> None:
    editor = here / "editor"
    editor.write_text("#!/bin/sh\nif grep -q WRONG \"$1\"; then sed -i 's/probability: 7/probability: 0.7/' \"$1\"\n"
                      "else sed -i 's/^    name: .*/    name: Jane D.\\n    probability: 7/' \"$1\"; fi\n")
    editor.chmod(0o755)
    ours, theirs = pty.openpty()
    process = subprocess.Popen([Path(sys.executable).parent / "mailbridge", "items", "edit", "1"], stdin=theirs,
                               stdout=theirs, stderr=theirs, env={**os.environ, "EDITOR": str(editor)}, close_fds=True)
    os.close(theirs)
    os.write(ours, b"y\n")
    assert process.wait(30) == 0
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "plan:11:5: The probability must be from 0 to 1, not '7'" in shown
    assert 'item 1: lead 1: name "Jane Doe" -> "Jane D.", probability "" -> "0.7"' in shown
    assert story(spool, 1).writes[0].write.field("probability") == "0.7"


def test_a_contact_is_created_as_the_mail_spells_it_or_as_one_says(call: Call, spool: Spool) -> None:
    assert call("items", "create", "1", "--as", "lead").exit_code == 0
    assert chosen.of(spool, ItemId(1)) == Chosen(Kind.LEAD, "Jane Doe", "jane@acme.test", is_new=True)
    call("items", "create", "1", "--name", "Jane D. - Acme", "--email", "jane.d@acme.test")
    assert chosen.of(spool, ItemId(1)) == Chosen(Kind.PERSON, "Jane D. - Acme", "jane.d@acme.test", is_new=True)
    assert "stands in Heap already" in call("items", "create", "3").stderr
    assert call("items", "create", "1", "--email", "a b").stderr == "'a b' is no e-mail address\n"


def test_what_may_stand_in_heap_is_sent_again_only_when_one_is_sure(call: Call, spool: Spool) -> None:
    asked = call("items", "retry", "2", "--not-in-heap")
    assert asked.exit_code == 2
    assert "mailbridge heap get lead --search mb0" in asked.stderr
    assert "it will be there twice, and the API cannot delete one" in asked.stderr
    assert story(spool, 2).summary.state is ItemState.REVIEW
    assert call("items", "retry", "2", "--not-in-heap", "--yes").stdout == "item 2: sent once more\n"
    assert story(spool, 2).writes[0].state is WriteState.PLANNED


def test_what_stands_in_heap_counts_as_written(call: Call, spool: Spool) -> None:
    assert call("items", "retry", "2", "--in-heap").exit_code == 0
    assert [write.state for write in story(spool, 2).writes] == [WriteState.WRITTEN, WriteState.PLANNED]
    assert call("items", "retry", "1", "--in-heap", "--not-in-heap").exit_code == 2


def test_an_original_that_is_not_kept_any_more_is_not_called_an_item_that_is_not_there(call: Call, spool: Spool) -> None:
    spool.change(lambda connection: ledger.forget(connection, ItemId(1)))
    assert call("items", "export", "1").stderr.startswith("the original of item 1 is not kept any more")
    assert call("items", "export", "99").stderr == "there is no item 99; see: mailbridge items list\n"


def test_a_record_is_chosen_for_the_address_that_it_has_in_heap(call: Call, spool: Spool) -> None:
    refused = call("items", "assign", "1", "omar@lumen.example", "--record", "Jane")
    assert refused.exit_code == 2
    assert refused.stderr == ("item 1 is about jane@acme.test, and --record chooses among the records of that address; "
                              "for omar@lumen.example leave --record out\n")
    assert chosen.of(spool, ItemId(1)) is None


def test_a_record_is_chosen_among_the_candidates(call: Call, spool: Spool) -> None:
    assert "its candidates: none" in call("items", "assign", "1", "jane@acme.test", "--record", "Jane").stderr
