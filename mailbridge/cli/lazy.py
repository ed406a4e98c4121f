"""A group of commands that imports one only when it is asked for: what the others need takes up to a second."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class Lazily(click.Group):
    """`places`: command -> "module:name". Commands are listed in their order, behind those that are here anyway."""

    def __init__(self, *arguments: Any, places: Mapping[str, str], **further: Any) -> None:
        super().__init__(*arguments, **further)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *self._places]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._places:
            return super().get_command(ctx, cmd_name)
        module, _, name = self._places[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command
