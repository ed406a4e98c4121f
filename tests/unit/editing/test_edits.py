"""What an admin may change in a plan, and what the writes are then."""

from __future__ import annotations

import pytest
from spool.kit import Clock, message, open_spool, planned, story

from mailbridge.editing import Amended, Checked, Edit, amended, planfile
from mailbridge.errors import FileProblems
from mailbridge.heap.wire import fields_to_send
from mailbridge.plan import ItemState, Ours, Outside, Write, WriteState, plain
from mailbridge.records import Kind
from mailbridge.spool import Story

LEAD = Write(Kind.LEAD, (
    ("name", (Outside("Jane: Doe"),)), ("email", (Outside("jane@acme.test"),)), ("probability", (Ours("0.1"),)),
    ("moreinfo", (Ours("[category:Web] "), Outside("Hello\r\n\r\n  there [category:VIP]\n\x07end"))),
), rule="Enquiries")
EVENT = Write(Kind.EVENT, tuple(
    (name, (Ours(text),)) for name, text in (("year", "2026"), ("month", "3"), ("day", "5"), ("title", "Call"))))


@pytest.fixture
def failed(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A refused lead, an event that was never sent, a message that is written, one that may be."""
    spool = open_spool(tmp_path_factory.mktemp("spool"), Clock())
    item, _ = planned(spool, LEAD, EVENT, message("written"), message("unknown"))
    lead, _, written, unknown = story(spool, 1).writes
    spool.record(item, written, WriteState.WRITTEN, "Success")
    spool.record(item, unknown, WriteState.UNKNOWN, "the reply was lost")
    spool.record(item, lead, WriteState.REFUSED, "no such field")
    spool.settle(item, ItemState.FAILED, "Heap refused the lead: no such field")
    told = story(spool, 1)
    spool.close()
    return told


def change(failed: Story, edit: Edit, theirs: str = "[category:VIP]") -> Amended:
    found = amended(failed, edit, Checked(theirs))
    assert isinstance(found, Amended), found
    return found


def wrong(failed: Story, edit: Edit) -> list[str]:
    found = amended(failed, edit, Checked())
    assert not isinstance(found, Amended)
    return [str(mistake) for mistake in found]


def test_fields_are_changed_added_and_left_out_and_the_rest_stays_as_it_was(failed: Story) -> None:
    found = change(failed, Edit({(1, "name"): "Jane Doe", (1, "phone"): "555", (1, "probability"): "", (2, "day"): "9"}))
    assert set(found.changed) == {0, 1}
    lead = found.changed[0]
    assert {name: plain(text) for name, text in lead.fields if name != "moreinfo"} == {
        "name": "Jane Doe", "email": "jane@acme.test", "phone": "555"}
    assert dict(lead.fields)["moreinfo"] == dict(LEAD.fields)["moreinfo"], "untouched, marks and all"
    assert (lead.rule, found.changed[1].field("day")) == ("Enquiries", "9")
    assert found.words == ('lead 1: name "Jane: Doe" -> "Jane Doe", probability "0.1" -> "", phone "" -> "555"; '
                           'event 2: day "5" -> "9"')


def test_a_long_text_is_told_by_its_name_alone(failed: Story) -> None:
    assert change(failed, Edit({(1, "moreinfo"): "secret words"})).words == "lead 1: moreinfo"


def test_an_operator_that_the_admin_types_acts_and_the_mails_own_never_does(failed: Story) -> None:
    text = "[category:Harbour]\nHello there [category:VIP]"
    lead = change(failed, Edit({(1, "moreinfo"): text})).changed[0]
    sent = fields_to_send(lead, marker="")
    assert sent["moreinfo"] == "[category:Harbour]\nHello there (category:VIP)"      # type: ignore[index]


def test_what_must_not_reach_heap_is_taken_out_of_what_is_typed_too(failed: Story) -> None:
    lead = change(failed, Edit({(1, "moreinfo"): "her card is 4111 1111 1111 1111"})).changed[0]
    assert "4111" not in lead.field("moreinfo")


def test_what_stays_the_same_is_no_change_whatever_an_editor_does_to_line_ends(failed: Story) -> None:
    again = "[category:Web] Hello\r\n\r\n  there [category:VIP]  \r\nend\r\n"
    assert change(failed, Edit({(1, "moreinfo"): again, (3, "title"): "written"}, about="JANE@acme.test")).words == ""


def test_another_contact_takes_the_place_of_the_former_ones_address(failed: Story) -> None:
    found = change(failed, Edit(about="eva@acme.test"))
    assert (found.about, found.changed[0].field("email")) == ("eva@acme.test", "eva@acme.test")
    assert found.words.startswith("about: jane@acme.test -> eva@acme.test; lead 1: email")


@pytest.mark.parametrize(("edit", "told"), [
    (Edit({(1, "probability"): "25"}), "1.probability: The probability must be from 0 to 1, not '25'. Did you mean 0.25?"),
    (Edit({(1, "name"): " "}), "1.name: A lead needs a name."),
    (Edit({(1, "emial"): "x"}), "1.emial: A lead has no field 'emial'. Did you mean 'email'?"),
    (Edit({(2, "day"): "31", (2, "month"): "2"}), "2.day: There is no day 2026-2-31"),
    (Edit({(3, "title"): "x"}), "3: this message cannot be changed: it stands in Heap"),
    (Edit({(4, "title"): "x"}), "4: this message cannot be changed: it may stand in Heap; look there for mb3, then: mail"),
    (Edit(drops=frozenset({4})), "4: this message cannot be changed"),
    (Edit({(9, "title"): "x"}), "9: there is no write 9; there is: 1, 2, 3, 4"),
    (Edit(about="nobody"), "'nobody' is no e-mail address"),
    (Edit({(1, "moreinfo"): "x" * 70_000}), "1.moreinfo: has 70000 characters; 65536 are the most"),
])
def test_what_cannot_be_is_told_with_its_place(failed: Story, edit: Edit, told: str) -> None:
    (only,) = wrong(failed, edit)
    assert only.startswith(told)


def test_every_mistake_is_told_at_once(failed: Story) -> None:
    assert len(wrong(failed, Edit({(1, "probability"): "25", (2, "title"): "", (3, "title"): "x"}, about="x"))) == 4


def test_the_file_reads_back_as_no_change_at_all(failed: Story) -> None:
    file = planfile.as_file(failed)
    edit, _ = planfile.read(file, "plan")
    assert change(failed, edit).words == ""
    for words in ("Item 1, failed: Heap refused the lead", "# a lead, refused; Heap said: no such field",
                  "# 3 is a message that stands in Heap", "--not-in-heap", "# more fields: phone"):
        assert words in file, words


def test_mistakes_are_told_with_line_and_column(failed: Story) -> None:
    file = planfile.as_file(failed).replace("'0.1'", "25").replace("name:", "nam:")
    edit, tree = planfile.read(file, "plan")
    found = amended(failed, edit, Checked())
    assert not isinstance(found, Amended)
    lines = file.split("\n")
    problems = planfile.problems(found, tree, "plan").problems
    assert sorted((lines[p.line - 1].strip(), p.column) for p in problems) == [
        ("nam: 'Jane: Doe'", 5), ("probability: 25", 5)]
    told = planfile.with_complaints(file, tuple(map(str, problems)))
    assert told.split("\n")[:len(lines) - 1] == lines[:-1], "no line has moved"
    assert planfile.with_complaints(told, ()) == file


@pytest.mark.parametrize(("old", "new", "told"), [
    ("writes:", "writs:", 'plan:7:1: "writs" is not known here; did you mean "writes"?'),
    ("  1:", "  one:", 'plan:9:3: "one" is no number of a write'),
    ("about: jane@acme.test", "about: [a, b]", "plan:6:8: a single text belongs here"),
    ("  2:", "  2: [", "plan:"),
])
def test_a_file_that_is_no_plan_is_told_with_its_place(failed: Story, old: str, new: str, told: str) -> None:
    with pytest.raises(FileProblems) as wrong_file:
        planfile.read(planfile.as_file(failed).replace(old, new, 1), "plan")
    assert str(wrong_file.value).startswith(told)


def test_a_record_is_left_out_by_a_word_and_not_by_a_slip(failed: Story) -> None:
    edit, _ = planfile.read("writes:\n  1: drop\n", "plan")
    found = change(failed, edit)
    assert (found.dropped, found.words) == ((0,), "lead 1 left out")
    assert change(failed, planfile.read("about: jane@acme.test\nwrites:\n", "plan")[0]).words == ""
