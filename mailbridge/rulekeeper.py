"""Keeps the rules in force: reloads the files when they change, and stays with the last good ones when they are broken.

A file that does not load, or whose own tests fail, changes nothing: the rules that were in force stay so, and the log
says once what is wrong and where (row E8).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from mailbridge import ruletests
from mailbridge.decider import Decider
from mailbridge.errors import FileProblems

log = logging.getLogger("mailbridge.rules")

LOOK_SECONDS = 2.0

Signature = tuple[tuple[str, int, int], ...]


class RuleKeeper:
    """The decider of the moment. Safe for several threads."""

    def __init__(self, place: Path, load: Callable[[], Decider], clock: Callable[[], float]) -> None:
        """Loads at once and raises FileProblems if that fails: a service does not start on broken rules."""
        self._place = place
        self._load = load
        self._clock = clock
        self._lock = threading.Lock()
        self._seen = _signature(place)
        self._looked_at = clock()
        self._current = self._checked()
        self.trouble = ""

    def current(self) -> Decider:
        """The last good rules; looks at the files again when the last look is some time ago."""
        if self._clock() - self._looked_at >= LOOK_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._current

    def _look(self) -> None:
        self._looked_at = self._clock()
        seen = _signature(self._place)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._current = self._checked()
        except FileProblems as problems:
            self.trouble = str(problems)
            log.error("the rules were changed but cannot be used, the former ones stay in force:\n%s", problems)    # noqa: TRY400 - says where
            return
        self.trouble = ""
        log.info("the rules were changed: %d rules in force now", len(self._current.rulebook.rules))

    def _checked(self) -> Decider:
        """The files as they stand. Raises FileProblems if they are wrong or a test in them fails."""
        decider = self._load()
        failed = tuple(tested.as_problem() for tested in ruletests.run(decider) if tested.differences)
        if failed:
            raise FileProblems(failed)
        for doubt in decider.rulebook.doubts:
            log.warning("%s", doubt)
        return decider


def _signature(place: Path) -> Signature:
    """What changes when a file is written, added, removed or replaced."""
    found = []
    for file in _files(place):
        try:
            status = file.stat()
        except OSError:                 # an editor is replacing it just now; the next look sees the new one
            continue
        found.append((file.name, status.st_mtime_ns, status.st_size))
    return tuple(found)


def _files(place: Path) -> list[Path]:
    try:
        return sorted(place.iterdir()) if place.is_dir() else [place]
    except OSError:                     # not ours to look into; loading them tells it
        return []
