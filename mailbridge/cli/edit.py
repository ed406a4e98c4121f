"""Command: items edit. The plan in an editor, or changed by options for scripts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial

import click

from mailbridge import bridge
from mailbridge.cli.lookup import story_of
from mailbridge.cli.session import Session, on_terminal
from mailbridge.editing import Amended, Edit, Mistake, planfile, save
from mailbridge.editing.saving import must_wait_for_person
from mailbridge.errors import FileProblems, UsageError
from mailbridge.spool import Spool, Story

Keep = Callable[[Edit], Amended | tuple[Mistake, ...]]


@click.command()
@click.argument("item", type=int)
@click.option("--set", "settings", multiple=True, metavar="N.FIELD=TEXT",
              help='Change a field of write N, as `2.title="New title"`; without TEXT it is left out. Repeatable.')
@click.option("--drop", "drops", multiple=True, type=int, metavar="N", help="Leave write N out. Repeatable.")
@click.option("--about", default="", metavar="EMAIL", help="Whom the item is about.")
@click.option("--reason", default="by hand", help="Kept in the item's timeline.")
@click.pass_obj
def edit(
    session: Session, item: int, settings: tuple[str, ...], drops: tuple[int, ...], about: str, reason: str
) -> None:
    """Change what is planned for an item in review or failed, and have it written.

    Without options the plan opens in $EDITOR, as YAML with comments. What stands in Heap already cannot be changed.

    \b
    mailbridge items edit 7
    mailbridge items edit 7 --set 1.probability=0.25 --set 2.title="Offer for the harbour" --drop 3
    """
    keep = partial(save, newer_fields=session.settings.heap.newer_fields,
                   redaction=bridge.redaction(session.settings.redact))
    with closing(session.open_spool()) as spool:
        story = _story(spool, item)
        if settings or drops or about:
            wanted = Edit(dict(map(_set, settings)), frozenset(drops), about.strip())
            found = keep(spool, story, wanted, reason)
            if not isinstance(found, Amended):
                raise UsageError("\n".join(map(str, found)))
        else:
            text = planfile.as_file(story, newer_fields=session.settings.heap.newer_fields)
            found = _in_editor(text, story, lambda wanted: keep(spool, story, wanted, reason))
    click.echo(f"item {item}: {found.words}" if found.words else f"item {item}: nothing was changed")


def _story(spool: Spool, item: int) -> Story:
    story = story_of(spool, item)
    must_wait_for_person(story)
    return story


def _set(given: str) -> tuple[tuple[int, str], str]:
    place, equals, text = given.partition("=")
    number, _, field = place.strip().partition(".")
    if not (equals and field and number.isascii() and number.isdigit() and len(number) < 6):
        raise UsageError(f"{given!r}: write it as N.FIELD=TEXT, such as 2.title=\"New title\"; for N see: mailbridge "
                         "items show")
    return (int(number), field), text


def _in_editor(text: str, story: Story, keep: Keep) -> Amended:
    """Open, check, and open again as long as something is wrong and a person wants to mend it."""
    if not (on_terminal() and sys.stdin.isatty()):
        raise UsageError(f"an editor needs a terminal; in scripts: mailbridge items edit {story.summary.id} --set "
                         "N.FIELD=TEXT")
    while True:
        written = click.edit(text, extension=".yaml")
        if written is None:
            return Amended({}, (), "", "")
        try:
            return _kept(written, keep)
        except FileProblems as wrong:
            click.echo(str(wrong), err=True)
            if not click.confirm("Nothing was changed. Edit again?", default=True, err=True):
                raise
            text = planfile.with_complaints(written, tuple(str(problem) for problem in wrong.problems))


def _kept(written: str, keep: Keep) -> Amended:
    wanted, tree = planfile.read(written, "plan")
    found = keep(wanted)
    if isinstance(found, Amended):
        return found
    raise planfile.problems(found, tree, "plan")
