"""The settings: a module a section, `model` the whole, `load` how they come from a file and the environment.

Secrets are `SecretStr` from here on: they print as stars. What is built from the settings is `bridge`'s knowledge.
"""

from mailbridge.settings.authentication import AuthenticationSettings
from mailbridge.settings.console import ConsoleSettings, ConsoleUser
from mailbridge.settings.doors import LmtpSettings, SmtpSettings
from mailbridge.settings.heap import HeapSettings
from mailbridge.settings.load import PLACES, Loaded, find_file, load
from mailbridge.settings.model import Settings
from mailbridge.settings.secrets import secret
from mailbridge.settings.team import Colleague, TeamSettings
from mailbridge.settings.work import KeepSettings, SpoolLimits, WorkSettings

__all__ = [
    "PLACES",
    "AuthenticationSettings",
    "Colleague",
    "ConsoleSettings",
    "ConsoleUser",
    "HeapSettings",
    "KeepSettings",
    "LmtpSettings",
    "Loaded",
    "Settings",
    "SmtpSettings",
    "SpoolLimits",
    "TeamSettings",
    "WorkSettings",
    "find_file",
    "load",
    "secret",
]
