"""`mailbridge check`: whether every part would work, and what to do about those that would not."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import click

from mailbridge import bridge, ruletests
from mailbridge.cli import senders, show
from mailbridge.cli.session import Session
from mailbridge.errors import MailbridgeError
from mailbridge.intake import imap_check
from mailbridge.intake.smtp_tls import Certificate
from mailbridge.passwords import is_hash
from mailbridge.records import Kind
from mailbridge.settings import PLACES, Settings
from mailbridge.settings.doors import LmtpSettings, SmtpSettings
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.settings.notices import NoticeSettings
from mailbridge.spool import rests, utc_now


@click.command()
@click.pass_obj
def check(session: Session) -> None:
    """Try every part: settings, team, rules and their tests, spool, Heap, doors. Says what to do about each failure.

    Creates nothing in Heap. Exit 0: all is well; 1: something is wrong.
    """
    settings = session.settings
    failed = False
    _tell("settings", str(session.loaded.file) if session.loaded.file else _NO_FILE, ok=True)
    parts: list[tuple[str, Callable[[Settings], Iterator[str]]]] = [
        ("team", _team), ("senders", senders.told), ("rules", _rules), ("spool", _spool), ("heap", _heap),
        ("doors", _doors),
        *((f"imap {mailbox.name}", partial(_mailbox, mailbox)) for mailbox in settings.imap),
        *((("notices", partial(_notices, settings.notices)),) if settings.notices is not None else ()),
    ]
    for name, part in parts:
        try:
            for line in part(settings):
                _tell(name, line, ok=True)
        except MailbridgeError as error:
            failed = True
            _tell(name, str(error), ok=False)
    if failed and session.loaded.file is None:
        click.echo(f"\nA settings file to begin with, as ./mailbridge.yaml:\n\n{_SMALLEST}")
    sys.exit(1 if failed else 0)


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


def _team(settings: Settings) -> Iterator[str]:
    if not (settings.team.domains or settings.team.people):
        raise MailbridgeError("nobody is a colleague yet, so your own people would become contacts; add "
                              "`team: {domains: [example.com]}`")
    yield ", ".join((*settings.team.domains, *settings.team.people))


def _rules(settings: Settings) -> Iterator[str]:
    decider = bridge.decider(settings)
    wrong = [tested for tested in ruletests.run(decider) if tested.differences]
    if wrong:
        raise MailbridgeError("\n".join(f"{t.file}:{t.line}: the test fails: {t.differences[0]}" for t in wrong))
    yield f"{len(decider.rulebook.rules)} rules from {settings.rules}, their tests pass"


def _spool(settings: Settings) -> Iterator[str]:
    spool = bridge.open_spool(settings)
    try:
        yield spool.address             # without its password
        yield from map(show.rest, rests.now(spool))     # what a service that runs tells of itself
    finally:
        spool.close()


def _heap(settings: Settings) -> Iterator[str]:
    client = bridge.heap_client(settings.heap)
    started = time.monotonic()
    found = client.get(Kind.PERSON, settings.heap.login_email)
    yield f"{client.url} answers in {time.monotonic() - started:.1f} s, the login works ({len(found)} people found)"


def _doors(settings: Settings) -> Iterator[str]:
    if settings.smtp is None and settings.lmtp is None and not settings.imap:
        raise MailbridgeError("no door is set up, so no mail can come; add `smtp: {listen: …, recipients: […]}`")
    if settings.imap:
        yield f"imap for {', '.join(mailbox.name for mailbox in settings.imap)}"
    for name, door in (("smtp", settings.smtp), ("lmtp", settings.lmtp)):
        if door is not None:
            yield _door(name, door)


def _door(name: str, door: SmtpSettings | LmtpSettings) -> str:
    if not door.recipients:
        raise MailbridgeError(f"{name} takes mail for nobody; name addresses, such as "
                              f"`{name}: {{recipients: [crm@bridge.example.com]}}`")
    tls = ""
    if isinstance(door, SmtpSettings) and door.tls is not None:
        Certificate(door.tls)
        tls = f", TLS first on {door.listen_tls}" if door.listen_tls else ", with STARTTLS"
        wrong = [user for user, kept in door.users.items() if not is_hash(kept.password_hash.get_secret_value())]
        if wrong:
            raise MailbridgeError(f"smtp.users.{wrong[0]}.password_hash is not what `mailbridge password` prints")
    return f"{name} on {door.listen}{tls} for {', '.join(door.recipients)}"


def _notices(notices: NoticeSettings, settings: Settings) -> Iterator[str]:
    bridge.relay(notices).try_out()
    yield f"{notices.smtp} takes them; colleagues: {notices.to_colleagues}, alarms: {notices.admin or 'nobody'}"


def _mailbox(mailbox: ImapSettings, settings: Settings) -> Iterator[str]:
    credentials = bridge.mailbox_credentials(settings, mailbox)
    spool = bridge.open_spool(settings)
    try:
        yield from imap_check.tried(mailbox, credentials, spool, utc_now)
    finally:
        spool.close()
