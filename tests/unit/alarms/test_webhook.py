"""Posting to a receiver that is a real HTTP server."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from webhook_receiver import receiving

from mailbridge.alarms.webhook import Webhook
from mailbridge.errors import OperatorError
from mailbridge.notices.post import NotTaken


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


def test_trying_it_out_posts_nothing() -> None:
    with receiving() as receiver:
        assert Webhook(receiver.url).try_out() == "HTTP 200"
    assert receiver.methods == ["HEAD"]
    with pytest.raises(OperatorError, match=r"check alarms\.webhook"):
        Webhook(receiver.url).try_out()
