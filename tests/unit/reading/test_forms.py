"""Web forms of many plugins and languages, and mails that only look like one."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mailbridge.reading.forms import form_words, forms
from mailbridge.reading.forms.form_words import Role
from mailbridge.reading.patterns import form_labels
from mailbridge.reading.text import html

SAMPLES = Path(__file__).parents[2] / "mails" / "forms" / "samples.txt"
KEYS = ("name", "email", "phone", "company", "message")


@dataclass
class Sample:
    title: str
    text: str = ""
    html: str = ""
    is_form: bool = True
    expected: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


def samples() -> list[Sample]:
    """The samples of the file; its head says how they are written."""
    found = []
    for chunk in ("\n" + SAMPLES.read_text(encoding="utf-8")).split("\n=== ")[1:]:
        title, _, rest = chunk.partition("\n")
        sample = Sample(title)
        for section in ("\n" + rest).split("\n--- ")[1:]:
            kind, _, body = section.partition("\n")
            if kind == "expect":
                expect(sample, body)
            elif kind == "text":
                sample.text = body
            else:
                sample.html = body
        found.append(sample)
    return found


def expect(sample: Sample, body: str) -> None:
    key = ""
    for line in body.split("\n"):
        if line.strip() == "nothing":
            sample.is_form = False
        elif line.startswith("field "):
            label, _, sample.fields[label] = line[len("field "):].partition(" = ")
        elif line.partition(":")[0] in KEYS:
            key, _, value = line.partition(":")
            sample.expected[key] = value.strip()
        elif key:
            sample.expected[key] = f"{sample.expected[key]}\n{line}"
    sample.expected = {key: value.strip() for key, value in sample.expected.items()}


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.title)
def test_each_sample_is_read_as_its_visitor_meant_it(sample: Sample) -> None:
    found = forms.find(sample.text or html.to_text(sample.html), sample.html)
    if not sample.is_form:
        assert found is None
        return
    assert found is not None
    got = {key: getattr(found, key) for key in KEYS}
    assert got == {key: sample.expected.get(key, "") for key in KEYS}
    assert sample.fields.items() <= dict(found.fields).items()


TABLES = {
    Role.NAME: form_labels.NAME, Role.FIRST: form_labels.FIRST_NAME, Role.LAST: form_labels.LAST_NAME,
    Role.EMAIL: form_labels.EMAIL, Role.PHONE: form_labels.PHONE, Role.COMPANY: form_labels.COMPANY,
    Role.MESSAGE: form_labels.MESSAGE, Role.REMARK: form_labels.REMARK, Role.OTHER: form_labels.OTHER,
}


@pytest.mark.parametrize("language", sorted(form_labels.NAME))
def test_labels_of_a_language_are_known_with_stars_brackets_and_in_capitals(language: str) -> None:
    """A label that two tables share belongs to the more particular one; all are known as something."""
    for role in (Role.NAME, Role.EMAIL, Role.PHONE, Role.COMPANY, Role.MESSAGE):
        first = TABLES[role].get(language, "").split(", ")[0]
        if first:
            assert form_words.exact(first) is form_words.exact(f"{first} *") is form_words.exact(f"{first}:") is role
            assert form_words.exact(f"{first} (optional)") is role
    for table in TABLES.values():
        assert all(form_words.exact(label) for label in table.get(language, "").split(", ") if label)


@pytest.mark.parametrize(("label", "role"), [
    ("your-email", Role.EMAIL), ("email_address", Role.EMAIL), ("contact[email]", Role.EMAIL), ("firstName", Role.FIRST),
    ("Q1. What is your name?", Role.NAME), ("Telefono", Role.PHONE), ("PRENOM", Role.FIRST), ("Firma / Verein", Role.COMPANY),
    ("First and last name", Role.NAME), ("Comments or questions", Role.MESSAGE), ("Best number to call: phone", Role.PHONE),
    ("Company size", Role.OTHER), ("E-mail newsletter", None), ("Product name", None), ("Where is your company based?", None),
    ("Name of your pet", None), ("", None), ("x" * 500, None),
])
def test_a_label_is_known_in_many_spellings_and_not_by_a_mere_word(label: str, role: Role | None) -> None:
    assert form_words.role(label) is role


@pytest.mark.parametrize(("answer", "phone"), [
    ("+49 (0)30 123456", "+49 (0)30 123456"), ("555-123-4567 ext. 5", "555-123-4567 ext. 5"), ("n/a", ""), ("call me", ""),
    ("12", ""), ("jane@acme.test", ""), ("-", ""),
])
def test_an_answer_must_look_like_what_was_asked(answer: str, phone: str) -> None:
    found = forms.find(f"Name: Jane Doe\nE-Mail: jane@acme.test\nTelefon: {answer}\nNachricht: Hallo", "")
    assert found is not None
    assert found.phone == phone


def test_an_address_is_found_under_a_label_that_nobody_knows() -> None:
    found = forms.find("Name: Jane Doe\nWhere to reach me: jane@acme.test\nMessage: Hello", "")
    assert found is not None
    assert (found.name, found.email) == ("Jane Doe", "jane@acme.test")


def test_fields_keep_their_labels_and_order() -> None:
    found = forms.find("Produkt: Stuhl\nName*: Jane Doe\nE-Mail: jane@acme.test\nAnzahl: 3\nFax: -", "")
    assert found is not None
    assert found.fields == (
        ("Produkt", "Stuhl"), ("Name", "Jane Doe"), ("E-Mail", "jane@acme.test"), ("Anzahl", "3"), ("Fax", ""),
    )


@pytest.mark.parametrize("text", [
    "aa: b\n" * 30_000, ":" * 300_000, " " * 300_000, "." * 300_000, "*" * 300_000, "[" * 200_000, "Name: x\n" * 30_000,
    "a@" * 100_000, "Name: x\nEmail: a@b.test\nMessage:\n" + "Foo: bar\n\n" * 30_000, "Name\n" * 30_000, "a   " * 50_000,
])
def test_a_flood_of_text_is_read_in_a_moment(text: str) -> None:
    begun = time.process_time()
    forms.find(text, "")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("markup", [
    "<div>" * 100_000, "<table><tr><td>" * 20_000, "<tr><td>a<td>b" * 30_000, "<b>a" * 100_000, "<br>" * 100_000,
    "<table><tr>" + "<td>a</td>" * 50_000, "<a " + "x=y " * 100_000 + ">",
])
def test_a_flood_of_markup_is_read_in_a_moment(markup: str) -> None:
    begun = time.process_time()
    forms.find("", markup)
    assert time.process_time() - begun < 4


def test_facts_with_colons_between_prose_do_not_make_a_long_message_slow() -> None:
    facts = "".join(f"Fact {number % 9}: value {number}\n" for number in range(19)) + "these are facts\n"
    text = "Name: Jane Doe\nEmail: jane@acme.test\nMessage: hi\n" + 200 * facts
    started = time.process_time()
    found = forms.find(text, "")
    assert time.process_time() - started < 2.0
    assert found is not None
    assert found.message.endswith("these are facts")


@pytest.mark.parametrize(("text", "name", "email", "phone"), [
    ("Customer name = Bob Stone\nCustomer email = bob@acme.test\nCustomer phone = 0161 496 0000\nEnquiry = A brochure",
     "Bob Stone", "bob@acme.test", "0161 496 0000"),
    ("* **What's your name?**\nBob Stone\n\n* **What's your e-mail?**\nbob@acme.test\n\n* **Your message**\nA brochure",
     "Bob Stone", "bob@acme.test", ""),
    ("Nome: Bob Stone\nE-mail: bob@acme.test\nWhatsApp: (21) 99999-0000\nMensagem: Olá",
     "Bob Stone", "bob@acme.test", "(21) 99999-0000"),
    ("Name: Bob Stone\nEmail: bob@acme.test<mailto:bob@acme.test>\nPhone: 0161 496 0000<tel:01614960000>\nMessage: Hi",
     "Bob Stone", "bob@acme.test", "0161 496 0000"),
], ids=["whose field it is", "bullets and stars", "two words in one", "links behind the answers"])
def test_labels_and_answers_come_dressed_up(text: str, name: str, email: str, phone: str) -> None:
    form = forms.find(text, "")
    assert form is not None
    assert (form.name, form.email, form.phone) == (name, email, phone)
    assert form.message
