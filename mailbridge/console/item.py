"""One item: what became of it and why, what Heap said, everything that happened, and the original in safe form."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from mailbridge import editing
from mailbridge.console import original, rendering
from mailbridge.console.acts import Acted, act_on, candidate, chosen, to_create
from mailbridge.console.visits import Visit
from mailbridge.mail import Address
from mailbridge.plan import ItemState, WriteState
from mailbridge.rules.values import record_name
from mailbridge.spool import ItemId, Story, lists
from mailbridge.spool.amend import WAITS_FOR_PERSON

SHOWN_AT_ONCE_BYTES = 2_000_000         # larger originals are read when somebody asks for them


def item(visit: Visit) -> Response:
    """GET /items/7"""
    story = _story(visit)
    is_shown = story.summary.size <= SHOWN_AT_ONCE_BYTES or visit.query("original") == "1"
    raw = lists.original(visit.parts.spool, story.summary.id) if is_shown else None
    return rendering.page(
        visit, "item.html", story=story, item=story.summary, plan=story.plan, acted=Acted.read(visit),
        original=original.read(raw) if raw is not None else None, is_gone=is_shown and raw is None,
        can_act=story.summary.state is not ItemState.CLAIMED, **by_hand(story))


def act(visit: Visit) -> Response:
    """POST /items/7: an act, or the choice of one of the records that Heap had with the contact's address."""
    visit.must_be_admin()
    story = _story(visit)
    places = visit.posted_numbers("record")
    wanted = candidate(story, places[0]) if places else chosen(visit)
    if wanted is None:
        raise HTTPException(400, "There is no such record.")
    acted = act_on(visit, wanted, [story.summary.id])
    return RedirectResponse(f"/items/{story.summary.id}?{acted.query()}", 303)


def create(visit: Visit) -> Response:
    """POST /items/7/create: the contact first, then the mail. `back`: the queue that it was asked from."""
    visit.must_be_admin()
    story = _story(visit)
    acted = act_on(visit, to_create(visit), [story.summary.id])
    there = "/review" if visit.posted("back") == "review" else f"/items/{story.summary.id}"
    return RedirectResponse(f"{there}?{acted.query()}", 303)


def by_hand(story: Story) -> dict[str, Any]:
    """What a page needs to offer: the records that may stand in Heap, whether others can be changed, whom to create."""
    unsure = [write for write in story.writes if write.state in (WriteState.SENDING, WriteState.UNKNOWN)]
    is_parked = story.summary.state in WAITS_FOR_PERSON and story.summary.has_original
    return {
        "unsure": unsure if is_parked else [],
        "can_edit": is_parked and any(not editing.fixed(write, story.summary.id) for write in story.writes),
        "new": new_contact(story),
    }


def new_contact(story: Story) -> Address | None:
    """The contact as it would be created, None where nobody can be: something of the mail may stand in Heap."""
    sent = (WriteState.SENDING, WriteState.UNKNOWN, WriteState.WRITTEN)
    if any(write.state in sent for write in story.writes) or not story.summary.has_original:
        return None
    contact = story.contact
    return Address(record_name(contact) if contact.email else contact.name, contact.email)


def download(visit: Visit) -> Response:
    """GET /items/7/original: the bytes as they came."""
    return original.as_download(_raw(visit), f"item-{_id(visit)}.eml")


def part(visit: Visit) -> Response:
    """GET /items/7/parts/2: one attachment."""
    found = original.file(_raw(visit), visit.request.path_params["number"])
    if found is None:
        raise HTTPException(404)
    content, name = found
    return original.as_download(content, name)


def markup(visit: Visit) -> Response:
    """GET /items/7/html: the mail's HTML, cleaned, for the frame on the item's page."""
    shown = rendering.bare_page("mail.html", 200, visit.parts, title=f"Item {_id(visit)} as HTML",
                                cleaned=original.clean_markup(_raw(visit)))
    shown.headers["Content-Security-Policy"] = original.FRAME_POLICY
    return shown


def _story(visit: Visit) -> Story:
    story = lists.story(visit.parts.spool, _id(visit))
    if story is None:
        raise HTTPException(404)
    return story


def _raw(visit: Visit) -> bytes:
    raw = lists.original(visit.parts.spool, _id(visit))
    if raw is None:
        raise HTTPException(404)
    return raw


def _id(visit: Visit) -> ItemId:
    return ItemId(visit.request.path_params["item"])
