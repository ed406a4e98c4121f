"""Help that teaches: every command says what it does, and shows a call that one can copy."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from mailbridge.cli import main


def commands(command: click.Command = main, path: str = "mailbridge") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by all its words."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield from commands(inner, f"{path} {name}")


@pytest.mark.parametrize(("path", "command"), list(commands()), ids=[path for path, _ in commands()])
def test_each_command_says_what_it_does_and_shows_a_call(path: str, command: click.Command) -> None:
    told = command.help or ""
    first = told.split("\n", 1)[0]
    assert first.endswith((".", ":")) and first[0].isupper(), first
    assert any(line.strip().startswith(path) or f"{path} " in line for line in told.splitlines()[1:]), told
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, f"{path} {parameter.opts[-1]}"


def test_there_are_commands_to_look_at() -> None:
    assert len(list(commands())) > 25
