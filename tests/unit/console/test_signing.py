"""Signing in and out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests

from mailbridge.console import Console
from mailbridge.errors import AdminError, OperatorError
from mailbridge.settings import ConsoleUser

from .kit import HASH, PASSWORD, Browser, Site, make

PAGES = ("/", "/items", "/items/1", "/items/1/original", "/items/1/html", "/items/1/parts/0", "/review", "/failed",
         "/rules", "/rules/try", "/people", "/settings")


@pytest.mark.parametrize("path", PAGES)
def test_without_a_login_every_page_sends_one_to_sign_in(site: Site, path: str) -> None:
    answer = requests.get(site.url + path, allow_redirects=False, timeout=5)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")
    assert answer.text == ""


def test_the_right_password_leads_to_the_page_that_was_asked_for(site: Site) -> None:
    browser = Browser(site.url)
    asked = browser.see("/items?state=done")
    assert asked.url.endswith("/sign-in?next=/items%3Fstate%3Ddone")
    answer = browser.submit("/sign-in", page="/sign-in", user="ann", password=PASSWORD, next="/items?state=done")
    assert answer.url == site.url + "/items?state=done"


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)",
                                   "/\tx", "\\\\evil.example", "evil.example"])
def test_signing_in_never_leads_away(site: Site, place: str) -> None:
    browser = Browser(site.url)
    fields = {"csrf": browser.token("/sign-in"), "user": "ann", "password": PASSWORD, "next": place}
    answer = browser.post(site.url + "/sign-in", data=fields, allow_redirects=False, timeout=5)
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(("user", "password"), [("ann", "wrong password"), ("eve", PASSWORD), ("", ""), ("ann", "")])
def test_a_wrong_password_and_an_unknown_user_look_the_same(site: Site, user: str, password: str) -> None:
    answer = Browser(site.url).submit("/sign-in", page="/sign-in", user=user, password=password)
    assert answer.status_code == 403
    assert "do not belong together" in answer.text


def test_the_sixth_try_within_a_minute_waits_even_with_the_right_password(site: Site) -> None:
    browser = Browser(site.url)
    for _ in range(5):
        assert browser.submit("/sign-in", page="/sign-in", user="ann", password="wrong password").status_code == 403
    answer = browser.submit("/sign-in", page="/sign-in", user="ann", password=PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 61
    assert browser.see("/").url.endswith("/sign-in")


def test_a_form_that_another_site_sends_signs_nobody_in(site: Site) -> None:
    answer = requests.post(site.url + "/sign-in", data={"user": "ann", "password": PASSWORD, "csrf": ""}, timeout=5)
    assert answer.status_code == 403
    assert "mailbridge" not in answer.cookies


def test_the_cookie_is_for_us_alone(site: Site) -> None:
    browser = Browser(site.url)
    fields = {"csrf": browser.token("/sign-in"), "user": "ann", "password": PASSWORD}
    cookie = browser.post(site.url + "/sign-in", data=fields, allow_redirects=False, timeout=5).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie


def test_behind_https_the_cookie_travels_over_tls_only(start: Callable[..., Site]) -> None:
    site = start(public_url="https://bridge.example.com")
    page = requests.get(site.url + "/sign-in", timeout=5)
    token = page.cookies["mailbridge-form"] if "mailbridge-form" in page.cookies else \
        page.headers["Set-Cookie"].split("=", 1)[1].split(";")[0]
    answer = requests.post(site.url + "/sign-in", data={"csrf": token, "user": "ann", "password": PASSWORD},
                           headers={"Cookie": f"mailbridge-form={token}"}, allow_redirects=False, timeout=5)
    assert "__Host-mailbridge=" in answer.headers["Set-Cookie"]
    assert "Secure" in answer.headers["Set-Cookie"]


def test_signing_out_ends_copies_of_the_cookie_too(site: Site, ann: Browser) -> None:
    copy = Browser(site.url)
    copy.cookies.update(ann.cookies)
    assert copy.see("/items").url.endswith("/items")
    assert ann.submit("/sign-out").url.endswith("/sign-in")
    assert "/sign-in" in copy.see("/items").url


def test_whoever_is_signed_in_already_is_not_asked_again(site: Site, ann: Browser) -> None:
    assert ann.see("/sign-in?next=/rules").url.endswith("/rules")


def test_a_proxy_that_is_trusted_names_the_user(start: Callable[..., Site]) -> None:
    site = start(trusted_proxies=("127.0.0.0/8",), trusted_proxy_header="Remote-User")
    browser = Browser(site.url)
    assert browser.see("/items", headers={"Remote-User": "rob"}).url.endswith("/items")
    assert "reader" in browser.see("/items", headers={"Remote-User": "rob"}).text
    assert "/sign-in" in Browser(site.url).see("/items", headers={"Remote-User": "eve"}).url


def test_nobody_else_names_the_user(start: Callable[..., Site]) -> None:
    site = start(trusted_proxies=("10.0.0.0/8",), trusted_proxy_header="Remote-User")
    assert "/sign-in" in Browser(site.url).see("/items", headers={"Remote-User": "ann"}).url


def test_a_console_that_nobody_could_sign_in_to_does_not_start(site: Site) -> None:
    for users, words in (({}, "name somebody"), ({"ann": ConsoleUser()}, "is no hash")):
        parts = make(site.parts.settings.rules.parent).parts
        console = parts.console.model_copy(update={"users": users})
        settings = parts.settings.model_copy(update={"console": console})
        with pytest.raises(AdminError, match=words):
            Console(type(parts)(settings, parts.spool, parts.accounts, parts.decider, parts.rules_trouble,
                                parts.is_working, parts.now))
        parts.spool.close()
    assert HASH not in str(site.parts.settings)


def test_a_console_for_machines_answers_them_and_lets_nobody_in(start: Callable[..., Site]) -> None:
    site = start(users={}, machines_only=True)
    browser = Browser(site.url)
    assert browser.see("/healthz").text == "ok\n"
    assert "/sign-in" in browser.see("/items").url
    browser.submit("/sign-in", page="/sign-in", user="ann", password="")
    assert "/sign-in" in browser.see("/items").url


def test_a_taken_port_is_told_in_a_sentence(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = make(tmp_path_factory.mktemp("other"), listen=f"127.0.0.1:{site.console.port}")
    with pytest.raises(OperatorError, match=r"console\.listen: .* cannot be opened"):
        other.console.start()
    other.spool.close()
