"""Commands about the rule files: check, test."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mailbridge import bridge, ruletests
from mailbridge import rules as rulebooks
from mailbridge.cli.session import Session
from mailbridge.decider import Decider

_PLACE = click.argument("place", required=False, type=click.Path(path_type=Path))


@click.group()
def rules() -> None:
    """Check and try the rule files."""


@rules.command()
@_PLACE
@click.pass_obj
def check(session: Session, place: Path | None) -> None:
    """Report every mistake in the rule files, each as file:line:column: what is wrong.

    PLACE is a folder or a file; without it, the one of the settings.
    """
    rulebook = rulebooks.load(place or session.settings.rules)
    tests = sum(len(rule.tests) for rule in rulebook.rules)
    click.echo(f"{len(rulebook.rules)} rules, {tests} tests: no mistake found (the tests: mailbridge rules test)")


@rules.command()
@_PLACE
@click.pass_obj
def test(session: Session, place: Path | None) -> None:
    """Run the tests that stand in the rule files. Heap is not asked: a test says what Heap knows."""
    settings = session.settings
    rulebook = rulebooks.load(place or settings.rules, unmatched=settings.unmatched)
    decider = Decider(bridge.team(settings), rulebook, settings.zone())
    failed = count = 0
    for tested in ruletests.run(decider):
        count += 1
        failed += bool(tested.differences)
        mark = click.style("fails", fg="red") if tested.differences else click.style("passes", fg="green")
        click.echo(f"{tested.file}:{tested.line}: {mark}: {tested.rule}")
        for difference in tested.differences:
            click.echo(f"    {difference}")
    click.echo(f"{count - failed} passed, {failed} failed" if count else "there are no tests in these files")
    sys.exit(1 if failed else 0)


