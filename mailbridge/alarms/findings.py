"""What a look can say, and the words for each kind of trouble. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Every kind of trouble there is. The value is the word in JSON and metrics, and never changes."""

    HEAP_AWAY = "heap-away"
    HEAP_LOGIN = "heap-login"
    MAILBOX = "mailbox"
    MAILBOX_LOGIN = "mailbox-login"
    RULES = "rules"
    ROOM = "room"
    STALLED = "stalled"
    FAILED_MAILS = "failed-mails"
    STORM = "storm"
    CANARY = "canary"
    CERTIFICATE = "certificate"
    WORKER = "worker"
    PROCESSES = "processes"
    SPOOL = "spool"


_OVER: dict[str, str] = {
    Kind.HEAP_AWAY: "Heap answers again.",
    Kind.HEAP_LOGIN: "Heap takes the login {about} again.",
    Kind.MAILBOX: "The mailbox {about} is looked at again.",
    Kind.MAILBOX_LOGIN: "The mailbox {about} lets the bridge in again.",
    Kind.RULES: "The rule files can be used again.",
    Kind.ROOM: "There is room for new mail again.",
    Kind.STALLED: "Mails are worked off again.",
    Kind.FAILED_MAILS: "No further mails fail.",
    Kind.STORM: "The storm guard holds up no further mails.",
    Kind.CANARY: "The canary by way of {about} comes home again.",
    Kind.CERTIFICATE: "The certificate of the {about} door is good for long enough again.",
    Kind.WORKER: "The worker runs again.",
    Kind.PROCESSES: "All processes are at work again.",
    Kind.SPOOL: "The spool can be written again.",
}
"""What an all-clear says."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at one thing found. `about` tells things of a kind apart: a mailbox, a login, a door.

    Neither a trouble (`what`) nor `is_well`: it cannot be told at the moment, and what was told stays as it is.
    """

    kind: Kind
    about: str = ""
    what: str = ""                      # the trouble in a sentence
    advice: str = ""                    # what follows, or is to be done
    is_well: bool = False

    @property
    def name(self) -> str:
        """What the spool keeps it under."""
        return f"{self.kind.value}:{self.about}" if self.about else self.kind.value


def well(kind: Kind, about: str = "") -> Finding:
    """It was looked at, and is well."""
    return Finding(kind, about, is_well=True)


def split(name: str) -> tuple[str, str]:
    """Kind and about of a name that was kept, maybe by another version of this program."""
    kind, _, about = name.partition(":")
    return kind, about


def over(name: str) -> str:
    """The sentence of an all-clear."""
    kind, about = split(name)
    return _OVER[kind].format(about=about) if kind in _OVER else "It is not looked at any more."
