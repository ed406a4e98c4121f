"""How many files and connections the process may have open: as many as its doors' places need, if the system allows.

A door that can open no more closes each new connection without a word, to the sender and to the log. Shells and service
managers often give 1024 and allow many more to who asks (setrlimit(2)).
"""

from __future__ import annotations

import logging
import resource
from contextlib import suppress

from mailbridge.settings import Settings

log = logging.getLogger("mailbridge.run")

_OTHERS = 200                           # the spool's database, the console's visitors, Heap, mailboxes, the log
_FOR_A_PLACE = 2                        # its connection, and the file of a large mail that comes in


def needed(settings: Settings) -> int:
    """With all places of the doors taken."""
    doors = [door for door in (settings.smtp, settings.lmtp) if door is not None]
    return _OTHERS + _FOR_A_PLACE * sum(door.limits.connections for door in doors)


def allow(wanted: int) -> None:
    """Let the process have so many open; where the system does not allow it, the log says what to do."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft == resource.RLIM_INFINITY:
        return
    if soft < most:
        with suppress(OSError, ValueError):         # a sandbox forbids it
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    if soft < wanted:
        log.warning("this process may have %d files and connections open, and with all places of its doors taken needs "
                    "%d: raise its limit (LimitNOFILE in the unit, ulimit -n) or lower limits.connections of smtp and "
                    "lmtp; beyond it connections are closed without a word", soft, wanted)
