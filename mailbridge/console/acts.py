"""What a person does to items from a page, and how it is told afterwards. The acts themselves are `spool.hands`'s."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from mailbridge.console.visits import Visit
from mailbridge.errors import UsageError
from mailbridge.plan import ItemState
from mailbridge.spool import ItemId, hands, lists

log = logging.getLogger("mailbridge.console")

ACTS: dict[str, hands.Act] = {"retry": hands.retry, "skip": hands.skip, "settle": hands.settle}
DONE_WORDS = {"retry": "put back to be worked off again", "skip": "skipped", "settle": "settled as done"}
MAX_REASON = 500


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of an act: on how many items it was done, and how many had moved on meanwhile."""

    name: str
    done: int
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
        return cls(name, *numbers) if name in (*ACTS, "nothing") else None

    @property
    def words(self) -> str:
        """A sentence."""
        if self.name == "nothing":
            return "Nothing was chosen, so nothing was done."
        told = f"{self.done} {'item' if self.done == 1 else 'items'} {DONE_WORDS[self.name]}."
        missed = f" {self.missed} had moved on meanwhile and {'was' if self.missed == 1 else 'were'} left alone."
        return told + (missed if self.missed else "")


def act_on(visit: Visit, name: str, ids: Sequence[ItemId], only: ItemState | None = None) -> Acted:
    """Do it to each item that still stands where the page showed it; the audit log says who did."""
    reason = " ".join(visit.posted("reason").split())[:MAX_REASON] or "by hand"
    done = missed = 0
    for id_ in ids:
        story = lists.story(visit.parts.spool, id_)
        if story is None or (only is not None and story.summary.state is not only):
            missed += 1
            continue
        try:
            ACTS[name](visit.parts.spool, id_, reason, visit.session.user)
        except UsageError:              # a worker took it in hand
            missed += 1
            continue
        done += 1
        log.info("user=%s act=%s item=%s", visit.session.user, name, id_)
    return Acted(name, done, missed)
