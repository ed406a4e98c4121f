"""What must not reach Heap is taken out here: card numbers, account numbers, one-time codes, an admin's own patterns.

`clear` is the one way to the fields of a `plan.Write` for what came with a mail: `Write` wants `Cleared` fields, so a
kind of record that forgets it does not type-check. The original in the spool stays as it came. Pure.

    skeleton    a text reduced to what numbers and words are made of
    cards, ibans, codes (code_words), own       what is found in it
    hits        the text without what was found
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mailbridge.plan import Cleared, Outside, Text, plain
from mailbridge.redaction import cards, codes, hits, ibans
from mailbridge.redaction.hits import Hit
from mailbridge.redaction.own import OwnPattern
from mailbridge.redaction.skeleton import skeleton

TELEPHONES = ("phone", "fax", "mobile")
"""Fields that hold telephone numbers, some of which look like the oldest card numbers."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is taken out. Account numbers are not by default: in business mail they are there to be used."""

    cards: bool = True
    ibans: bool = False
    codes: bool = True
    own: tuple[OwnPattern, ...] = ()

    def words(self, text: str, beside: str = "") -> str:
        """One text without what is taken out, for what people are told of a mail; `beside` is more of the mail."""
        if self._holds_none(text) and len(text) <= LOOKED_AT_CHARS:
            return text
        may_hold_more = beside and sum(map(str.isdigit, text)) >= _FEWEST_DIGITS
        texts = (text, beside) if may_hold_more else (text,)
        cleared, _ = clear((("", (Outside(one),)) for one in texts), self)
        return plain(cleared[0][1])

    def find(
        self, text: str, *, is_telephone: bool = False, known: frozenset[str] = frozenset()
    ) -> list[Hit]:
        """What is taken out of a text, by place, none over another. `known`: what was found elsewhere in the mail."""
        if self._holds_none(text):
            return []
        found = [hit for pattern in self.own for hit in pattern.find(text)]
        letters = skeleton(text)
        accounts = list(ibans.find(letters)) if self.cards or self.ibans else []
        found += accounts if self.ibans else ()
        found += cards.find(letters, accounts, is_telephone=is_telephone, known=known) if self.cards else ()
        found += codes.find(letters, text, known) if self.codes else ()
        return hits.in_order(found)

    def _holds_none(self, text: str) -> bool:
        """Whether a look is enough: a code has three digits at least, an account number its two that are checked."""
        fewest = 2 if self.ibans else 3
        return not self.own and text.isascii() and sum(map(text.count, "0123456789")) < fewest


DEFAULT = Redaction()
_FEWEST_DIGITS = 4

LOOKED_AT_CHARS = 200_000
SENT_CHARS = 65_536
"""The last gate sends so many bytes of a field at most (`heap.wire`), so of a longer text only a start is looked at."""


def clear(fields: Iterable[tuple[str, Text]], redaction: Redaction) -> tuple[Cleared, dict[str, int]]:
    """The fields without what is taken out, and how often each sort of it was: {"card number": 2}. Linear.

    Looked for in the joined text of a field: half a number may have been typed by an admin.
    """
    parts = [(name, *hits.split(text, LOOKED_AT_CHARS)) for name, text in fields]
    found = _found(parts, redaction, frozenset())
    if known := frozenset(hit.number for its in found for hit in its if hit.number):
        found = _found(parts, redaction, known)     # what is a card or a code in one place is one in all
    cleared = []
    for (name, start, rest), its in zip(parts, found, strict=True):
        start = hits.without(start, its) if its else start
        # What is taken out moves the rest forward; where that could bring it into what is sent, it is dropped.
        cleared.append((name, (*start, *rest) if len(plain(start)) >= SENT_CHARS else start))
    return Cleared(tuple(cleared)), dict(Counter(hit.sort for its in found for hit in its))


def _found(parts: list[tuple[str, Text, Text]], redaction: Redaction, known: frozenset[str]) -> list[list[Hit]]:
    return [redaction.find(plain(start), is_telephone=name in TELEPHONES, known=known) for name, start, _ in parts]
