"""An OAuth 2 server for the tests, over real HTTP: authorise, device codes, tokens, and introspection for Dovecot.

Its person says yes to everything as soon as an address is opened, unless `person_says_no`. `refuses` is the error that
every renewal is answered with; `away` closes connections without an answer.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

CLIENT_ID, CLIENT_SECRET = "bridge-client", "client-s3cret"
SCOPE = "imap offline"


@dataclass
class OAuthServer:
    """`asked` are the forms that came to /token; `tokens` the access tokens that are good, and whose they are."""

    user: str = "sales@example.com"
    expires_in: float | None = 3600
    rotates: bool = False               # a new refresh token with each renewal; the former is then good no more
    refuses: str = ""
    away: bool = False
    person_says_no: bool = False
    pending: int = 1                    # times that a device's owner is not through yet
    interval: float = 1
    answer_instead: bytes = b""         # from /token, whatever was asked
    status_instead: int = 200
    slow_seconds: float = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    refresh_tokens: set[str] = field(default_factory=set)
    port: int = 0
    _codes: dict[str, tuple[str, str]] = field(default_factory=dict)    # code -> (challenge, redirect)
    _device_codes: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self, **further: object) -> dict[str, object]:
        """The `oauth` section that leads here."""
        return {"provider": "custom", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "scope": SCOPE,
                "authorize_url": f"{self.url}/authorize", "device_url": f"{self.url}/device",
                "token_url": f"{self.url}/token", **further}

    def renewals(self) -> int:
        return sum(form.get("grant_type") == "refresh_token" for form in self.asked)

    def grant(self) -> dict[str, object]:
        """What a sign-in gets."""
        access, refresh = f"at-{secrets.token_urlsafe(16)}", f"rt-{secrets.token_urlsafe(16)}"
        self.tokens[access] = self.user
        self.refresh_tokens.add(refresh)
        lifetime = {} if self.expires_in is None else {"expires_in": self.expires_in}
        return {"access_token": access, "refresh_token": refresh, "token_type": "Bearer", **lifetime}

    # --- what is answered: (status, fields)

    def authorize(self, form: dict[str, str]) -> str:
        """Where the browser is sent."""
        assert form["response_type"] == "code" and form["client_id"] == CLIENT_ID
        assert form["code_challenge_method"] == "S256"
        if self.person_says_no:
            answer = {"error": "access_denied"}
        else:
            answer = {"code": secrets.token_urlsafe(8)}
            self._codes[answer["code"]] = (form["code_challenge"], form["redirect_uri"])
        return f"{form['redirect_uri']}?{urlencode({**answer, 'state': form['state']})}"

    def device(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if form.get("client_id") != CLIENT_ID:
            return 401, {"error": "invalid_client"}
        code = secrets.token_urlsafe(8)
        self._device_codes.add(code)
        return 200, {"device_code": code, "user_code": "BLUE-GREEN", "verification_uri": f"{self.url}/code",
                     "expires_in": 60, "interval": self.interval}

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        with self._lock:
            self.asked.append(form)
            if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
                return 401, {"error": "invalid_client", "error_description": "who?"}
            return getattr(self, "_" + form["grant_type"].rpartition(":")[2])(form)     # type: ignore[no-any-return]

    def _authorization_code(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        challenge, redirect = self._codes.pop(form["code"], ("", ""))
        shown = urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if shown != challenge or form["redirect_uri"] != redirect:
            return 400, {"error": "invalid_grant", "error_description": "no such code"}
        return 200, self.grant()

    def _device_code(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if form["device_code"] not in self._device_codes:
            return 400, {"error": "expired_token"}
        if self.pending > 0:
            self.pending -= 1
            return 400, {"error": "authorization_pending"}
        return (400, {"error": "access_denied"}) if self.person_says_no else (200, self.grant())

    def _refresh_token(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if self.refuses or form["refresh_token"] not in self.refresh_tokens:
            return 400, {"error": self.refuses or "invalid_grant", "error_description": "Token has been revoked."}
        granted = self.grant()
        if self.rotates:
            self.refresh_tokens.discard(form["refresh_token"])
        else:
            self.refresh_tokens.discard(str(granted.pop("refresh_token")))
        return 200, granted

    def introspect(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """RFC 7662, for the mail server."""
        user = self.tokens.get(form.get("token", ""))
        return 200, {"active": user is not None, **({"username": user} if user else {})}


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    def do_GET(self) -> None:
        path, query = self._parts()
        if path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.behind.authorize(query))
            self.end_headers()
        elif path == "/introspect":
            self._answer(self.server.behind.introspect(query))

    def do_POST(self) -> None:
        behind, (path, _) = self.server.behind, self._parts()
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        if behind.away and path != "/introspect":
            return
        if path == "/token":
            threading.Event().wait(behind.slow_seconds)
        if path == "/token" and (behind.answer_instead or behind.status_instead != 200):
            behind.asked.append(form)
            self._answer((behind.status_instead, behind.answer_instead))
        else:
            self._answer(getattr(behind, path.strip("/"))(form))

    def _parts(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        return parts.path, dict(parse_qsl(parts.query))

    def _answer(self, answer: tuple[int, dict[str, object] | bytes]) -> None:
        body = answer[1] if isinstance(answer[1], bytes) else json.dumps(answer[1]).encode()
        self.send_response(answer[0])
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    behind: OAuthServer


@contextmanager
def serving_tokens(**moods: object) -> Iterator[OAuthServer]:
    behind = OAuthServer(**moods)       # type: ignore[arg-type]
    with _Http(("127.0.0.1", 0), _Handler) as server:
        server.behind, behind.port = behind, server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield behind
        server.shutdown()
