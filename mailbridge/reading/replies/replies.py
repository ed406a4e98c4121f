"""Text -> the new words, without quoted history and signature.

`history` knows what is quoted, `signatures` how a mail ends; here they meet, and here it is kept that nothing is
lost: where only history or only a signature stands, that is the reply.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mailbridge.reading.replies import history, signatures

_MOST_LETTERS = 400_000     # of a text that are looked at; a novel below them stays as it is
_MOST_LINES = 30_000


def visible(text: str, html: str = "", *, keeps_disclaimers: bool = False) -> str:
    """What the writer of this mail wrote now; the whole text rather than nothing.

    Each line of the result is a line of `text`, or the beginning of one that a quote's announcement shares, in the
    text's order. `html` is the mail's markup, "" if it has none: it tells indented words from quoted ones.
    With `keeps_disclaimers` a legal notice at the end counts as the writer's.
    """
    lines = text[:_MOST_LETTERS].split("\n")[:_MOST_LINES]
    rest = text[len("\n".join(lines)):]
    own = history.own(lines, html)
    parts = own.parts
    if rest and any(line.strip() for line in parts[-1]):
        parts[-1][-1] += rest
    if own.has_forward:
        return _joined(parts) or text
    without = partial(signatures.without, keeps_disclaimers=keeps_disclaimers)
    return _joined(_unsigned(parts, without)) or _joined(parts) or _joined([without(text.split("\n"))]) or text


def _unsigned(parts: list[list[str]], without: Callable[..., list[str]]) -> list[list[str]]:
    """A signature stands above the history or at the end of the mail, never below an answer between quotes."""
    if len(parts) == 1:
        return [without(parts[0])]
    said = any(signatures.says_something(part) for part in parts[:-1])
    return [without(parts[0]), *parts[1:-1], without(parts[-1], said_before=said)]


def _joined(parts: list[list[str]]) -> str:
    """The parts' lines without blank ones around them; "" when nothing is said."""
    return _without_blank_edges("\n".join(line for part in parts for line in part))


def _without_blank_edges(text: str) -> str:
    lines = text.rstrip().split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    return "\n".join(lines[first:])
