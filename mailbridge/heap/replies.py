"""What Heap's replies mean. Pure: status, headers and bytes in, an outcome out.

The page knows two replies: the word `Success`, and XML. Everything else is undocumented, so the question here is
always: does this prove that the record was not written? If it does not, the outcome is `Unknown`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from mailbridge.heap.decoding import decode
from mailbridge.heap.outcomes import Created, CreateOutcome, LoginRefused, NotSent, Refused, Unknown
from mailbridge.heap.scanner import Unscannable, scan
from mailbridge.records import Kind, Record

MAX_BYTES = 1024 * 1024
"""The longest reply that is read; a longer one is unreadable."""

_SUCCESS = "Success"
_PAGE = re.compile(r"<(?:!doctype|html|head|body|\?xml|result|script)\b", re.IGNORECASE)
_PHP_TROUBLE = re.compile(r"(?:PHP )?(?:Fatal error|Parse error|Warning|Notice|Deprecated):", re.IGNORECASE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_SHOWN_CHARS = 300
_LONGEST_PATIENCE_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A reply that is no list of records. `refusal` holds Heap's words where it answered in plain text."""

    reason: str
    refusal: str = ""


def read_create(status: int, headers: Mapping[str, str], body: bytes, now: datetime | None = None) -> CreateOutcome:
    """What became of a `create`. `headers` with lower-case names; `now` for a Retry-After that names a date."""
    if status == 200:
        return _said(headers, body)
    if 300 <= status < 400:
        return NotSent(redirected(headers))
    if later := try_later(status, headers, now):
        return later
    if status == 401:
        return LoginRefused(f"HTTP 401: {_shown(headers, body)}")
    if status in (404, 405, 410):
        return NotSent(f"Heap's api.php is not at this address (HTTP {status}): check the subdomain or url")
    if status in (400, 403, 411, 413, 414, 415, 422, 431):
        return Refused(f"HTTP {status}: {_shown(headers, body)}")
    return Unknown(f"Heap answered with HTTP {status}: {_shown(headers, body)}")


def read_records(
    kind: Kind, status: int, headers: Mapping[str, str], body: bytes,
) -> tuple[Record, ...] | Unreadable:
    """The records of a `get`, or why there is no telling. Only a readable, empty `<result>` is nobody."""
    if 300 <= status < 400:
        return Unreadable(redirected(headers))
    if status != 200:
        refusal = f"HTTP 401: {_shown(headers, body)}" if status == 401 else ""
        return Unreadable(f"Heap answered with HTTP {status}: {_shown(headers, body)}", refusal)
    if _encoded(headers):
        return Unreadable(f"Heap's reply is compressed ({_encoded(headers)}), which was not asked for")
    if len(body) > MAX_BYTES:
        return Unreadable(f"Heap's reply is longer than {MAX_BYTES} bytes")
    text = decode(body, headers.get("content-type", ""))
    if text is None:
        return Unreadable("Heap's reply is in no known character set")
    try:
        return scan(kind, text)
    except Unscannable as trouble:
        said = _said(headers, body)
        words = said.text if isinstance(said, Refused) else ""
        return Unreadable(f"Heap's reply {trouble}" + (f": {words}" if words else ""), words)


def try_later(status: int, headers: Mapping[str, str], now: datetime | None = None) -> NotSent | None:
    """Whether the request was turned away for now, before anybody looked at it. A 503 that names no time may come
    from a proxy that lost the reply, so it is not one of these."""
    if status == 429 or (status == 503 and "retry-after" in headers):
        return NotSent(f"Heap asks to try later (HTTP {status})", _retry_after(headers, now))
    return None


def redirected(headers: Mapping[str, str]) -> str:
    """A sentence on a redirect. Only scheme and host of the target: the rest may hold a session."""
    try:
        target = urlsplit(headers.get("location", ""))
        port = f":{target.port}" if target.port else ""
        where = f" to {target.scheme}://{target.hostname}{port}" if target.scheme and target.hostname else ""
    except ValueError:
        where = ""
    return f"Heap redirects{where}, which is never followed with the password: set the address it should be"


def shortened(text: str) -> str:
    """A foreign text for a log line or a page: on one line, without control characters, at most 300 characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[:4 * _SHOWN_CHARS]).split())
    return line if len(line) <= _SHOWN_CHARS else line[:_SHOWN_CHARS] + "…"


def _said(headers: Mapping[str, str], body: bytes) -> CreateOutcome:
    """The meaning of a 200. A whole `Success` is success, a plain sentence a refusal, all else proves nothing."""
    if _encoded(headers):
        return Unknown(f"the reply is compressed ({_encoded(headers)}), which was not asked for")
    if len(body) > MAX_BYTES:
        return Unknown(f"the reply is longer than {MAX_BYTES} bytes")
    text = (decode(body, headers.get("content-type", "")) or "").strip().strip("\ufeff").strip()
    if text == _SUCCESS:
        return Created()
    if not text or _BINARY.search(text):
        return Unknown("the reply is no text" if body.strip() else "the reply is empty")
    if _SUCCESS.startswith(text) or _SUCCESS.casefold() in text.casefold():
        return Unknown(f"the reply is not exactly {_SUCCESS!r}: {shortened(text)}")
    if text.startswith("<") or _PAGE.search(text):
        return Unknown(f"the reply is a page, not a word: {shortened(text)}")
    if _PHP_TROUBLE.match(text):
        return Unknown(f"Heap's program broke off: {shortened(text)}")
    return Refused(shortened(text))


def _encoded(headers: Mapping[str, str]) -> str:
    encoding = headers.get("content-encoding", "").strip().casefold()
    return "" if encoding == "identity" else encoding[:40]


def _shown(headers: Mapping[str, str], body: bytes) -> str:
    if _encoded(headers):
        return "(compressed)"
    return shortened(decode(body[:16 * 1024], headers.get("content-type", "")) or "") or "(no text)"


def _retry_after(headers: Mapping[str, str], now: datetime | None) -> float | None:
    """Seconds to wait (RFC 9110 section 10.2.3: a number or a date), at most a day; None if none can be read."""
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return min(float(given[:9]), _LONGEST_PATIENCE_SECONDS)
    try:
        wait = (parsedate_to_datetime(given) - (now or datetime.now(UTC))).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, 0.0), _LONGEST_PATIENCE_SECONDS) if math.isfinite(wait) else None
