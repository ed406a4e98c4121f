"""What was found in a text, and the text without it. Pure; what is looked for is known beside this file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mailbridge.plan import Ours, Outside, Text


@dataclass(frozen=True, slots=True)
class Hit:
    """From `start` to before `end` stands something of a sort; `word` is what people read instead."""

    start: int
    end: int
    sort: str
    word: str
    number: str = field(default="", repr=False)     # its digits, by which it is known elsewhere in the mail


def in_order(hits: Iterable[Hit]) -> list[Hit]:
    """By place. Of those that overlap the first stays and covers them all, so that no end of another is left over."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if kept and hit.start < kept[-1].end:
            first = kept[-1]
            kept[-1] = replace(first, end=max(first.end, hit.end))
        else:
            kept.append(hit)
    return kept


def split(text: Text, most_chars: int) -> tuple[Text, Text]:
    """The beginning of so many characters, and what is behind it."""
    if sum(len(piece.text) for piece in text) <= most_chars:
        return text, ()
    start: list[Ours | Outside] = []
    rest: list[Ours | Outside] = []
    for piece in text:
        start.append(type(piece)(piece.text[:most_chars]))
        rest.append(type(piece)(piece.text[most_chars:]))
        most_chars -= len(start[-1].text)
    return tuple(start), tuple(piece for piece in rest if piece.text)


def without(text: Text, hits: list[Hit]) -> Text:
    """The text with the words in the hits' places. `hits` as of `in_order`, their places those of the joined text.

    The words count as a stranger's: one that an admin chose in the shape of an operator must not act for a stranger.
    """
    kept: list[Ours | Outside] = []
    waiting = list(reversed(hits))
    start, done = 0, 0                  # where the piece starts, and up to where all is dealt with
    for piece in text:
        end = start + len(piece.text)
        while waiting and waiting[-1].start < end:
            hit = waiting.pop()
            kept.append(type(piece)(piece.text[max(done - start, 0):hit.start - start]))
            kept.append(Outside(hit.word))
            done = hit.end
        if done < end:
            kept.append(type(piece)(piece.text[max(done - start, 0):]))
            done = end
        start = end
    return tuple(piece for piece in kept if piece.text)
