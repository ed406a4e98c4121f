"""What can come of a call to Heap: expected results as values, the operator's troubles as errors.

Nothing here decides what to do about them: `delivery` does.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbridge.errors import OperatorError
from mailbridge.records import Record


@dataclass(frozen=True, slots=True)
class Created:
    """Heap said `Success`, and nothing else."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Heap (or the last gate, before anything was sent) will not have this record. `text` is the reason as given."""

    text: str


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """Heap refuses the account, so it is not the mail's fault. `text` is what Heap said."""

    text: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """Surely not applied: the request never left, or was turned away before anybody looked at it."""

    reason: str
    retry_after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """The record may exist: look it up before anything is sent again."""

    reason: str


CreateOutcome = Created | Refused | LoginRefused | NotSent | Unknown


@dataclass(frozen=True, slots=True)
class Found:
    """The write arrived; `record` is the proof, as Heap tells it."""

    record: Record


@dataclass(frozen=True, slots=True)
class NotFound:
    """Heap was asked, answered readably, and does not show the record (yet)."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """Nothing in Heap could prove or disprove the write; a person must look. `reason` says why."""

    reason: str


LookupOutcome = Found | NotFound | CannotTell


class HeapUnreachable(OperatorError):
    """Heap could not be asked, or did not answer in time. `retry_after_seconds` where it said when to ask again."""

    def __init__(self, sentence: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after_seconds = retry_after_seconds


class HeapUnreadable(OperatorError):
    """Heap answered something that is no list of records. Never the same as "nobody found"."""


class HeapRefusedLogin(OperatorError):
    """Heap does not accept the account's e-mail and password."""


class HeapRests(OperatorError):
    """The login rests, so Heap is not asked at all."""
