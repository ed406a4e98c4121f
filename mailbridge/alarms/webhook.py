"""Posting an alarm's JSON to the address of the settings.

No redirect is followed, no proxy or login is taken from the environment, and no trouble's words name the address: that
of a chat is a secret. With a secret each post is signed as GitHub signs its own: `X-Mailbridge-Signature: sha256=` and
the hexadecimal HMAC-SHA256 of the body.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests

from mailbridge.errors import OperatorError
from mailbridge.notices.post import NotTaken, WayClosed
from mailbridge.timed_calls import Call, WatchedAdapter

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 15.0                    # however slowly it answers: the alarms behind this one wait
SIGNATURE = "X-Mailbridge-Signature"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where alarms are posted, and the secret that signs them ("": not signed)."""

    url: str = field(repr=False)
    secret: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """What may be told of the address."""
        return urlsplit(self.url).hostname or ""

    def send(self, recipient: str, raw: bytes) -> None:
        """Post. Raises NotTaken unless the answer is 2xx; never for good, since the address can be mended."""
        headers = {"Content-Type": "application/json", "User-Agent": "mailbridge"}
        if self.secret:
            headers[SIGNATURE] = signature(self.secret, raw)
        status = self._ask("POST", raw, headers)
        if not 200 <= status < 300:
            raise NotTaken(f"{self.host} answers with HTTP {status}")

    def try_out(self) -> str:
        """Ask the host for the address without posting anything (HEAD); what it said. Raises OperatorError."""
        try:
            return f"HTTP {self._ask('HEAD', b'', {'User-Agent': 'mailbridge'})}"
        except NotTaken as trouble:
            raise OperatorError(f"the webhook cannot be reached: {trouble}; check alarms.webhook") from None

    def _ask(self, method: str, body: bytes, headers: dict[str, str]) -> int:
        with requests.Session() as session, Call(WHOLE_SECONDS) as call:
            session.trust_env = False
            for scheme in ("https://", "http://"):
                session.mount(scheme, WatchedAdapter())
            try:
                with session.request(method, self.url, data=body, headers=headers, allow_redirects=False, stream=True,
                                     timeout=(CONNECT_SECONDS, WHOLE_SECONDS)) as answer:
                    return answer.status_code
            except (requests.RequestException, OSError, ValueError) as trouble:
                why = _TOO_LATE if call.expired else _told(trouble)
                raise WayClosed(f"{self.host}: {why}") from None


_TOO_LATE = "it does not answer in time"


def signature(secret: str, body: bytes) -> str:
    """The value of the signature's header."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _told(trouble: Exception) -> str:
    """Without the address, which `requests` puts into all its words."""
    match trouble:
        case requests.exceptions.SSLError():
            return "its certificate is not trusted"
        case requests.Timeout():
            return _TOO_LATE
        case requests.ConnectionError():
            return "it cannot be connected to"
        case _:
            return type(trouble).__name__
