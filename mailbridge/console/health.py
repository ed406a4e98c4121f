"""For machines: is the process up, could it take mail now, and the numbers that are watched (row H2)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mailbridge.console.addresses import is_loopback
from mailbridge.console.overview import resting_logins
from mailbridge.console.parts import Parts
from mailbridge.errors import OperatorError
from mailbridge.spool import lists, presence, search

BELIEVED_SECONDS = 2.0


class Health:
    """The three pages without a login."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._registry = CollectorRegistry()
        self._registry.register(_Numbers(parts))
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
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)

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


class _Numbers:
    """Asked from the spool when somebody scrapes: it is the truth, and counts go on after a restart."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def describe(self) -> Iterable[Metric]:
        """Nothing is known before it is asked for."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """All families."""
        spool, now = self._parts.spool, self._parts.now()
        items = GaugeMetricFamily("mailbridge_items", "Mails kept, by state.", labels=["state"])
        for state, count in lists.counts(spool).items():
            items.add_metric([state.value], count)
        accepted = CounterMetricFamily("mailbridge_accepted", "Mails taken, by door.", labels=["door"])
        last = GaugeMetricFamily("mailbridge_last_accepted_timestamp_seconds", "When the last mail came, by door.",
                                 labels=["door"])
        for door, count, at in search.doors(spool):
            accepted.add_metric([door], count)
            last.add_metric([door], at.timestamp())
        writes = GaugeMetricFamily("mailbridge_writes", "Records to be written to Heap, by state.", labels=["state"])
        for write_state, count in search.write_counts(spool).items():
            writes.add_metric([write_state], count)
        processes = GaugeMetricFamily("mailbridge_process_up", "Processes at work on the spool, of all nodes.",
                                      labels=["service", "number"])
        for process in presence.at_work(spool):
            processes.add_metric([process.service, str(process.number)], 1)
        oldest = search.oldest_waiting(spool)
        age = (now - oldest).total_seconds() if oldest else 0.0
        return (items, accepted, last, writes, processes,
                GaugeMetricFamily("mailbridge_oldest_waiting_seconds", "Age of the mail that waits longest.", age),
                GaugeMetricFamily("mailbridge_worker_up", "Whether mails are worked off.", self._parts.is_working()),
                GaugeMetricFamily("mailbridge_rules_in_force", "0 when changed rule files cannot be used.",
                                  not self._parts.rules_trouble()),
                GaugeMetricFamily("mailbridge_logins_resting", "Heap logins that were refused and are left alone.",
                                  len(resting_logins(self._parts))))
