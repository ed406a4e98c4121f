"""Tokens are renewed before they expire, by one at a time, and a refused renewal is neither hidden nor repeated."""

from __future__ import annotations

import fcntl
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from heap.servers import drip, serving
from oauth_server import CLIENT_ID, CLIENT_SECRET, OAuthServer
from spool.kit import Clock

from mailbridge.errors import AdminError
from mailbridge.oauth import exchange
from mailbridge.oauth.access import Access, SignInAgain
from mailbridge.oauth.exchange import OAuthTrouble
from mailbridge.oauth.providers import Provider
from mailbridge.oauth.tokens import TokenFile, granted


def test_a_token_is_used_until_shortly_before_it_expires(access: Access, server: OAuthServer, clock: Clock) -> None:
    first = access.token()
    clock.forward(3600 - 301)
    assert access.token() == first and not access.must_be_renewed(first)
    clock.forward(2)
    assert access.must_be_renewed(first)
    second = access.token()
    assert second.text != first.text and server.renewals() == 1
    assert not access.must_be_renewed(second)


@pytest.mark.parametrize("lifetime", [None, 60, "60", 1, -5, 1e308, "nan"])
def test_whatever_lifetime_is_told_a_token_is_used_for_a_while(
    access: Access, server: OAuthServer, clock: Clock, lifetime: float | None
) -> None:
    server.expires_in = lifetime
    clock.forward(3600)
    token = access.token()
    assert access.token() == token and server.renewals() == 1


def test_a_renewed_refresh_token_is_kept_also_over_a_restart(
    access: Access, server: OAuthServer, clock: Clock, provider: Provider, file: TokenFile
) -> None:
    server.rotates = True
    for _ in range(3):
        clock.forward(3600)
        access.token()
    clock.forward(3600)
    assert Access("sales", provider, file, clock).token().text in server.tokens


def test_many_threads_renew_once(access: Access, server: OAuthServer, clock: Clock) -> None:
    server.rotates, server.slow_seconds = True, 0.2
    clock.forward(3600)
    with ThreadPoolExecutor(8) as threads:
        tokens = set(threads.map(lambda _: access.token().text, range(8)))
    assert len(tokens) == 1 and server.renewals() == 1


def test_many_processes_renew_once(access: Access, server: OAuthServer, file: TokenFile, provider: Provider) -> None:
    server.rotates, server.slow_seconds = True, 0.2
    program = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from mailbridge.oauth.access import Access
