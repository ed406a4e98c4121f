"""Command: accept. Keeps one mail that a mail server pipes to it, and imports no more: it is started once per mail."""

from __future__ import annotations

import sys
from contextlib import closing

import click

from mailbridge.cli.session import Session
from mailbridge.errors import OperatorError, UsageError
from mailbridge.mail import Arrival, Envelope
from mailbridge.spool import Accepted, utc_now


@click.command()
@click.option("--from", "sender", default="", envvar="SENDER", help="The envelope's sender (Postfix: ${sender}).")
@click.argument("recipients", nargs=-1, envvar="RECIPIENT")
@click.pass_obj
def accept(session: Session, sender: str, recipients: tuple[str, ...]) -> None:
    """Keep one mail from standard input, for a mail server's pipe. Exit 0: kept; 75: try again later.

    RECIPIENTS are the addresses that it was handed over for. Without them $SENDER and $RECIPIENT say it, which Exim,
    Postfix' local(8) and qmail set for a pipe. What is wrong with the settings also ends with 75: the
    mail server then keeps the mail and tries again, instead of sending it back.

    \b
    In Postfix's master.cf:
    mailbridge unix - n n - - pipe flags=Rq user=mailbridge
        argv=/opt/mailbridge/bin/mailbridge accept --from ${sender} ${recipient}
    """
    if sys.stdin.isatty():
        raise UsageError("the mail comes on standard input: mailbridge accept crm@bridge.example.com < mail.eml")
    raw = sys.stdin.buffer.read()
    if not raw.strip():
        raise UsageError("there is no mail on standard input")
    envelope = Envelope("pipe", _text(sender), tuple(map(_text, recipients)))
    try:
        kept = _keep(session, Arrival(raw, envelope, utc_now()))
    except OperatorError:
        raise
    except Exception as error:          # whatever it is: any other exit code makes a mail server give the mail up
        raise OperatorError(f"the mail was not kept: {error or type(error).__name__}") from error
    click.echo(f"kept as {kept.item}")


def _keep(session: Session, arrival: Arrival) -> Accepted:
    with closing(session.open_spool(may_be_new=True)) as spool:
        return spool.accept(arrival)


def _text(argument: str) -> str:
    """An argument as text: a mail server passes on whatever bytes a stranger gave as an address."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
