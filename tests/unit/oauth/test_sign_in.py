"""Signing in for the first time: with a browser that comes back, with an address that is pasted, with a device's code."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from oauth_server import OAuthServer
from spool.kit import Clock

from mailbridge.errors import OperatorError
from mailbridge.oauth import browser, device
from mailbridge.oauth.providers import Provider, provider
from mailbridge.settings.oauth import OAuthSettings


@contextmanager
def typing() -> Iterator[tuple[int, Callable[[str], None]]]:
    """Something to read from, and how to type into it."""
    reader, writer = os.pipe()
    with os.fdopen(reader), os.fdopen(writer, "w") as keyboard:
        def enter(line: str) -> None:
            keyboard.write(line + "\n")
            keyboard.flush()
        yield reader, enter


def redirected(asked: browser.Asked) -> str:
    """Where the provider sends a browser."""
    return requests.get(asked.address, allow_redirects=False).headers["Location"]


class TestBrowser:
    def test_a_browser_on_this_machine_comes_back(self, provider: Provider, clock: Clock) -> None:
        with browser.listener() as listening, typing() as (typed, _):
            asked = browser.begin(provider, listening.getsockname()[1], "sales@example.com")
            pages: list[str] = []
            visit = threading.Thread(target=lambda: pages.append(requests.get(asked.address).text))
            visit.start()
            code = browser.wait(listening, asked, print, typed, seconds=10)
            visit.join()
        assert browser.finish(provider, asked, code, clock).access_token.startswith("at-")
        assert pages == ["You are signed in. You can close this page and go back to mailbridge."]

    def test_an_address_from_another_machine_is_pasted(self, provider: Provider, clock: Clock) -> None:
        said: list[str] = []
        with browser.listener() as listening, typing() as (typed, enter):
            asked = browser.begin(provider, 1, "")
            enter("what?")
            enter(f"  {redirected(asked)}  ")
            code = browser.wait(listening, asked, said.append, typed, seconds=10)
        assert browser.finish(provider, asked, code, clock).refresh_token
        assert len(said) == 1 and "not the address" in said[0]

    def test_what_comes_without_our_state_is_not_believed(self, provider: Provider) -> None:
        with browser.listener() as listening, typing() as (typed, _):
            port = listening.getsockname()[1]
            asked = browser.begin(provider, port, "")
            answers: list[int] = []

            def visit() -> None:
                for path in ("favicon.ico", "?code=evil&state=guess", "?error=access_denied", "?code=evil"):
                    answers.append(requests.get(f"http://127.0.0.1:{port}/{path}").status_code)
                answers.append(requests.post(f"http://127.0.0.1:{port}/?code=evil&state={asked.state}").status_code)
                requests.get(f"http://127.0.0.1:{port}/?code=good&state={asked.state}")

            visitor = threading.Thread(target=visit)
            visitor.start()
            assert browser.wait(listening, asked, print, typed, seconds=10) == "good"
            visitor.join()
        assert answers == [404] * 5

    def test_a_visitor_who_says_nothing_holds_nobody_up_for_long(
        self, provider: Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(browser, "READ_SECONDS", 0.1)
        with browser.listener() as listening, typing() as (typed, enter):
            asked = browser.begin(provider, 1, "")
            with socket.create_connection(listening.getsockname()):
                enter(redirected(asked))
                assert browser.wait(listening, asked, print, typed, seconds=10)

    @pytest.mark.parametrize("typed", [None, "/dev/null"])
    def test_where_nobody_can_type_the_browser_still_comes_back(self, provider: Provider, typed: str | None) -> None:
        keyboard = None if typed is None else os.open(typed, os.O_RDONLY)
        with browser.listener() as listening:
            asked = browser.begin(provider, listening.getsockname()[1], "")
            visitor = threading.Timer(0.2, lambda: requests.get(asked.address))
            visitor.start()
            spent = time.process_time()
            assert browser.wait(listening, asked, print, keyboard, seconds=10)
            assert time.process_time() - spent < 0.15, "no circle around what has nothing to say"
            visitor.join()

    def test_a_person_who_says_no_is_understood(self, provider: Provider, server: OAuthServer) -> None:
        server.person_says_no = True
        with browser.listener() as listening, typing() as (typed, enter):
            asked = browser.begin(provider, 1, "")
            enter(redirected(asked))
            with pytest.raises(OperatorError, match="the sign-in was refused: access_denied"):
                browser.wait(listening, asked, print, typed, seconds=10)

    def test_nobody_comes(self, provider: Provider) -> None:
        with browser.listener() as listening, typing() as (typed, _), pytest.raises(OperatorError, match="in time"):
            browser.wait(listening, browser.begin(provider, 1, ""), print, typed, seconds=0.1)

    def test_a_code_is_of_no_use_without_the_verifier(self, provider: Provider, clock: Clock) -> None:
        asked = browser.begin(provider, 1, "")
        code = browser.code_in(redirected(asked), asked)
        assert code is not None
        with pytest.raises(OperatorError, match="Acme does not let us in: invalid_grant"):
            browser.finish(provider, browser.begin(provider, 1, ""), code, clock)

    @pytest.mark.parametrize("address", ["", "http://[", "?" + "a=b&" * 50_000, "x" * 100_000, "?state=\ud800", "?state=é"])
    def test_no_address_breaks_it(self, provider: Provider, address: str) -> None:
        assert browser.code_in(address, browser.begin(provider, 1, "")) is None


class TestDevice:
    def test_a_person_types_the_code_elsewhere(self, provider: Provider, server: OAuthServer, clock: Clock) -> None:
        server.pending = 2
        given = device.begin(provider)
        slept: list[float] = []
        tokens = device.finish(provider, given, clock, slept.append)
        assert (given.user_code, given.address) == ("BLUE-GREEN", f"{server.url}/code")
        assert tokens.access_token in server.tokens
        assert slept == [1.0, 1.0, 1.0] and given.code not in repr(given)

    def test_it_asks_less_often_when_told_so_and_goes_on_over_a_trouble(
        self, provider: Provider, server: OAuthServer, clock: Clock
    ) -> None:
        given = device.begin(provider)
        slept: list[float] = []

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            server.away = len(slept) == 1
            server.answer_instead = b'{"error": "slow_down"}' if len(slept) == 2 else b""
            server.status_instead = 400 if len(slept) == 2 else 200

        assert device.finish(provider, given, clock, sleep).refresh_token
        assert slept[:3] == [1.0, 2.0, 7.0]

    @pytest.mark.parametrize(("told", "seconds"), [("NaN", 5), ("Infinity", 60), (-3, 1), (None, 5), (10**400, 60)])
    def test_whatever_interval_is_told_it_asks_in_good_time(
        self, provider: Provider, server: OAuthServer, told: Any, seconds: float
    ) -> None:
        server.interval = told
        assert device.begin(provider).interval == seconds

    def test_a_person_who_says_no_is_understood(self, provider: Provider, server: OAuthServer, clock: Clock) -> None:
        server.person_says_no = True
        with pytest.raises(OperatorError, match="refused in the browser"):
            device.finish(provider, device.begin(provider), clock, lambda _: None)

    def test_a_client_that_may_not_is_told(self, provider: Provider, server: OAuthServer) -> None:
        stranger = Provider("Acme", "stranger", "", "", provider.token_url, "", provider.device_url)
        with pytest.raises(OperatorError, match=r"gives this client no code \(invalid_client\); does the app"):
            device.begin(stranger)


class TestProviders:
    def test_google_is_asked_for_a_lasting_sign_in(self) -> None:
        google = provider(OAuthSettings(provider="google", client_id="c", client_secret="s"), "s")  # type: ignore[arg-type]
        fields = parse_qs(urlsplit(browser.begin(google, 4711, "sales@example.com").address).query)
        assert fields["access_type"] == ["offline"] and fields["prompt"] == ["consent"]
        assert fields["scope"] == ["https://mail.google.com/"] and fields["login_hint"] == ["sales@example.com"]
        assert fields["redirect_uri"] == ["http://127.0.0.1:4711/"] and not google.device_url

    def test_microsofts_addresses_name_the_tenant(self) -> None:
        microsoft = provider(OAuthSettings(provider="microsoft", client_id="c", tenant="example.com"), "")
        assert microsoft.token_url == "https://login.microsoftonline.com/example.com/oauth2/v2.0/token"
        assert microsoft.device_url.endswith("/example.com/oauth2/v2.0/devicecode")
        assert "offline_access" in microsoft.scope and microsoft.client() == {"client_id": "c"}
