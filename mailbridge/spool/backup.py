"""A copy of the spool in a file, made while the service runs: all of it as it stood at one moment.

Knows how a file comes to be safely: private from its first byte, under its own name only once it is whole, checked and
on disk. How a database is copied is its engine's business; what a restored copy means is `restored`'s.
"""

from __future__ import annotations

import os
import re
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
    if file.exists():
        raise AdminError(f"{file} is there already; name a new file, or move that one away")
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)        # of a copy that was interrupted
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            copied = _copy(spool, part)
            _flush(part)
            part.rename(file)
            _flush(file.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OperatorError(f"{file} cannot be written: {error.strerror}; name another place") from None
    return copied


def backup_into(spool: Spool, folder: Path, keep: int = 0) -> tuple[Path, Copied]:
    """Copy the spool into a folder, named by the time, and delete older copies there beyond `keep`; 0 keeps all.

    What else lies in the folder is never touched. Raises as `backup`.
    """
    file = folder / f"mailbridge-{spool.now():%Y%m%dT%H%M%SZ}.db"
    copied = backup(spool, file)
    ours = sorted(path for path in folder.iterdir() if _OUR_NAME.fullmatch(path.name))
    for path in ours[:-keep] if keep else ():
        path.unlink(missing_ok=True)
    return file, copied


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
