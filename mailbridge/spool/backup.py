"""A copy of the spool in a file, made while the service runs: all of it as it stood at one moment.

Knows how a file comes to be safely: private from its first byte, under its own name only once it is whole, checked and
on disk. How a database is copied is its engine's business; what a restored copy means is `restored`'s.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from mailbridge.errors import AdminError, OperatorError
from mailbridge.plan import ENDS
from mailbridge.spool import engines
from mailbridge.spool.rows import milliseconds
from mailbridge.spool.schema import items
from mailbridge.spool.store import Spool

_OUR_NAME = re.compile(r"mailbridge-\d{8}T\d{6}Z\.db", re.A)


@dataclass(frozen=True, slots=True)
class Copied:
    """What the copy holds."""

    mails: int
    unsettled: int
    bytes: int


def backup(spool: Spool, file: Path) -> Copied:
    """Copy the spool into a new file. Raises AdminError when that cannot be, OperatorError when the disk will not."""
    part = file.with_name(f"{file.name}.part")
    with _told(file):
        if file.exists():
            raise AdminError(f"{file} is there already; name a new file, or move that one away")
        part.unlink(missing_ok=True)        # of a copy that was interrupted
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            copied = _copy(spool, part)
            _flush(part)
            part.rename(file)
            _flush(file.parent)
        finally:
            part.unlink(missing_ok=True)
    return copied


def backup_to(spool: Spool, path: Path, keep: int = 0) -> tuple[Path, Copied]:
    """Copy the spool to a new file, or into a folder, named by the time; where it lies then.

    Older copies in the folder are deleted beyond `keep`; 0 keeps all. What else lies there is never touched. Raises as
    `backup`.
    """
    with _told(path):
        if not path.is_dir():
            return path, backup(spool, path)
    file = path / f"mailbridge-{spool.now():%Y%m%dT%H%M%SZ}.db"
    copied = backup(spool, file)
    with _told(path):
        ours = sorted(other for other in path.iterdir() if _OUR_NAME.fullmatch(other.name))
        for other in ours[:-keep] if keep else ():
            other.unlink(missing_ok=True)
    return file, copied


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """The system's refusals as a sentence."""
    try:
        yield
    except OSError as error:
        raise OperatorError(f"{place} cannot be written: {error.strerror}; name another place") from None


def _copy(spool: Spool, part: Path) -> Copied:
    with spool.looking() as connection:
        mails, settled = (connection.scalar(sa.select(sa.func.count()).select_from(items).where(which)) or 0
                          for which in (sa.true(), items.c.state.in_([state.value for state in ENDS])))
        engines.copy(connection, part, milliseconds(spool.now()))
    return Copied(mails, mails - settled, part.stat().st_size)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
