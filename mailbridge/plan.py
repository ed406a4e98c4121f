"""The plan: which writes a mail shall cause, and why. Values only; nothing here reads, decides or sends.

The two kinds of text are kept apart here by type. `Ours` was typed by an admin in a rule or by this program;
`Outside` was written by whoever sent the mail. They are joined in one place only, `heap.wire`, which makes the outside
text harmless first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from mailbridge.authentication import UNKNOWN as UNCHECKED
from mailbridge.authentication import Authentication
from mailbridge.mail import NOBODY, Address
from mailbridge.records import Kind, Record


@dataclass(frozen=True, slots=True)
class Ours:
    """Text that an admin or this program wrote: Heap's operators in it act."""

    text: str


@dataclass(frozen=True, slots=True)
class Outside:
    """Text that came with a mail: Heap's operators in it are neutralised at the last gate."""

    text: str


Text = tuple[Ours | Outside, ...]


Cleared = NewType("Cleared", tuple[tuple[str, Text], ...])
"""A record's fields by their names, each seen by `redaction.clear`: nothing is left that must not reach Heap."""


def plain(text: Text) -> str:
    """The letters of a text, for people to read and for comparing; never for sending."""
    return "".join(piece.text for piece in text)


class Direction(StrEnum):
    RECEIVED = "received"               # from an outside person, straight or forwarded by a colleague
    SENT = "sent"                       # by a colleague to an outside person, the bridge in Bcc or Cc
    INTERNAL = "internal"               # among colleagues only
    AUTOMATIC = "automatic"             # nobody wrote it: bounces, lists, auto-replies, bulk


@dataclass(frozen=True, slots=True)
class Parties:
    """Whose mail it is. `contact` is the outside person it is about; `evidence` says in words why."""

    direction: Direction
    contact: Address = NOBODY
    contacts: tuple[Address, ...] = ()  # every outside participant, `contact` first
    evidence: tuple[str, ...] = ()
    colleague: str = ""                 # address of the colleague who sent or forwarded it, "" if none
    forwarded: bool = False             # the contact stands in a forward and not in From
    doubt: str = ""                     # why a person should look before anything is written, "" if sure
    authentication: Authentication = UNCHECKED      # of the mail itself, not of what it forwards
    refused: str = ""                   # why nothing is made of it, "" if something may be
    proven: bool = False                # From is: by what was checked, or because somebody vouches for it
    never_log: bool = False             # everybody outside is on the never-log list: nothing of the mail is kept


class PersonState(StrEnum):
    KNOWN = "known"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class Person:
    """What Heap knows of the contact: every record whose address is exactly the contact's."""

    state: PersonState = PersonState.NOT_ASKED
    hits: tuple[Record, ...] = ()


NOT_ASKED = Person()


class ItemState(StrEnum):
    """Where an item stands. The last four are ends that a person can find (promise 3)."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    SKIPPED = "skipped"
    REVIEW = "review"
    FAILED = "failed"


OPEN = (ItemState.WAITING, ItemState.CLAIMED)
ENDS = (ItemState.DONE, ItemState.SKIPPED, ItemState.REVIEW, ItemState.FAILED)


class WriteState(StrEnum):
    """Where one write stands. `sending` is noted before the request leaves; found after a crash it means unknown."""

    PLANNED = "planned"
    SENDING = "sending"
    WRITTEN = "written"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Write:
    """One record to create, every field by its name on the page."""

    kind: Kind
    fields: Cleared
    rule: str = ""
    account: str = ""                   # the colleague whose Heap login writes it, "" for the bridge's own
    left_out: tuple[tuple[str, int], ...] = ()      # what `redaction` took out of the fields, by sort: how often

    def field(self, name: str) -> str:
        """A field's letters, "" when the write has no such field."""
        return next((plain(text) for key, text in self.fields if key == name), "")


@dataclass(frozen=True, slots=True)
class ConditionTrace:
    """One condition as it was met: its words, whether it held, and the value that was looked at."""

    text: str
    matched: bool
    saw: str


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule as it was met, with all its conditions, also those behind the first that failed."""

    name: str
    file: str
    line: int
    matched: bool
    conditions: tuple[ConditionTrace, ...]


class Verdict(StrEnum):
    """What the rules want done with a mail."""

    WRITE = "write"
    SKIP = "skip"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Plan:
    """What shall happen with one mail, with the reasons. Stored before the first write and never decided again.

    Why is a plan stored? Rules may change and Heap may learn new people between two attempts; a second decision
    could then write different records than those that the first attempt already made.
    """

    verdict: Verdict
    reason: str
    parties: Parties
    person: Person = NOT_ASKED
    writes: tuple[Write, ...] = ()
    rules: tuple[RuleTrace, ...] = ()
    notices: tuple[str, ...] = ()       # words of rules that want the admin told
    decided_at: datetime | None = None

    @property
    def left_out(self) -> dict[str, int]:
        """What was taken out of all writes before they reach Heap: sort -> how often."""
        counts: Counter[str] = Counter()
        for write in self.writes:
            counts.update(dict(write.left_out))
        return dict(counts)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What people are told of the mail: whose it is and why, and what of it does not reach Heap."""
        told = ", ".join(f"{sort} ({times}×)" for sort, times in self.left_out.items())
        return (*self.parties.evidence, f"taken out of what Heap gets: {told}") if told else self.parties.evidence


@dataclass(frozen=True, slots=True)
class Likeness:
    """By what a later forward of a mail is recognised: a digest (hex), and when it was written where that is known."""

    digest: str
    written_at: datetime | None         # without a zone where a forward names none


def text_as_json(text: Text) -> list[list[str]]:
    """[["ours" | "outside", letters], ...]: the marks survive the spool."""
    return [["outside" if isinstance(piece, Outside) else "ours", piece.text] for piece in text]


def text_from_json(pieces: list[list[str]]) -> Text:
    """The inverse of `text_as_json`; anything not marked as ours is outside."""
    return tuple(Ours(letters) if mark == "ours" else Outside(letters) for mark, letters in pieces)


def write_as_json(write: Write) -> dict[str, Any]:
    """{kind, fields [[name, text]], rule, account, left_out [[sort, times]] if there is any}, as the spool keeps it."""
    return {
        "kind": write.kind.value,
        "fields": [[name, text_as_json(text)] for name, text in write.fields],
        "rule": write.rule,
        "account": write.account,
        **({"left_out": [list(pair) for pair in write.left_out]} if write.left_out else {}),
    }


def write_from_json(data: dict[str, Any]) -> Write:
    """The inverse of `write_as_json`."""
    return Write(
        kind=Kind(data["kind"]),
        fields=Cleared(tuple((name, text_from_json(text)) for name, text in data["fields"])),   # before it was kept
        rule=data["rule"],
        account=data["account"],
        left_out=tuple((sort, times) for sort, times in data.get("left_out", ())),
    )
