from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbridge.heap.marker import marker
from mailbridge.heap.wire import FieldsToSend, Limits, Problems, fields_to_send, get_word, write_of
from mailbridge.plan import Ours, Outside, Write
from mailbridge.records import CREATE_FIELDS, LONG_FIELD, Kind

DAY = {"year": "2026", "month": "5", "day": "8", "title": "Opera"}
REQUIRED = {kind: {"name": "Jane"} for kind in Kind} | {Kind.EVENT: DAY, Kind.MESSAGE: {"title": "Hello"}}


def sent(kind: Kind, *, mark: str = "", newer: bool = False, **fields: str) -> FieldsToSend:
    write = Write(kind, tuple((n, (Outside(v),)) for n, v in {**REQUIRED[kind], **fields}.items()))
    sending = fields_to_send(write, marker=mark, newer_fields=newer)
    assert isinstance(sending, FieldsToSend), sending
    return sending


def problems(kind: Kind, **fields: str) -> tuple[str, ...]:
    sending = fields_to_send(write_of(kind, fields), marker="")
    assert isinstance(sending, Problems)
    return sending.texts


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_of_the_page_is_sent_under_its_name(kind: Kind) -> None:
    numbers = {"probability": "0.25", "value": "5000", "year": "2026", "month": "5", "day": "8"}
    sending = sent(kind, **{name: numbers.get(name, f"my {name}") for name in CREATE_FIELDS[kind]})
    assert {name for name, _ in sending.fields} == set(CREATE_FIELDS[kind])
    assert sending.create == kind.value


def test_people_are_created_as_person_or_as_people_and_read_as_people() -> None:
    write = write_of(Kind.PERSON, {"name": "Jane"})
    assert sent(Kind.PERSON).create == "person"
    other = fields_to_send(write, marker="", create_people_as="people")
    assert isinstance(other, FieldsToSend)
    assert other.create == "people"
    assert get_word(Kind.PERSON) == "people"
    assert get_word(Kind.LEAD) == "lead"


def test_the_newer_fields_need_their_setting() -> None:
    assert "no field 'notes'" in problems(Kind.LEAD, name="Jane", notes="x")[0]
    assert sent(Kind.LEAD, newer=True, notes="a\nb")["notes"] == "a\nb"
    assert sent(Kind.PERSON, newer=True, category="x")["category"] == "x"


def test_a_stranger_cannot_add_a_second_category_and_an_admin_can() -> None:
    fields = (("name", (Ours("Jane"),)), ("category", (Ours("Web\nNew\n"), Outside("x\nVIP"))))
    sending = fields_to_send(Write(Kind.LEAD, fields), marker="", newer_fields=True)
    assert isinstance(sending, FieldsToSend)
    assert sending["category"] == "Web\nNew\nx VIP"


@pytest.mark.parametrize("sign", ["\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029", "\x1e"])
def test_a_one_line_field_stays_one_line(sign: str) -> None:
    assert sent(Kind.LEAD, name=f"Jane{sign}Doe")["name"] == "Jane Doe"
    assert sent(Kind.MESSAGE, title=f"Hello{sign}there")["title"] == "Hello there"
    assert sent(Kind.MESSAGE, body=f"one{sign}two")["body"] == "one\ntwo"
    assert sent(Kind.LEAD, address=f"1 Way{sign}Town")["address"] == "1 Way\nTown"


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x9b", "\ud800", "\udfff", "\u202e", "\u2066", "\ufeff"])
def test_control_characters_surrogates_and_overrides_never_leave(sign: str) -> None:
    assert sent(Kind.MESSAGE, title=f"a{sign}b", body=f"c{sign}d")["title"] == "ab"
    assert sent(Kind.MESSAGE, body=f"c{sign}d")["body"] == "cd"


def test_operators_are_neutralised_in_every_field() -> None:
    for kind in Kind:
        for name in CREATE_FIELDS[kind]:
            if name not in ("year", "month", "day", "probability", "value"):
                assert sent(kind, **{name: "[category:x]"})[name] == "(category:x)"


def test_long_texts_are_cut_between_characters_with_a_visible_note() -> None:
    title = sent(Kind.MESSAGE, title="ü" * 300)["title"]
    assert len(title) <= 255
    assert title == f"{'ü' * 223} [cut, 154 bytes]"
    body = sent(Kind.MESSAGE, body="€" * 30000)["body"]
    kept = body.count("€")
    assert body == "€" * kept + f"\n[cut, {3 * (30000 - kept)} bytes]"
    assert 65000 < len(body.encode()) <= 65536
    assert len(sent(Kind.LEAD, city="x" * 5000)["city"].encode()) <= 1024


