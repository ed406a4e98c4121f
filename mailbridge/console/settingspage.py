"""The settings as they act, never a secret: of those only whether they are set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, SecretStr
from starlette.responses import Response

from mailbridge.console import rendering
from mailbridge.console.visits import Visit

_LOGIN_IN_ADDRESS = re.compile(r"//[^/@\s]{1,500}@")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name as in the file, its value in words, what it means."""

    name: str
    value: str
    meaning: str
    is_default: bool


def settings(visit: Visit) -> Response:
    """GET /settings"""
    groups: dict[str, list[Setting]] = {"general": []}
    for setting in flat(visit.parts.settings):
        groups.setdefault(setting.name.partition(".")[0] if "." in setting.name else "general", []).append(setting)
    return rendering.page(visit, "settings.html", groups=groups)


def flat(model: BaseModel, prefix: str = "") -> Iterator[Setting]:
    """Every setting below a section."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        full = f"{prefix}{name}"
        sections = _sections(value)
        for key, inner in sections:
            yield from flat(inner, f"{full}.{key}." if key else f"{full}.")
        if not sections:
            is_default = value == field.get_default(call_default_factory=True)
            yield Setting(full, words(value), field.description or "", is_default)


def _sections(value: Any) -> list[tuple[str, BaseModel]]:
    """The sections in a value, each by its name: one has none, those of a mapping or a list do."""
    if isinstance(value, BaseModel):
        return [("", value)]
    if isinstance(value, dict):
        return [(str(key), inner) for key, inner in value.items() if isinstance(inner, BaseModel)]
    if isinstance(value, tuple):
        named = [inner for inner in value if isinstance(inner, BaseModel)]
        return [(str(getattr(inner, "name", number)), inner) for number, inner in enumerate(named, 1)]
    return []


def words(value: Any) -> str:
    """A value as it is written in the file; a secret only as set or not set."""
    if isinstance(value, SecretStr):
        return "set" if value.get_secret_value() else "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value in ("", (), {}):
        return "not set"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return _LOGIN_IN_ADDRESS.sub("//***@", text)
