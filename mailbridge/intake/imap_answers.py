"""What servers say, where the library takes too long to take it apart or does not at all; and a label as they want it.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from imapclient.datetime_util import parse_to_datetime
from imapclient.imap_utf7 import encode as encode_utf7


@dataclass(frozen=True, slots=True)
class Listed:
    """What the server says of a mail before it is fetched. `came_at` is in UTC, None if the server does not say."""

    size: int
    came_at: datetime | None


_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_CAME = re.compile(rb'\bINTERNALDATE "([^"]+)"')


def listed(lines: Iterable[Any]) -> Iterator[tuple[int, Listed]]:
    """From `1 (UID 5 RFC822.SIZE 4711 INTERNALDATE "24-Nov-2026 12:00:00 +0100")`, in whichever order."""
    for line in lines:
        if isinstance(line, bytes) and (uid := _UID.search(line)) and (size := _SIZE.search(line)):
            came = _CAME.search(line)
            yield int(uid[1]), Listed(int(size[1]), _moment(came[1]) if came else None)


def _moment(text: bytes) -> datetime | None:
    """In UTC; None if there is no such moment, which must not hold up the mail."""
    with suppress(ValueError, OverflowError):
        return cast(datetime, parse_to_datetime(text, normalise=False)).astimezone(UTC)
    return None


def label_list(name: str) -> bytes:
    """A list of one label: Gmail's own as they are, others quoted and in modified UTF-7 (RFC 3501 section 5.1.3)."""
    if name.startswith("\\"):
        return b"(" + name.encode("ascii") + b")"
    encoded: bytes = encode_utf7(name)
    return b'("' + encoded.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'")'


def in_letters(told: Any) -> str:
    """Words of a server that the library has taken apart, as it takes apart lists."""
    if isinstance(told, tuple):
        return " ".join(map(in_letters, told))
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)


def tells_of_mail(news: Iterable[Collection[Any]]) -> bool:
    """Whether what came in IDLE speaks of new mail, or of the end."""
    return any(b"EXISTS" in told or b"BYE" in told for told in news)
