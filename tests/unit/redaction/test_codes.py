"""One-time codes and PINs are found by the words beside them; other numbers and other codes are left alone."""

from __future__ import annotations

import pytest

from mailbridge.redaction import Redaction
from mailbridge.redaction.code_words import SECRETS

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
