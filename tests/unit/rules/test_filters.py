"""Filters of templates."""

from __future__ import annotations

import pytest

from mailbridge.plan import Outside
from mailbridge.rules.templates import compile_template


def printed(template: str, **values: object) -> str:
    return "".join(piece.text for piece in compile_template(template, tuple(values)).render(values))


@pytest.mark.parametrize(("template", "value", "expected"), [
    ("{{ x | shorten(12) }}", "a few words more than that", "a few words…"),
    ("{{ x | shorten(12) }}", "short", "short"),
    ("{{ x | shorten(5) }}", "unbreakable", "unbr…"),
    ("{{ x | shorten }}", "y" * 200, "y" * 99 + "…"),
    ("{{ x | domain }}", "Jane@Mail.Acme.example", "mail.acme.example"),
    ("{{ x | domain }}", "nobody", ""),
    ("{{ x | first_name }}", "Jane van Doe", "Jane"),
    ("{{ x | first_name }}", "van Doe, Jane", "Jane"),
    ("{{ x | last_name }}", "Jane van Doe", "van Doe"),
    ("{{ x | last_name }}", "van Doe, Jane", "van Doe"),
    ("{{ x | last_name }}", "Jane", ""),
    ("{{ x | phone }}", "+49 (0)30-90 18.20", "+49 30 90 18 20"),
    ("{{ x | phone }}", "(020) 7946 0958", "020 7946 0958"),
    ("{{ x | phone }}", "ext. 12", "ext. 12"),
    ("{{ x | date('%d.%m.%Y') }}", "2026-11-25 15:02", "25.11.2026"),
    ("{{ x | date }}", "2026-11-25T15:02:00+01:00", "2026-11-25"),
    ("{{ x | date }}", "tomorrow", "tomorrow"),
])
def test_each_filter(template: str, value: str, expected: str) -> None:
    assert printed(template, x=value) == expected


def test_what_a_filter_gives_is_outside_text() -> None:
    rendered = compile_template("[category:{{ x | shorten(50) }}]", ("x",)).render({"x": "a] [category:VIP"})
    assert [piece.text for piece in rendered if isinstance(piece, Outside)] == ["a] [category:VIP"]
