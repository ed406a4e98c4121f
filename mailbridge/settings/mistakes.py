"""What pydantic found wrong with the settings, in sentences for an admin, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from mailbridge import yamlfile
from mailbridge.errors import Problem
from mailbridge.settings.environment import section, variable_of


def problems(
    error: ValidationError, model: type[BaseModel], tree: yamlfile.Node, file: Path | None, env: dict[str, Any]
) -> Iterable[Problem]:
    """Each mistake with the place in the file or the variable that it stands in."""
    for found in error.errors():
        path = tuple(step for step in found["loc"] if step != "[key]")
        name = ".".join(map(str, path))
        text = f"{name}: {_words(found, path, model)}" if name else _words(found, path, model)
        variable = variable_of(env, path)
        if variable:
            yield Problem(f"{variable} (environment)", 0, 0, text)
        else:
            line, column = yamlfile.place(tree, path)
            yield Problem(str(file or "settings"), line, column, text)


def _words(found: Any, path: tuple[str | int, ...], top: type[BaseModel]) -> str:
    if found["type"] == "extra_forbidden":
        return "there is no such setting" + yamlfile.did_you_mean(str(path[-1]), _keys_at(path[:-1], top))
    said = str(found["msg"]).removeprefix("Value error, ").removeprefix("Input ").replace("should be", "must be", 1)
    return _WORDS.get(found["type"], said)


_WORDS = {
    "model_type": "must hold `key: value` lines; leave it out if there is nothing to set",
    "model_attributes_type": "must hold `key: value` lines; leave it out if there is nothing to set",
    "dict_type": "must hold `key: value` lines; leave it out if there is nothing to set",
    "tuple_type": "must be a list, such as [one, two]",
    "string_type": "must be a text; put it in quotes",
    "path_type": "must be a path; put it in quotes",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "too_short": "is an empty list",
}
"""pydantic's types of errors -> words for an admin; for others pydantic's own words do."""


def _keys_at(path: Iterable[str | int], top: type[BaseModel]) -> Iterable[str]:
    model: type[BaseModel] | None = top
    for step in path:
        field = model.model_fields.get(str(step)) if model is not None else None
        if field is None:
            continue                    # a free key, such as a colleague's address: the model of its value stays
        model = section(field.annotation)
    return model.model_fields if model is not None else ()
