"""One POST to Heap: its reply, or whether the request may have left. Knows HTTP and nothing of records.

The password goes to one address only: no redirect is followed, no proxy or login is taken from the environment, no
cookie is kept, and no outcome carries the request.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus, urlsplit

import requests
import tenacity
import urllib3

from mailbridge.heap.replies import MAX_BYTES
from mailbridge.timed_calls import Call, WatchedAdapter

_IDLE_SECONDS = 4.0
"""A connection unused for longer is not used again: web servers close theirs after 5 s, and a request that meets the
closing is lost with an unknown outcome."""

_IS_QUOTED = re.compile(r"[^A-Za-z0-9_.~ -]")
_IN_WORDS = {"RemoteDisconnected": "closed without a reply", "IncompleteRead": "closed within the reply"}


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP reply. Header names in lower case; at most one byte more of the body than may be read."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class NeverLeft:
    """No byte of the request was sent: surely not applied."""

    reason: str


@dataclass(frozen=True, slots=True)
class MayHaveLeft:
    """The request, or part of it, was sent, and no whole reply came."""

    reason: str


Posted = Reply | NeverLeft | MayHaveLeft


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may take, in seconds, and how often a connection is tried that did not come about."""

    connect_seconds: float = 5.0
    whole_seconds: float = 30.0
    connect_tries: int = 3
    no_more_tries_after_seconds: float = 4.0


class Transport:
    """POSTs to one address. Each thread has a connection of its own, kept alive between calls that follow closely."""

    def __init__(
        self, url: str, *, patience: Patience, ca_file: str | None = None,
        clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url
        self._host = urlsplit(url).netloc
        self._patience = patience
        self._verify: str | bool = ca_file or True
        self._clock = clock
        self._local = threading.local()
        self._tries = tenacity.Retrying(
            retry=tenacity.retry_if_result(lambda posted: isinstance(posted, NeverLeft)),
            stop=(tenacity.stop_after_attempt(patience.connect_tries)
                  | tenacity.stop_after_delay(patience.no_more_tries_after_seconds)),
            wait=tenacity.wait_exponential(multiplier=0.2, max=2),
            retry_error_callback=_last, sleep=sleep,
        )

    def post(self, form: list[tuple[str, str]]) -> Posted:
        """One request, tried again only while nothing of it has left. Never raises for what the network does."""
        body = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in form).encode("ascii")
        posted: Posted = self._tries(self._post_once, body)
        return posted

    def _post_once(self, body: bytes) -> Posted:
        line = self._line()
        with Call(self._patience.whole_seconds) as call:
            try:
                reply = line.post(body)
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as trouble:
                # Its sentence goes on, the exception does not: it holds the request, and that the password.
                reason = self._told(trouble)
            else:
                reason = ""
        self._local.used_at = self._clock()
        if not reason and not call.expired:
            return reply
        self.close()
        if call.expired:
            what = "whole reply from" if call.may_have_left else "connection to"
            reason = f"no {what} {self._host} within {self._patience.whole_seconds:g} seconds"
        return MayHaveLeft(reason) if call.may_have_left else NeverLeft(reason)

    def _line(self) -> _Line:
        line: _Line | None = getattr(self._local, "line", None)
        if line is not None and self._clock() - self._local.used_at > _IDLE_SECONDS:
            self.close()
            line = None
        if line is None:
            line = self._local.line = _Line(self.url, self._verify, self._patience)
        return line

    def close(self) -> None:
        """Closes this thread's connection; others close theirs when their thread ends."""
        line: _Line | None = getattr(self._local, "line", None)
        if line is not None:
            line.close()
        self._local.line = None

    def _told(self, trouble: Exception) -> str:
        """A sentence without the URL's path, the request, or an object's address in memory."""
        cause = _innermost(trouble)
        if type(trouble) is urllib3.exceptions.ConnectTimeoutError:     # others of its kind do not come about at all
            return f"{self._host} does not accept a connection within {self._patience.connect_seconds:g} seconds"
        if isinstance(trouble, urllib3.exceptions.SSLError):
            detail = getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or "TLS failed"
            return f"no trustworthy connection to {self._host}: {detail}"
        if isinstance(cause, urllib3.exceptions.NameResolutionError):
            return f"the name {self._host} is not known"
        detail = _IN_WORDS.get(type(cause).__name__) or getattr(cause, "strerror", None) or type(cause).__name__
        return f"the connection to {self._host} failed: {detail}"


_HEADERS = {
    "User-Agent": "mailbridge", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "keep-alive",
    "Content-Type": "application/x-www-form-urlencoded",
}
_ONCE = urllib3.Retry(False)            # the library's own way of saying so


class _Line:
    """A thread's connection. `requests` opens it and knows whom to trust; each request goes by `urllib3` below it.

    What `requests` does for each, with its address, cookies, redirects and the environment, is the same each time or
    must not be, and took two thirds of the time of a call.
    """

    def __init__(self, url: str, verify: str | bool, patience: Patience) -> None:
        request = requests.Request("POST", url).prepare()
        self._path = request.path_url
        self._timeout = urllib3.Timeout(connect=patience.connect_seconds, read=patience.whole_seconds)
        self._adapter = WatchedAdapter(pool_connections=1, pool_maxsize=1)
        pool = self._adapter.get_connection_with_tls_context(request, verify)
        assert isinstance(pool, urllib3.HTTPConnectionPool)
        self._adapter.cert_verify(pool, url, verify, None)      # type: ignore[no-untyped-call] # has no types
        self._pool = pool

    def post(self, body: bytes) -> Reply:
        """Raises what the two libraries do."""
        response = self._pool.urlopen(
            "POST", self._path, body, _HEADERS, retries=_ONCE, redirect=False, assert_same_host=False,
            timeout=self._timeout, preload_content=False, decode_content=False)
        try:
            headers = {name.casefold(): value for name, value in response.headers.items()}
            return Reply(response.status, headers, _body(response))
        finally:
            response.release_conn()

    def close(self) -> None:
        """The line is of no more use."""
        self._adapter.close()


def _quoted(text: str) -> str:
    """As a form has it. `quote_plus` looks at letter after letter, where most stay as they are."""
    if not text.isascii():
        return quote_plus(text, errors="replace")
    return _IS_QUOTED.sub(lambda letter: f"%{ord(letter[0]):02X}", text).replace(" ", "+")


def _body(raw: urllib3.BaseHTTPResponse) -> bytes:
    """The body as it came, at most one byte more than may be read.

    Raw, so that nothing is unpacked: half a megabyte of gzip became one gigabyte. Until nothing comes any more,
    because only that last read tells a whole reply from one that was cut short.
    """
    body = b""
    while len(body) <= MAX_BYTES and (more := raw.read(MAX_BYTES + 1 - len(body), decode_content=False)):
        body += more
    if len(body) > MAX_BYTES:
        raw.close()                     # the rest stays unread, so the connection is of no more use
    return body


def _innermost(trouble: BaseException) -> BaseException:
    """The error that started it: `requests` and `urllib3` wrap each other's, as cause, context or argument."""
    for _ in range(10):
        if isinstance(trouble, urllib3.exceptions.NameResolutionError):
            return trouble
        inner = [trouble.__cause__, getattr(trouble, "reason", None), *trouble.args, trouble.__context__]
        found = next((error for error in inner if isinstance(error, BaseException)), None)
        if found is None:
            return trouble
        trouble = found
    return trouble


def _last(state: tenacity.RetryCallState) -> Posted | None:
    return state.outcome.result() if state.outcome else None
