"""The mails that a command line names: files, folders with all below them, Maildirs, mboxes, standard input."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import click

PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH…",
                       type=click.Path(exists=True, allow_dash=True, path_type=Path))
"""The argument PATH…: files, folders, or - for standard input."""

# `From jane@acme.example Thu Jan 15 11:00:00 2026`: with a time, since a text may start a line with "From " as well.
_MBOX_START = re.compile(rb"From .{1,320}\d\d?:\d\d.{0,60}\r?\n")
_MBOX_QUOTED = re.compile(rb">{1,100}From ")
_HEADER = re.compile(rb"[!-9;-~]{1,200}[ \t]{0,20}:")


@dataclass(frozen=True, slots=True)
class Found:
    """One mail, by the name to show for it: a file, or `FILE#3` inside an mbox."""

    path: str
    raw: bytes

    @property
    def looks_like_mail(self) -> bool:
        """Whether it starts with a header line, as every mail does, or with the envelope line of an mbox."""
        start = self.raw[:1024].lstrip(b"\r\n")
        return bool(_HEADER.match(start) or start.startswith(b"From "))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that the system would not give us, and why."""

    path: str
    reason: str


def mails_in(paths: tuple[Path, ...]) -> Iterator[Found | Unreadable]:
    """Every mail named, a folder's in name order. One that cannot be read is told and does not end it."""
    for path in paths:
        if str(path) == "-":
            yield Found("-", sys.stdin.buffer.read())
        elif path.is_dir():
            for file in _files_below(path):
                yield from _in_file(file) if isinstance(file, Path) else (file,)
        else:
            yield from _in_file(path)


def bytes_in(paths: tuple[Path, ...]) -> int:
    """How much the named files hold together, 0 if that cannot be known before they are read."""
    files = [file for path in paths for file in (_files_below(path) if path.is_dir() else [path])]
    if any(isinstance(file, Path) and not file.is_file() for file in files):
        return 0
    return sum(file.stat().st_size for file in files if isinstance(file, Path))


def _files_below(folder: Path) -> Iterator[Path | Unreadable]:
    """All files below a folder. Hidden ones are left out, save the folders of a Maildir, which are called `.Sent`."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Unreadable(_shown(folder), error.strerror or "cannot be opened")
        return
    is_maildir = {"cur", "new"} <= {entry.name for entry in entries}
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") or is_maildir:
                yield from _files_below(Path(entry.path))
        elif entry.is_file() and not entry.name.startswith("."):
            yield Path(entry.path)


def _in_file(file: Path) -> Iterator[Found | Unreadable]:
    try:
        with file.open("rb") as stream:
            first = stream.readline(512)
            stream.seek(0)
            if _MBOX_START.fullmatch(first) and _holds_several(stream):
                yield from _in_mbox(file, stream)
            else:
                yield Found(_shown(file), stream.read())
    except OSError as error:
        yield Unreadable(_shown(file), error.strerror or "cannot be read")


def _holds_several(stream: BinaryIO) -> bool:
    """Whether a second mail starts in the file: a single one that was saved with its "From " line is no mbox."""
    starts, follows_blank = 0, True
    for line in stream:
        starts += bool(follows_blank and _MBOX_START.fullmatch(line))
        if starts > 1:
            break
        follows_blank = line in (b"\n", b"\r\n")
    stream.seek(0)
    return starts > 1


def _in_mbox(file: Path, stream: BinaryIO) -> Iterator[Found]:
    """An mbox's mails one after the other (RFC 4155): one of many gigabytes needs no more memory than a mail."""
    number, lines, follows_blank = 0, list[bytes](), True
    for line in stream:
        if follows_blank and _MBOX_START.fullmatch(line):
            if lines:
                yield Found(f"{_shown(file)}#{number}", b"".join(lines))
            number, lines = number + 1, []
        else:
            lines.append(line[1:] if _MBOX_QUOTED.match(line) else line)
        follows_blank = line in (b"\n", b"\r\n")
    if lines:
        yield Found(f"{_shown(file)}#{number}", b"".join(lines))


def _shown(path: Path) -> str:
    """A name that can be printed; a file's may hold any bytes."""
    return os.fsencode(path).decode("utf-8", "replace")
