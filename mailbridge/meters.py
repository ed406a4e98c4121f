"""What is timed while the service runs, of this process alone; it begins at nothing with each start.

What the spool knows is not counted here but asked when somebody scrapes: `console.numbers`.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, Info, ProcessCollector

from mailbridge import __version__

ACTS = ("create", "get")
OUTCOMES = ("answered", "busy", "broken", "not-reached", "lost")
"""Of a request to Heap: it answered; it asked to come later (429, 503 and the like); it answered with another 5xx; no
connection, so nothing left; no whole reply, so it may have been carried out."""

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Meters:
    """All counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        Info("mailbridge", "The program that answers.", registry=self.registry).info({"version": __version__})
        self._requests = Counter("mailbridge_heap_requests", "Requests to Heap, by what came of them.",
                                 ["act", "outcome"], registry=self.registry)
        self._seconds = Histogram("mailbridge_heap_request_seconds", "How long requests to Heap took.", ["act"],
                                  buckets=_SECONDS, registry=self.registry)
        for act in ACTS:                # so that each series is there from the start, and its first rise is seen as one
            self._seconds.labels(act)
            for outcome in OUTCOMES:
                self._requests.labels(act, outcome)

    def heap_asked(self, act: str, outcome: str, seconds: float) -> None:
        """A request to Heap is over."""
        self._requests.labels(act, outcome).inc()
        self._seconds.labels(act).observe(seconds)
