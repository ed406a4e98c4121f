"""What speaks for a place in the text being a forwarded mail, and what against: points and reasons.

An Outlook reply and an Outlook forward quote in the same way; so do a reply and a forward of several phones. What tells
them apart is the subject's prefix, words that only forwards use, and whether the answer goes to the quoted sender.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mailbridge.reading.forwards import forward_addresses, subjects
from mailbridge.reading.forwards.forward_blocks import Block
from mailbridge.reading.forwards.forward_wrote import Wrote
from mailbridge.reading.patterns import forwards as known
from mailbridge.reading.patterns.forwards_labels import DATE, FROM, SUBJECT, TO

CERTAIN = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a copied mail starts: how it is announced, its header or its "Jane wrote:" line.

    Lines are counted from 0: `start` is the first that is not the forwarder's, `body` the first of the original's text.
    """

    start: int
    body: int
    depth: int
    kind: str = ""                      # of `patterns.forwards`, "" when nothing announces it
    is_ruled: bool = False              # a line of dashes above
    block: Block | None = None
    wrote: Wrote | None = None

    @property
    def sender_email(self) -> str:
        """The original sender's address, "" if the header holds none."""
        if self.wrote:
            return self.wrote.sender.email
        return forward_addresses.sender(self.block.values.get(FROM, "")).email if self.block else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of the header's labels, the likeliest first."""
        return self.block.languages if self.block else self.wrote.languages if self.wrote else ()

    @property
    def is_history(self) -> bool:
        """Whether a mail stands here at all, be it forwarded or answered."""
        is_header = self.block is not None and bool(self.block.values.get(FROM)) and len(self.block.values) >= 3
        return is_header or self.wrote is not None or self.kind == known.ORIGINAL


@dataclass(frozen=True, slots=True)
class Evidence:
    """Points, and what gave them. `CERTAIN` points are enough."""

    points: int
    reasons: tuple[str, ...]


def weigh(candidate: Candidate, subject: str, recipients: Collection[str]) -> Evidence:
    """How sure it is that `candidate` starts a forward. `recipients` are the outer mail's addresses in lower case."""
    found = [*_of_announcement(candidate), *_of_header(candidate)]
    found += _of_subject(candidate, subject)
    sender = candidate.sender_email.casefold()
    if sender and sender in recipients and candidate.kind != known.FORWARD:
        found.append((-40, "it goes to the one who is quoted"))
    elif sender and recipients and _is_complete(candidate.block):
        found.append((15, "it does not go to the one who is quoted"))
    return Evidence(sum(points for points, _ in found), tuple(reason for _, reason in found))


def _of_announcement(candidate: Candidate) -> list[tuple[int, str]]:
    if candidate.kind == known.FORWARD:
        return [(60, "a line that only forwards have")]
    if candidate.kind == known.ORIGINAL:
        return [(35, "a line that announces an original message")]
    return [(20, "a line of dashes")] if candidate.is_ruled else []


def _of_header(candidate: Candidate) -> list[tuple[int, str]]:
    if candidate.wrote:
        return [(25, "a line that says who wrote")]
    block = candidate.block
    if block is None or (len(block.values) < 2 and not candidate.kind):
        return []
    found = [(10, f"the {name} field") for name in (DATE, TO, SUBJECT) if name in block.values]
    if candidate.sender_email:
        found.append((20, "the sender's address"))
    elif block.values.get(FROM):
        found.append((10, "the sender's name"))
    return found if FROM in block.values else []


def _of_subject(candidate: Candidate, subject: str) -> list[tuple[int, str]]:
    kind = subjects.kind_in(subject, candidate.languages)
    if kind is subjects.Kind.FORWARD:
        return [(40, "the subject is a forward's")] if candidate.kind or candidate.is_history or candidate.block else []
    if kind is subjects.Kind.REPLY:
        return [(-10 if candidate.kind == known.FORWARD else -60, "the subject is a reply's")]
    return []


def _is_complete(block: Block | None) -> bool:
    return block is not None and all(block.values.get(name) for name in (FROM, DATE, TO, SUBJECT))
