"""What stands before every page, whoever asks."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest
import requests

from mailbridge.console import connections, guard

from .kit import Browser, Site


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_wrong_host_is_refused_on_every_page(site: Site, host: str) -> None:
    for path in ("/", "/sign-in", "/items", "/static/console.css", "/metrics"):
        answer = requests.get(site.url + path, headers={"Host": host}, allow_redirects=False, timeout=5)
        assert answer.status_code == 400, path


def test_our_own_names_are_taken(start: Callable[..., Site]) -> None:
    site = start(public_url="https://Bridge.example.com", allowed_hosts=("bridge.lan",))
    port = site.console.port
    for host in ("localhost", f"localhost:{port}", f"127.0.0.1:{port}", "bridge.example.com", "bridge.lan",
                 f"bridge.lan:{port}"):
        answer = requests.get(site.url + "/sign-in", headers={"Host": host}, timeout=5)
        assert answer.status_code == (400 if host == "localhost" else 200), host


def test_a_probe_may_ask_by_address(site: Site) -> None:
    assert requests.get(site.url + "/healthz", headers={"Host": "10.1.2.3:8080"}, timeout=5).text == "ok\n"


@pytest.mark.parametrize("host", ["10.1.2.3:8080", "10.1.2.3", "[2001:db8::7]:8080"])
def test_open_metrics_are_scraped_by_address_as_kubernetes_does(
    site: Site, start: Callable[..., Site], host: str
) -> None:
    opened = start(open_metrics=True)
    by_address = {"Host": host}
    assert "mailbridge_items" in requests.get(opened.url + "/metrics", headers=by_address, timeout=5).text
    assert requests.get(opened.url + "/sign-in", headers=by_address, timeout=5).status_code == 400
    assert requests.get(opened.url + "/metrics", headers={"Host": "evil.example"}, timeout=5).status_code == 400
    assert requests.get(site.url + "/metrics", headers=by_address, timeout=5).status_code == 400


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing", "/static/console.css", "/healthz", "/items"])
def test_every_answer_carries_the_policy(site: Site, path: str) -> None:
    for answer in (requests.get(site.url + path, allow_redirects=False, timeout=5),
                   requests.post(site.url + path, timeout=5),
                   requests.get(site.url + path, headers={"Host": "x"}, timeout=5)):
        policy = answer.headers["Content-Security-Policy"]
        for directive in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'",
                          "frame-ancestors 'none'", "base-uri 'none'"):
            assert directive in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "server" not in answer.headers


def test_more_than_a_mebibyte_is_refused(ann: Browser) -> None:
    assert ann.submit("/rules/try", page="/rules/try", mail="x" * (1 << 20)).status_code == 413


def test_a_body_without_a_length_is_counted_while_it_comes(site: Site, ann: Browser) -> None:
    def much() -> object:
        for _ in range(40):
            yield b"x" * 65536

    answer = ann.post(site.url + "/rules/try", data=much(), timeout=10,
                      headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413


def test_a_header_without_end_is_cut_off(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.console.port), timeout=5) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000)
        assert b" 400 " in raw.recv(1000)


@pytest.mark.parametrize("pieces", [[], [b"G"], [b"GET / HTTP/1.1\r\n", b"H", b"o", b"s", b"t"]])
def test_whoever_says_nothing_or_never_ends_is_hung_up_on(
    site: Site, monkeypatch: pytest.MonkeyPatch, pieces: list[bytes]
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", site.console.port), timeout=5) as raw:
        for piece in pieces:
            raw.sendall(piece)
            time.sleep(0.05)
        assert raw.recv(1000) == b""
    assert 0.2 < time.monotonic() - started < 3


def test_a_body_that_never_comes_is_not_waited_for(
    site: Site, ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "REQUEST_SECONDS", 0.3)
    cookie = "; ".join(f"{name}={value}" for name, value in ann.cookies.items())
    with socket.create_connection(("127.0.0.1", site.console.port), timeout=5) as raw:
        raw.sendall(f"POST /review HTTP/1.1\r\nHost: 127.0.0.1:{site.console.port}\r\nCookie: {cookie}\r\n"
                    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nx".encode())
        assert b" 408 " in raw.recv(1000)


def test_a_kept_connection_serves_one_request_after_the_other(
    site: Site, ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    for _ in range(4):
        assert ann.see("/items").status_code == 200
        time.sleep(0.2)


def test_a_fault_of_ours_tells_nothing_of_itself(
    site: Site, ann: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("mailbridge.console.overview.troubles", broken)
    answer = ann.see("/")
    assert answer.status_code == 500
    assert "secret words" not in answer.text
    assert "secret words" in caplog.text
