from __future__ import annotations

import pytest

from mailbridge.errors import AdminError
from mailbridge.heap.address import endpoint

HEAP = "https://creativearc.crmondemand.biz/api.php"


@pytest.mark.parametrize("given", [
    "creativearc", "CreativeArc", " creativearc ", "creativearc.crmondemand.biz", "http://creativearc.crmondemand.biz/",
    "https://creativearc.crmondemand.biz", "http://creativearc.crmondemand.biz/index.php", "http://creativearc.crmondemand.biz/api.php", HEAP,
])
def test_a_word_or_an_address_is_reduced_by_the_pages_rule_and_to_https(given: str) -> None:
    assert endpoint(given) == HEAP


@pytest.mark.parametrize(("given", "url"), [
    ("http://127.0.0.1:8400/api.php", "http://127.0.0.1:8400/api.php"),
    ("http://localhost:8400", "http://localhost:8400/api.php"),
    ("http://[::1]:8400/", "http://[::1]:8400/api.php"),
    ("https://heap.example.com/crm/api.php", "https://heap.example.com/crm/api.php"),
    ("https://heap.example.com/crm/", "https://heap.example.com/crm/api.php"),
])
def test_another_address_is_kept_and_loopback_needs_no_encryption(given: str, url: str) -> None:
    assert endpoint(given) == url


def test_plain_http_needs_its_loudly_named_setting() -> None:
    with pytest.raises(AdminError, match="allow_insecure"):
        endpoint("http://heap.example.com/api.php")
    assert endpoint("http://heap.example.com/api.php", allow_insecure=True) == "http://heap.example.com/api.php"
    page = "http://creativearc.crmondemand.biz/api.php"
    assert endpoint(page, allow_insecure=True) == page


@pytest.mark.parametrize("given", [
    "", "a b", "ftp://x.test/api.php", "https:///api.php", "https://x.test/api.php?a=1", "https://x.test/#a", "-x", "https://x.test:99999/",
    "https://x.test:0/", "https://[bad/", "töst", "http://127.0.0.1.evil.test/api.php", "secure.crmondemand.com",
])
def test_what_is_no_address_of_heap_is_refused(given: str) -> None:
    with pytest.raises(AdminError):
        endpoint(given)


def test_a_login_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(AdminError) as refused:
        endpoint("https://me:hunter2@heap.example.com/api.php")
    assert "hunter2" not in str(refused.value)