from mailbridge.oauth.providers import Provider
from mailbridge.oauth.tokens import TokenFile
provider = Provider("Acme", sys.argv[1], sys.argv[2], "", sys.argv[3])
print(Access("sales", provider, TokenFile(Path(sys.argv[4])), lambda: datetime.now(UTC)).token().text)
"""
    arguments = [sys.executable, "-c", program, CLIENT_ID, CLIENT_SECRET, provider.token_url, str(file.path)]
    running = [subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert len({process.communicate()[0] for process in running}) == 1
    assert server.renewals() == 1


def test_a_refused_renewal_asks_for_a_sign_in_and_is_not_asked_for_again(
    access: Access, server: OAuthServer, clock: Clock
) -> None:
    server.refuses = "invalid_grant"
    clock.forward(3600)
    for _ in range(5):
        with pytest.raises(SignInAgain, match=r"\(invalid_grant: .*\); sign in again with `mailbridge login sales`"):
            access.token()
    assert server.renewals() == 1
    assert not access.has_changed()


def test_a_new_sign_in_is_noticed(
    access: Access, server: OAuthServer, clock: Clock, file: TokenFile, provider: Provider
) -> None:
    server.refuses = "invalid_grant"
    clock.forward(3600)
    with pytest.raises(SignInAgain, match=r"Acme does not renew the sign-in \(invalid_grant: Token has been revoked\.\)"):
        access.token()
    file.write(granted(server.grant(), provider, clock()))
    assert access.has_changed()
    assert access.token().text in server.tokens


@pytest.mark.parametrize("error", ["invalid_client", "unauthorized_client"])
def test_a_client_that_is_wrong_is_told_as_such(access: Access, server: OAuthServer, clock: Clock, error: str) -> None:
    server.refuses = error
    clock.forward(3600)
    with pytest.raises(SignInAgain, match="mend client_id and client_secret_file"):
        access.token()
    server.refuses = ""                 # mended at the provider, where nothing here changes
    assert access.token().text in server.tokens


@pytest.mark.parametrize(("status", "body"), [
    (500, b'{"error": "invalid_grant"}'), (503, b""), (429, b'{"error": "slow"}'), (200, b"<html>"), (200, b"[1]"),
    *((400, f'{{"error": "{word}"}}'.encode())
      for word in ("temporarily_unavailable", "server_error", "internal_failure")),
    (408, b'{"error": "invalid_grant"}'), (200, b"{}"), (200, b'{"access_token": "a\\r\\nb", "expires_in": 1}'),
    (200, b'{"access_token": 7}'),
    (400, b"not json"), (302, b""), (200, b"[" * 100_000),
])
def test_what_is_no_clear_no_is_tried_again_later(
    access: Access, server: OAuthServer, clock: Clock, status: int, body: bytes
) -> None:
    clock.forward(3600)
    server.status_instead, server.answer_instead = status, body
    with pytest.raises(OAuthTrouble):
        access.token()
    server.status_instead, server.answer_instead = 200, b""
    assert access.token().text in server.tokens


def test_a_provider_that_is_away_is_tried_again_later(access: Access, server: OAuthServer, clock: Clock) -> None:
    clock.forward(3600)
    server.away = True
    with pytest.raises(OAuthTrouble, match="cannot be asked for a token: the connection failed"):
        access.token()
    server.away = False
    assert access.token().text in server.tokens


@pytest.mark.parametrize("dripped", [b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 500, b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 500])
def test_a_provider_that_drips_holds_nobody_up(
    access: Access, clock: Clock, provider: Provider, file: TokenFile, dripped: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "WHOLE_SECONDS", 0.5)
    clock.forward(3600)
    with serving(drip(dripped)) as slow:
        began = time.monotonic()
        with pytest.raises(OAuthTrouble):
            Access("sales", replace(provider, token_url=slow.url), file, clock).token()
        assert time.monotonic() - began < 5


def test_a_token_that_the_mailbox_refuses_is_renewed_before_its_time(access: Access, server: OAuthServer) -> None:
    first = access.token()
    second = access.another(first)
    assert second.text != first.text and server.renewals() == 1
    assert access.another(first) == second and server.renewals() == 1, "somebody was faster"


def test_nobody_has_signed_in_yet(provider: Provider, file: TokenFile, clock: Clock) -> None:
    with pytest.raises(SignInAgain, match="nobody has signed in yet; sign in with `mailbridge login sales`"):
        Access("sales", provider, file, clock).token()


def test_tokens_of_another_client_are_of_no_use(access: Access, provider: Provider, file: TokenFile, clock: Clock) -> None:
    with pytest.raises(SignInAgain, match="client_id was changed"):
        Access("sales", replace(provider, client_id="other"), file, clock).token()


class TestTheFile:
    def test_it_is_for_us_alone_whatever_the_umask(self, access: Access, file: TokenFile, clock: Clock) -> None:
        former = os.umask(0)
        try:
            clock.forward(3600)
            access.token()
        finally:
            os.umask(former)
        assert {path.name: path.stat().st_mode & 0o777 for path in file.path.parent.iterdir()} == {
            "oauth-sales.json": 0o600, "oauth-sales.json.lock": 0o600}

    def test_it_belongs_to_whom_its_folder_belongs_whoever_signs_in(self, access: Access, file: TokenFile, clock: Clock) -> None:
        folder = file.path.parent
        if os.geteuid() == 0:
            os.chown(folder, 65534, 65534)
        clock.forward(3600)
        access.token()
        assert {path.stat().st_uid for path in folder.iterdir()} == {folder.stat().st_uid}

    @pytest.mark.parametrize("link", [os.symlink, os.link])
    def test_a_link_that_is_called_as_ours_hands_nothing_over(self, tmp_path: Path, link: Callable[[Path, Path], None]) -> None:
        folder, other = tmp_path / "tokens", tmp_path / "precious"
        folder.mkdir()
        other.write_text("precious")
        before = other.stat()
        if os.geteuid() == 0:
            os.chown(folder, 65534, 65534)
        link(other, folder / "oauth-sales.json.lock")
        with suppress(AdminError), TokenFile(folder / "oauth-sales.json").alone():
            pass
        assert (other.stat().st_uid, other.read_text()) == (before.st_uid, "precious")

    def test_what_cannot_be_kept_is_told_and_used_and_kept_once_there_is_room(
        self, access: Access, server: OAuthServer, file: TokenFile, clock: Clock, provider: Provider,
        monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        server.rotates, before = True, file.path.read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            for renewals in (1, 2):     # the second is of no use without the refresh token of the first
                clock.forward(3600)
                assert access.token().text in server.tokens and server.renewals() == renewals
                assert not access.has_changed()
            assert file.path.read_bytes() == before
        assert "cannot be written: No space left on device" in caplog.text
        assert access.token() == Access("sales", provider, file, clock).token() and server.renewals() == 2

    def test_a_new_sign_in_counts_more_than_what_could_not_be_kept(
        self, access: Access, server: OAuthServer, file: TokenFile, clock: Clock, provider: Provider,
        monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        clock.forward(3600)
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            access.token()
        signed_in = granted(server.grant(), provider, clock())
        file.write(signed_in)
        assert access.has_changed()
        assert access.token().text == signed_in.access_token
        assert file.read() == signed_in

    def test_a_folder_without_locks_is_told(self, file: TokenFile, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_locks(*_: object) -> None:
            raise OSError(37, "No locks available")

        monkeypatch.setattr(fcntl, "flock", no_locks)
        with pytest.raises(AdminError, match=r"\.lock cannot be locked: No locks available"), file.alone():
            pass

    def test_a_written_file_is_there_after_a_power_cut(
        self, access: Access, file: TokenFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tokens, synced = file.read(), []
        assert tokens is not None
        monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.readlink(f"/proc/self/fd/{handle}")))
        file.write(tokens)
        assert synced == [f"{file.path}.new", str(file.path.parent)]

    @pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"renew_at": "soon"}', b"null"])
    def test_a_damaged_one_is_told_by_its_name(self, file: TokenFile, access: Access, content: bytes) -> None:
        file.path.write_bytes(content)
        with pytest.raises(AdminError, match=r"oauth-sales\.json is damaged; remove it and sign in again"):
            access.token()
        assert not access.has_changed()

    def test_a_damaged_one_that_was_brought_back_is_noticed(self, file: TokenFile, access: Access) -> None:
        good, token = file.path.read_bytes(), access.token()
        file.path.write_bytes(b"")
        with pytest.raises(AdminError):
            access.token()
        file.path.write_bytes(good)
        assert access.has_changed()
        assert access.token() == token

    def test_a_missing_folder_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(AdminError, match="its folder must exist"), TokenFile(tmp_path / "none/x").alone():
            pass

    def test_a_reader_never_sees_half_of_it(self, access: Access, file: TokenFile) -> None:
        tokens = file.read()
        assert tokens is not None
        over = threading.Event()

        def write() -> None:
            for _ in range(50):
                file.write(tokens)
            over.set()

        writer = threading.Thread(target=write)
        writer.start()
        while not over.is_set():
            assert file.read() == tokens
        writer.join()


def test_no_secret_shows_in_a_log_an_error_or_a_value(
    access: Access, server: OAuthServer, clock: Clock, file: TokenFile, provider: Provider,
    caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token, tokens = access.token(), file.read()
    assert tokens is not None
    shown = [repr(provider), repr(token), repr(tokens)]
    clock.forward(3600)
    server.away = True
    with pytest.raises(OAuthTrouble) as away:
        access.token()
    server.away, server.refuses = False, "invalid_grant"
    with pytest.raises(SignInAgain) as refused:
        access.token()
    shown += [str(away.value), repr(away.value.__cause__), str(refused.value), caplog.text]
    for secret in (CLIENT_SECRET, tokens.access_token, tokens.refresh_token):
        assert secret not in "\n".join(shown)
