"""The mails that a command line names."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

PATHS = click.argument("paths", nargs=-1, required=True,
                       type=click.Path(exists=True, allow_dash=True, path_type=Path))
"""The argument PATH…: files, folders, or - for standard input."""


def mails_in(paths: tuple[Path, ...]) -> Iterator[tuple[Path, bytes]]:
    """(path, raw bytes) of every mail named; a folder's files in name order."""
    for path in paths:
        if str(path) == "-":
            yield path, sys.stdin.buffer.read()
        elif path.is_dir():
            files = (file for file in sorted(path.iterdir()) if file.is_file() and not file.name.startswith("."))
            yield from ((file, file.read_bytes()) for file in files)
        else:
            yield path, path.read_bytes()
