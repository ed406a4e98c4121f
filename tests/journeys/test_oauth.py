"""A mailbox that wants tokens instead of a password, on a real server that asks a real provider whose they are."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from dovecot import Dovecot, running
from imap_parts import Watch, done, mail, service, titles, watching
from journey_parts import MAILBRIDGE, Bridge, Sandbox, until
from oauth_server import CLIENT_SECRET, OAuthServer, serving_tokens


@pytest.fixture
def provider(mailbox: str) -> Iterator[OAuthServer]:
    with serving_tokens(user=mailbox) as running_provider:
        yield running_provider


@pytest.fixture(params=["xoauth2"])
def server(provider: OAuthServer, request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    with running(introspect=f"{provider.url}/introspect", mechanisms=request.param) as dovecot:
        yield dovecot


@pytest.fixture
def watch(tmp_path: Path, sandbox: Sandbox, server: Dovecot, provider: OAuthServer, mailbox: str) -> Iterator[Watch]:
    (tmp_path / "client-secret").write_text(CLIENT_SECRET)
    oauth = provider.settings(client_secret="", client_secret_file="client-secret")
    with watching(tmp_path, sandbox, server, mailbox, {"oauth": oauth}) as start:
        yield start


def sign_in(bridge: Bridge) -> None:
    told = bridge.command("login", "sales", "--device")
    assert told.returncode == 0, told.stderr
    assert "enter the code BLUE-GREEN" in told.stdout and " lets " in told.stdout


def no_secret_shows(bridge: Bridge, provider: OAuthServer, *further: str) -> None:
    shown = "\n".join((bridge.process.output(), *further))
    assert not [word for word in (CLIENT_SECRET, *provider.tokens, *provider.refresh_tokens) if word in shown]


@pytest.mark.parametrize("server", ["xoauth2", "oauthbearer"], indirect=True)
def test_a_mailbox_is_signed_in_to_by_a_code_and_read_by_token(
    watch: Watch, sandbox: Sandbox, server: Dovecot, provider: OAuthServer, mailbox: str, tmp_path: Path
) -> None:
    server.deliver(mailbox, [mail(1)])
    bridge = watch(wait=False)
    bridge.process.wait_for("nobody has signed in yet; sign in with `mailbridge login sales`")
    sign_in(bridge)
    done(bridge, 1)                     # a running service takes it up by itself
    assert titles(sandbox) == ["mail 1"]
    assert (tmp_path / "oauth-sales.json").stat().st_mode & 0o777 == 0o600
    told = bridge.command("check").stdout
    assert f"127.0.0.1 lets {mailbox} in" in told
    no_secret_shows(bridge, provider, told)


def test_a_refused_renewal_is_one_alarm_within_one_poll_and_heals_by_signing_in(
    watch: Watch, sandbox: Sandbox, server: Dovecot, provider: OAuthServer, mailbox: str
) -> None:
    provider.expires_in, provider.interval = 4, 1       # so it is renewed every two seconds
    bridge = watch(wait=False, poll_seconds=1, idle=False)
    sign_in(bridge)
    server.deliver(mailbox, [mail(1)])
    done(bridge, 1)
    until(lambda: provider.renewals() >= 2, "tokens are renewed")
    provider.refuses = "invalid_grant"
    began = time.monotonic()
    bridge.process.wait_for("does not renew the sign-in (invalid_grant: Token has been revoked.)")
    assert time.monotonic() - began < 2 + 1 + 2, "a token's time, one poll, and a busy machine"
    renewals, server_log = provider.renewals(), server.log().count("Login: ")
    told = bridge.command("check")
    assert told.returncode == 1
    assert "sign in again with `mailbridge login sales`" in told.stdout
    time.sleep(4)
    assert provider.renewals() == renewals + 1, "the one of `check`: nothing hammers"
    assert server.log().count("Login: ") == server_log
    assert bridge.process.output().count("ERROR mailbox=sales") == 2, "one before the first sign-in, one now"
    provider.refuses, provider.expires_in = "", 3600
    server.deliver(mailbox, [mail(2)])
    sign_in(bridge)
    done(bridge, 2)
    assert titles(sandbox) == ["mail 1", "mail 2"]
    no_secret_shows(bridge, provider, told.stdout)


def test_a_token_that_was_taken_back_is_renewed_without_a_word(
    watch: Watch, server: Dovecot, provider: OAuthServer, mailbox: str
) -> None:
    bridge = watch(wait=False)
    sign_in(bridge)
    bridge.process.wait_for("first look")
    assert bridge.process.terminate() == 0
    provider.tokens.clear()
    server.deliver(mailbox, [mail(1)])
    bridge.restart()
    done(bridge, 1)
    assert provider.renewals() == 1
    assert bridge.process.output().count("ERROR mailbox=sales") == 1, "only the one before the first sign-in"


def test_a_token_for_another_mailbox_is_told_with_the_servers_reason(
    tmp_path: Path, sandbox: Sandbox, server: Dovecot, provider: OAuthServer
) -> None:
    bridge = service(tmp_path, sandbox, {
        "name": "sales", "host": "127.0.0.1", "port": server.port, "tls": "none", "user": "other@example.com",
        "oauth": provider.settings()})
    told = bridge.command("login", "sales", "--device")
    assert told.returncode == 1
    assert "but 127.0.0.1 does not open the mailbox: the login is refused" in told.stderr
    assert "is IMAP switched on for other@example.com, and may whoever signed in open it?" in told.stderr


@pytest.mark.parametrize("pasted", [False, True])
def test_a_browser_signs_in_here_or_on_another_machine(
    tmp_path: Path, sandbox: Sandbox, server: Dovecot, provider: OAuthServer, mailbox: str, pasted: bool
) -> None:
    bridge = service(tmp_path, sandbox, {
        "name": "sales", "host": "127.0.0.1", "port": server.port, "tls": "none", "user": mailbox,
        "oauth": provider.settings()})
    login = subprocess.Popen([MAILBRIDGE, "--config", bridge.settings, "login", "sales", "--browser"], text=True,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert login.stdout is not None and login.stdin is not None
    address = next(line.strip() for line in login.stdout if re.match("http://.*/authorize", line))
    answer = requests.get(address, allow_redirects=not pasted, timeout=10)
    if pasted:
        login.stdin.write(answer.headers["Location"] + "\n")
        login.stdin.flush()
    said = login.communicate(timeout=30)[0]
    assert login.returncode == 0, said
    assert f"127.0.0.1 lets {mailbox} in" in said
    assert not [word for word in (*provider.tokens, *provider.refresh_tokens) if word in said]
