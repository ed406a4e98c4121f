"""While the service runs: whether it moves, told to systemd, which starts it anew if it does not."""

from __future__ import annotations

import logging
import os
import signal
import threading

from mailbridge.bridge import Role, Service
from mailbridge.errors import OperatorError
from mailbridge.systemd import Systemd

log = logging.getLogger("mailbridge.run")

TOLD_SECONDS = 30.0                     # how often systemd's status line is made anew


def watch(service: Service, role: Role, told: Systemd, stopping: threading.Event) -> None:
    """Until it is to stop. The watchdog is fed only while everything moves.

    Of several processes the first feeds it; another that does not move ends itself, and the parent starts one in its
    place.
    """
    watchdog = told.watchdog_seconds
    every = min(TOLD_SECONDS, watchdog / 3) if watchdog else TOLD_SECONDS
    last = ""
    while not stopping.is_set():
        stuck = service.stuck(watchdog or 2 * TOLD_SECONDS)
        if stuck and stuck != last:
            log.error("%s%s", stuck, "; this process is to be started anew" if watchdog else "")
        last = stuck
        if role.is_first:
            told.tell(*(() if stuck else ("WATCHDOG=1",)), f"STATUS={stuck or _status(service)}")
        elif stuck and watchdog:
            os.kill(os.getpid(), signal.SIGKILL)
        stopping.wait(every)


def _status(service: Service) -> str:
    try:
        return service.status()
    except OperatorError as trouble:
        return str(trouble)
