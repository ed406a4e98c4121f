"""For machines: is the process up, could it take mail now, and the numbers that are watched (row H2)."""

from __future__ import annotations

import threading
import time

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mailbridge.console.numbers import Numbers
from mailbridge.console.parts import Parts
from mailbridge.errors import OperatorError
from mailbridge.hosts import is_loopback
from mailbridge.spool import presence, search

BELIEVED_SECONDS = 2.0


class Health:
    """The three pages without a login."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._registry = CollectorRegistry()
        self._registry.register(Numbers(parts))
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._trouble = ""
        self._ready = "ready"

    def healthz(self, request: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("ok\n")

    def readyz(self, request: Request) -> Response:
        """Mail could be kept and worked off now. Strangers may ask as often as they like: it is looked at seldom."""
        with self._lock:
            if time.monotonic() - self._looked_at > BELIEVED_SECONDS:
                self._trouble = self._look()
                self._looked_at = time.monotonic()
            return PlainTextResponse(f"{self._trouble or self._ready}\n", 503 if self._trouble else 200)

    def metrics(self, request: Request) -> Response:
        """Prometheus' text format, for this machine only unless the settings open it."""
        peer = request.client.host if request.client else ""
        is_passed_on = any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip"))
        if not self._parts.console.open_metrics and (is_passed_on or not is_loopback(peer)):
            return PlainTextResponse("Only from this machine; console.open_metrics opens it to others.\n", 403)
        counted = generate_latest(self._parts.counted) if self._parts.counted is not None else b""
        return Response(counted + generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)

    def _look(self) -> str:
        if not self._parts.is_working():
            return "the worker has stopped"
        try:
            search.prove_writable(self._parts.spool)
            # No reason to send mail elsewhere: those that are there take it.
            self._ready = "; ".join(["ready", *map(_words, presence.incomplete(self._parts.spool))])
        except OperatorError:
            return "the spool cannot be written"
        return ""


def _words(service: presence.Incomplete) -> str:
    return f"{service.at_work} of {service.size} processes of {service.service} are at work"
