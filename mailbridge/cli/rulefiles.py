"""Commands about the rule files: check, test, schema, replay, shadow."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import click

from mailbridge import bridge, replay, ruletests
from mailbridge import rules as rulebooks
from mailbridge.cli.session import Session
from mailbridge.errors import FileProblems
from mailbridge.rules import schema as rule_schema
from mailbridge.spool import lists, utc_now

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

    \b
    mailbridge rules check
    mailbridge rules check new-rules/
    """
    rulebook = rulebooks.load(place or session.settings.rules)
    if rulebook.doubts:
        raise FileProblems(rulebook.doubts)
    tests = sum(len(rule.tests) for rule in rulebook.rules)
    click.echo(f"{len(rulebook.rules)} rules, {tests} tests: no mistake found (the tests: mailbridge rules test)")


@rules.command()
@_PLACE
@click.pass_obj
def test(session: Session, place: Path | None) -> None:
    """Run the tests that stand in the rule files. Heap is not asked: a test says what Heap knows.

    \b
    mailbridge rules test
    """
    decider = bridge.shadow_decider(session.settings, place or session.settings.rules)
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




@rules.command()
def schema() -> None:
    """Print the JSON Schema of rule files, for editors that complete and check YAML.

    Keep it beside the rules as rules.schema.json and start each file with the line
    # yaml-language-server: $schema=rules.schema.json

    \b
    mailbridge rules schema > rules/rules.schema.json
    """
    click.echo(json.dumps(rule_schema.schema(), indent=1, ensure_ascii=False))


@rules.command("replay")
@_PLACE
@click.option("--last", default=1000, show_default=True, help="So many mails, newest first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for every mail that differs.")
@click.pass_obj
def replay_(session: Session, place: Path | None, last: int, as_json: bool) -> None:
    """What the rules of PLACE would have done with the last mails, as differences to what was done.

    Writes nothing and does not ask Heap: what Heap knew of a contact then is kept with the mail.

    \b
    mailbridge rules replay new-rules/ --last 200
    """
    decider = bridge.shadow_decider(session.settings, place or session.settings.rules)
    with closing(session.open_spool()) as spool:
        compared = list(replay.replay(spool, decider, last))
    different = [mail for mail in compared if mail.is_different]
    for mail in different:
        click.echo(json.dumps(asdict(mail), ensure_ascii=False) if as_json else _difference(mail))
    if not as_json:
        _count(len(compared), [(mail.before, mail.after) for mail in different])


@rules.command()
@click.option("--days", default=7.0, show_default=True, help="How far back.")
@click.pass_obj
def shadow(session: Session, days: float) -> None:
    """What the rules of the setting `shadow` would have done otherwise, since they run beside the live ones.

    \b
    mailbridge rules shadow --days 2
    """
    with closing(session.open_spool()) as spool:
        seen = lists.happened(spool, "shadow", utc_now() - timedelta(days=days))
    for item, event in seen:
        told = event.details
        click.echo(_difference(replay.Compared(item, "", "", told["rules"], told["shadow"],
                                               tuple(filter(None, told["details"].split("; "))))))
    _count(None, [(event.details["rules"], event.details["shadow"]) for _, event in seen])


def _difference(mail: replay.Compared) -> str:
    who = f"  {mail.subject[:60]!r} {mail.contact}" if mail.subject or mail.contact else ""
    change = "".join(f"\n        {detail}" for detail in mail.details) or f"\n        {mail.before} -> {mail.after}"
    return f"item {mail.item}{who}{change}"


def _count(whole: int | None, changes: list[tuple[str, str]]) -> None:
    mails = "" if whole is None else "1 mail" if whole == 1 else f"{whole} mails"
    click.echo(f"{len(changes)}{mails and f' of {mails}'} would go otherwise" if changes else
               f"no difference{mails and f' in {mails}'}")
    for (before, after), number in Counter(changes).most_common(10):
        click.echo(f"{number:>6} x  {before} -> {after if after != before else 'the same with other fields'}")
