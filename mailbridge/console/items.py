"""The list of items with search and filters, and the two queues that wait for people: review and failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from mailbridge.console import rendering
from mailbridge.console.acts import Act, Acted, act_on, candidate, chosen
from mailbridge.console.item import by_hand
from mailbridge.console.visits import Visit
from mailbridge.plan import Direction, ItemState
from mailbridge.spool import ItemId, lists, search
from mailbridge.spool.search import Place, Wanted

QUEUE_SIZE = 50
MOST_AT_ONCE = 1000
_FILTERS = ("q", "state", "direction", "door", "since", "until")


def items(visit: Visit) -> Response:
    """GET /items"""
    asked = {name: visit.query(name) for name in _FILTERS}
    wanted = _wanted(visit, asked)
    page = search.page(visit.parts.spool, wanted, after=_place(visit.query("after")),
                       before=_place(visit.query("before")))
    kept = {name: value for name, value in asked.items() if value}
    return rendering.page(
        visit, "items.html", asked=asked, kept=kept, found=page.items, directions=list(Direction),
        states=list(ItemState), doors=_doors(visit), awaited=_awaited(visit),
        older=_link(kept, "after", page.older), newer=_link(kept, "before", page.newer))


def queue(visit: Visit, state: ItemState, template: str) -> Response:
    """GET /review and /failed: the oldest first, each with all that is needed to decide about it."""
    ids = search.item_ids(visit.parts.spool, Wanted(state=state), QUEUE_SIZE)
    stories = [story for id_ in ids if (story := lists.story(visit.parts.spool, id_)) is not None]
    return rendering.page(visit, template, stories=stories, acted=Acted.read(visit), by_hand=by_hand)


def act_in_queue(visit: Visit, state: ItemState) -> Response:
    """POST /review and /failed: the same act on several items, or on all of them."""
    visit.must_be_admin()
    spool = visit.parts.spool
    act, ids = _candidates_button(visit) or (None, [])
    if act is None:
        act = chosen(visit)
        ids = [ItemId(number) for number in visit.posted_numbers("item")][:MOST_AT_ONCE]
        if visit.posted("all"):
            ids = search.item_ids(spool, Wanted(state=state), MOST_AT_ONCE)
    acted = act_on(visit, act, ids, only=state)
    return RedirectResponse(f"{visit.request.url.path}?{acted.query()}", 303)


def _candidates_button(visit: Visit) -> tuple[Act, list[ItemId]] | None:
    """A candidate's own button: this item, and this address or this record of Heap. None if it was another button."""
    one, _, email = visit.posted("assign").partition(" ")
    if one:
        return Act("assign", email), [ItemId(number) for number in _numbers(one)]
    item, _, number = visit.posted("record").partition(" ")
    for id_, place in zip(_numbers(item), _numbers(number), strict=False):
        story = lists.story(visit.parts.spool, ItemId(id_))
        act = candidate(story, place) if story is not None else None
        return (act, [ItemId(id_)]) if act is not None else (Act("assign"), [])
    return None


def _numbers(text: str) -> list[int]:
    return [int(text)] if text.isascii() and text.isdigit() and len(text) < 16 else []


def _wanted(visit: Visit, asked: Mapping[str, str]) -> Wanted:
    zone = visit.parts.settings.zone()

    def day(text: str) -> datetime | None:
        try:
            return datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), time(), zone)   # noqa: DTZ007 - a day
        except ValueError:
            return None

    until = day(asked["until"])
    return Wanted(
        state=ItemState(asked["state"]) if asked["state"] in list(ItemState) else None,
        direction=asked["direction"], door=asked["door"], since=day(asked["since"]),
        until=until + timedelta(days=1) if until else None, text=asked["q"])


def _doors(visit: Visit) -> list[str]:
    settings = visit.parts.settings
    listening = [name for name, door in (("smtp", settings.smtp), ("lmtp", settings.lmtp)) if door is not None]
    return [*listening, *(f"imap:{box.name}" for box in settings.imap), "pipe", "file"]


def _awaited(visit: Visit) -> str:
    """An address that mail for the bridge may be sent to, "" if the settings name none."""
    settings = visit.parts.settings
    return next((address for door in (settings.smtp, settings.lmtp) if door for address in door.recipients), "")


def _place(text: str) -> Place | None:
    at, _, id_ = text.partition("-")
    numbers = [int(part) for part in (at, id_) if part.isascii() and part.isdigit() and len(part) < 16]
    return Place(*numbers) if len(numbers) == 2 else None


def _link(kept: Mapping[str, str], word: str, place: Place | None) -> str:
    return "/items?" + urlencode({**kept, word: f"{place.received_at}-{place.id}"}) if place else ""
