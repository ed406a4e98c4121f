"""Account numbers are found in every spelling by country, length and check digits."""

from __future__ import annotations

import pytest

from mailbridge.redaction import Redaction

IBANS = Redaction(cards=False, ibans=True, codes=False)


@pytest.mark.parametrize("number", [
    "DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "de89 3704 0044 0532 0130 00",
    "ＤＥ８９ ３７０４ ００４４ ０５３２ ０１３０ ００", "DE89-3704-0044-0532-0130-00", "DE89\u00a03704\u200b0044053201\n3000",
])
def test_an_account_number_is_found_however_it_is_written(number: str) -> None:
    assert IBANS.words(f"pay to {number} please") == "pay to [IBAN …3000] please"


@pytest.mark.parametrize("number", [
    "GB29NWBK60161331926819", "FR1420041010050500013M02606", "NL91ABNA0417164300", "CH9300762011623852957",
    "ES9121000418450200051332", "IT60X0542811101000000123456", "BE68539007547034", "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S", "NO09ABCDEFGHIJK",
])
def test_account_numbers_of_all_countries_are_found(number: str) -> None:
    assert IBANS.words(f"{number}.") == f"[IBAN …{number[-4:]}]."


@pytest.mark.parametrize("text", [
    "DE88 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130", "XX89370400440532013000", "ADE89370400440532013000",
    "DE893704004405320130001", "Article DE89",
])
def test_what_is_no_account_number_stays(text: str) -> None:
    assert IBANS.words(text) == text


def test_account_numbers_stay_by_default() -> None:
    assert Redaction().words("DE89 3704 0044 0532 0130 00") == "DE89 3704 0044 0532 0130 00"
