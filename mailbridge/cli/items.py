"""Commands about the mails that the spool keeps: list, show, export. What is done to them: `acts` and `edit`."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import datetime

import click

from mailbridge import received
from mailbridge.cli import show
from mailbridge.cli.lazy import Lazily
from mailbridge.cli.lookup import story_of
from mailbridge.cli.session import Session
from mailbridge.errors import UsageError
from mailbridge.plan import ItemState
from mailbridge.spool import ItemId, Story, Summary, lists, rests

_ITEM = click.argument("item", type=int)
_ACTS = {
    **{name: f"mailbridge.cli.acts:{name}" for name in ("retry", "assign", "create", "ignore", "skip", "settle")},
    "edit": "mailbridge.cli.edit:edit",
}


@click.group(cls=Lazily, places=_ACTS)
def items() -> None:
    """See and settle the mails that are kept.

    Every mail ends as done, skipped, review or failed; the last two wait for a person:

    \b
    mailbridge items list --state review --state failed
    mailbridge items show 7
    mailbridge items retry 7 --reason "the rule is mended"
    mailbridge items create 8 --as lead
    mailbridge items edit 9
    """


@items.command("list")
@click.option("--state", "states", multiple=True, type=click.Choice([s.value for s in ItemState]),
              help="Only items in this state. Repeatable.")
@click.option("--limit", default=30, show_default=True, type=click.IntRange(1), help="At most so many items.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def list_(session: Session, states: tuple[str, ...], limit: int, as_json: bool) -> None:
    """The newest items, and how many there are in each state.

    \b
    mailbridge items list --state review --state failed
    """
    with closing(session.open_spool()) as spool:
        found = lists.summaries(spool, [ItemState(s) for s in states], limit)
        numbers = lists.counts(spool)
        resting = rests.now(spool)
    for item in found:
        click.echo(json.dumps(_summary(item), ensure_ascii=False) if as_json else _row(item))
    if not as_json:
        click.echo("  ".join(f"{show.state(s.value)} {n}" for s, n in numbers.items() if n) or "no mail yet")
        for rest in resting:
            click.echo(show.rest(rest))


@items.command("show")
@_ITEM
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def show_(session: Session, item: int, as_json: bool) -> None:
    """One item: how it came, what was decided and why, what Heap said, everything that happened.

    \b
    mailbridge items show 7
    """
    with closing(session.open_spool()) as spool:
        story = story_of(spool, item)
    if as_json:
        click.echo(json.dumps(_story(story), ensure_ascii=False))
    else:
        _tell(story)


@items.command()
@_ITEM
@click.option("--with-received", is_flag=True, help="With the bridge's own Received field in front.")
@click.pass_obj
def export(session: Session, item: int, with_received: bool) -> None:
    """The original mail on standard output, byte for byte as it came.

    \b
    mailbridge items export 7 > mail.eml
    """
    with closing(session.open_spool()) as spool:
        story = story_of(spool, item)
        raw = lists.original(spool, ItemId(item))
    if raw is None:
        raise UsageError(f"the original of item {item} is not kept any more; how long it is: keep in the settings")
    sys.stdout.buffer.write((_received(story) if with_received else "").encode() + raw)


def _row(item: Summary) -> str:
    """In columns, cut where the terminal ends; whole in a pipe."""
    who = show.harmless(item.contact or item.sender or "-")
    reason = show.harmless(" ".join(item.reason.split()))[:100]
    told = [f"{item.id:>6}", f"{item.received_at:%Y-%m-%d %H:%M}", show.state(f"{item.state.value:<8}"),
            f"{item.direction or '-':<9}", f"{who:<32}", repr(item.subject[:60]), click.style(reason, dim=True)]
    return show.fitting("  ".join(told))


def _summary(item: Summary) -> dict[str, object]:
    return {
        "id": item.id, "state": item.state.value, "reason": item.reason, "received_at": item.received_at.isoformat(),
        "settled_at": _iso(item.settled_at), "door": item.door, "sender": item.sender, "size": item.size,
        "subject": item.subject, "direction": item.direction, "contact": item.contact, "rule": item.rule,
        "attempts": item.attempts, "has_original": item.has_original,
        "next_try": item.not_before.isoformat() if item.state == "waiting" else None,
    }


def _story(story: Story) -> dict[str, object]:
    return {
        **_summary(story.summary),
        "recipients": list(story.envelope.recipients), "peer": story.envelope.peer, "received": _received(story),
        "plan": story.plan,
        "writes": [
            {"kind": w.write.kind.value, "state": w.state.value, "marker": w.marker, "attempts": w.attempts,
             "sent_at": _iso(w.sent_at), "said": w.said,
             "fields": {name: w.write.field(name) for name, _ in w.write.fields}}
            for w in story.writes
        ],
        "events": [{"at": e.at.isoformat(), "name": e.name, **e.details} for e in story.events],
    }


def _tell(story: Story) -> None:
    item = story.summary
    click.echo(f"item {item.id}  {show.state(item.state.value)}  {show.harmless(item.reason)}")
    people = show.harmless(f"from {item.sender or '<>'} to {', '.join(story.envelope.recipients) or 'nobody named'}")
    click.echo(f"  {item.subject!r} {people} by {item.door}, {item.size} bytes"
               f"{'' if item.has_original else ', original expired'}")
    if trace := _received(story):
        click.echo(click.style(f"  {show.harmless(' '.join(trace.split()))}", dim=True))
    if story.plan:
        click.echo(f"  {story.plan['direction']}, contact {story.plan['contact']['email'] or 'nobody'}, "
                   f"in Heap: {story.plan['person']['state']}")
        for evidence in story.plan["evidence"]:
            click.echo(f"    because {show.harmless(evidence)}")
    for write in story.writes:
        number = click.style(f"{write.position + 1}.", dim=True)
        click.echo(f"  {number} {write.write.kind}: {write.state} {write.marker} {show.harmless(write.said)}")
    for event in story.events:
        details = show.harmless("  ".join(f"{key}={value}" for key, value in event.details.items() if value != ""))
        click.echo(f"  {event.at:%Y-%m-%d %H:%M:%S}  {event.name:<10} {click.style(details, dim=True)}")


def _received(story: Story) -> str:
    return received.field(story.envelope, story.summary.id, story.summary.received_at)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
