"""From a request to a page: who is signed in, may they do that, did their own form send it. The one way in for pages.

A page is a plain function of a `Visit`; it runs in a thread, so that it may ask the spool and Heap as everybody does.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mailbridge.console.addresses import client_address, is_within
from mailbridge.console.parts import Parts
from mailbridge.console.sessions import Session, Sessions

MAX_FIELDS = 2000


class Forbidden(Exception):
    """Not with this role, or not from our own form; the words say which."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request by somebody who is signed in."""

    request: Request
    session: Session
    parts: Parts
    form: FormData

    def query(self, name: str) -> str:
        """A parameter of the address, "" if it is not there."""
        return self.request.query_params.get(name, "").strip()

    def posted(self, name: str) -> str:
        """A field of the form, "" if it is not there; files are not taken."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def posted_numbers(self, name: str) -> list[int]:
        """The whole numbers among a field's values."""
        values = [value for value in self.form.getlist(name) if isinstance(value, str)]
        return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 16]

    def must_be_admin(self) -> None:
        """Raises Forbidden for a reader."""
        if not self.session.is_admin:
            raise Forbidden("A reader looks; only an admin acts.")


Page = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Entrance:
    """Lets requests in to pages."""

    parts: Parts
    sessions: Sessions

    def page(self, page: Page) -> Endpoint:
        """The page, for those who are signed in; all others are sent to sign in first."""
        async def endpoint(request: Request) -> Response:
            session, is_new = self._session(request)
            if session is None:
                return _to_sign_in(request)
            form = await request.form(max_files=0, max_fields=MAX_FIELDS, max_part_size=1 << 20) \
                if request.method == "POST" else FormData()
            visit = Visit(request, session, self.parts, form)
            if request.method == "POST" and not _is_same(visit.posted("csrf"), session.csrf):
                raise Forbidden("The form is too old, or was not ours. Load the page again and repeat.")
            response = await run_in_threadpool(page, visit)
            if is_new or self.sessions.is_due(session):
                self.remember(response, session)
            return response

        return endpoint

    def visit(self, request: Request) -> Visit | None:
        """The visit as far as the cookie tells of one, without a form."""
        session = self.sessions.read(request.cookies.get(self.cookie, ""))
        return Visit(request, session, self.parts, FormData()) if session is not None else None

    def remember(self, response: Response, session: Session) -> None:
        """Hand the browser the session's cookie."""
        response.set_cookie(self.cookie, self.sessions.cookie(session), path="/", httponly=True, samesite="strict",
                            secure=self.is_secure)

    def forget(self, response: Response, request: Request) -> None:
        """End the request's session, here and in the browser."""
        session = self.sessions.read(request.cookies.get(self.cookie, ""))
        if session is not None:
            self.sessions.end(session)
        response.delete_cookie(self.cookie, path="/", httponly=True, samesite="strict", secure=self.is_secure)

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach us over TLS, so that the cookie never travels otherwise."""
        return self.parts.console.public_url.startswith("https:")

    @property
    def cookie(self) -> str:
        """The session cookie's name. `__Host-` has browsers refuse one that another host of the domain set."""
        return "__Host-mailbridge" if self.is_secure else "mailbridge"

    def address(self, request: Request) -> str:
        """The browser's address, as far as it is believed."""
        peer = request.client.host if request.client else ""
        return client_address(peer, request.headers.getlist("x-forwarded-for"), self.parts.console.trusted_proxies)

    def _session(self, request: Request) -> tuple[Session | None, bool]:
        """The session and whether it begins now: by its cookie, or by a trusted proxy's word for the user."""
        session = self.sessions.read(request.cookies.get(self.cookie, ""))
        user = self._vouched(request)
        if user and (session is None or session.user != user):
            return self.sessions.begin(user), True
        return session, False

    def _vouched(self, request: Request) -> str:
        console = self.parts.console
        peer = request.client.host if request.client else ""
        if not console.trusted_proxy_header or not is_within(peer, console.trusted_proxies):
            return ""
        user = request.headers.get(console.trusted_proxy_header, "")
        return user if user in console.users else ""


def _to_sign_in(request: Request) -> Response:
    """Back to a page that was only looked at; what was posted is not repeated behind somebody's back."""
    place = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    there = f"?next={quote(place, safe='/')}" if request.method == "GET" and place != "/" else ""
    return RedirectResponse(f"/sign-in{there}", 303)


def _is_same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
