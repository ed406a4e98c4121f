"""Commands."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mailbridge import mail, reading


@click.group()
def main() -> None:
    """Brings e-mail into Heap."""


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def inspect(paths: tuple[Path, ...], as_json: bool) -> None:
    """What is read from a mail (a folder: one JSON object a line)."""
    for path in paths:
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            click.echo(json.dumps(mail.as_json(reading.read(file.read_bytes()), str(file)), ensure_ascii=False))
