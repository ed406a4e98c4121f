"""The numbers that the spool knows, for Prometheus: asked when somebody scrapes, so they are true at that moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from mailbridge.alarms import findings
from mailbridge.console.overview import resting_logins
from mailbridge.console.parts import Parts
from mailbridge.console.tally import Tally
from mailbridge.plan import ENDS, WriteState
from mailbridge.records import Kind
from mailbridge.spool import alarms, backlog, canaries, lists, polls, presence, search


class Numbers:
    """A collector of prometheus_client's."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._tally = Tally(parts.spool)

    def describe(self) -> Iterable[Metric]:
        """Nothing is known before it is asked for."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """All families."""
        yield from self._queue()
        yield from self._ways_in(self._tally.came())
        yield from self._done()
        yield from self._troubles()
        yield _gauge("spool_bytes", "What the spool takes of its disk.", backlog.size_bytes(self._parts.spool))
        free = self._parts.spool.room.free_bytes()
        if free is not None:
            yield _gauge("spool_free_bytes", "What is free on the spool's disk.", free)

    def _queue(self) -> Iterator[Metric]:
        spool = self._parts.spool
        items = _labelled("items", "Mails kept, by state.", "state")
        for state, count in lists.counts(spool).items():
            items.add_metric([state.value], count)
        writes = _labelled("writes", "Records to be written to Heap, by state.", "state")
        counts = search.write_counts(spool)
        for write_state in WriteState:
            writes.add_metric([write_state.value], counts.get(write_state.value, 0))
        oldest = search.oldest_waiting(spool)
        age = (self._parts.now() - oldest).total_seconds() if oldest else 0.0
        yield items
        yield writes
        yield _gauge("oldest_waiting_seconds", "Age of the mail that waits longest.", age)

    def _done(self) -> Iterator[Metric]:
        settled, answered = self._tally.happened()
        ends = CounterMetricFamily("mailbridge_settled", "Mails that came to their end, by state.", labels=["state"])
        for state in ENDS:
            ends.add_metric([state.value], settled[state.value])
        records = CounterMetricFamily("mailbridge_records", "Heap's answers to records, by kind.",
                                      labels=["kind", "state"])
        for kind in Kind:
            for answer in (WriteState.WRITTEN, WriteState.REFUSED, WriteState.UNKNOWN):
                records.add_metric([kind.value, answer.value], answered[kind.value, answer.value])
        yield from (ends, records)

    def _ways_in(self, came: Counter[str]) -> Iterator[Metric]:
        spool = self._parts.spool
        accepted = CounterMetricFamily("mailbridge_accepted", "Mails taken since the start, by door.", labels=["door"])
        last = _labelled("last_accepted_timestamp_seconds", "When the last mail came, by door.", "door")
        for door, _, at in search.doors(spool):
            accepted.add_metric([door], came[door])
            last.add_metric([door], at.timestamp())
        looked = _labelled("mailbox_last_look_timestamp_seconds", "When a mailbox was last looked at.", "mailbox")
        for mailbox, poll in polls.last(spool).items():
            if poll.good_at is not None:
                looked.add_metric([mailbox], poll.good_at.timestamp())
        seconds = _labelled("canary_seconds", "How long the last canary took to come home, by its way.", "route")
        home = _labelled("canary_last_timestamp_seconds", "When the last canary came home, by its way.", "route")
        for flown in canaries.last(spool).values():
            if flown.came_at is not None and flown.seconds is not None:
                seconds.add_metric([flown.route], flown.seconds)
                home.add_metric([flown.route], flown.came_at.timestamp())
        yield from (accepted, last, looked, seconds, home)

    def _troubles(self) -> Iterator[Metric]:
        standing = alarms.standing(self._parts.spool)
        each = GaugeMetricFamily("mailbridge_alarm", "1 for each trouble that was told and is not over.",
                                 labels=["trouble", "about"])
        for alarm in standing:
            each.add_metric(findings.split(alarm.name), 1)
        yield each
        yield _gauge("alarms", "Troubles that were told and are not over.", len(standing))
        processes = GaugeMetricFamily("mailbridge_process_up", "Processes at work on the spool, of all nodes.",
                                      labels=["service", "number"])
        for process in presence.at_work(self._parts.spool):
            processes.add_metric([process.service, str(process.number)], 1)
        yield processes
        yield _gauge("worker_up", "Whether mails are worked off.", self._parts.is_working())
        yield _gauge("rules_in_force", "0 when changed rule files cannot be used.", not self._parts.rules_trouble())
        yield _gauge("logins_resting", "Heap logins that were refused or cannot reach Heap, and are left alone.",
                     len(resting_logins(self._parts)))


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"mailbridge_{name}", told, value)


def _labelled(name: str, told: str, label: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"mailbridge_{name}", told, labels=[label])
