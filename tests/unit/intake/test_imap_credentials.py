"""What a mailbox is opened with, seen by a scripted server and by the watcher."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from oauth_server import CLIENT_ID, CLIENT_SECRET, serving_tokens
from pydantic import SecretStr
from spool.kit import eventually

from mailbridge.errors import AdminError
from mailbridge.intake import imap_watcher
from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_credentials import ByPassword, ByToken, Key
from mailbridge.intake.imap_troubles import LoginRefused
from mailbridge.intake.imap_watcher import Watcher
from mailbridge.oauth.access import Access, AccessToken
from mailbridge.oauth.providers import Provider
from mailbridge.oauth.tokens import TokenFile, granted
from mailbridge.spool import Spool, utc_now

from .imap_kit import CAPABILITIES, Server, serving, settings

XOAUTH2 = CAPABILITIES.replace("AUTH=PLAIN", "AUTH=PLAIN AUTH=XOAUTH2")


@dataclass
class Tokens:
    """Credentials as `ByToken` gives them: one token after the other."""

    left: list[str]
    over: set[str] = field(default_factory=set)
    advice: str = "sign in again with `mailbridge login sales`"

    def key(self) -> AccessToken:
        return AccessToken(self.left[0], datetime.now(UTC))

    def another(self, refused: Key) -> AccessToken | None:
        self.left.pop(0)
        return self.key()

    def is_over(self, key: Key) -> bool:
        return isinstance(key, AccessToken) and key.text in self.over

    def has_changed(self) -> bool:
        return False


def test_a_server_that_takes_no_tokens_is_told() -> None:
    with serving() as server, pytest.raises(LoginRefused, match="knows neither XOAUTH2 nor OAUTHBEARER"):
        Connection(settings(server), Tokens(["one", "two"]))


def test_a_refused_token_is_tried_once_more_with_another_and_no_token_shows(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(Server(capabilities=XOAUTH2, login_says="[AUTHENTICATIONFAILED] no")) as server:
        with pytest.raises(LoginRefused, match=r"the login is refused: .*is IMAP switched on for sales@example\.com") as told:
            Connection(settings(server), Tokens(["token-one", "token-two"]))
        assert server.logins == 2
    assert "token-" not in f"{told.value}{caplog.text}"


@pytest.mark.parametrize("idle", [True, False])
def test_a_connection_is_opened_anew_before_its_token_expires(spool: Spool, idle: bool) -> None:
    tokens = Tokens(["one"])
    with serving(Server(capabilities=XOAUTH2)) as server:
        watcher = Watcher(settings(server, idle=idle, poll_seconds=3600, idle_seconds=1740), tokens, spool, utc_now)
        watcher.start()
        eventually(lambda: server.logins == 1)
        tokens.left, tokens.over = ["two"], {"one"}
        eventually(lambda: server.logins == 2, 5)
        time.sleep(0.3)
        assert server.logins == 2
        watcher.stop()


def test_a_fresh_token_that_the_mailbox_refuses_is_not_tried_again_and_again(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(imap_watcher, "KEY_SECONDS", 0.05)
    with serving_tokens() as provider, serving(Server(capabilities=XOAUTH2, login_says="no")) as server:
        by = Provider("Acme", CLIENT_ID, CLIENT_SECRET, "", f"{provider.url}/token")
        file = TokenFile(tmp_path / "tokens.json")
        file.write(granted(provider.grant(), by, utc_now()))
        watcher = Watcher(settings(server), ByToken(Access("sales", by, file, utc_now)), spool, utc_now)
        watcher.start()
        eventually(lambda: "is IMAP switched on" in caplog.text)
        time.sleep(0.5)
        assert (server.logins, provider.renewals()) == (2, 1)
        server.login_says = "OK"
        file.write(granted(provider.grant(), by, utc_now()))
        eventually(lambda: server.logins == 3)
        watcher.stop()


def test_a_mended_password_file_is_taken_up_by_itself(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(imap_watcher, "KEY_SECONDS", 0.1)
    password = ["wrong"]
    with serving(Server(login_says="[AUTHENTICATIONFAILED] no")) as server:
        watcher = Watcher(settings(server), ByPassword(lambda: SecretStr(password[0])), spool, utc_now)
        watcher.start()
        eventually(lambda: "mend user and password_file" in caplog.text)
        time.sleep(0.3)
        assert server.logins == 1
        server.login_says, password[0] = "OK", "right"
        eventually(lambda: server.logins == 2)
        watcher.stop()


def test_a_password_file_that_is_gone_for_a_while_is_no_new_password() -> None:
    answers: list[Callable[[], SecretStr]] = [lambda: SecretStr("one")]
    password = ByPassword(lambda: answers[0]())

    def gone() -> SecretStr:
        raise AdminError("the file cannot be read")

    password.key()
    answers[0] = gone
    assert not password.has_changed()
    with pytest.raises(LoginRefused, match="cannot be read"):
        password.key()
