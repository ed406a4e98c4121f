"""Command: verify."""

from __future__ import annotations

import json
import sys
from contextlib import closing

import click

from mailbridge.cli import show
from mailbridge.cli.session import Session


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def verify(session: Session, as_json: bool) -> None:
    """Prove that nothing is lost: received = done + skipped + review + failed + waiting + claimed.

    Also that every mail that waits still has its original, and that every mail that is done has all of its records.
    Exit 1 if not. The service may run meanwhile.

    \b
    mailbridge verify
    """
    from mailbridge.spool import verify as proof  # late: the database's library is nothing that other commands need

    with closing(session.open_spool()) as spool:
        verified = proof.verify(spool)
    problems = tuple(verified.problems())
    if as_json:
        counts = {state.value: count for state, count in verified.states.items()}
        click.echo(json.dumps({"received": verified.received, **counts, "problems": problems}))
    else:
        counted = "  ".join(f"{show.state(state.value)} {count}" for state, count in verified.states.items())
        click.echo(f"received {verified.received}: {counted}")
        for problem in problems:
            click.echo(problem)
    sys.exit(1 if problems else 0)
