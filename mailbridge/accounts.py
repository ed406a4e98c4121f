"""The Heap logins at work: the bridge's own, and those of colleagues who have one, each with a breaker of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from mailbridge.errors import OperatorError
from mailbridge.heap.breaker import DEFAULT_RESTS, Board, Breaker, Rests, Standing
from mailbridge.heap.client import HeapClient
from mailbridge.heap.people import People
from mailbridge.records import Kind


@dataclass(frozen=True, slots=True)
class Account:
    """One login: its client, and the people found through it."""

    client: HeapClient
    people: People


class Accounts:
    """The Heap logins, by colleague. One that Heap refuses, or that cannot reach it, rests instead of hammering."""

    def __init__(
        self, own: Account, of_colleagues: Mapping[str, Account], clock: Callable[[], float],
        rests: Rests = DEFAULT_RESTS,
    ) -> None:
        self._own = own
        self._of_colleagues = of_colleagues
        self._rests = rests
        self._breakers: dict[int, Breaker] = {}
        self._begin(clock, None)

    def _begin(self, clock: Callable[[], float], board: Board | None) -> None:
        for account in (self._own, *self._of_colleagues.values()):
            breaker = self._breakers[id(account)] = Breaker(account.client.login_email, clock, self._rests, board)
            account.client.report_to(breaker)

    def share(self, board: Board, clock: Callable[[], float], reserve: Callable[[str, float], float]) -> None:
        """Share pace and rests of each login with other processes, before anything is asked.

        `clock` is the same for all of them; `reserve` is called with the login, see `Pace.share`.
        """
        self._begin(clock, board)
        for account in (self._own, *self._of_colleagues.values()):
            account.client.share_pace(partial(reserve, account.client.login_email))

    def of(self, colleague: str) -> Account:
        """The colleague's own login if the settings have one, else the bridge's."""
        return self._of_colleagues.get(colleague.casefold(), self._own)

    @property
    def own(self) -> Account:
        """The bridge's login, which asks about people."""
        return self._own

    def rest(self, account: Account, why: str = "by hand") -> None:
        """Let an account rest as if Heap had refused it."""
        self._breakers[id(account)].refused(why)

    def rest_seconds(self, account: Account) -> float:
        """How long the account still rests, 0 if it does not. For looking."""
        return self._breakers[id(account)].rest_seconds()

    def standings(self) -> list[tuple[str, Standing, str]]:
        """(login, how it stands, why) of every login."""
        return [(account.client.login_email, *self._breakers[id(account)].standing)
                for account in (self._own, *self._of_colleagues.values())]

    def resting(self) -> list[tuple[str, str, float]]:
        """(login, why, for how many seconds still) of every login that is left alone for now."""
        found = []
        for login, standing, reason in self.standings():
            words = {Standing.REFUSED: "Heap refuses it: ", Standing.AWAY: "Heap is not to be reached: "}.get(standing)
            found.append((login, f"{words}{reason}" if words else "Heap asked to wait"))
        seconds = [self.rest_seconds(account) for account in (self._own, *self._of_colleagues.values())]
        return [(login, why, left) for (login, why), left in zip(found, seconds, strict=True) if left]

    def ask_once(self) -> None:
        """Ask Heap something harmless with each login that nothing is known of yet; what it meets with is reported."""
        for account in (self._own, *self._of_colleagues.values()):
            if self._breakers[id(account)].standing[0] is Standing.UNKNOWN:
                with suppress(OperatorError):       # which the breaker has heard of
                    account.client.get(Kind.PERSON, account.client.login_email)

    def wait_seconds(self, account: Account) -> float:
        """0: the caller asks Heap now; else so long to wait. After a rest one caller goes ahead for all."""
        return self._breakers[id(account)].wait_seconds()
