"""One YAML file and the environment -> settings that are right by construction.

Every mistake is reported at once, with the file, line and column (or the variable) it stands in.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mailbridge import hosts, yamlfile
from mailbridge.errors import FileProblems, Problem
from mailbridge.settings.doors import LOOPBACK, SmtpSettings
from mailbridge.settings.environment import PREFIX, misspelt, variables
from mailbridge.settings.mistakes import problems
from mailbridge.settings.model import Settings

PLACES = (Path("mailbridge.yaml"), Path("/etc/mailbridge/mailbridge.yaml"))


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, the file they came from (None: environment only), and what is worth a warning."""

    settings: Settings
    file: Path | None
    warnings: tuple[str, ...] = ()


def find_file(given: str | None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The settings file: the given one, else $MAILBRIDGE_CONFIG, else the first of `PLACES` that exists."""
    named = given or environ.get(PREFIX + "CONFIG")
    if named:
        return Path(named)
    return next((place for place in PLACES if place.exists()), None)


def load(file: Path | None) -> Loaded:
    """Settings of a file (None: none) overlaid by the environment. Raises AdminError with every mistake at once."""
    tree = yamlfile.read_file(file) if file else yamlfile.Mapping((), 1, 1)
    if not isinstance(tree, yamlfile.Mapping):
        raise FileProblems((Problem(str(file), 1, 1, "must hold `key: value` lines, such as `heap: {…}`"),))
    from_file = yamlfile.data(tree)
    from_environment = variables(Settings)
    try:
        settings = Settings.model_validate(_overlaid(from_file, from_environment))
    except ValidationError as error:
        found = problems(error, Settings, tree, file, from_environment)
        raise FileProblems(tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))) from None
    settings = _beside(settings, file.parent if file else Path())
    return Loaded(settings, file, (*_warnings(settings, file, from_file), *misspelt(os.environ, Settings)))


def _overlaid(below: Any, above: dict[str, Any]) -> Any:
    if not isinstance(below, dict):
        return above or below
    merged = dict(below)
    for key, value in above.items():
        merged[key] = _overlaid(below.get(key), value) if isinstance(value, dict) else value
    return merged


def _beside(settings: Settings, folder: Path) -> Settings:
    """Relative paths are relative to the settings file, and so is the file of an SQLite spool."""
    spool = settings.spool
    if spool.startswith("sqlite:///") and not spool.startswith("sqlite:////"):
        spool = f"sqlite:///{folder.resolve() / spool.removeprefix('sqlite:///')}"
    return _in_folder(settings, folder).model_copy(update={"spool": spool})


M = TypeVar("M", bound=BaseModel)


def _in_folder(section: M, folder: Path) -> M:
    return section.model_copy(update={name: _moved(value, folder) for name, value in section})


def _moved(value: Any, folder: Path) -> Any:
    match value:
        case Path():
            return folder / value
        case BaseModel():
            return _in_folder(value, folder)
        case tuple():
            return tuple(_moved(each, folder) for each in value)
        case dict():
            return {key: _moved(each, folder) for key, each in value.items()}
        case _:
            return value


def _warnings(settings: Settings, file: Path | None, written: Any) -> Iterable[str]:
    if file is None or not isinstance(written, dict):
        return
    if _holds_password(written) and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield f"{file} holds a password or secret and others can read it: chmod 600 it, or name a file (…_file)"
    if settings.heap.allow_insecure:
        yield "heap.allow_insecure is on: the Heap password travels readable for everybody on the way"
    for mailbox in settings.imap:
        if mailbox.allow_insecure:
            yield f"imap.{mailbox.name}: allow_insecure is on: password and mails travel readable for everybody"
    yield from _untrusted(settings)
    console = settings.console
    if console is not None and not _is_loopback(console.listen) and not console.public_url.startswith("https:"):
        yield ("console.listen is open to other machines and console.public_url is not https: passwords and mails "
               "travel readable; put a proxy with TLS in front")


def _untrusted(settings: Settings) -> Iterable[str]:
    """Doors whose mail the trusted server's word does not count in, though it may be what hands mail over there."""
    if not settings.team.trusted_server or settings.authentication.check or settings.authentication.relays:
        return
    for name, door in (("smtp", settings.smtp), ("lmtp", settings.lmtp)):
        if door is None or door.trusted != LOOPBACK:
            continue
        listens = (door.listen, door.listen_tls or "") if isinstance(door, SmtpSettings) else (door.listen,)
        if not all(_is_loopback(listen) for listen in listens if listen and not listen.startswith("unix:")):
            yield (f"{name}.listen is open to other machines, and team.trusted_server is believed only in mail that "
                   f"{name}.trusted hands over: name your mail server in {name}.trusted, or set authentication.check "
                   "to true")


def _is_loopback(listen: str) -> bool:
    return hosts.is_loopback(listen.rpartition(":")[0])


_SECRETS = ("password", "secret")


def _holds_password(written: Any) -> bool:
    """Whether a key that ends in one of `_SECRETS` stands anywhere in the file."""
    if isinstance(written, list):
        return any(_holds_password(value) for value in written)
    return isinstance(written, dict) and any(
        _holds_password(value) if isinstance(value, dict | list) else bool(value) and str(key).endswith(_SECRETS)
        for key, value in written.items()
    )
