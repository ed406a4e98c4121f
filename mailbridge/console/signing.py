"""Signing in and out."""

from __future__ import annotations

import hmac
import logging
import secrets

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mailbridge import passwords
from mailbridge.console import rendering
from mailbridge.console.throttle import Throttle
from mailbridge.console.visits import Entrance, Forbidden, Visit

log = logging.getLogger("mailbridge.console")

FORM_COOKIE = "mailbridge-form"
MAX_PASSWORD = 1000


class Signing:
    """The sign-in page. Its form carries a token that must be the browser's own, though nobody is signed in yet."""

    def __init__(self, entrance: Entrance, throttle: Throttle) -> None:
        self._entrance = entrance
        self._throttle = throttle

    async def show(self, request: Request) -> Response:
        """GET /sign-in"""
        session = self._entrance.sessions.read(request.cookies.get(self._entrance.cookie, ""))
        if session is not None:
            return RedirectResponse(_inside(request.query_params.get("next", "")), 303)
        return self._form(request, request.query_params.get("next", ""))

    async def sign_in(self, request: Request) -> Response:
        """POST /sign-in"""
        form = await request.form(max_files=0, max_fields=10)
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        user, password, there = (fields.get(name, "") for name in ("user", "password", "next"))
        token = request.cookies.get(FORM_COOKIE, "")
        if not token or not hmac.compare_digest(fields.get("csrf", "").encode("utf-8", "replace"), token.encode()):
            raise Forbidden("The form is too old, or was not ours. Load the page again and repeat.")
        address = self._entrance.address(request)
        wait = self._throttle.wait_seconds(address)
        if wait:
            response = self._form(request, there, f"Too many tries. Wait {wait:.0f} seconds.", 429, user)
            response.headers["Retry-After"] = f"{wait + 1:.0f}"
            return response
        if not await run_in_threadpool(self._is_right, user, password):
            log.warning("a sign-in from %s was refused", address)
            return self._form(request, there, "User and password do not belong together.", 403, user)
        self._throttle.forgive(address)
        log.info("user=%s signed in from %s", user, address)
        response = RedirectResponse(_inside(there), 303)
        self._entrance.remember(response, self._entrance.sessions.begin(user))
        response.delete_cookie(FORM_COOKIE, path="/sign-in")
        return response

    def sign_out(self, visit: Visit) -> Response:
        """POST /sign-out"""
        response = RedirectResponse("/sign-in", 303)
        self._entrance.forget(response, visit.request)
        return response

    def _is_right(self, user: str, password: str) -> bool:
        """As slow for a user who does not exist, so that names cannot be found out."""
        known = self._entrance.parts.console.users.get(user)
        kept = known.password_hash.get_secret_value() if known else ""
        return len(password) <= MAX_PASSWORD and passwords.matches(password, kept)

    def _form(self, request: Request, there: str, words: str = "", status: int = 200, user: str = "") -> Response:
        token = request.cookies.get(FORM_COOKIE, "") or secrets.token_urlsafe(24)
        response = rendering.bare_page("sign-in.html", status, self._entrance.parts, words=words, csrf=token,
                                       next=there, user=user[:100])
        response.set_cookie(FORM_COOKIE, token, path="/sign-in", httponly=True, samesite="strict",
                            secure=self._entrance.is_secure)
        return response


def _inside(place: str) -> str:
    """A page of ours, whatever the address said: `//evil.example` and `/\\evil.example` leave the site."""
    is_ours = place.startswith("/") and not place.startswith(("//", "/\\")) and place.isprintable()
    return place if is_ours and "\\" not in place else "/"
