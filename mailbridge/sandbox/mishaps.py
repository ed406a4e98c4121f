"""What is sent when a fault happens: replies in place of the honest one, and the honest one disguised.

Whether a fault happens is decided in `faults`; whether the record is kept all the same, in `api`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mailbridge.sandbox.faults import Armed
from mailbridge.sandbox.replies import PRINTED, SUCCESS, Doctype, Reply, error, found

INVALID_LOGIN = error("invalid login")
MOVED_PATH = "/moved/api.php"
"""Where `redirect` leads. Whoever follows has taken the password elsewhere, and is told `Success` for nothing."""

_HTML = (("Content-Type", "text/html; charset=UTF-8"),)
_LOGIN_PAGE = b"""<!DOCTYPE html>
<html><head><title>Heap | Log in</title></head>
<body><h1>Log in</h1>
<form action="/login" method="post">
<label>Email <input name="email" type="email"></label>
<label>Password <input name="password" type="password"></label>
<button>Log in</button>
</form></body></html>
"""
_SERVER_ERROR = b"<html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>"
_MEGABYTE = 1_000_000


def stand_in(armed: Armed, base_url: str) -> Reply | None:
    """The reply that takes the honest one's place; None where the connection is closed without any."""
    match armed.fault.name:
        case "lost-reply" | "drop" | "late":
            return None
        case "error-500" | "error-after-keep":
            return Reply(_SERVER_ERROR, 500)
        case "html-page":
            return Reply(_LOGIN_PAGE)
        case "empty-body":
            return Reply(b"")
        case "error-text":
            return error("the entry could not be processed, please try again")
        case "refused-login":
            return INVALID_LOGIN
        case "redirect":
            location = base_url.rstrip("/") + MOVED_PATH
            return Reply(b"", int(armed.amount), (*_HTML, ("Location", location)))
        case "rate-limit":
            return Reply(b"Too many requests", 429, (*_HTML, ("Retry-After", f"{armed.amount:g}")))
        case name:
            raise ValueError(f"{name} takes no reply's place")


def success(names: Mapping[str, Armed]) -> Reply:
    """The word `Success`, as the drawn faults (name to fault) leave it."""
    body = SUCCESS.body
    if "padded-success" in names:
        body = b"\n " + body + b" \n"
    if "huge-reply" in names:
        body = body.ljust(_size(names["huge-reply"]))
    return dripping(replace(SUCCESS, body=body), names)


def listing(kind: str, records: Sequence[Mapping[str, Any]], names: Mapping[str, Armed]) -> Reply:
    """The XML of a search, as the drawn faults leave it."""
    doctype = Doctype.AS_PRINTED
    if "doctype-valid" in names:
        doctype = Doctype.VALID
    if "doctype-none" in names:
        doctype = Doctype.NONE
    if "huge-reply" in names:
        records = [*records, *_crowd(kind, _size(names["huge-reply"]))]
    reply = found(kind, records, doctype=doctype, escaped="bare-ampersand" not in names,
                  encoding="latin-1" if "latin-1" in names else "utf-8", cut_at=0.6 if "truncated-xml" in names else 1)
    return dripping(reply, names)


def dripping(reply: Reply, names: Mapping[str, Armed]) -> Reply:
    """The reply, spread over time where `slow-drip` was drawn."""
    return replace(reply, drip_seconds=names["slow-drip"].amount) if "slow-drip" in names else reply


def _size(armed: Armed) -> int:
    """Bytes, always beyond one megabyte."""
    return max(int(armed.amount * _MEGABYTE), _MEGABYTE + 1)


def _crowd(kind: str, size: int) -> list[dict[str, str]]:
    """Records that nobody asked for, enough of them to fill `size` bytes."""
    filler = dict.fromkeys(PRINTED[kind], "filler " * 20)
    filler |= {"updated_on": "2009-05-25", "year": "2009", "month": "5", "day": "25"}
    return [filler] * (size // (len(PRINTED[kind]) * 100) + 1)
