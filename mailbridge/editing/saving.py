"""An edit checked against the item as it stands, and kept if nothing is wrong with it."""

from __future__ import annotations

from mailbridge import guarded
from mailbridge.editing.edits import Amended, Checked, Edit, Mistake, amended, strangers_words
from mailbridge.errors import UsageError
from mailbridge.guarded import OverBudget
from mailbridge.redaction import Redaction
from mailbridge.spool import Spool, Story, lists
from mailbridge.spool.amend import WAITS_FOR_PERSON, amend


def save(
    spool: Spool, story: Story, edit: Edit, reason: str, by: str = "", *, newer_fields: bool, redaction: Redaction
) -> Amended | tuple[Mistake, ...]:
    """Keep the edit of an item's plan, as `story` told it, and let the item be worked off.

    What is wrong with it if it cannot be; an `Amended` without words, and nothing is kept, if it changes nothing.
    Raises UsageError when the item has moved on since, or is none that waits for a person.
    """
    must_wait_for_person(story)
    found = amended(story, edit, Checked(_theirs(spool, story), newer_fields, redaction))
    if isinstance(found, Amended) and found.words:
        amend(spool, story, found.changed, found.dropped, found.about, found.words, reason, by)
    return found


def must_wait_for_person(story: Story) -> None:
    """Raises UsageError for an item that nobody has to look at."""
    item = story.summary
    if item.state not in WAITS_FOR_PERSON:
        raise UsageError(f"item {item.id} is {item.state.value}; only a plan in review or failed can be changed")
    if not item.has_original:
        raise UsageError(f"the original of item {item.id} is gone, so it can only be settled or skipped")


def _theirs(spool: Spool, story: Story) -> str:
    raw = lists.original(spool, story.summary.id) or b""
    try:
        return strangers_words(guarded.read(raw), story.writes)
    except OverBudget:                  # then what its bytes say, which is nearly the same
        return raw.decode("utf-8", "replace")
