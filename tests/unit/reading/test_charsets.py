"""Labels lie: the bytes decide."""

from __future__ import annotations

import pytest

from mailbridge.reading.mime import charsets


@pytest.mark.parametrize(("data", "label", "expected"), [
    ("Grüße".encode(), "us-ascii", "Grüße"),
    ("Grüße".encode(), "iso-8859-1", "Grüße"),
    ("Grüße".encode(), "iso-UTF-8", "Grüße"),
    ("Grüße".encode("cp1252"), "us-ascii", "Grüße"),
    ("Grüße".encode("cp1252"), "utf-8", "Grüße"),
    ("Grüße".encode("cp1252"), "x-unknown", "Grüße"),
    ("“x” – €".encode("cp1252"), "iso-8859-1", "“x” – €"),
    ("漢字かな".encode("iso2022_jp"), "", "漢字かな"),
    ("漢字かな".encode("iso2022_jp"), "us-ascii", "漢字かな"),
    (b"\x1b$By_\x1b(B", "iso-2022-jp", "﨏"),
    ("㈱①".encode("cp932"), "shift_jis", "㈱①"),
    ("こんにちは、世界。お元気ですか。".encode("cp932"), "", "こんにちは、世界。お元気ですか。"),
    ("镕".encode("gbk"), "gb2312", "镕"),
    ("똠".encode("cp949"), "ks_c_5601-1987", "똠"),
    ("ภาษาไทย".encode("cp874"), "windows-874", "ภาษาไทย"),
    ("Grüße".encode("utf-7"), "utf-7", "Grüße"),
    ("\ufeffGrüße".encode("utf-16"), "us-ascii", "Grüße"),
    ("\ufeffGrüße".encode(), "", "Grüße"),
    ("Привет, как дела сегодня".encode("cp1251"), "", "Привет, как дела сегодня"),
    ("Привет, как дела сегодня".encode("koi8-r"), "", "Привет, как дела сегодня"),
])
def test_a_text_is_read_whatever_its_label(data: bytes, label: str, expected: str) -> None:
    assert charsets.decode(data, label)[0].lstrip("\ufeff") == expected


@pytest.mark.parametrize("label", ["punycode", "unicode_escape", "rot13", "hex", "zlib", "idna", "undefined", "", "é"])
def test_a_label_that_names_no_charset_means_none(label: str) -> None:
    assert charsets.canonical(label) == ""


def test_a_wrong_label_is_told() -> None:
    assert charsets.decode("ü".encode(), "iso-8859-1")[1] == "labelled iso-8859-1 but written in utf-8"


def test_a_few_damaged_bytes_do_not_change_the_charset() -> None:
    text, odd = charsets.decode("Grüße aus Köln".encode() + b"\xc3", "utf-8")
    assert text.startswith("Grüße aus Köln")
    assert odd
