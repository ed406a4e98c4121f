"""A form whose answers come as a JSON object, as self-made endpoints and webhooks mail them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from mailbridge.reading.forms.form_lines import Line

_MAX_LETTERS = 50_000
_MAX_PAIRS = 300


def of_json(text: str) -> list[Line]:
    """Keys as labels and values as closed answers, those of objects within it too; [] when the text has no object."""
    begin, end = text.find('{'), text.rfind('}')
    if begin < 0 or not 0 < end - begin < _MAX_LETTERS or '"' not in text[begin:begin + 200]:
        return []
    try:
        found = json.loads(text[begin:end + 1], strict=False)
    except (ValueError, RecursionError):
        return []
    return [Line(value, key, is_closed=True) for key, value in _pairs(found)][:_MAX_PAIRS]


def _pairs(found: object) -> Iterator[tuple[str, str]]:
    """Two levels: {"form": "contact", "data": {"name": ...}}."""
    for key, value in found.items() if isinstance(found, dict) else ():
        inner = value.items() if isinstance(value, dict) else ((key, value),)
        yield from ((str(name), _written(one)) for name, one in inner)


def _written(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_written, value[:_MAX_PAIRS]))
    return "" if value is None or isinstance(value, dict) else str(value)
