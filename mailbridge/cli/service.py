"""Commands of the service: run, check."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator

import click

from mailbridge import bridge, ruletests
from mailbridge.cli.session import Session
from mailbridge.errors import MailbridgeError
from mailbridge.logs import set_up
from mailbridge.records import Kind
from mailbridge.settings import Settings


@click.command()
@click.pass_obj
def run(session: Session) -> None:
    """Run the service: take mail, work it off, until SIGTERM or Ctrl-C."""
    set_up(session.settings.log)
    service = bridge.assemble(session.settings)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    service.start()
    if service.smtp is not None:
        click.echo(f"smtp: listening on port {service.smtp.port}", err=True)
    click.echo("ready", err=True)
    stopping.wait()
    click.echo("stopping: finishing the mails in hand", err=True)
    service.stop()


@click.command()
@click.pass_obj
def check(session: Session) -> None:
    """Try every part: settings, rules and their tests, the spool, Heap. Says what to do about each failure."""
    settings = session.settings
    click.echo(f"ok      settings: {session.loaded.file or 'from the environment only'}")
    failed = False
    for name, part in (("rules", _rules), ("spool", _spool), ("heap", _heap), ("doors", _doors)):
        try:
            for line in part(settings):
                click.echo(f"{click.style('ok', fg='green'):<6}      {name}: {line}")
        except MailbridgeError as error:
            failed = True
            click.echo(f"{click.style('wrong', fg='red'):<6}   {name}: {error}")
    sys.exit(1 if failed else 0)


def _rules(settings: Settings) -> Iterator[str]:
    decider = bridge.decider(settings)
    wrong = [tested for tested in ruletests.run(decider) if tested.differences]
    if wrong:
        raise MailbridgeError("; ".join(f"{t.file}:{t.line}: the test fails: {t.differences[0]}" for t in wrong))
    yield f"{len(decider.rulebook.rules)} rules from {settings.rules}, their tests pass"


def _spool(settings: Settings) -> Iterator[str]:
    spool = bridge.open_spool(settings)
    spool.close()
    yield settings.spool


def _heap(settings: Settings) -> Iterator[str]:
    client = bridge.heap_client(settings.heap)
    started = time.monotonic()
    found = client.get(Kind.PERSON, settings.heap.login_email)
    yield f"{client.url} answers in {time.monotonic() - started:.1f} s, the login works ({len(found)} people found)"


def _doors(settings: Settings) -> Iterator[str]:
    if settings.smtp is None:
        raise MailbridgeError("no door is set up, so no mail can come; add `smtp: {listen: …, recipients: […]}`")
    yield f"smtp on {settings.smtp.listen} for {', '.join(settings.smtp.recipients) or 'nobody: name recipients'}"