def test_a_text_that_just_fits_is_not_cut() -> None:
    assert sent(Kind.MESSAGE, title="x" * 255)["title"] == "x" * 255
    assert sent(Kind.MESSAGE, body="x" * 65536)["body"] == "x" * 65536


@pytest.mark.parametrize("kind", list(LONG_FIELD))
def test_every_write_carries_its_marker_on_a_line_of_its_own(kind: Kind) -> None:
    mark = marker(b"secret", "mail", 0)
    assert sent(kind, mark=mark)[LONG_FIELD[kind]] == f"Ref {mark}"
    assert sent(kind, mark=mark, **{LONG_FIELD[kind]: "text"})[LONG_FIELD[kind]] == f"text\nRef {mark}"
    long = sent(kind, mark=mark, **{LONG_FIELD[kind]: "x" * 100_000})[LONG_FIELD[kind]]
    assert long.endswith(f" bytes]\nRef {mark}")
    assert len(long.encode()) <= 65536


def test_people_carry_no_marker() -> None:
    assert not any("Ref" in value for _, value in sent(Kind.PERSON, mark="mbabc").fields)


def test_a_marker_has_letters_and_digits_only_and_is_always_the_same() -> None:
    mark = marker(b"secret", "mail-1", 0)
    assert mark == marker(b"secret", "mail-1", 0)
    assert len({mark, marker(b"secret", "mail-1", 1), marker(b"secret", "mail-2", 0), marker(b"other", "mail-1", 0)}) == 4
    assert mark.isascii() and mark.isalnum() and mark.islower() and mark.startswith("mb") and len(mark) == 22
    with pytest.raises(ValueError, match="letters and digits"):
        fields_to_send(write_of(Kind.MESSAGE, {"title": "x"}), marker="mb-1")


def test_a_probability_of_25_is_refused_with_a_suggestion() -> None:
    assert problems(Kind.LEAD, name="J", probability="25") == (
        "The probability must be from 0 to 1, not '25'. Did you mean 0.25?",)
    assert "0.25?" in problems(Kind.LEAD, name="J", probability="25 %")[0]
    assert "0.25?" in problems(Kind.LEAD, name="J", probability="0,25")[0]
    assert "from 0 to 1" in problems(Kind.LEAD, name="J", probability="-1")[0]
    assert "from 0 to 1" in problems(Kind.LEAD, name="J", probability="nan")[0]
    assert sent(Kind.LEAD, probability="1")["probability"] == "1"


@pytest.mark.parametrize(("kind", "fields", "told"), [
    (Kind.LEAD, {"name": "J", "value": "5.000 EUR"}, "plain number"),
    (Kind.LEAD, {"name": "J", "emial": "x"}, "A lead has no field 'emial'. Did you mean 'email'? Its fields: name"),
    (Kind.MESSAGE, {"body": "x"}, "A message needs a title."),
    (Kind.LEAD, {"name": "\n "}, "A lead needs a name."),
    (Kind.EVENT, {**DAY, "month": "2", "day": "30"}, "There is no day 2026-2-30"),
    (Kind.EVENT, {**DAY, "month": "May"}, "The month of an event must be a whole number, not 'May'."),
    (Kind.EVENT, {**DAY, "year": "26"}, "four digits"),
    (Kind.EVENT, {"title": "x", "year": "2026", "month": "5"}, "An event needs a day."),
])
def test_a_wrong_record_is_told_in_a_sentence(kind: Kind, fields: dict[str, str], told: str) -> None:
    assert told in problems(kind, **fields)[0]


def test_all_mistakes_come_at_once() -> None:
    assert len(problems(Kind.LEAD, probability="7x", value="y", foo="z")) == 4


def test_empty_fields_are_not_sent() -> None:
    assert sent(Kind.LEAD, phone="  ").fields == (("name", "Jane"),)


@given(st.text(max_size=400))
def test_whatever_was_written_can_be_encoded_and_is_within_bounds(text: str) -> None:
    write = Write(Kind.MESSAGE, (("title", (Ours("x"), Outside(text))), ("body", (Outside(text), Outside(text)))))
    sending = fields_to_send(write, marker="mb1", limits=Limits(title_chars=60, long_bytes=300, other_bytes=100))
    assert isinstance(sending, FieldsToSend)
    assert len(sending["title"]) <= 60
    assert len(sending["body"].encode()) <= 300
    assert sending["body"].endswith("Ref mb1")
