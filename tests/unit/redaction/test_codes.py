"""One-time codes and PINs are found by the words beside them; other numbers and other codes are left alone."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbridge.redaction import Redaction, codes
from mailbridge.redaction.code_words import SECRETS
from mailbridge.redaction.skeleton import skeleton

CODES = Redaction(cards=False, ibans=False, codes=True)


@pytest.mark.parametrize(("text", "left"), [
    ("Your verification code is 123456.", "Your verification code is [code]."),
    ("OTP: 4821", "OTP: [code]"),
    ("Use 837 294 as your login code", "Use [code] as your login code"),
    ("G-482913 is your Google verification code", "G-[code] is your Google verification code"),
    ("Ihr Bestätigungscode lautet:\n\n  829-123\n\nDanke", "Ihr Bestätigungscode lautet:\n\n  [code]\n\nDanke"),
    ("Here is your security code.\n\n> 90218", "Here is your security code.\n\n> [code]"),
    ("Votre code est 4821", "Votre code est [code]"),
    ("Código: 918273", "Código: [code]"),
    ("Your code:\n\n1 2 3 4 5 6", "Your code:\n\n[code]"),
    ("您的验证码是１２３４５６，请勿告诉他人", "您的验证码是[code]，请勿告诉他人"),
    ("認証コードは 4821 です", "認証コードは [code] です"),
    ("PIN: 4711, TAN 123456", "PIN: [code], TAN [code]"),
    ("the pin is 2026", "the pin is [code]"),
    ("CVV: 123", "CVV: [code]"),
    ("Passcode: 12\u200b34\u200b56", "Passcode: [code]"),
])
def test_a_code_is_found_by_the_words_beside_it(text: str, left: str) -> None:
    assert CODES.words(text) == left


@pytest.mark.parametrize("language", SECRETS)
def test_the_words_of_every_language_are_known(language: str) -> None:
    for word in SECRETS[language]:
        assert CODES.words(f"{word}: 482913") == f"{word}: [code]"
        assert CODES.words(f"{word.upper()}\n\n4829\n") == f"{word.upper()}\n\n[code]\n"


@pytest.mark.parametrize("text", [
    "postcode 10115", "code postal 75001", "ZIP code 90210", "Product code: 12345", "promo code 2024", "HS code: 84713000",
    "error code 4042", "area code 04711", "PIN 560001, Bengaluru, India", "the pin 4711 of the connector",
    "a tan 1234", "Your verification code expires on 2026-11-25", "security code since 2019",
    "Our access code costs 1200 EUR", "Please verify your code. Order 123456 is on its way", "Invoice 123456, 20 pieces",
])
def test_other_numbers_and_other_codes_stay(text: str) -> None:
    assert CODES.words(text) == text


WORDS = sorted(chain.from_iterable(SECRETS.values()))
PIECES = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(["PIN", "your", "is", ": ", "\n\n", "2026", "1 2 3 4 5 6", "829-123", "12\u200b34"]),
    st.integers(0, 99_999_999).map(str), st.integers(0, 400).map("x".ljust))


@given(st.lists(PIECES, max_size=30))
def test_where_no_digits_are_near_no_word_need_be_looked_for(pieces: list[str]) -> None:
    text = " ".join(pieces)
    letters = skeleton(text)
    with pytest.MonkeyPatch.context() as everywhere:
        everywhere.setattr(codes, "_stretches", lambda letters: [(0, len(letters))])
        wanted = sorted(map(repr, codes.find(letters, text)))
    assert sorted(map(repr, codes.find(letters, text))) == wanted


def test_the_margin_around_digits_holds_the_longest_words() -> None:
    assert 2 * max(map(len, WORDS)) < codes._LONGEST_WORD
