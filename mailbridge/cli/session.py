"""What the commands share: the settings, read once and only if a command needs them."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mailbridge.heap.client import HeapClient
    from mailbridge.settings import Loaded, Settings
    from mailbridge.spool import Spool


class Session:
    """One call of the program."""

    def __init__(self, config: str | None) -> None:
        self._config = config

    @cached_property
    def loaded(self) -> Loaded:
        """The settings with their warnings. Raises FileProblems or AdminError."""
        return self._load()

    def read_again(self) -> Settings:
        """The settings as the file stands now. Raises FileProblems or AdminError."""
        return self._load().settings

    def _load(self) -> Loaded:
        from mailbridge.settings import find_file, load  # late: half a second that `inspect` does not need

        loaded = load(find_file(self._config))
        for warning in loaded.warnings:
            click.echo(f"warning: {warning}", err=True)
        return loaded

    @property
    def settings(self) -> Settings:
        """The settings."""
        return self.loaded.settings

    def heap_client(self) -> HeapClient:
        """The bridge's own client; works without a settings file from MAILBRIDGE_HEAP__… alone."""
        from mailbridge import bridge

        return bridge.heap_client(self.settings.heap)

    def open_spool(self, *, may_be_new: bool = False) -> Spool:
        """The spool of the settings. Raises AdminError if there is none, unless the command may make the first.

        An empty one that is made by looking for it would be called well, and be copied, while the mails are elsewhere.
        """
        from mailbridge.keeping import open_spool
        from mailbridge.spool import engines

        if not may_be_new:
            engines.must_exist(self.settings.spool)
        return open_spool(self.settings)

    __call__ = heap_client


def on_terminal() -> bool:
    """Whether a person is looking: colours and moving lines are for them, plain lines for a pipe."""
    return sys.stdout.isatty()
