"""Looks at everything that may not be well, keeps in the spool what it found, and has it told by mail and webhook.

A race, told as a story: the spool itself cannot be written, so no alarm can be kept. Only then is it sent straight from
memory, by each way until that way took it; another node, or a start in the midst of it, may tell it once more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from mailbridge.alarms import findings, messages
from mailbridge.alarms.findings import Finding, Kind
from mailbridge.alarms.messages import Bridge
from mailbridge.errors import OperatorError
from mailbridge.notices import text as notice_text
from mailbridge.notices.post import NotTaken, Send
from mailbridge.notices.text import Writer
from mailbridge.spool import Spool, alarms, outbox, search
from mailbridge.spool.alarms import Alarm, Changes, Letters, Sighting

log = logging.getLogger("mailbridge.alarms")

Watch = Callable[[], Iterable[Finding]]
"""One look. What it finds nothing about must be a Finding too: a name that nobody looks at any more is over."""


class Seldom:
    """A watch that costs much: what it found holds for some seconds."""

    def __init__(self, watch: Watch, seconds: float, clock: Callable[[], float]) -> None:
        self._watch = watch
        self._seconds = seconds
        self._clock = clock
        self._due = float("-inf")
        self._found: tuple[Finding, ...] = ()

    def __call__(self) -> tuple[Finding, ...]:
        if self._clock() >= self._due:
            self._found = tuple(self._watch())
            self._due = self._clock() + self._seconds
        return self._found


class Watchman:
    """Made of its watches; `look` is one round."""

    def __init__(self, spool: Spool, watches: Iterable[Watch], ways: Mapping[str, Send], bridge: Bridge,
                 writer: Writer, *, hold: timedelta = alarms.HOLD,
                 find_out: Callable[[], object] = lambda: None) -> None:
        """`ways`: recipient of the outbox (the admin's address, WEBHOOK) -> how it is sent. `find_out` is called while
        an alarm about Heap stands and it is not known whether it still holds: after a start. `hold`: so long a trouble
        must be gone before it is over."""
        self._spool = spool
        self._watches = tuple(watches)
        self._ways = dict(ways)
        self._bridge = bridge
        self._writer = writer
        self._hold = hold
        self._find_out = find_out
        self._spool_alarm: Alarm | None = None      # since the spool cannot be written
        self._to_tell: list[str] = []               # the ways that have not taken that

    def look(self) -> Changes:
        """One round; what began and what is over. A spool that cannot be written is an alarm, and no error."""
        try:
            search.prove_writable(self._spool, needs_room=False)    # nothing else may be written for hours
            changes = self._keep(*self._found())
            if self._spool_alarm is not None:
                self._spool_is_back(self._spool_alarm)
        except OperatorError as trouble:
            self._without_spool(str(trouble))
            return Changes()
        for alarm in changes.begun:
            log.error("alarm: %s %s", alarm.what, alarm.advice)
        for alarm in changes.over:
            log.warning("all clear: %s", findings.over(alarm.name))
        return changes

    def _found(self) -> tuple[list[Finding], bool]:
        """What the watches found, and whether each could look: a fault in one silences no other."""
        found: list[Finding] = []
        is_whole = True
        for watch in self._watches:
            try:
                found += tuple(watch())
            except OperatorError as trouble:
                log.warning("a watch could not look: %s", trouble)
                is_whole = False
            except Exception:
                log.exception("a watch could not look: a fault in mailbridge; the others go on")
                is_whole = False
        return found, is_whole

    def _keep(self, found: list[Finding], is_whole: bool) -> Changes:
        standing = alarms.standing(self._spool)
        seen = [Sighting(finding.name, finding.what, finding.advice) for finding in found if finding.what]
        well = {finding.name for finding in found if finding.is_well}
        # After a fault it cannot be told which names nobody looks at any more.
        forgotten = {alarm.name for alarm in standing} - {finding.name for finding in found} if is_whole else set()
        doubtful = {finding.name for finding in found if not finding.what} - well
        if any(alarm.name in doubtful and alarm.name.startswith("heap-") for alarm in standing):
            self._find_out()
        return alarms.keep(self._spool, seen, well | forgotten, self._words, self._hold)

    def _words(self, alarm: Alarm, is_over: bool) -> Letters:
        return [(recipient, self._message(recipient, alarm, is_over)) for recipient in self._ways]

    def _message(self, recipient: str, alarm: Alarm, is_over: bool) -> bytes:
        if recipient == outbox.WEBHOOK:
            return messages.posted(alarm, self._bridge, self._spool.now(), is_over=is_over)
        begun, over = f"{alarm.episode}.alarm", f"{alarm.episode}.over"
        unique, answers = (over, begun) if is_over else (begun, "")
        return notice_text.alarm(messages.lines(alarm, is_over=is_over), self._writer, recipient, unique,
                                 self._bridge.console, answers)

    # --- without the spool

    def _without_spool(self, why: str) -> None:
        now = self._spool.now()
        if self._spool_alarm is None:
            self._spool_alarm = _of_spool(why, now)
            self._to_tell = list(self._ways)
            log.error("alarm: %s %s", self._spool_alarm.what, why)
        elif now - self._spool_alarm.since > self._hold:
            self._to_tell = [way for way in self._to_tell if not self._told(way, self._spool_alarm)]

    def _told(self, recipient: str, alarm: Alarm) -> bool:
        try:
            self._ways[recipient](recipient, self._message(recipient, alarm, is_over=False))
        except NotTaken as trouble:
            log.warning("an alarm could not be sent: %s", trouble)
            return False
        return True

    def _spool_is_back(self, alarm: Alarm) -> None:
        """Whoever has heard of it hears that it is over."""
        heard = [(recipient, self._message(recipient, alarm, is_over=True))
                 for recipient in self._ways if recipient not in self._to_tell]

        def change(connection: sa.Connection) -> None:
            for recipient, raw in heard:
                outbox.put(connection, self._spool, recipient, raw)

        self._spool.change(change)
        self._spool_alarm, self._to_tell = None, []
        log.warning("all clear: %s", findings.over(alarm.name))


def _of_spool(why: str, now: datetime) -> Alarm:
    what = "The spool cannot be written, so no mail is taken."
    return Alarm(Kind.SPOOL.value, f"spool-{now:%Y%m%dT%H%M%S}", what, why, now)
