"""Commands that do something to an item: retry, skip, settle, assign, create, ignore. The acts are `spool.hands`'s."""

from __future__ import annotations

import sys
from contextlib import closing

import click

from mailbridge import checks
from mailbridge.cli.lookup import story_of
from mailbridge.cli.session import Session
from mailbridge.errors import MailbridgeError, UsageError
from mailbridge.mail import Address
from mailbridge.plan import WriteState
from mailbridge.records import CONTACT_KINDS, LONG_FIELD, Kind
from mailbridge.rules.values import record_name
from mailbridge.spool import ItemId, Spool, Story, hands
from mailbridge.spool.chosen import Chosen

_ITEM = click.argument("item", type=int)
_REASON = click.option("--reason", default="by hand", help="Kept in the item's timeline.")
_YES = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command()
@_ITEM
@click.option("--in-heap", is_flag=True, help="You found in Heap what may have been written: go on with the rest.")
@click.option("--not-in-heap", is_flag=True, help="You looked and did not find it: send it once more.")
@_YES
@_REASON
@click.pass_obj
def retry(session: Session, item: int, in_heap: bool, not_in_heap: bool, yes: bool, reason: str) -> None:
    """Work an item off again: what was written stays written, what was refused is sent again.

    A record that may stand in Heap is looked for again, and never sent a second time on a guess. If you have looked
    yourself, say what you found: --in-heap, or --not-in-heap.

    \b
    mailbridge items retry 7 --reason "the rule is mended"
    """
    if in_heap and not_in_heap:
        raise UsageError("it either stands in Heap or it does not: --in-heap or --not-in-heap")
    act: hands.Act = hands.in_heap if in_heap else hands.not_in_heap if not_in_heap else hands.retry
    with closing(session.open_spool()) as spool:
        if not_in_heap and not yes:
            _must_be_sure(spool, item)
        act(spool, ItemId(item), reason)
    words = "counts as written; the rest goes on" if in_heap else "sent once more" if not_in_heap else "retry"
    click.echo(f"item {item}: {words}")


def _must_be_sure(spool: Spool, item: int) -> None:
    """Say the risk, and ask."""
    unsure = [write for write in story_of(spool, item).writes
              if write.state in (WriteState.SENDING, WriteState.UNKNOWN)]
    for write in unsure:
        kind = write.write.kind
        search = write.marker if kind in LONG_FIELD else write.write.field("email") or write.write.field("name")
        click.echo(f"The {kind} was sent {write.attempts} times, and whether it stands in Heap is not known. To look: "
                   f"mailbridge heap get {kind} --search {search}", err=True)
    if unsure:
        click.echo("If it stands there after all, or Heap still brings it, it will be there twice, and the API cannot "
                   "delete one.", err=True)
        if not sys.stdin.isatty():
            raise UsageError("say --yes to send it once more without being asked")
        if not click.confirm("You have looked, and it is not in Heap: send it once more?", err=True):
            raise MailbridgeError("nothing was changed")


@click.command()
@_ITEM
@_REASON
@click.pass_obj
def skip(session: Session, item: int, reason: str) -> None:
    """End an item without writing anything more.

    \b
    mailbridge items skip 7 --reason "a test"
    """
    _by_hand(session, hands.skip, item, reason)


@click.command()
@_ITEM
@_REASON
@click.pass_obj
def settle(session: Session, item: int, reason: str) -> None:
    """Call an item done: all of its records were seen to by hand.

    \b
    mailbridge items settle 7 --reason "written by hand"
    """
    _by_hand(session, hands.settle, item, reason)


@click.command()
@_ITEM
@click.argument("email")
@click.option("--record", default="", metavar="NAME", help="Which of several records with the address: its name.")
@_REASON
@click.pass_obj
def assign(session: Session, item: int, email: str, record: str, reason: str) -> None:
    """Say whom an item is about: the rules then decide with EMAIL as its contact.

    For mails in review: a known address becomes a message, a new one what your rules make of somebody new.

    \b
    mailbridge items assign 7 jane@acme.test
    """
    _must_be_address(email)
    with closing(session.open_spool()) as spool:
        if record:
            hands.choose(spool, ItemId(item), _candidate(story_of(spool, item), email, record), reason)
        else:
            hands.assign(spool, ItemId(item), email, reason)
    click.echo(f"item {item}: assigned to {record or email}")


def _candidate(story: Story, email: str, record: str) -> Chosen:
    """The record of that name among those that Heap had of the contact, whose address it must be."""
    contact = story.summary.contact
    if email.casefold() != contact.casefold():
        raise UsageError(f"item {story.summary.id} is about {contact or 'nobody'}, and --record chooses among the "
                         f"records of that address; for {email} leave --record out")
    hits = story.plan["person"]["hits"] if story.plan else []
    found = next((hit for hit in hits if hit["name"].casefold() == record.casefold()), None)
    if found is None:
        names = ", ".join(f'"{hit["name"]}"' for hit in hits) or "none"
        raise UsageError(f"no record {record!r} was found for item {story.summary.id}; its candidates: {names}")
    return Chosen(Kind(found["kind"]), found["name"], email, is_new=False)


@click.command()
@_ITEM
@click.option("--as", "kind", default=Kind.PERSON.value, show_default=True,
              type=click.Choice([kind.value for kind in CONTACT_KINDS]), help="What to create.")
@click.option("--name", default="", help="Default: the contact's, as the mail spells it.")
@click.option("--email", default="", help="Default: the contact's.")
@_REASON
@click.pass_obj
def create(session: Session, item: int, kind: str, name: str, email: str, reason: str) -> None:
    """Create an item's contact in Heap, and then what the rules write for somebody known.

    If Heap knows the address by then, nobody is created: two mails of one contact, or the command twice, make one.

    \b
    mailbridge items create 8 --as lead
    """
    with closing(session.open_spool()) as spool:
        story = story_of(spool, item)
        email = email or story.contact.email
        if not email:
            raise UsageError(f"item {item} names nobody outside; say who it is: --email and --name")
        _must_be_address(email)
        contact = Chosen(Kind(kind), name or record_name(Address(story.contact.name, email)), email, is_new=True)
        hands.choose(spool, ItemId(item), contact, reason)
    click.echo(f"item {item}: {kind} {contact.name} <{email}> is created, unless Heap knows the address by then")


@click.command()
@_ITEM
@click.option("--always", is_flag=True, help="And every later mail of its contact.")
@_REASON
@click.pass_obj
def ignore(session: Session, item: int, always: bool, reason: str) -> None:
    """Skip an item, or with --always whatever its contact writes from now on.

    \b
    mailbridge items ignore 7 --always
    """
    with closing(session.open_spool()) as spool:
        hands.ignore(spool, ItemId(item), reason, always=always)
    click.echo(f"item {item}: ignored{', and its contact from now on' if always else ''}")


def _by_hand(session: Session, act: hands.Act, item: int, reason: str) -> None:
    with closing(session.open_spool()) as spool:
        act(spool, ItemId(item), reason)
    click.echo(f"item {item}: {act.__name__}")


def _must_be_address(email: str) -> None:
    if not checks.is_address(email):
        raise UsageError(f"{email!r} is no e-mail address")
