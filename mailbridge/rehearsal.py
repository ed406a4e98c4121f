"""Something tried in a process of its own, of which nothing stays: no thread, no connection, no lock, no memory.

For a process that has no threads, such as a family's parent: what is tried is a copy of it.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import time
from collections.abc import Callable

from mailbridge.errors import MailbridgeError

log = logging.getLogger("mailbridge.rehearsal")

_MOST_BYTES = 16_000                    # of a complaint: a pipe takes them without being read


def complaint(act: Callable[[], object], seconds: float) -> str:
    """Why it does not go well, "" if it does. It has so many seconds, and is killed after them."""
    heard, told = os.pipe()
    pid = os.fork()
    if not pid:
        _try(act, told)
    os.close(told)
    words = _until_end(heard, time.monotonic() + seconds)
    os.close(heard)
    if words is None:
        os.kill(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if words is None:
        return f"it takes longer than {seconds:g} seconds"
    return words or ("" if status == 0 else f"it was ended by signal {-status}")


def _try(act: Callable[[], object], told: int) -> None:
    """The child's whole life."""
    words = "it failed in a way that nobody foresaw; the log has it"
    try:
        signal.set_wakeup_fd(-1)        # the signals that it hears are its own
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        act()
        words = ""
    except MailbridgeError as error:
        words = str(error)
    except Exception:
        log.exception("a rehearsal failed")
    finally:
        os.write(told, words.encode("utf-8", "backslashreplace")[:_MOST_BYTES])
        os._exit(0)                     # nothing that the parent has begun is the child's to end


def _until_end(heard: int, end: float) -> str | None:
    """What it tells before it ends, None if it has not ended by then."""
    words = b""
    while select.select([heard], [], [], max(0.0, end - time.monotonic()))[0]:
        more = os.read(heard, _MOST_BYTES)
        if not more:
            return words.decode("utf-8", "replace")
        words += more
    return None
