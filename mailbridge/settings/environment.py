"""Settings from variables: MAILBRIDGE_SECTION__KEY, beside the file and stronger than it.

Knows how variables are called and read. Whether their values are right is for `settings` to say.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_settings import EnvSettingsSource

PREFIX = "MAILBRIDGE_"


def variables(model: type[BaseModel]) -> dict[str, Any]:
    """What the environment sets, as a tree of the model's names; unchecked."""
    settings: Any = model               # the library asks for its own kind of model, and needs its fields only
    return _Variables(settings, env_prefix=PREFIX, env_nested_delimiter="__", env_ignore_empty=True)()


class _Variables(EnvSettingsSource):
    """The library's reading of variables, with lists also as `a, b` and with mistakes left for the model to tell."""

    def decode_complex_value(self, field_name: str, field: Any, value: Any) -> Any:
        if value.lstrip().startswith(("[", "{")):
            try:
                return json.loads(value)
            except ValueError:
                return value
        return [part.strip() for part in value.split(",") if part.strip()]


def variable_of(env: Any, path: tuple[str | int, ...]) -> str:
    """The variable that set what stands at `path`, "" if the file did. A list is one variable with all its items."""
    names: list[str] = []
    for step in path:
        if not isinstance(env, dict):
            break
        if step not in env:
            return ""
        env = env[step]
        names.append(str(step).upper())
    return PREFIX + "__".join(names) if names else ""


def misspelt(environ: Mapping[str, str], model: type[BaseModel]) -> Iterable[str]:
    """Variables of ours that no setting has, if one is called nearly so.

    Only a warning, and only for near ones: Kubernetes gives every container MAILBRIDGE_PORT and the like by itself.
    """
    known = {name.replace("_", ""): f"{PREFIX}{name}" for name in _names(model)}
    sections = tuple(PREFIX + name.upper() for name in model.model_fields)
    for name in environ:
        upper = name.upper()
        if not upper.startswith(PREFIX) or upper in (*sections, PREFIX + "CONFIG") or upper.startswith(
                tuple(f"{section}__" for section in sections)):
            continue
        near = difflib.get_close_matches(upper.removeprefix(PREFIX).replace("_", ""), known, n=1, cutoff=0.85)
        if near:
            yield f"the variable {name} sets nothing; did you mean {known[near[0]]}?"


def _names(model: type[BaseModel]) -> Iterable[str]:
    for name, field in model.model_fields.items():
        yield name.upper()
        inner = section(field.annotation)
        if inner is not None:
            yield from (f"{name.upper()}__{below}" for below in _names(inner))


def section(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as `SmtpSettings | None`."""
    inside = (annotation, *getattr(annotation, "__args__", ()))
    return next((t for t in inside if isinstance(t, type) and issubclass(t, BaseModel)), None)
