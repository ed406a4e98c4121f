"""An item by the number that a person gives."""

from __future__ import annotations

from mailbridge.errors import UsageError
from mailbridge.spool import ItemId, Spool, Story, lists


def story_of(spool: Spool, item: int) -> Story:
    """Everything about it. Raises UsageError if there is none such."""
    story = lists.story(spool, ItemId(item))
    if story is None:
        raise UsageError(f"there is no item {item}; see: mailbridge items list")
    return story
