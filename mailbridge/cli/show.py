"""How single things look on a terminal. Tables are rich's; colours go away by themselves in a pipe."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import click

from mailbridge.cli.session import on_terminal

if TYPE_CHECKING:
    from mailbridge.spool.rests import Rest  # its library is nothing that `inspect` needs

_MARK = {True: click.style("✔", fg="green"), False: click.style("✘", fg="red")}
_STATE_COLOURS = {"done": "green", "skipped": "bright_black", "review": "yellow", "failed": "red", "waiting": "cyan",
                  "claimed": "cyan"}


def harmless(text: str) -> str:
    """The text without what makes a terminal act: a stranger's mail must not move the cursor or turn letters round."""
    return text.translate(_ACTING)


_ACTING = dict.fromkeys(
    (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")


def state(word: str) -> str:
    """A state in its colour; it may have spaces behind it."""
    colour = _STATE_COLOURS.get(word.rstrip())
    return click.style(word, fg=colour, bold=True) if colour else word


def fitting(line: str) -> str:
    """A line that ends where the terminal does; whole in a pipe, where a program reads it."""
    if not on_terminal():
        return line
    room, kept = shutil.get_terminal_size().columns, ""
    for part in _STYLE.split(line):
        if _STYLE.fullmatch(part):
            kept += part
        else:
            kept += part if len(part) <= room else f"{part[:max(0, room - 1)]}…" if room > 0 else ""
            room = max(0, room - len(part))
    return kept


_STYLE = re.compile("(\x1b\\[[0-9;]*m)")


def rest(rest: Rest) -> str:
    """A Heap login that is left alone: why, since when, and when it is asked again."""
    since, until = rest.since.astimezone(), rest.until.astimezone()
    return (f"Heap is not asked with the login {rest.login} until {until:%H:%M:%S} (since {since:%Y-%m-%d %H:%M}): "
            f"{harmless(rest.why)}")


def mail(read: dict[str, Any]) -> None:
    """What `inspect` tells a person: the object of `inspect --json`."""
    click.secho(read["path"], bold=True)
    _line("from", _address(read["from"]))
    for key in ("reply_to", "to", "cc"):
        _line(key.replace("_", "-"), ", ".join(map(_address, read[key])))
    _line("date", read["date"])
    _line("subject", read["subject"])
    _line("automatic", read["auto"])
    for event in read["calendar"]:
        _line("event", f"{event['method'].lower()}: {event['summary']}, {event['start']} to {event['end']}")
    if read["form"]:
        _line("form", ", ".join(f"{key}: {value}" for key, value in read["form"]["fields"].items()))
    for file in read["attachments"]:
        _line("inline" if file["inline"] else "attachment", f"{file['filename']} ({file['size']} bytes)")
    for defect in read["defects"]:
        _line("defect", defect)
    original = read["forwarded"]
    if original:
        _line("forwards", f"{_address(original['from'])}, {original['date'] or 'no date'}: {original['subject']}")
        _text("comment", original["comment"])
        _text("original", original["text"])
    else:
        _text("text", read["reply"])
        if len(read["reply"]) < len(read["text"]):
            click.echo(click.style("  (quoted history and signature left out)", dim=True))
    click.echo()


def explanation(told: dict[str, Any]) -> None:
    """What `explain` tells a person: the object of `explain --json`."""
    click.secho(told["path"], bold=True)
    _line("direction", told["direction"])
    _line("contact", _address(told["contact"]))
    for evidence in told["evidence"]:
        _line("because", evidence)
    _line("in Heap", _person(told["person"]))
    for rule in told["rules"]:
        click.echo(f"  {_MARK[rule['matched']]} {rule['name']}  "
                   + click.style(f"{rule['file']}:{rule['line']}", dim=True))
        for condition in rule["conditions"]:
            click.echo(f"      {_MARK[condition['matched']]} {condition['text']}  "
                       + click.style(f"saw: {harmless(condition['saw']) or 'nothing'}", dim=True))
    _line("end", told["reason"], before=f"{state(told['state'])}: ")
    for write in told["writes"]:
        click.echo(f"  {click.style(write['kind'], fg='green', bold=True)}")
        for name, value in write["fields"].items():
            _text(name, value, indent=6)
    click.echo()


def _person(person: dict[str, Any]) -> str:
    names = ", ".join(f"{hit['kind']} {hit['name']}" for hit in person["hits"])
    return f"{person['state']}: {names}" if names else str(person["state"])


def _address(address: dict[str, str]) -> str:
    name, email = address["name"], address["email"]
    return f"{name} <{email}>" if name and email else email or name or "nobody"


def _line(name: str, value: str | None, before: str = "") -> None:
    if value:
        click.echo(f"  {click.style(f'{name:<11}', fg='cyan')}{before}{harmless(value)}")


def _text(name: str, text: str, indent: int = 2) -> None:
    lines = harmless(text).split("\n")
    label = click.style(f"{name:<11}", fg="cyan")
    click.echo(f"{' ' * indent}{label}{lines[0]}")
    for line in lines[1:]:
        click.echo(f"{' ' * (indent + 11)}{line}")
