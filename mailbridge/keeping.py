"""The spool of the settings, for the service and for each command.

A mail server's pipe starts us once per mail: nothing is imported here that keeping a mail does not need.
"""

from __future__ import annotations

import shutil
from functools import partial

from mailbridge.settings import Settings
from mailbridge.spool import Spool, engines
from mailbridge.spool.room import Disk, Room, Watermarks


def open_spool(settings: Settings, *, has_siblings: bool = False) -> Spool:
    """The spool of the settings; `has_siblings`: other processes of this service have it too.

    Raises AdminError or SpoolTrouble.
    """
    limits = settings.spool_limits
    room = Room(Watermarks(limits.free_bytes, limits.rows, limits.bytes), partial(_disk, settings.spool))
    return Spool(settings.spool, lease_seconds=settings.work.lease_seconds, room=room, has_siblings=has_siblings)


def _disk(spool: str) -> Disk | None:
    """The spool's disk; None where that cannot be told, and then its own troubles tell it soon enough."""
    folder = engines.folder(spool)
    try:
        usage = shutil.disk_usage(folder) if folder is not None else None
    except OSError:
        return None
    return Disk(usage.total, usage.free) if usage is not None else None
