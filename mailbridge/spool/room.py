"""Whether there is room for one more mail: above the watermarks new mail is refused for now, so that what was accepted
can still be worked off, which needs room too.

Nothing has to be done when it is over: each new mail is asked about anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from mailbridge.spool.engines import SpoolFull
from mailbridge.spool.schema import IS_OPEN, items

COUNTED_SECONDS = 2.0
_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Watermarks:
    """Below so many free bytes, or with so many mails or bytes of mail waiting, nothing new is taken. 0: no limit."""

    free_bytes: int = 512 * _MEBIBYTE
    rows: int = 100_000
    bytes: int = 10 * 1024 * _MEBIBYTE

    def must_stay_free(self, total_bytes: int) -> int:
        """5 % of the disk if that is more, up to four times as much; on a small disk never more than a quarter."""
        return min(max(self.free_bytes, min(total_bytes // 20, 4 * self.free_bytes)), total_bytes // 4)


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk that the spool lies on, in bytes."""

    total: int
    free: int


class Room:
    """Asked before a mail is kept. `disk` tells of the spool's disk, None where it lies with a server."""

    def __init__(
        self, marks: Watermarks, disk: Callable[[], Disk | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._marks = marks
        self._disk = disk
        self._clock = clock
        self._counted = (0, 0)
        self._count_again = float("-inf")

    def free_bytes(self) -> int | None:
        """What is free on the spool's disk, None where that lies with a server."""
        disk = self._disk()
        return None if disk is None else disk.free

    def must_be(self, connection: sa.Connection, size: int) -> None:
        """Raises SpoolFull when a mail of `size` bytes shall not be taken now."""
        disk = self._disk()
        if disk is not None and disk.free - size < self._marks.must_stay_free(disk.total):
            raise SpoolFull(f"only {disk.free // _MEBIBYTE} MiB are free on the spool's disk, so no new mail is taken; "
                            "free some, or lower spool_limits.free_bytes")
        rows, kept = self._waiting(connection)
        if 0 < self._marks.rows <= rows:
            raise SpoolFull(f"{rows} mails wait, so no new mail is taken until some are worked off "
                            "(spool_limits.rows)")
        if 0 < self._marks.bytes <= kept + size:
            raise SpoolFull(f"{kept // _MEBIBYTE} MiB of mail wait, so no new mail is taken until some is worked off "
                            "(spool_limits.bytes)")

    def _waiting(self, connection: sa.Connection) -> tuple[int, int]:
        """(mails, bytes) that are not worked off, as of a moment ago: counting for each mail would be slow."""
        if self._clock() >= self._count_again:
            query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(items.c.size), 0)).where(IS_OPEN)
            rows, size = connection.execute(query).one()
            self._counted = int(rows), int(size)
            self._count_again = self._clock() + COUNTED_SECONDS
        return self._counted


NO_LIMITS = Room(Watermarks(free_bytes=0, rows=0, bytes=0), lambda: None)
