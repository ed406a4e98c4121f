"""The command that shows what is read from a mail. Needs neither settings nor spool."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mailbridge import mail, reading
from mailbridge.cli import show
from mailbridge.cli.paths import PATHS, mails_in


@click.command()
@PATHS
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; every key is always there.")
def inspect(paths: tuple[Path, ...], as_json: bool) -> None:
    """Show what is read from a mail: sender, text, forward, invitation, form, defects.

    PATH is an .eml file, a folder of them, or - for standard input.
    """
    for path, raw in mails_in(paths):
        read = mail.as_json(reading.read(raw), str(path))
        if as_json:
            click.echo(json.dumps(read, ensure_ascii=False))
        else:
            show.mail(read)
