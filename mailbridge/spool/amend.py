"""A plan changed by a person, kept: all of the change or none of it, and never under a worker's hands.

A race, told as a story: an admin opens a plan for editing; somebody else retries the mail; a worker sends what was
planned; then the admin saves. So the change asks, in its own transaction, that the item still waits for a person, that
nobody has claimed it since it was opened, and that no write it touches may have been sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from mailbridge import maillog
from mailbridge.errors import UsageError
from mailbridge.plan import ItemState, PersonState, Write, WriteState, write_as_json
from mailbridge.records import CONTACT_KINDS
from mailbridge.spool import engines, rows
from mailbridge.spool.rows import ItemId, Story, milliseconds
from mailbridge.spool.schema import items, writes
from mailbridge.spool.store import Spool

WAITS_FOR_PERSON = (ItemState.REVIEW, ItemState.FAILED)
_NOT_SENT = sa.and_(writes.c.state.in_((WriteState.PLANNED.value, WriteState.REFUSED.value)), writes.c.lost == 0)


def amend(spool: Spool, story: Story, changed: Mapping[int, Write], dropped: Sequence[int], about: str, words: str,
          reason: str, by: str = "") -> None:
    """Keep the writes of `story` as changed, by position, and let the item be worked off.

    `about`: the contact's address, "" for the same as before; `words` say what is other than before. Raises UsageError
    when the item has moved on since the story was read.
    """
    item = story.summary.id
    event = maillog.edited(words, reason, by)

    def change(connection: sa.Connection) -> None:
        _open(connection, story, milliseconds(spool.now()), _about(story, about), reason)
        for position, write in changed.items():
            _keep(connection, story, position, write, about)
        for position in dropped:
            gone = sa.delete(writes).where(writes.c.item == item, writes.c.position == position, _NOT_SENT)
            _must_be_one(connection.execute(gone).rowcount, item)
        refused = sa.and_(writes.c.item == item, writes.c.state == WriteState.REFUSED.value)
        connection.execute(sa.update(writes).where(refused).values(state=WriteState.PLANNED.value))
        spool.note(connection, item, event)
        engines.announce(connection)

    spool.change(change)
    maillog.tell(item, event)
    spool.wake()


def _open(connection: sa.Connection, story: Story, now_ms: int, about: Mapping[str, object], reason: str) -> None:
    """From waiting for a person to waiting for a worker. The row is locked from here on."""
    untouched = sa.and_(
        items.c.id == story.summary.id, items.c.claim == story.claim, items.c.has_original,
        items.c.state.in_([state.value for state in WAITS_FOR_PERSON]))
    _must_be_one(connection.execute(sa.update(items).where(untouched).values(
        state=ItemState.WAITING.value, reason=reason, not_before=now_ms, attempts=0, deaths=0, settled_at=None, **about,
    )).rowcount, story.summary.id)


def _keep(connection: sa.Connection, story: Story, position: int, write: Write, about: str) -> None:
    contact = about or story.summary.contact
    if write.kind in CONTACT_KINDS:     # others that would create the same contact wait for this one
        contact = write.field("email") or contact
    this = sa.update(writes).where(writes.c.item == story.summary.id, writes.c.position == position, _NOT_SENT)
    kept = connection.execute(this.values(data=write_as_json(write), contact=contact.casefold()))
    _must_be_one(kept.rowcount, story.summary.id)


def _about(story: Story, about: str) -> dict[str, object]:
    """What the item's row says of a plan that is a person's now, and of another contact: nobody asked Heap about it."""
    plan = {**(story.plan or {}), rows.EDITED: True}
    if not about:
        return {"plan": plan}
    contact = {"name": "", "email": about}
    plan["contact"], plan["contacts"] = contact, [contact]
    plan["person"] = {"state": PersonState.NOT_ASKED.value, "hits": []}
    plan["evidence"] = [*plan.get("evidence", ()), f"a person chose {about} as the contact"]
    return {"contact": about, "assigned": about, "plan": plan}


def _must_be_one(count: int, item: ItemId) -> None:
    if count != 1:
        raise UsageError(f"item {item} has moved on since it was opened, so nothing was changed; see: mailbridge items "
                         f"show {item}")
