"""Posting to a receiver that is a real HTTP server."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import socket
import threading
import time

import pytest
from webhook_receiver import receiving

from mailbridge.alarms import webhook
from mailbridge.alarms.webhook import Webhook
from mailbridge.errors import OperatorError
from mailbridge.notices.post import NotTaken, WayClosed


def test_the_body_arrives_signed() -> None:
    with receiving() as receiver:
        Webhook(receiver.url + "/alarms", "secret").send("webhook", b'{"text": "hello"}')
    assert receiver.bodies == [b'{"text": "hello"}']
    (headers,) = receiver.headers
    assert headers["content-type"] == "application/json"
    assert headers["x-mailbridge-signature"] == "sha256=" + hmac.new(
        b"secret", b'{"text": "hello"}', hashlib.sha256).hexdigest()


def test_without_a_secret_nothing_is_signed() -> None:
    with receiving() as receiver:
        Webhook(receiver.url).send("webhook", b"{}")
    assert "x-mailbridge-signature" not in receiver.headers[0]


@pytest.mark.parametrize("status", [302, 404, 410, 429, 500])
def test_anything_but_2xx_is_tried_again_and_no_redirect_is_followed(status: int) -> None:
    with receiving() as receiver:
        receiver.status = status
        with pytest.raises(NotTaken, match=f"answers with HTTP {status}") as trouble:
            Webhook(receiver.url).send("webhook", b"{}")
    assert not trouble.value.for_good
    assert len(receiver.bodies) == 1


def test_no_trouble_names_the_address(caplog: pytest.LogCaptureFixture) -> None:
    hook = Webhook("http://127.0.0.1:9/services/T0P/SECRET", "signing")
    with pytest.raises(NotTaken) as trouble:
        hook.send("webhook", b"{}")
    told = f"{trouble.value} {hook!r} {caplog.text}"
    assert "127.0.0.1" in told
    assert "SECRET" not in told
    assert "signing" not in told
    assert trouble.value.__suppress_context__


@pytest.mark.parametrize("slow", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20])
def test_an_answer_that_trickles_in_holds_up_no_other_alarm(monkeypatch: pytest.MonkeyPatch, slow: bytes) -> None:
    monkeypatch.setattr(webhook, "WHOLE_SECONDS", 0.5)

    def trickle() -> None:
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                for byte in slow + b"z" * 100:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.1)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        receiver = threading.Thread(target=trickle)
        receiver.start()
        started = time.monotonic()
        with pytest.raises(WayClosed, match="does not answer in time"):
            Webhook(f"http://127.0.0.1:{listener.getsockname()[1]}").send("webhook", b"{}")
        assert time.monotonic() - started < 3
    receiver.join(5)
    assert not receiver.is_alive()


def test_trying_it_out_posts_nothing() -> None:
    with receiving() as receiver:
        assert Webhook(receiver.url).try_out() == "HTTP 200"
    assert receiver.methods == ["HEAD"]
    with pytest.raises(OperatorError, match=r"check alarms\.webhook"):
        Webhook(receiver.url).try_out()
