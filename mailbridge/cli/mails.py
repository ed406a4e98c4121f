"""Commands that decide or keep mails: explain, accept, import."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from mailbridge import bridge, reading
from mailbridge.cli import show
from mailbridge.cli.paths import PATHS, mails_in
from mailbridge.cli.session import Session, on_terminal
from mailbridge.decider import Ask
from mailbridge.errors import UsageError
from mailbridge.explain import explained
from mailbridge.mail import Arrival, Envelope
from mailbridge.plan import Person, PersonState
from mailbridge.spool import SpoolTrouble, utc_now


@click.command()
@PATHS
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; every key is always there.")
@click.option("--person", type=click.Choice(["known", "unknown", "ambiguous"]),
              help="Assume this of the contact instead of asking Heap.")
@click.option("--recipient", help="The bridge address it came to, if not the first of the settings.")
@click.pass_obj
def explain(
    session: Session, paths: tuple[Path, ...], as_json: bool, person: str | None, recipient: str | None
) -> None:
    """Show what would happen to a mail and why: each rule, each condition, and the value it saw.

    Asks Heap about the contact if a rule hangs on it. Writes nothing anywhere.
    """
    decider = bridge.decider(session.settings)
    ask = _ask(session, person)
    address = recipient or next(iter(session.settings.smtp.recipients if session.settings.smtp else ()), "")
    for path, raw in mails_in(paths):
        envelope = Envelope("file", recipients=(address,) if address else ())
        now = datetime.now(UTC)
        plan = decider.decide(reading.read(raw), envelope, now, ask, full_trace=True)
        told = explained(plan, str(path))
        if as_json:
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            show.explanation(told)


@click.command()
@click.option("--from", "sender", default="", help="The envelope's sender (Postfix: ${sender}).")
@click.argument("recipients", nargs=-1)
@click.pass_obj
def accept(session: Session, sender: str, recipients: tuple[str, ...]) -> None:
    """Keep one mail from standard input, for a mail server's pipe. Exit 0: kept; 75: try again later.

    In Postfix: mailbridge unix - n n - - pipe flags=Rq user=mailbridge argv=/usr/bin/mailbridge accept
    --from ${sender} ${recipient}
    """
    raw = sys.stdin.buffer.read()
    if not raw.strip():
        raise UsageError("there is no mail on standard input")
    spool = session.open_spool()
    try:
        kept = spool.accept(Arrival(raw, Envelope("pipe", sender, recipients), utc_now()))
    finally:
        spool.close()
    click.echo(f"kept as {kept.item}")


@click.command("import")
@PATHS
@click.pass_obj
def import_(session: Session, paths: tuple[Path, ...]) -> None:
    """Keep the mails of .eml files and folders, as if they had come in now. What came before is not taken twice."""
    spool = session.open_spool()
    new = known = 0
    try:
        for _, raw in mails_in(paths):
            kept = spool.accept(Arrival(raw, Envelope("file"), utc_now()))
            new, known = new + kept.new, known + (not kept.new)
            if on_terminal():
                click.echo(f"\r{new} new, {known} already here", nl=False)
    except SpoolTrouble:
        click.echo(f"stopped after {new} new mails; run it again, nothing is taken twice", err=True)
        raise
    finally:
        spool.close()
    click.echo(f"{chr(13) if on_terminal() else ''}{new} new, {known} already here")


def _ask(session: Session, assumed: str | None) -> Ask:
    if assumed is not None:
        person: Any = Person(PersonState(assumed))
        return lambda email: person
    people = bridge.accounts(session.settings, lambda: 0.0).own.people
    return people.find
