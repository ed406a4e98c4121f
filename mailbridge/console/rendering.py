"""Templates -> pages. What every page carries is added here; all that is printed is escaped unless a template is ours.

Nothing that a stranger wrote is ever marked as safe, but in one template: `mail.html` shows a mail's own markup, which
`original` has cleaned, in a frame where nothing runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from mailbridge import spans
from mailbridge.console.parts import Parts
from mailbridge.console.visits import Visit
from mailbridge.plan import ItemState
from mailbridge.records import CONTACT_KINDS
from mailbridge.spool import lists

STATE_WORDS = {"claimed": "in hand"}
STATIC = {
    "console.css": "text/css; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "mail.css": "text/css; charset=utf-8",
}


def page(visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
    """A page of a signed-in user, with the numbers that stand in the menu."""
    numbers = lists.counts(visit.parts.spool)
    return bare_page(
        template, status, visit.parts, session=visit.session, csrf=visit.session.csrf, path=visit.request.url.path,
        waiting_people=numbers[ItemState.REVIEW], failed=numbers[ItemState.FAILED], counts=numbers, **values)


def bare_page(template: str, status: int, parts: Parts, **values: Any) -> Response:
    """A page without a menu."""
    shown = _environment().get_template(template).render(
        zone=parts.settings.zone(), now=parts.now(), contact_kinds=CONTACT_KINDS, **{"session": None, **values})
    return HTMLResponse(shown, status)


@cache
def static(name: str) -> tuple[bytes, str] | None:
    """(content, type) of a file that pages ask for, None if there is none such."""
    kind = STATIC.get(name)
    return (files("mailbridge.console").joinpath("static", name).read_bytes(), kind) if kind else None


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mailbridge.console"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(when=_when, ago=_ago, size=_size, number=_number, code=_code, written=_written,
                               state_word=_state_word)
    environment.globals.update(static=_static_address)
    return environment


def _static_address(name: str) -> str:
    """With a mark of its content, so that browsers may keep it."""
    found = static(name)
    assert found is not None
    return f"/static/{name}?{hashlib.sha256(found[0]).hexdigest()[:12]}"


@jinja2.pass_context
def _when(context: Mapping[str, Any], moment: datetime | None, style: str = "short") -> str:
    """A moment in the account's zone: `14:05` today, `23 Nov 14:05` this year, else with the year."""
    if moment is None:
        return ""
    zone: ZoneInfo = context["zone"]
    local, today = moment.astimezone(zone), context["now"].astimezone(zone)
    if style == "full":
        words = f"{local.day} {local:%b %Y %H:%M:%S}"
    elif local.date() == today.date():
        words = f"{local:%H:%M}"
    else:
        words = f"{local.day} {local:%b %H:%M}" if local.year == today.year else f"{local.day} {local:%b %Y}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        local.isoformat(), f"{local:%A} {local.day} {local:%B %Y %H:%M:%S %Z}", words)


def _written(moment: datetime) -> str:
    """A moment as a stranger wrote it, with their zone if they told one: years 1 and 9999 have none beside it."""
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M:%S %z}".rstrip()


@jinja2.pass_context
def _ago(context: Mapping[str, Any], moment: datetime) -> str:
    """`3 minutes ago`, `just now`, `in a moment`, `in 2 hours`."""
    behind = context["now"] - moment
    if abs(behind) < timedelta(minutes=1):
        return "in a moment" if behind < timedelta() else "just now"
    words = spans.in_words(abs(behind))
    return f"{words} ago" if behind > timedelta() else f"in {words}"


def _size(count: int) -> str:
    """Bytes as people say them."""
    for unit, length in (("MB", 1_000_000), ("kB", 1_000)):
        if count >= length:
            return f"{count / length:.1f} {unit}".replace(".0 ", " ")
    return f"{count} byte{'s' * (count != 1)}"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def _code(text: str) -> str:
    """What stands between backticks, as in our own sentences, as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:             # one of them is alone, and so means itself
        return text
    return Markup("").join(Markup("<code>{}</code>").format(part) if number % 2 else part
                           for number, part in enumerate(parts))


def _state_word(state: str) -> str:
    return STATE_WORDS.get(str(state), str(state))
