"""No page holds a secret, whoever looks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from mailbridge.console.settingspage import flat, words
from mailbridge.plan import ItemState
from mailbridge.settings import Settings

from .kit import BEN_PASSWORD, HASH, HEAP_PASSWORD, HOOK, PASSWORD, Browser, Site


@pytest.mark.parametrize("user", ["ann", "rob"])
def test_no_page_that_can_be_reached_holds_a_secret(start: Callable[..., Site], user: str) -> None:
    site = start()
    for state in (ItemState.DONE, ItemState.REVIEW, ItemState.FAILED):
        site.settle(state, f"Offer {state}")
    browser = site.browser(user)
    secrets = [HEAP_PASSWORD, BEN_PASSWORD, HOOK, HASH, PASSWORD, site.spool.secret().hex()]
    to_see, seen = ["/", "/people?q=jane", "/metrics", "/readyz", "/nothing"], set()
    while to_see:
        path = to_see.pop()
        seen.add(path)
        answer = browser.see(path)
        for secret in secrets:
            assert secret not in answer.text, (path, secret)
            assert secret not in str(answer.headers)
        to_see += [link for link in re.findall(r'(?:href|src|action)="(/[^"#]*)', answer.text)
                   if link not in seen and link not in to_see]
    assert {"/settings", "/rules", "/items/1", "/items/1/original", "/review", "/failed"} <= seen


def test_secrets_are_told_only_as_set_or_not(site: Site, ann: Browser) -> None:
    told = {setting.name: setting.value for setting in flat(site.parts.settings)}
    assert told["heap.login_password"] == "set"
    assert told["console.users.ann.password_hash"] == "set"
    assert told["team.people.ben@example.com.heap_login_password"] == "set"
    assert told["console.users.ann.role"] == "admin"
    assert {s.name: s.value for s in flat(Settings())}["heap.login_password"] == "not set"
    assert "console.users.ann.password_hash" in ann.see("/settings").text


def test_a_password_inside_an_address_is_covered() -> None:
    assert words("postgresql://bridge:hunter2@db.example/spool") == "postgresql://***@db.example/spool"
    assert words(SecretStr("x")) == "set"


def test_every_setting_is_shown_by_its_own_name(site: Site) -> None:
    assert not [setting for setting in flat(site.parts.settings) if "Settings(" in setting.value or "User(" in setting.value]
