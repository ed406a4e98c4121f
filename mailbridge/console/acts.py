"""What a person does to items from a page, and how it is told afterwards. The acts themselves are `spool.hands`'s."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

from mailbridge.console.visits import Visit
from mailbridge.errors import UsageError
from mailbridge.plan import ItemState
from mailbridge.spool import ItemId, Spool, hands, lists

log = logging.getLogger("mailbridge.console")

Do = Callable[[Spool, ItemId, str, str], None]
"""(spool, item, reason, who)."""


def _always(spool: Spool, item: ItemId, reason: str, by: str) -> None:
    hands.ignore(spool, item, reason, by, always=True)


_SIMPLE: dict[str, Do] = {"retry": hands.retry, "skip": hands.skip, "settle": hands.settle, "ignore": hands.ignore,
                          "always": _always}
DONE_WORDS = {
    "retry": "put back to be worked off again", "skip": "skipped", "settle": "settled as done", "ignore": "ignored",
    "always": "ignored, and so is whatever comes from the same contact",
    "assign": "put back to be worked off with that contact",
}
NOT_DONE = {
    "nothing": "Nothing was chosen, so nothing was done.",
    "no-address": "That is no e-mail address, so nothing was done.",
}
MAX_REASON = 500
MAX_ADDRESS = 320                       # RFC 3696, erratum 1690: 64 @ 255


@dataclass(frozen=True, slots=True)
class Act:
    """What shall be done; `email` is the contact to assign."""

    name: str
    email: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether an act that needs an address has one."""
        local, at, domain = self.email.rpartition("@")
        is_address = bool(local and at and domain) and len(self.email) <= MAX_ADDRESS and self.email.isprintable() \
            and not any(c.isspace() or c in "<>,;" for c in self.email)
        return self.name != "assign" or is_address

    def on(self, spool: Spool, item: ItemId, reason: str, by: str) -> None:
        """Do it. Raises UsageError when a worker has the item in hand."""
        if self.name == "assign":
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
        missed = f" {self.missed} had moved on meanwhile and {'was' if self.missed == 1 else 'were'} left alone."
        return told + (missed if self.missed else "")


def chosen(visit: Visit) -> Act:
    """The act that a form asks for. Raises HTTPException for one that there is not."""
    name = visit.posted("act") or visit.posted("all")
    if name not in DONE_WORDS:
        raise HTTPException(400, "There is no such act.")
    email = visit.posted("email").strip()
    # Enter in the field for the address presses a form's first button, which is "decide again".
    return Act("assign" if email and name == "retry" else name, email)


def act_on(visit: Visit, act: Act, ids: Sequence[ItemId], only: ItemState | None = None) -> Acted:
    """Do it to each item that still stands where the page showed it; the audit log says who did."""
    if not ids:
        return Acted("nothing")
    if not act.is_complete:
        return Acted("no-address")
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
