"""What a glance at a mail's lines tells of the questions it asks."""

from __future__ import annotations

import pytest

from mailbridge.reading.forms import form_screen
from mailbridge.reading.forms.form_words import Role

LETTER = """Dear Bob,

the offer has arrived: thank you. Please phone Jane at 10:45, and see
https://shop.example.com/orders/77?lang=en for the rest.

Kind regards
Ann
Phone: +44 20 7946 0123
E-mail: ann@example.com
"""


def asked(text: str, markup: str = "") -> frozenset[Role]:
    found = form_screen.questions(text, markup)
    return found.text | found.markup


def test_a_letter_with_a_signature_is_not_read_as_a_form() -> None:
    assert asked(LETTER) == {Role.PHONE, Role.EMAIL}
    assert not form_screen.may_be_form(asked(LETTER), is_hinted=False)


def test_a_letter_that_speaks_of_a_form_is_read_as_one() -> None:
    assert form_screen.may_be_form(asked(LETTER), is_hinted=True)


@pytest.mark.parametrize("text", [
    "Name: Jane Doe\nE-mail: jane@acme.test",
    "- Votre nom = Jane Doe\n- Adresse e-mail = jane@acme.test",
    "Vorname\nJane\nNachricht\nBitte rufen Sie an.\nE-Mail\njane@acme.test",
    "Name Jane Doe\nE-mail jane@acme.test",
    "What is your name?\nJane\nWhat is your e-mail?\njane@acme.test",
    "[Your Name] Jane\n[お問い合わせ内容] hello\n[メールアドレス] jane@acme.test",
])
def test_questions_are_seen_however_they_are_set_off(text: str) -> None:
    assert form_screen.may_be_form(asked(text), is_hinted=False)


@pytest.mark.parametrize("markup", [
    "<table><tr><td>Name</td><td>Jane</td></tr><tr><td>E-mail</td><td>jane@acme.test</td></tr></table>",
    "<p><b>Pr&eacute;nom</b> Jane</p><p><b>Courriel&nbsp;:</b> jane@acme.test</p>",
    "<pre>Name: Jane\nE-mail: jane@acme.test</pre>",
    "<td title='a > b'>Name</td><td>Jane</td><td>E-mail</td><td>jane@acme.test</td>",
])
def test_labels_of_markup_need_no_mark(markup: str) -> None:
    assert form_screen.may_be_form(asked("", markup), is_hinted=False)


def test_quoted_questions_are_not_asked_again() -> None:
    assert not asked("> Name: Jane\n> E-mail: jane@acme.test")


def test_what_the_text_asks_and_what_its_markup_asks_are_told_apart() -> None:
    found = form_screen.questions("Phone: 030 1234567\nDear Bob", "<p>Dear Bob</p><b>E-mail</b><i>jane@acme.test</i>")
    assert (found.text, found.markup) == ({Role.PHONE}, {Role.EMAIL})
