"""A thread that does the same again and again until it is stopped. What it does is not known here."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from mailbridge.errors import OperatorError

log = logging.getLogger("mailbridge.rounds")

STOP_SECONDS = 5.0


class Rounds:
    """Calls `act` every so many seconds between `start` and `stop`. A trouble ends a round, never the thread."""

    def __init__(self, name: str, every_seconds: float, act: Callable[[], object]) -> None:
        self._name = name
        self._every_seconds = every_seconds
        self._act = act
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin with a round at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after the round in hand; one that hangs on the network is left behind after a while."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._act()
            except OperatorError as trouble:
                log.warning("%s: %s", self._name, trouble)
            except Exception:
                log.exception("%s: a fault in mailbridge; it goes on", self._name)
            self._stopping.wait(self._every_seconds)
