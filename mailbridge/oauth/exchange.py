"""One request to a provider: a form goes there, a JSON object comes back (RFC 6749 sections 4 to 6).

The answer is a stranger's: so much of it is read, for so long, and its words are cut and cleaned before they are shown.
No error carries the request, which holds secrets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3

from mailbridge.errors import OperatorError
from mailbridge.timed_calls import Call, WatchedAdapter

CONNECT_SECONDS = 10.0
WHOLE_SECONDS = 30.0
MOST_BYTES = 256 * 1024
MOST_LETTERS = 200
_PASSING_STATUS = (408, 425, 429)
_PASSING_WORDS = ("temporarily_unavailable", "server_error", "internal_failure", "backend_error", "rate_limit_exceeded")
"""Words for a provider's own trouble: RFC 6749 section 4.1.2.1 has the first two, Google says the others."""


class OAuthTrouble(OperatorError):
    """The provider cannot be asked now, or does not make sense: it is tried again later."""


@dataclass(frozen=True, slots=True)
class Denied:
    """The provider's no: its word for it (RFC 6749 section 5.2), and the words for a person."""

    error: str
    description: str

    def __str__(self) -> str:
        return f"{self.error}: {self.description}" if self.description else self.error


def ask(url: str, form: Mapping[str, str]) -> Mapping[str, Any] | Denied:
    """The fields of the provider's answer. Raises OAuthTrouble."""
    host = urlsplit(url).netloc
    try:
        status, body = _post(url, form)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise OAuthTrouble(f"{host} cannot be asked for a token: {_in_words(error)}") from None
    fields = _fields(body)
    if status == 200 and fields is not None:
        return fields
    no = _no(fields or {})
    if no is not None and 400 <= status < 500 and status not in _PASSING_STATUS and no.error not in _PASSING_WORDS:
        return no
    raise OAuthTrouble(f"{host} gives no token now (HTTP {status}{f', {no}' if no else ''})")


def seconds(told: object, *, usual: float, least: float, most: float) -> float:
    """A time that a stranger tells, within bounds; the usual one where it is no number."""
    try:
        number = float(str(told))       # of text, as a whole number may be too large for a float
    except ValueError:
        return usual
    return usual if isnan(number) else min(max(number, least), most)


def cleaned(words: object) -> str:
    """A stranger's words, fit for one line. Microsoft's further lines hold ids for its support."""
    text = str(words).strip().split("\n", 1)[0][:MOST_LETTERS]
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def _post(url: str, form: Mapping[str, str]) -> tuple[int, bytes]:
    with requests.Session() as session, Call(WHOLE_SECONDS):
        session.trust_env = False       # ~/.netrc would add a login of its own
        for scheme in ("https://", "http://"):
            session.mount(scheme, WatchedAdapter())
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "mailbridge"}
        with session.post(url, data=dict(form), headers=headers, stream=True, allow_redirects=False,
                          timeout=(CONNECT_SECONDS, WHOLE_SECONDS)) as response:
            body = b""
            while len(body) <= MOST_BYTES and (more := response.raw.read(8192, decode_content=False)):
                body += more
            return response.status_code, body[:MOST_BYTES]


def _fields(body: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _no(fields: Mapping[str, Any]) -> Denied | None:
    error = fields.get("error")
    return Denied(cleaned(error), cleaned(fields.get("error_description", ""))) if isinstance(error, str) else None


def _in_words(error: Exception) -> str:
    """Without the request's address or fields."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not trusted"
    if isinstance(error, requests.Timeout | TimeoutError):
        return "it does not answer in time"
    return "the connection failed" if isinstance(error, requests.ConnectionError) else type(error).__name__
