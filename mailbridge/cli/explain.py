"""Command: explain. What would happen to a mail, and why."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

import click

from mailbridge import bridge, reading
from mailbridge.cli import show
from mailbridge.cli.paths import PATHS, Unreadable, mails_in
from mailbridge.cli.session import Session
from mailbridge.decider import Ask
from mailbridge.errors import AdminError, MailbridgeError, OperatorError
from mailbridge.explain import explained
from mailbridge.heap.people import People
from mailbridge.mail import Envelope
from mailbridge.plan import Person, PersonState
from mailbridge.records import Kind, Record
from mailbridge.spool import utc_now


@click.command()
@PATHS
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; every key is always there.")
@click.option("--person", type=click.Choice(["known", "unknown", "ambiguous"]),
              help="Assume this of the contact instead of asking Heap.")
@click.option("--recipient", help="The bridge address it came to, if not the first of the settings.")
@click.option("--client", help="The address of the server that handed it in, for SPF.")
@click.option("--sender", default="", help="The envelope's sender, for SPF.")
@click.pass_obj
def explain(
    session: Session, paths: tuple[Path, ...], as_json: bool, person: str | None, recipient: str | None,
    client: str | None, sender: str,
) -> None:
    """Show what would happen to a mail and why: each rule, each condition, and the value it saw.

    Asks Heap about the contact if a rule hangs on it; with --person Heap is not needed. With the setting
    authentication.check it asks DNS whose the mail is. Writes nothing anywhere.
    PATH is an .eml file, a folder with all below it, a Maildir, an mbox, or - for standard input.

    \b
    mailbridge explain mail.eml
    mailbridge explain --person unknown --recipient crm+sales@bridge.example.com mail.eml
    """
    decider = bridge.decider(session.settings)
    checks = bridge.sender_checks(session.settings, utc_now)
    ask = _ask(session, person)
    address = recipient or next(iter(session.settings.smtp.recipients if session.settings.smtp else ()), "")
    failed = False
    for found in mails_in(paths):
        if isinstance(found, Unreadable):
            failed = True
            click.echo(f"{found.path}: cannot be read: {found.reason}", err=True)
            continue
        envelope = Envelope("smtp" if client else "file", sender, (address,) if address else (), peer=client or "")
        mail = reading.read(found.raw, decider.hygiene)
        checked = checks.check(found.raw, mail, envelope) if checks is not None else None
        plan = decider.decide(mail, envelope, utc_now(), ask, size=len(found.raw), full_trace=True, checked=checked)
        told = explained(plan, found.path)
        if as_json:
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            show.explanation(told)
    sys.exit(1 if failed else 0)


def _ask(session: Session, assumed: str | None) -> Ask:
    """The question to Heap, or the answer that was given instead. A login is only needed once a rule asks."""
    if assumed is not None:
        return lambda email: _assumed(PersonState(assumed), email)

    @cache
    def people() -> People:
        return bridge.accounts(session.settings, lambda: 0.0).own.people

    def ask(email: str) -> Person:
        try:
            return people().find(email)
        except MailbridgeError as error:
            kind = OperatorError if isinstance(error, OperatorError) else AdminError
            raise kind(f"a rule asks what Heap knows of {email}, but {error}\nTo explain without Heap, say what it "
                       "would answer: --person known, --person unknown or --person ambiguous") from error

    return ask


def _assumed(state: PersonState, email: str) -> Person:
    """As many records as the state means, so that what rules print of the person can be seen."""
    record = Record(Kind.PERSON, (("name", email), ("email", email)))
    return Person(state, (record,) * {PersonState.KNOWN: 1, PersonState.AMBIGUOUS: 2}.get(state, 0))
