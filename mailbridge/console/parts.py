"""What the console's pages are given by the bridge. They know nothing of how it was put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry

from mailbridge.accounts import Accounts
from mailbridge.decider import Decider
from mailbridge.settings import ConsoleSettings, Settings
from mailbridge.spool import Spool


@dataclass(frozen=True, slots=True)
class Parts:
    """The service as the console sees it."""

    settings: Settings
    spool: Spool
    accounts: Accounts
    decider: Callable[[], Decider]      # the team and rules of the moment
    rules_trouble: Callable[[], str]    # why changed rule files are not in force, "" if they are
    is_working: Callable[[], bool]      # whether the worker's thread lives
    now: Callable[[], datetime]
    counted: CollectorRegistry | None = None    # what the service counts for Prometheus

    @property
    def console(self) -> ConsoleSettings:
        """The settings of the console itself."""
        return self.settings.console or ConsoleSettings()
