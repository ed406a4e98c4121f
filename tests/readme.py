"""The tables of README and docs/, made from the code: `python tests/readme.py` writes them, a test compares.

Each table stands between `<!-- NAME -->` and `<!-- end -->`, on one page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from mailbridge.records import CREATE_FIELDS, Kind
from mailbridge.rules.amounts import AMOUNT_CONDITIONS
from mailbridge.rules.conditions import CHOICE_CONDITIONS, TEXT_CONDITIONS
from mailbridge.rules.creations import SOURCES_OF
from mailbridge.rules.filters import FILTERS
from mailbridge.rules.operators import OPERATORS
from mailbridge.rules.schema import schema
from mailbridge.rules.values import TEMPLATE_NAMES
from mailbridge.sandbox import FAULTS
from mailbridge.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


def settings() -> Iterator[str]:
    """Every setting with its default and meaning, under a heading for each section."""
    alone = {name: field for name, field in Settings.model_fields.items() if _section(field.annotation) is None}
    yield from _titles("The whole")
    yield from (_row(name, field) for name, field in alone.items())
    for name, field in Settings.model_fields.items():
        if (inner := _section(field.annotation)) is not None:
            yield ""
            yield from _titles(f"`{name}`", field.description or "")
            yield from _fields(inner, f"{name}.")


def rule_words() -> Iterator[str]:
    """Every key of a rule, with what editors say of it."""
    yield "| key | meaning |"
    yield "| --- | --- |"
    for word, told in schema()["$defs"]["rule"]["properties"].items():
        yield f"| `{word}` | {told['description']} |"


def words_of_tests() -> Iterator[str]:
    """Every key of a test that stands in a rule file."""
    test = schema()["$defs"]["rule"]["properties"]["tests"]["items"]["properties"]
    yield "| in a test | keys |"
    yield "| --- | --- |"
    yield f"| the test itself | {_words(test)} |"
    for part in ("mail", "expect"):
        yield f"| `{part}` | {_words(test[part]['properties'])} |"


def conditions() -> Iterator[str]:
    """Every condition word."""
    yield "| condition | looks at | can be |"
    yield "| --- | --- | --- |"
    for word, (_, meaning) in TEXT_CONDITIONS.items():
        yield f"| `{word}` | {meaning} | a text, a list of texts, or an operator |"
    yield "| `header` | any header field: `header: {X-Priority: {is: 1}}` | as above |"
    for word, (_, units, meaning) in AMOUNT_CONDITIONS.items():
        yield f"| `{word}` | {meaning} | `over`, `under`{f'; {_units(units)}' if len(units) > 1 else ''} |"
    for word, (_, allowed, meaning) in CHOICE_CONDITIONS.items():
        yield f"| `{word}` | {meaning} | {', '.join(f'`{choice}`' for choice in allowed)} |"
    yield "| `condition` | a condition that stands under `conditions:`, in any file | its name, or a list of names |"
    yield "| `all`, `any`, `none` | a list of conditions, nested as deep as you like | |"


def operators() -> Iterator[str]:
    """Every operator."""
    yield "| operator | holds when |"
    yield "| --- | --- |"
    for word, (_, meaning) in OPERATORS.items():
        yield f"| `{word}` | {meaning} |"
    yield "| `in` | it is in the list of that name, or an address at one of the list's domains: `{in: vip}` |"


def records() -> Iterator[str]:
    """Every kind of record with its fields."""
    yield "| record | `from:` | fields |"
    yield "| --- | --- | --- |"
    for kind in Kind:
        sources = ", ".join(f"`{source}`" for source in SOURCES_OF[kind]) or "-"
        yield f"| `{kind}` | {sources} | {', '.join(CREATE_FIELDS[kind])} |"


def names() -> Iterator[str]:
    """Every name that a template can print."""
    yield "| name | parts |"
    yield "| --- | --- |"
    for name, parts in TEMPLATE_NAMES.items():
        yield f"| `{name}` | {', '.join(f'`{name}.{part}`' for part in parts) or '-'} |"


def filters() -> Iterator[str]:
    """Every filter of our own."""
    yield "| filter | what it does |"
    yield "| --- | --- |"
    for name, (_, meaning) in FILTERS.items():
        yield f"| `{name}` | {meaning.replace('|', chr(92) + '|')} |"


def faults() -> Iterator[str]:
    """Every way in which the sandbox misbehaves on request."""
    yield "| fault | what happens |"
    yield "| --- | --- |"
    for fault in FAULTS.values():
        yield f"| `{fault.name}` | {fault.says} |"


TABLES: dict[str, Callable[[], Iterator[str]]] = {
    "settings": settings, "rule_words": rule_words, "test_words": words_of_tests, "conditions": conditions, "operators": operators, "records": records, "names": names,
    "filters": filters, "faults": faults,
}


def written(text: str) -> str:
    """A page's text with every table on it as the code has it now."""
    return re.sub(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", _table_anew, text, flags=re.S)


def _table_anew(place: re.Match[str]) -> str:
    table = TABLES.get(place[2])
    return place[0] if table is None else f"{place[1]}{chr(10).join(table())}\n{place[3]}"


def _titles(heading: str, meaning: str = "") -> Iterator[str]:
    yield from (f"### {heading}", "", *((meaning, "") if meaning else ()))
    yield "| setting | default | meaning |"
    yield "| --- | --- | --- |"


def _fields(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = _section(field.annotation)
        is_named = inner is not None and get_origin(field.annotation) is dict       # such as the users of the console
        if inner is None or is_named:
            yield _row(f"{prefix}{name}", field)
        if inner is not None:
            yield from _fields(inner, f"{prefix}{name}.NAME." if is_named else f"{prefix}{name}.")


def _row(name: str, field: FieldInfo) -> str:
    return f"| `{name}` | {_default(field.get_default(call_default_factory=True))} | {field.description} |"


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _units(units: dict[str, int]) -> str:
    return ", ".join(unit for unit in units if unit)


def _section(annotation: Any) -> type[BaseModel] | None:
    inside = (annotation, *getattr(annotation, "__args__", ()))
    return next((t for t in inside if isinstance(t, type) and issubclass(t, BaseModel)), None)


def _default(value: Any) -> str:
    if value in (None, "", (), {}, PydanticUndefined) or "SecretStr" in repr(value):
        return "-"
    return f"`{', '.join(map(str, value))}`" if isinstance(value, tuple) else f"`{str(value).lower()}`" \
        if isinstance(value, bool) else f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(written(page.read_text("utf-8")), "utf-8")
