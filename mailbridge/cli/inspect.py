"""The command that shows what is read from a mail. Needs neither settings nor spool."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from mailbridge import mail, reading
from mailbridge.cli import show
from mailbridge.cli.paths import PATHS, Found, Unreadable, mails_in


@click.command()
@PATHS
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; every key is always there.")
def inspect(paths: tuple[Path, ...], as_json: bool) -> None:
    """Show what is read from a mail: sender, text, forward, invitation, form, defects.

    PATH is an .eml file, a folder with all below it, a Maildir, an mbox, or - for standard input. Needs no settings.

    \b
    mailbridge inspect mail.eml
    mailbridge inspect --json archive/ | jq -r .subject
    """
    failed = False
    for found in mails_in(paths):
        read, is_read = _read(found)
        failed = failed or not is_read
        if as_json:
            click.echo(json.dumps(read, ensure_ascii=False))
        else:
            show.mail(read)
    sys.exit(1 if failed else 0)


def _read(found: Found | Unreadable) -> tuple[dict[str, Any], bool]:
    """The object of one mail, and whether it could be read. One that breaks the reading must not end a long run."""
    if isinstance(found, Unreadable):
        return _nothing(found.path, f"the file cannot be read: {found.reason}"), False
    try:
        return mail.as_json(reading.read(found.raw), found.path), True
    except Exception as error:
        return _nothing(found.path, f"reading broke off, which is a mistake of ours: {error!r}"), False


def _nothing(path: str, defect: str) -> dict[str, Any]:
    return mail.as_json(mail.Mail("", None, mail.NOBODY, "", "", "", defects=(defect,)), path)
