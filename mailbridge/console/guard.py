"""What stands before every page, whoever asks: host names, sizes, times, and the headers of the answer (row S8).

Knows HTTP and the settings; who is signed in is for `visits` to know. Plain ASGI, so that it also guards what fails.
"""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mailbridge.hosts import address, is_loopback
from mailbridge.settings import ConsoleSettings

MAX_BODY_BYTES = 1 << 20
REQUEST_SECONDS = 10.0
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self';"
          " form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
_HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cache-Control", "no-store"),
)
_OPEN_TO_ANY_NAME = frozenset(("/healthz", "/readyz"))     # a probe asks by address; these tell nothing


class TooLong(Exception):
    """The body is over `MAX_BODY_BYTES`."""


class Guard:
    """ASGI around ASGI."""

    def __init__(self, app: ASGIApp, settings: ConsoleSettings, port: int) -> None:
        self._app = app
        self._hosts = _hosts(settings, port)
        self._open_to_addresses = frozenset(("/metrics",)) if settings.open_metrics else frozenset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        app = self._refusal(scope) or self._app
        await app(scope, _Body(receive), _Answer(send))

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        if not self._is_ours(headers.get("host", "").casefold(), scope["path"]):
            return _plain(400, "This is not a name of the console. Add it to console.allowed_hosts if it shall be.")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > MAX_BODY_BYTES:
            return _plain(413, "That is more than 1 MiB.")
        return None

    def _is_ours(self, host: str, path: str) -> bool:
        """Whether the page may be asked for by this name.

        What Host guards against is a page elsewhere whose name was turned to our address. A scraper of Kubernetes asks
        by the pod's address, which no name can be turned to.
        """
        if host in self._hosts or path in _OPEN_TO_ANY_NAME:
            return True
        return path in self._open_to_addresses and _is_address(host)


class _Body:
    """The request's body, counted while it comes."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._seen = 0
        self._ends_at = asyncio.get_running_loop().time() + REQUEST_SECONDS
        self._is_complete = False

    async def __call__(self) -> Message:
        if self._is_complete:           # the next message is the browser leaving, for which there is no hurry
            return await self._receive()
        async with asyncio.timeout_at(self._ends_at):
            message = await self._receive()
        self._seen += len(message.get("body", b""))
        self._is_complete = not message.get("more_body", False)
        if self._seen > MAX_BODY_BYTES:
            raise TooLong
        return message


class _Answer:
    """The answer, with the headers that it lacks."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS:
                headers.setdefault(name, value)
        await self._send(message)


def _plain(status: int, words: str) -> ASGIApp:
    return PlainTextResponse(words + "\n", status)


def _is_address(host: str) -> bool:
    """Whether a Host is an address, with or without a port, and no name: `192.0.2.7:8080`, `[2001:db8::1]`."""
    try:
        return address(urlsplit(f"//{host}").hostname or "") is not None
    except ValueError:                  # brackets that do not close
        return False


def _hosts(settings: ConsoleSettings, port: int) -> frozenset[str]:
    """The values of Host that are ours: with the port we listen on, and those of public_url as browsers send them."""
    listens = settings.listen.rpartition(":")[0]
    is_local = is_loopback(listens) or listens in ("0.0.0.0", "[::]", "::")     # noqa: S104 - compared
    names = {listens, *(("127.0.0.1", "localhost", "[::1]") if is_local else ())}
    named = {f"{name}:{port}" for name in names} | (names if port == 80 else set())
    public = urlsplit(settings.public_url).netloc
    extra = {name for host in settings.allowed_hosts for name in (host, f"{host}:{port}")}
    return frozenset(name.casefold() for name in (*named, *extra, *((public,) if public else ())))
