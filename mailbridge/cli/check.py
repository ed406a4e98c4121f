"""`mailbridge check`: whether every part would work, and what to do about those that would not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial

import click

from mailbridge.cli import check_parts, senders
from mailbridge.cli.session import Session
from mailbridge.errors import MailbridgeError
from mailbridge.settings import PLACES, Settings

Part = tuple[str, Callable[[Settings], Iterator[str]]]


@click.command()
@click.option("--send", is_flag=True, help="Also post and mail a test alarm.")
@click.pass_obj
def check(session: Session, send: bool) -> None:
    """Try every part: settings, team, rules and their tests, spool, Heap, doors. Says what to do about each failure.

    Creates nothing in Heap. Exit 0: all is well; 1: something is wrong.

    \b
    mailbridge check
    mailbridge check --send       also posts and mails a test alarm
    """
    settings = session.settings
    failed = 0
    _tell("settings", str(session.loaded.file) if session.loaded.file else _NO_FILE, ok=True)
    for name, part in _parts(settings, send):
        try:
            for line in part(settings):
                _tell(name, line, ok=True)
        except MailbridgeError as error:
            failed += 1
            _tell(name, str(error), ok=False)
    if failed and session.loaded.file is None:
        click.echo(f"\nA settings file to begin with, as ./mailbridge.yaml:\n\n{_SMALLEST}")
    else:
        click.echo(_end(failed, session))
    sys.exit(1 if failed else 0)


def _end(failed: int, session: Session) -> str:
    """The last line: what comes next."""
    if failed:
        return f"\n{'one part is' if failed == 1 else f'{failed} parts are'} wrong; mend that and check again"
    place = session.loaded.file
    config = f" --config {place}" if place is not None and place.resolve() not in {p.resolve() for p in PLACES} else ""
    return f"\nall is well; the service: mailbridge{config} run"


def _parts(settings: Settings, send: bool) -> list[Part]:
    """All that is to be tried, each by its name."""
    found: list[Part] = [
        ("team", check_parts.team), ("senders", senders.told), ("rules", check_parts.rules),
        ("spool", check_parts.spool), ("heap", check_parts.heap), ("doors", check_parts.doors),
        *((f"imap {mailbox.name}", partial(check_parts.mailbox, mailbox)) for mailbox in settings.imap),
    ]
    if settings.notices is not None:
        found.append(("notices", partial(check_parts.notices, settings.notices, send)))
    found.append(("alarms", partial(check_parts.webhook, send)))
    if settings.canary is not None:
        found.append(("canary", partial(check_parts.canary, settings.canary)))
    if settings.console is not None:
        found.append(("console", partial(check_parts.console, settings.console)))
    return found


_NO_FILE = f"no file ({', '.join(map(str, PLACES))}), so only what the environment sets"
_SMALLEST = """\
    heap:  {subdomain: creativearc, login_email: bridge@example.com, login_password_file: heap-password}
    team:  {domains: [example.com]}
    smtp:  {listen: 127.0.0.1:2525, recipients: [crm@bridge.example.com]}
    spool: sqlite:////var/lib/mailbridge/spool.db
    rules: rules/"""


def _tell(name: str, text: str, *, ok: bool) -> None:
    """One part's line; further lines of a text stand below its first."""
    mark = click.style(f"{'ok' if ok else 'wrong':<7}", fg="green" if ok else "red")
    first, *rest = text.split("\n")
    click.echo(f"{mark}{name + ':':<10} {first}")
    for line in rest:
        click.echo(f"{'':<18}{line}")
