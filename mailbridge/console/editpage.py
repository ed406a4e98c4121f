"""The planned records of one item as a form. What may be changed, and what is wrong with a change, is `editing`'s."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from mailbridge import editing
from mailbridge.console import rendering
from mailbridge.console.acts import MAX_REASON, Acted
from mailbridge.console.visits import Visit
from mailbridge.editing import LONGEST, Amended, Edit, Mistake
from mailbridge.editing.saving import must_wait_for_person
from mailbridge.errors import UsageError
from mailbridge.plan import WriteState
from mailbridge.records import LONG_FIELD, Kind, create_fields
from mailbridge.spool import ItemId, KeptWrite, Story, lists

log = logging.getLogger("mailbridge.console")

_DAY = ("year", "month", "day")
_LINES = ("address", "category", "notes")


@dataclass(frozen=True, slots=True)
class Box:
    """One field of the form. `rows`: 0 for a single line; `is_long`: it is too long to be changed here."""

    name: str
    field: str
    value: str
    rows: int = 0
    type: str = "text"
    wrong: str = ""
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One write on the page: its filled fields, and those that could be filled; none of a `fixed` one."""

    write: KeptWrite
    fixed: str
    filled: tuple[Box, ...] = ()
    empty: tuple[Box, ...] = ()
    wrong: str = ""
    is_dropped: bool = False

    @property
    def number(self) -> int:
        """As people count."""
        return self.write.position + 1

    @property
    def is_unsure(self) -> bool:
        """Whether it may stand in Heap."""
        return self.write.state in (WriteState.SENDING, WriteState.UNKNOWN)


def show(visit: Visit) -> Response:
    """GET /items/7/edit"""
    visit.must_be_admin()
    return _page(visit, _story(visit), {}, ())


def save(visit: Visit) -> Response:
    """POST /items/7/edit: keep it and have it written, or show what is wrong with it."""
    visit.must_be_admin()
    story = _story(visit)
    given = {name: visit.posted(name) for name in visit.form}
    claims = visit.posted_numbers("claim")
    opened = replace(story, claim=claims[0] if claims else -1)      # as it was when the form was made
    reason = " ".join(visit.posted("reason").split())[:MAX_REASON] or "by hand"
    edit = Edit(_fields(given), frozenset(visit.posted_numbers("drop")), visit.posted("about").strip())
    parts = visit.parts
    try:
        found = editing.save(parts.spool, opened, edit, reason, visit.session.user,
                             newer_fields=parts.settings.heap.newer_fields, redaction=parts.decider().redaction)
    except UsageError as error:
        raise HTTPException(409, str(error)) from None
    if not isinstance(found, Amended):
        return _page(visit, story, given, found)
    if found.words:
        log.info("user=%s act=edit item=%s", visit.session.user, story.summary.id)
    acted = Acted("edit", 1) if found.words else Acted("same")
    return RedirectResponse(f"/items/{story.summary.id}?{acted.query()}", 303)


def _story(visit: Visit) -> Story:
    story = lists.story(visit.parts.spool, ItemId(visit.request.path_params["item"]))
    if story is None:
        raise HTTPException(404)
    try:
        must_wait_for_person(story)
    except UsageError as error:
        raise HTTPException(409, str(error)) from None
    return story


def _page(visit: Visit, story: Story, given: Mapping[str, str], mistakes: tuple[Mistake, ...]) -> Response:
    """The form, with what was given and is wrong if it comes back."""
    newer = visit.parts.settings.heap.newer_fields
    dropped = visit.posted_numbers("drop")
    records = [_record(write, story.summary.id, given, mistakes, newer=newer) for write in story.writes]
    return rendering.page(
        visit, "edit.html", item=story.summary, claim=given.get("claim", story.claim),
        records=[replace(record, is_dropped=record.number in dropped) for record in records],
        about=given.get("about", story.summary.contact), reason=given.get("reason", ""),
        about_wrong=_wrong(mistakes, 0, "about"), whole_wrong=_wrong(mistakes, 0, ""), count=len(mistakes),
        contacts=(story.plan or {}).get("contacts", ()))


def _record(
    write: KeptWrite, item: int, given: Mapping[str, str], mistakes: tuple[Mistake, ...], *, newer: bool
) -> Record:
    if why := editing.fixed(write, item):
        return Record(write, why)
    number, kind = write.position + 1, write.write.kind
    known = create_fields(kind, newer=newer)
    odd = [name for name, _ in write.write.fields if name not in known]
    names = [name for name in (*known, *odd) if kind is not Kind.EVENT or name not in _DAY]
    boxes = [_box(write, name, given, _wrong(mistakes, number, name)) for name in names]
    if kind is Kind.EVENT:
        boxes.insert(0, _day_box(write, given, [_wrong(mistakes, number, name) for name in _DAY]))
    boxes.sort(key=lambda box: box.rows > 0 and box.field == LONG_FIELD.get(kind))
    filled = tuple(box for box in boxes if box.value or box.wrong or write.write.field(box.field))
    return Record(write, "", filled, tuple(box for box in boxes if box not in filled), _wrong(mistakes, number, ""))


def _box(write: KeptWrite, field: str, given: Mapping[str, str], wrong: str) -> Box:
    name = f"f.{write.position + 1}.{field}"
    value = given.get(name, editing.shown(dict(write.write.fields).get(field, ())))
    if len(value) > LONGEST and name not in given:
        return Box(name, field, str(len(value)), is_long=True)
    has_lines = field in _LINES or field == LONG_FIELD.get(write.write.kind)
    rows = min(max(value.count("\n") + 2, 6 if field not in _LINES else 2), 22) if has_lines or "\n" in value else 0
    return Box(name, field, value, rows, wrong=wrong)


def _day_box(write: KeptWrite, given: Mapping[str, str], wrong: list[str]) -> Box:
    """An event's three numbers as one day."""
    name = f"d.{write.position + 1}"
    try:
        day = date(*(int(write.write.field(part)) for part in _DAY)).isoformat()
    except ValueError:
        day = ""
    return Box(name, "day", given.get(name, day), type="date", wrong=" ".join(filter(None, wrong)))


def _fields(given: Mapping[str, str]) -> dict[tuple[int, str], str]:
    """The form's fields; a day is its three numbers again, and no day changes nothing."""
    fields: dict[tuple[int, str], str] = {}
    for name, value in given.items():
        sort, _, place = name.partition(".")
        number, _, field = place.partition(".")
        if not (number.isascii() and number.isdigit() and len(number) < 6):
            continue
        if sort == "f" and field:
            fields[int(number), field] = value
        elif sort == "d" and value:
            parts = [part.lstrip("0") for part in value.split("-")]
            fields.update({(int(number), part): text for part, text in zip(_DAY, parts, strict=False)})
    return fields


def _wrong(mistakes: tuple[Mistake, ...], number: int, field: str) -> str:
    return " ".join(mistake.text for mistake in mistakes if (mistake.number, mistake.field) == (number, field))
