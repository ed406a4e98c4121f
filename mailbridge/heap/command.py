"""`mailbridge heap`: everything that the vendor's page describes, by hand.

Expects `ctx.obj` to be a function without arguments that builds a `HeapClient`: where the login comes from is
`settings`' knowledge.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NoReturn, assert_never

import click

from mailbridge.errors import MailbridgeError
from mailbridge.heap.client import HeapClient
from mailbridge.heap.dates import inferred_date
from mailbridge.heap.outcomes import Created, CreateOutcome, LoginRefused, NotSent, Refused, Unknown
from mailbridge.heap.wire import Problems, write_of
from mailbridge.plan import Write
from mailbridge.records import GET_FIELDS, Kind, Record

_KINDS = {**{kind.value: kind for kind in Kind}, "people": Kind.PERSON}


class _KindName(click.ParamType[Kind]):
    name = "kind"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Kind:
        kind = _KINDS.get(value.casefold())
        if kind is None:
            near = difflib.get_close_matches(value.casefold(), _KINDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            self.fail(f"Heap has no kind {value!r}.{hint} Kinds: {', '.join(_KINDS)}.", param, ctx)
        return kind


@click.group()
def heap() -> None:
    """Create and read records in Heap by hand."""


@heap.command()
@click.argument("kind", type=_KindName())
@click.argument("fields", nargs=-1, metavar="FIELD=VALUE…")
@click.option("--marker", default="", help="Letters and digits to put on the last line of the record's long field.")
@click.pass_obj
def create(build: Callable[[], HeapClient], kind: Kind, fields: tuple[str, ...], marker: str) -> None:
    """Create one record.

    Values are sent as typed: Heap's operators in them act.

    \b
    mailbridge heap create lead name="Jane Doe - ACME Ltd" email=jane@acme.test
    """
    write = _write(kind, fields)
    if marker and not (marker.isascii() and marker.isalnum()):
        raise click.UsageError("A marker has letters and digits only.")
    try:
        client = build()
        sending = client.fields_to_send(write, marker)
        if isinstance(sending, Problems):
            raise click.UsageError("\n".join(sending.texts))
        _tell(kind, sending["name"] or sending["title"], client.create(write, marker))
    except MailbridgeError as error:
        _fail(error)


@heap.command()
@click.argument("kind", type=_KindName())
@click.option("--search", required=True, metavar="TEXT", help="What Heap shall look for; it searches loosely.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array, one object a record, all fields always present.")
@click.pass_obj
def get(build: Callable[[], HeapClient], kind: Kind, search: str, as_json: bool) -> None:
    """Show the records of a kind that Heap finds.

    \b
    mailbridge heap get person --search jane@acme.test
    """
    if not search.strip():
        raise click.UsageError("--search needs a text: an empty search could return everything.")
    try:
        records = build().get(kind, search)
    except MailbridgeError as error:
        _fail(error)
    if as_json:
        today = datetime.now(UTC).date()
        click.echo(json.dumps([record_as_json(record, today) for record in records], ensure_ascii=False, indent=2))
    elif not records:
        click.echo(f"Heap finds no {kind} for {search!r}.", err=True)
    elif sys.stdout.isatty():
        _table(records)
    else:
        for record in records:
            click.echo("\t".join(f"{name}={' '.join(value.split())}" for name, value in record.fields if value))


def record_as_json(record: Record, today: date) -> dict[str, object]:
    """All fields of the kind as Heap told them, `dates` for events, and the inferred days (ISO 8601 or null) of Heap's
    dates without a year under `date_inferred` or `update_inferred`."""
    told: dict[str, object] = {name: record[name] for name in GET_FIELDS[record.kind]}
    if record.kind is Kind.EVENT:
        told["dates"] = list(record.dates)
    for name in ("date", "update"):
        if name in told:
            day = inferred_date(record[name], today)
            told[f"{name}_inferred"] = day.isoformat() if day else None
    return told


def _write(kind: Kind, given: tuple[str, ...]) -> Write:
    fields: dict[str, str] = {}
    for argument in given:
        name, equals, value = argument.partition("=")
        if not equals:
            raise click.UsageError(f"{argument!r} is no field: write NAME=VALUE, for example name='Jane Doe'.")
        if name in fields:
            raise click.UsageError(f"The field {name!r} is given twice.")
        fields[name] = value
    return write_of(kind, fields)


def _tell(kind: Kind, what: str, outcome: CreateOutcome) -> None:
    match outcome:
        case Created():
            click.echo(f"Success: Heap created the {kind} {what!r}.")
        case Refused(text):
            _end(1, f"Heap refused: {text}")
        case LoginRefused(text):
            _end(1, f"Heap refused the login: {text}")
        case NotSent(reason, wait_seconds):
            when = f" Try again in {wait_seconds:g} seconds." if wait_seconds else ""
            _end(75, f"Nothing was created: {reason}.{when}")
        case Unknown(reason):
            _end(75, f"Unknown whether Heap created the {kind}: {reason}. Look with `heap get` before trying again.")
        case _:
            assert_never(outcome)


def _fail(error: MailbridgeError) -> NoReturn:
    _end(error.exit_code, str(error))


class _End(click.ClickException):
    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.exit_code = code           # type: ignore[misc]  # click reads it from the instance, and documents so


def _end(code: int, sentence: str) -> NoReturn:
    raise _End(code, sentence)


def _table(records: tuple[Record, ...]) -> None:
    """For eyes: what each record has, a line a field. Imported here because rich takes longer than all the rest."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("field", "value")
    for record in records:
        for name, value in record.fields:
            if value:
                table.add_row(name, Text(value))        # Text: brackets in a value are no markup
        table.add_section()
    Console().print(table)
