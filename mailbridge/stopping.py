"""SIGTERM and SIGINT set an event, whatever the program is just doing.

Not in the handler itself: it runs between two steps of the main thread, which may be waiting for that very event and
hold its lock at that moment. Then neither would ever go on, and the service would have to be killed.
"""

from __future__ import annotations

import _thread
import signal
import threading

HEARD = (signal.SIGTERM, signal.SIGINT)


def on_signals(stopping: threading.Event) -> None:
    """Set the event at each of them. For the main thread."""
    for number in HEARD:
        signal.signal(number, lambda *_: _thread.start_new_thread(stopping.set, ()))
