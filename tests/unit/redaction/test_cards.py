"""Card numbers are found in every spelling, and what only looks like one is left alone."""

from __future__ import annotations

import pytest

from mailbridge.redaction import Redaction

CARDS = Redaction(cards=True, ibans=False, codes=False)


@pytest.mark.parametrize("written", [
    "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4111.1111.1111.1111", "4111  1111  1111  1111",
    "4111\u00a01111\u202f1111\u30001111", "4111\u20131111\u22121111\uff0d1111", "4111/1111/1111/1111",
    "41111111 11111111", "41111 11111 111111", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    "4111 1111\n1111 1111", "4\u200b1\u200b1\u200b1 1111 1111 1111", "41\u00ad11\u2060111111\ufeff111111",
    "４１１１ １１１１ １１１１ １１１１", "٤١١١ ١١١١ ١١١١ ١١١١", "④①①①①①①①①①①①①①①①", "𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏",
    "4111\u31641111\u28001111\u31641111",
])
def test_a_card_is_found_however_it_is_written(written: str) -> None:
    assert CARDS.words(f"I pay by card {written}, thanks") == "I pay by card [card …1111], thanks"
    assert CARDS.words(f"Please take {written}.") == "Please take [card …1111]."


@pytest.mark.parametrize(("brand", "number"), [
    ("Visa", "4012888888881881"), ("Visa of 13", "4222222222222"), ("Visa of 19", "4000000000000000006"),
    ("Mastercard", "5555555555554444"), ("Mastercard of 2", "2223003122003222"), ("Amex", "3782 822463 10005"),
    ("Discover", "6011111111111117"), ("Diners", "3056 930902 5904"), ("JCB", "3530111333300000"),
    ("UnionPay", "6200000000000005"), ("Maestro", "6759649826438453"), ("Mir", "2200000000000004"),
])
def test_cards_of_all_brands_are_found(brand: str, number: str) -> None:
    assert CARDS.words(f"take {number} now") == f"take [card …{number.replace(' ', '')[-4:]}] now", brand


def test_the_numbers_around_a_card_stay() -> None:
    assert CARDS.words("24/12/2026 4111 1111 1111 1111 12/27") == "24/12/2026 [card …1111] 12/27"
    assert CARDS.words("Nr. 4012888888881881 und 5555555555554444") == "Nr. [card …1881] und [card …4444]"


@pytest.mark.parametrize(("text", "left"), [
    ("4111 1111 1111 1111 12/27 123", "[card …1111] 12/27 [code]"),
    ("4111111111111111, exp: 03/2028, CVC: 1234.", "[card …1111], exp: 03/2028, CVC: [code]."),
    ("4111 1111 1111 1111\n12-27\n123\n", "[card …1111]\n12-27\n[code]\n"),
    ("4111 1111 1111 1111, 12/27 for 123 pieces", "[card …1111], 12/27 for 123 pieces"),
])
def test_the_digits_from_the_cards_back_go_with_it(text: str, left: str) -> None:
    assert CARDS.words(text) == left


def test_a_card_that_is_named_is_found_in_any_groups() -> None:
    assert CARDS.words("Visa 411 111111 1111111, 12 pieces") == "Visa [card …1111], 12 pieces"
    assert CARDS.words("卡号4111111111111111有效") == "卡号[card …1111]有效"
    assert CARDS.words("Visa4111111111111111") == "Visa[card …1111]"


@pytest.mark.parametrize("text", [
    "4111 1111 1111 1112",                          # the check digit does not fit
    "9111111111111111",                             # nobody issues such cards
    "41111111111111111111",                         # 20 digits
    "call +44 4111 1111 1111",                      # a telephone number
    "Mobil 4915112345674",                          # likewise, without the plus
    "Order number 4111111111111111", "Bestellnummer: 4111111111111111", "IMEI 490154203237518",
    "ref INV4111111111111111", "digest a4111111111111111f", "at 52.4111111111111111 north",
    "4111111111111111@example.com",
    "Our EAN 4006381333931", "4006381333931",
    "Qty 12  450  1200  33  4500\n10  20  3000  45  1200",
])
def test_what_is_no_card_stays(text: str) -> None:
    assert CARDS.words(text) == text


def test_the_parts_of_an_account_number_are_no_card() -> None:
    text = "IBAN DE89 4111 1111 1111 1111 11"
    assert CARDS.words(text) == text
    assert Redaction(ibans=True).words(text) == "IBAN [IBAN …1111]"


def test_a_telephone_field_keeps_what_may_be_a_telephone_number() -> None:
    assert not CARDS.find("4915112345674", is_telephone=True)
    assert CARDS.find("4111111111111111", is_telephone=True)
