"""Text -> the new words, without quoted history and signature.

`history` knows what is quoted, `signatures` how a mail ends; here they meet, and here it is kept that nothing is
lost: where only history or only a signature stands, that is the reply.
"""

from __future__ import annotations

from mailbridge.reading import history, signatures

_MOST_LETTERS = 400_000     # of a text that are looked at; a novel below them stays as it is
_MOST_LINES = 30_000


def visible(text: str) -> str:
    """What the writer of this mail wrote now; the whole text rather than nothing.

    Each line of the result is a line of `text`, or the beginning of one that a quote's announcement shares, in the
    text's order.
    """
    lines = text[:_MOST_LETTERS].split("\n")[:_MOST_LINES]
    rest = text[len("\n".join(lines)):]
    parts = history.own_parts(lines)
    if rest and any(line.strip() for line in parts[-1]):
        parts[-1][-1] += rest
    unsigned = [part if 0 < at < len(parts) - 1 else signatures.without(part) for at, part in enumerate(parts)]
    for candidate in (unsigned, parts, [signatures.without(text.split("\n"))]):
        reply = "\n".join(line for part in candidate for line in part)
        if reply.strip():
            return _without_blank_edges(reply)
    return text


def _without_blank_edges(text: str) -> str:
    lines = text.rstrip().split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    return "\n".join(lines[first:])
