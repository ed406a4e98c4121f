"""Everything under the sandbox's address that is not the API: the web page, its JSON, and the switches for faults.

    GET  /                       the page; /page.css, /page.js, /icon.svg belong to it
    GET  /state.json             address, logins, counts, faults and the latest requests
    GET  /records.json           all records, oldest first; ?kind=lead, ?newest=100
    GET  /faults                 {"available": [...], "armed": [...]}
    POST /faults                 fault=SPEC (several) arms; clear=1 takes all back, clear=SPEC one
    DELETE /faults               takes all back
    POST /reset                  forgets records, requests and faults

Records hold whatever strangers wrote. They leave here as JSON only, and the page puts them in as text, never as
markup; its content security policy allows no script but its own file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlsplit

from mailbridge.sandbox.api import Login
from mailbridge.sandbox.faults import FAULTS, Armed, Board, Fault, FaultSpecError
from mailbridge.sandbox.kinds import CREATE_WORDS, KINDS
from mailbridge.sandbox.records import Store
from mailbridge.sandbox.replies import Reply

_PAGE_FILES = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
_POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
           " form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
_SECURITY = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
)
_NEWEST_REQUESTS = 50


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages on one store and one board of faults."""

    store: Store
    board: Board
    logins: Sequence[Login]

    def get(self, target: str, base_url: str) -> Reply:
        """Answers GET for a request target such as `/records.json?kind=lead`."""
        url = urlsplit(target)
        if url.path in _PAGE_FILES:
            return _page_file(*_PAGE_FILES[url.path])
        match url.path:
            case "/state.json":
                return _json(self._state(base_url))
            case "/records.json":
                return self._records({name: values[-1] for name, values in parse_qs(url.query).items()})
            case "/faults":
                return _json(self._faults())
            case _:
                return _not_found()

    def post(self, target: str, form: Sequence[tuple[str, str]]) -> Reply:
        """Answers POST; `form` holds the posted pairs, a name may occur several times."""
        match urlsplit(target).path:
            case "/faults":
                return self._change_faults(form)
            case "/reset":
                self.store.wipe()
                self.board.clear()
                return _json({"reset": True})
            case _:
                return _not_found()

    def delete(self, target: str) -> Reply:
        """Answers DELETE."""
        if urlsplit(target).path != "/faults":
            return _not_found()
        self.board.clear()
        return _json(self._faults())

    def _change_faults(self, form: Sequence[tuple[str, str]]) -> Reply:
        specs = [value for name, value in form if name == "fault"]
        cleared = [value for name, value in form if name == "clear"]
        if not specs and not cleared:
            return _json({"error": "post fault=SPEC to arm, clear=1 to take all back"}, 400)
        try:
            for spec in cleared:
                self.board.clear("" if spec == "1" else spec)
            self.board.arm(specs)
        except FaultSpecError as error:
            return _json({"error": str(error)}, 400)
        return _json(self._faults())

    def _records(self, query: Mapping[str, str]) -> Reply:
        kind = CREATE_WORDS.get(query.get("kind", ""))
        if query.get("kind") and kind is None:
            return _json({"error": f"no such kind; there are {', '.join(KINDS)}"}, 400)
        newest = query.get("newest", "")
        count = int(newest) if newest.isascii() and newest.isdigit() and len(newest) < 10 else -1
        return _json(self.store.records(kind, count))

    def _state(self, base_url: str) -> dict[str, Any]:
        return {
            "url": base_url + "api.php",
            "logins": [asdict(login) for login in self.logins],
            "counts": self.store.counts(),
            "faults": self._faults(),
            "requests": self.store.requests(_NEWEST_REQUESTS),
        }

    def _faults(self) -> dict[str, Any]:
        return {
            "available": [_fault(fault) for fault in FAULTS.values()],
            "armed": [_armed(armed) for armed in self.board.armed()],
        }


def _fault(fault: Fault) -> dict[str, Any]:
    return {"name": fault.name, "says": fault.says, "whats": fault.whats, "amount": fault.amount, "unit": fault.unit,
            "may_keep": fault.may_keep}


def _armed(armed: Armed) -> dict[str, Any]:
    return {"spec": str(armed), "name": armed.fault.name, "times_left": armed.times, "chance": armed.chance,
            "what": armed.what, "kind": armed.kind, "amount": armed.amount, "kept": armed.kept}


def _page_file(name: str, content_type: str) -> Reply:
    body = files("mailbridge.sandbox").joinpath("page", name).read_bytes()
    return Reply(body, headers=(("Content-Type", content_type), *_SECURITY))


def _json(value: object, status: int = 200) -> Reply:
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return Reply(body, status, (("Content-Type", "application/json; charset=utf-8"), *_SECURITY))


def _not_found() -> Reply:
    return Reply(b"Not found. The API is at /api.php, the page at /.\n", 404,
                 (("Content-Type", "text/plain; charset=utf-8"), *_SECURITY))
