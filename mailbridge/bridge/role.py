"""Which of a service's processes this is, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from mailbridge.settings import Settings
from mailbridge.settings.doors import LmtpSettings, SmtpSettings


@dataclass(frozen=True, slots=True)
class Role:
    """One of `of` processes, counted from 1. The first has what there is one of: console, mailboxes, sockets, chores.

    `name` is this process's alone, "" if there is but one; `before` are the names of those whose place it takes.
    """

    number: int = 1
    of: int = 1
    name: str = ""
    before: tuple[str, ...] = ()

    @property
    def is_first(self) -> bool:
        """Whether it has what there is one of."""
        return self.number == 1

    @property
    def has_siblings(self) -> bool:
        """Whether others of the same service work on the same spool."""
        return self.of > 1

    def has_door(self, door: SmtpSettings | LmtpSettings | None) -> bool:
        """Whether it opens this door: ports are shared, a socket in the file system is not."""
        return door is not None and (self.is_first or not door.listen.startswith("unix:"))


ALONE = Role()


def shared_places(settings: Settings) -> list[tuple[str, str]]:
    """(setting, host:port) of every port that all processes listen on."""
    smtp, lmtp = settings.smtp, settings.lmtp
    wanted = [("smtp.listen", smtp.listen if smtp else ""), ("smtp.listen_tls", smtp.listen_tls if smtp else ""),
              ("lmtp.listen", lmtp.listen if lmtp else "")]
    return [(name, place) for name, place in wanted if place and not place.startswith("unix:")]
