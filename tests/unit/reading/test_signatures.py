"""Signatures, goodbyes, devices and footers: each wording of the tables ends a mail."""

from __future__ import annotations

from itertools import product

import pytest

from mailbridge.reading.patterns.footers import DEVICES, DISCLAIMERS, FOOTERS, LEGAL_WORDS
from mailbridge.reading.patterns.habit import Habit
from mailbridge.reading.patterns.signatures import CLOSINGS, POSTSCRIPTS, THANKS
from mailbridge.reading.replies import signatures

SAID = ["Yes, that works for us.", "See you on Monday then."]
CARD = ["Jane Roe", "Sales Manager", "Acme Ltd, 12 High Street, London", "+44 20 1234567", "www.acme.example"]


def _left(*lines: str) -> list[str]:
    return [line for line in signatures.without([*SAID, "", *lines]) if line]


def _each(*tables: tuple[Habit, ...]) -> pytest.MarkDecorator:
    rows = [habit for table in tables for habit in table]
    return pytest.mark.parametrize("habit", rows, ids=[f"{row.language}-{row.words[0]}" for row in rows])


@_each(CLOSINGS, THANKS)
def test_a_goodbye_with_a_name_ends_a_mail(habit: Habit) -> None:
    for words, (mark, below) in product(habit.words, (("", CARD[:1]), (",", CARD), ("!", ["", *CARD[:2]]))):
        assert _left(words.capitalize() + mark, *below) == SAID


@_each(CLOSINGS)
def test_a_goodbye_alone_ends_a_mail(habit: Habit) -> None:
    for words in habit.words:
        assert _left(words.capitalize()) == SAID


@_each(THANKS)
def test_thanks_alone_are_words(habit: Habit) -> None:
    for words in habit.words:
        assert _left(words.capitalize()) == [*SAID, words.capitalize()]


@_each(DEVICES)
def test_a_devices_line_ends_a_mail(habit: Habit) -> None:
    for words in habit.words:
        line = words.replace("…", "Nokia 3310")
        assert _left(line) == _left(f"{line}<https://aka.example/x>") == SAID
        assert _left(line, "", "History that the phone did not mark.") == SAID


@_each(FOOTERS)
def test_a_lists_footer_ends_a_mail(habit: Habit) -> None:
    for words in habit.words:
        assert _left("_______________", f"{words.capitalize()} something.", "https://lists.acme.example/x") == SAID


@_each(DISCLAIMERS)
def test_a_disclaimer_ends_a_mail_when_it_goes_on_like_one(habit: Habit) -> None:
    for words in habit.words:
        assert _left(f"{words.capitalize()} {' '.join(LEGAL_WORDS)}.", "", "More of it.") == SAID
        if sum(word.casefold() in words for word in LEGAL_WORDS) < 2:
            assert _left(f"{words.capitalize()} 20.") == [*SAID, f"{words.capitalize()} 20."]


@pytest.mark.parametrize("mark", POSTSCRIPTS)
def test_a_postscript_stays(mark: str) -> None:
    afterthought = f"{mark.upper()} the price is 500."
    assert _left("Best regards", *CARD, "", afterthought, "", "Acme Ltd") == [*SAID, afterthought]


@pytest.mark.parametrize("delimiter", ["-- ", "--", "—", "–"])
def test_a_delimiter_ends_a_mail(delimiter: str) -> None:
    assert _left(delimiter, *CARD) == SAID
    assert _left(delimiter, delimiter, "", *CARD) == SAID


def test_the_standard_delimiter_may_stand_above_anything() -> None:
    assert _left("-- ", *["This is a long sentence of a slogan, which goes on and on. And on."] * 8) == SAID


def test_two_dashes_between_paragraphs_are_no_delimiter() -> None:
    paragraphs = ["--", "The second option is dear. It is slow. It is big. It smells."]
    assert _left(*paragraphs) == [*SAID, *paragraphs]


def test_a_goodbye_in_own_words_needs_a_name() -> None:
    assert _left("at your service,", "", "Jane Roe", "Director") == SAID
    assert _left("to the address below,", "please send 20.") == [*SAID, "to the address below,", "please send 20."]


def test_a_list_below_thanks_is_what_is_wanted() -> None:
    assert _left("Thanks for", "- 20 licences") == [*SAID, "Thanks for", "- 20 licences"]


def test_a_signature_may_be_all_that_stands_below_an_answered_quote() -> None:
    assert signatures.without(["Thanks", "Jane"], said_before=True) == []
    assert signatures.without(["Thanks", "Jane"]) == ["Thanks", "Jane"]
