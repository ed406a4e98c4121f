"""Dates in the languages of those who forward."""

from __future__ import annotations

import pytest

from mailbridge.reading.forwards import forward_dates
from mailbridge.reading.patterns.forwards_months import HALVES, MONTHS


@pytest.mark.parametrize("language", sorted(MONTHS))
def test_each_beginning_of_a_month_is_read_in_its_language(language: str) -> None:
    for month, beginnings in enumerate(MONTHS[language].split(), 1):
        for beginning in beginnings.split("/"):
            found = forward_dates.parse(f"2. {beginning} 2021 09:26", [language])
            assert found == f"2021-{month:02}-02T09:26:00", beginning


@pytest.mark.parametrize("row", HALVES, ids=lambda row: row[0])
def test_each_half_of_the_day_is_read_before_and_behind_the_time(row: tuple[str, str, str]) -> None:
    language, morning, afternoon = row
    for hour, words in ((9, morning), (21, afternoon)):
        for word in words.split():
            for time in (f"9:26 {word}", f"{word} 9:26", f"9:26 {word.upper()}"):
                assert forward_dates.parse(f"2021-11-02 {time}", [language]) == f"2021-11-02T{hour:02}:26:00", time


@pytest.mark.parametrize(("written", "language", "expected"), [
    ("Wed, 3 Nov 2021 15:51:30 +0100", "en", "2021-11-03T15:51:30+01:00"),
    ("Wed, Nov 3, 2021 at 3:51 PM", "en", "2021-11-03T15:51:00"),
    ("On Wednesday, November 3rd, 2021 at 3:51 PM", "en", "2021-11-03T15:51:00"),
    ("Monday, September 19, 2022, 5:55:44 PM -0400", "en", "2022-09-19T17:55:44-04:00"),
    ("11/3/21 3:51 PM (GMT+01:00)", "en", "2021-11-03T15:51:00+01:00"),
    ("2021-11-03T15:51:30Z", "en", "2021-11-03T15:51:30+00:00"),
    ("2021-11-03", "en", "2021-11-03"),
    ("Mittwoch, 03. November 2021 um 15:51 Uhr", "de", "2021-11-03T15:51:00"),
    ("03.11.21, 15:51", "de", "2021-11-03T15:51:00"),
    ("mercredi 3 novembre 2021 à 15:51:30 UTC+1", "fr", "2021-11-03T15:51:30+01:00"),
    ("mer. 3 nov. 2021 15 h 51", "fr", "2021-11-03T15:51:00"),
    ("mar. 3 févr. 2026 à 15:51", "fr", "2026-02-03T15:51:00"),
    ("miércoles, 3 de noviembre de 2021 15:51", "es", "2021-11-03T15:51:00"),
    ("3. marraskuuta 2021 klo 15.51.30", "fi", "2021-11-03T15:51:30"),
    ("ke 3. marrask. 2021 klo 15.51", "fi", "2021-11-03T15:51:00"),
    ("3 listopada 2021 15:51", "pl", "2021-11-03T15:51:00"),
    ("3. listopada 2021. 15:51", "hr", "2021-10-03T15:51:00"),
    ("2021. november 3., szerda 15:51", "hu", "2021-11-03T15:51:00"),
    ("2021 m. lapkričio 3 d. 15:51", "lt", "2021-11-03T15:51:00"),
    ("2021年11月3日 下午3:51", "zh-CN", "2021-11-03T15:51:00"),
    ("2021年11月3日(水) 15:51", "ja", "2021-11-03T15:51:00"),
    ("2021년 11월 3일 (수) 오후 3:51", "ko", "2021-11-03T15:51:00"),
    ("2021. 11. 3. 오후 3:51", "ko", "2021-11-03T15:51:00"),
    ("Thứ 4, 3 thg 11, 2021 vào lúc 15:51", "vi", "2021-11-03T15:51:00"),
    ("3 พฤศจิกายน 2564 15:51", "th", "2021-11-03T15:51:00"),
    ("الأربعاء، ٣ نوفمبر ٢٠٢١ ٣:٥١ م", "ar", "2021-11-03T15:51:00"),
    ("3 تشرين الثاني 2021 15:51", "ar", "2021-11-03T15:51:00"),
    ("יום ד׳, 3 בנוב׳ 2021 ב-15:51", "he", "2021-11-03T15:51:00"),
])
def test_real_forms(written: str, language: str, expected: str) -> None:
    assert forward_dates.parse(written, [language]) == expected


@pytest.mark.parametrize(("written", "language"), [
    ("02/10/2021 12:46", "en"),             # February or October
    ("3. listopad 2021 15:51", "sv"),       # November in Prague, October in Zagreb
    ("31.02.2021 15:51", "de"), ("yesterday", "en"), ("15:51", "en"), ("", "en"), ("3 Nov 15:51", "en"),
    ("99999999999999999999 Nov 99999999999 99:99", "en"),
])
def test_nothing_is_guessed(written: str, language: str) -> None:
    assert forward_dates.parse(written, [language]) is None
