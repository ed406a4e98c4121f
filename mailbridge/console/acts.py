"""What a person does to items from a page, and how it is told afterwards. The acts themselves are `spool.hands`'s."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

from mailbridge import checks
from mailbridge.console.visits import Visit
from mailbridge.errors import UsageError
from mailbridge.plan import ItemState
from mailbridge.records import CONTACT_KINDS, Kind
from mailbridge.rules.values import record_name
from mailbridge.spool import ItemId, Spool, Story, hands, lists
from mailbridge.spool.chosen import Chosen

log = logging.getLogger("mailbridge.console")

Do = Callable[[Spool, ItemId, str, str], None]
"""(spool, item, reason, who)."""


def _always(spool: Spool, item: ItemId, reason: str, by: str) -> None:
    hands.ignore(spool, item, reason, by, always=True)


def _create(spool: Spool, item: ItemId, reason: str, by: str) -> None:
    """The item's contact, as the mail spells it."""
    story = lists.story(spool, item)
    if story is None or not story.contact.email:
        raise UsageError(f"item {item} names nobody outside")
    contact = Chosen(Kind.PERSON, record_name(story.contact), story.contact.email, is_new=True)
    hands.choose(spool, item, contact, reason, by)


_SIMPLE: dict[str, Do] = {
    "retry": hands.retry, "skip": hands.skip, "settle": hands.settle, "ignore": hands.ignore, "always": _always,
    "create": _create, "in-heap": hands.in_heap, "not-in-heap": hands.not_in_heap,
}
DONE_WORDS = {
    "retry": "put back to be worked off again", "skip": "skipped", "settle": "settled as done", "ignore": "ignored",
    "always": "ignored, and so is whatever comes from the same contact",
    "assign": "put back to be worked off with that contact",
    "create": "put back; the contact is created first, unless Heap knows it by then",
    "in-heap": "put back; what you found in Heap counts as written",
    "not-in-heap": "put back; what you did not find in Heap is sent once more",
    "edit": "changed and put back to be written",
}
NOT_DONE = {
    "nothing": "Nothing was chosen, so nothing was done.",
    "no-address": "That is no e-mail address, so nothing was done.",
    "no-name": "A contact needs a name, so nothing was done.",
    "not-sure": "Look in Heap first and say that you did; nothing was done.",
    "same": "Nothing was changed.",
}
MAX_REASON = 500
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Act:
    """What shall be done; `email` is the contact to assign, `contact` one that was chosen or is to be created."""

    name: str
    email: str = ""
    contact: Chosen | None = None
    is_sure: bool = False

    @property
    def lacks(self) -> str:
        """Which of `NOT_DONE` it is, "" if it can be done."""
        if self.name == "assign" or self.contact is not None:
            email = self.email if self.contact is None else self.contact.email
            if not checks.is_address(email):
                return "no-address"
        if self.contact is not None and not self.contact.name:
            return "no-name"
        return "not-sure" if self.name == "not-in-heap" and not self.is_sure else ""

    def on(self, spool: Spool, item: ItemId, reason: str, by: str) -> None:
        """Do it. Raises UsageError when a worker has the item in hand."""
        if self.contact is not None:
            hands.choose(spool, item, self.contact, reason, by)
        elif self.name == "assign":
            hands.assign(spool, item, self.email, reason, by)
        else:
            _SIMPLE[self.name](spool, item, reason, by)


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of an act: on how many items it was done, and how many had moved on meanwhile."""

    name: str
    done: int = 0
    missed: int = 0

    def query(self) -> str:
        """For the address of the page that tells it."""
        return urlencode({"acted": self.name, "done": self.done, "missed": self.missed})

    @classmethod
    def read(cls, visit: Visit) -> Acted | None:
        """The inverse of `query`. Only our own words can come of it, whatever somebody wrote into the address."""
        name = visit.query("acted")
        numbers = [int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
                   for text in (visit.query("done"), visit.query("missed"))]
        return cls(name, *numbers) if name in DONE_WORDS or name in NOT_DONE else None

    @property
    def words(self) -> str:
        """A sentence."""
        if self.name in NOT_DONE:
            return NOT_DONE[self.name]
        told = f"{self.done} {'item' if self.done == 1 else 'items'} {DONE_WORDS[self.name]}."
        why = "names nobody outside, or had moved on meanwhile," if self.name == "create" else "had moved on meanwhile"
        missed = f" {self.missed} {why} and {'was' if self.missed == 1 else 'were'} left alone."
        return told + (missed if self.missed else "")


def chosen(visit: Visit) -> Act:
    """The act that a form asks for. Raises HTTPException for one that there is not."""
    name = visit.posted("act") or visit.posted("all")
    if name not in _SIMPLE and name != "assign":
        raise HTTPException(400, "There is no such act.")
    email = visit.posted("email").strip()
    # Enter in the field for the address presses a form's first button, which is "decide again".
    return Act("assign" if email and name == "retry" else name, email, is_sure=visit.posted("sure") == "yes")


def to_create(visit: Visit) -> Act:
    """The contact that a form wants created, as somebody has mended it. Raises HTTPException for no kind of contact."""
    kind = visit.posted("kind")
    if kind not in {each.value for each in CONTACT_KINDS}:
        raise HTTPException(400, "There is no such kind of contact.")
    name = " ".join(visit.posted("name").split())[:MAX_NAME]
    return Act("create", contact=Chosen(Kind(kind), name, visit.posted("email").strip(), is_new=True))


def candidate(story: Story, number: int) -> Act | None:
    """To be about the record of that number among those that Heap had with the contact's address; None for no such."""
    plan = story.plan or {}
    hits = plan.get("person", {}).get("hits", ())
    if not number < len(hits) or hits[number]["kind"] not in list(CONTACT_KINDS):
        return None
    hit = hits[number]
    return Act("assign", contact=Chosen(Kind(hit["kind"]), hit["name"], story.summary.contact, is_new=False))


def act_on(visit: Visit, act: Act, ids: Sequence[ItemId], only: ItemState | None = None) -> Acted:
    """Do it to each item that still stands where the page showed it; the audit log says who did."""
    if not ids:
        return Acted("nothing")
    if act.lacks:
        return Acted(act.lacks)
    reason = " ".join(visit.posted("reason").split())[:MAX_REASON] or "by hand"
    done = missed = 0
    for id_ in ids:
        story = lists.story(visit.parts.spool, id_)
        if story is None or (only is not None and story.summary.state is not only):
            missed += 1
            continue
        try:
            act.on(visit.parts.spool, id_, reason, visit.session.user)
        except UsageError:              # a worker took it in hand, or it has no contact to ignore
            missed += 1
            continue
        done += 1
        log.info("user=%s act=%s item=%s", visit.session.user, act.name, id_)
    return Acted(act.name, done, missed)
