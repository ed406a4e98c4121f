"""A mail's bytes while they come in: a small mail in memory, a larger one in a file without a name. Knows no sockets.

Twenty mails of 25 MB at once would take a gigabyte in memory, as each is there twice when its dots are taken out. Here
they lie on the spool's disk until their end has come, and then are taken into memory one after another.

Only the exact five bytes end a mail: servers that also took `\n.\n` let one mail smuggle in a second.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import re2

END = b"\r\n.\r\n"
LINE_WITH_DOT = END[:3]
_BEFORE = 2                             # bytes before a mail: a line end
_DOT = re2.compile(re2.escape(LINE_WITH_DOT))    # four times as fast as to `find` these three bytes
SMALL_BYTES = 256 * 1024
SLACK_BYTES = 64 * 1024


class TooMuch(Exception):
    """The mail is over the limit."""


class NoRoom(Exception):
    """A large mail could not be written to the disk while it came in. The message says why."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A mail that came to its end. Where dots were added it is as it was sent, with a line end before it: the first
    line may begin with one."""

    sent: bytes | IO[bytes]
    has_dots: bool
    max_bytes: int
    is_over: bool = False               # the limit, and so nothing of it was kept

    @property
    def is_small(self) -> bool:
        """Whether it is in memory already."""
        return isinstance(self.sent, bytes)

    def content(self) -> bytes:
        """The mail itself, once. Raises TooMuch."""
        if self.is_over:
            raise TooMuch
        if isinstance(self.sent, bytes):
            sent = self.sent
        else:
            with self.sent as file:
                file.seek(0 if self.has_dots else _BEFORE)
                sent = file.read()
        content = sent.replace(LINE_WITH_DOT, b"\r\n")[_BEFORE:] if self.has_dots else sent
        if len(content) > self.max_bytes:
            raise TooMuch
        return content


class Incoming:
    """What has come of one mail. Large ones lie in `folder` meanwhile; None: with the system's temporary files.

    `max_bytes` is of the mail itself, as SIZE announces it: added dots and the end do not count (RFC 1870 section 6).
    """

    def __init__(self, max_bytes: int, folder: Path | None) -> None:
        self._max_bytes = max_bytes
        self._folder = folder
        self._held = bytearray(END[:_BEFORE])   # as if a line had ended: the first line may be the final dot
        self._file: IO[bytes] | None = None
        self._came = 0
        self._is_over = self._has_dots = False

    def add(self, block: bytes) -> tuple[Whole, bytes] | None:
        """The mail and what came after its end; None while that is to come.

        Raises NoRoom; TooMuch when the end does not come within twice the limit.
        """
        start = max(0, len(self._held) - len(END) + 1)
        self._held += block
        self._came += len(block)
        found = _DOT.search(self._held, start)          # nearly always the end: few mails have lines that begin so
        end = found.start() if found else -1
        if end >= 0 and not self._held.startswith(END, end):
            self._has_dots = True
            end = self._held.find(END, end)
        if end >= 0:
            rest = bytes(self._held[end + len(END):])
            return self._whole(end + 2), rest
        if self._came > 2 * self._max_bytes + SLACK_BYTES:
            raise TooMuch
        if self._came > self._max_bytes + SLACK_BYTES:
            self._is_over = True
            self.drop()
            del self._held[: 1 - len(END)]              # keep only what may hold the beginning of the end
        elif len(self._held) > SMALL_BYTES:
            self._put_away(len(self._held) - len(END) + 1)
        return None

    def drop(self) -> None:
        """Forget what lies on the disk."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _whole(self, end: int) -> Whole:
        if self._is_over:
            return Whole(b"", False, self._max_bytes, is_over=True)
        if self._file is None:
            with memoryview(self._held) as held:
                sent = bytes(held[0 if self._has_dots else _BEFORE:end])
            return Whole(sent, self._has_dots, self._max_bytes)
        self._put_away(end)
        file, self._file = self._file, None
        return Whole(file, self._has_dots, self._max_bytes)

    def _put_away(self, size: int) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=self._folder, buffering=0)      # noqa: SIM115 - until its end
            written = self._file.write(bytes(self._held[:size]))
        except OSError as error:
            raise NoRoom(error.strerror or type(error).__name__) from None
        if written != size:             # the last that found room
            raise NoRoom("the disk is full")
        del self._held[:size]
