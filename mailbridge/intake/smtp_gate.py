"""Who may come in at a door and how often: counts by address. Knows no protocol and no sockets.

Postfix's anvil and mox count likewise. Own mail servers hand over everybody's mail from one address, so the limits for
one address do not hold for trusted networks.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable

from mailbridge import hosts
from mailbridge.hosts import counted_as
from mailbridge.settings.doors import DoorLimits

_MOST_NETWORKS = 10_000
_LOGIN_FAILURES, _LOGIN_SECONDS = 10, 600.0
STRESS = 0.8


class Rate:
    """So many times within so many seconds for each key, as buckets that fill up again: bounded whoever comes."""

    def __init__(self, times: int, seconds: float, clock: Callable[[], float]) -> None:
        self._times = times
        self._per_second = times / seconds
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()   # key -> what is left, when it was so

    def take(self, key: str) -> bool:
        """Count once. False: there was nothing left, and it did not count."""
        left = self.left(key)
        if left < 1:
            return False
        self._buckets.pop(key, None)
        self._buckets[key] = (left - 1, self._clock())
        if len(self._buckets) > _MOST_NETWORKS:
            self._buckets.popitem(last=False)
        return True

    def give_back(self, key: str) -> None:
        """What was taken is not to count."""
        if key in self._buckets:        # else it is full again
            self._buckets[key] = (min(self._times, self.left(key) + 1), self._clock())

    def left(self, key: str) -> float:
        """How many more times the key has now."""
        left, then = self._buckets.get(key, (self._times, 0.0))
        return min(self._times, left + (self._clock() - then) * self._per_second)


class Gate:
    """The counts of one door. `clock` in seconds, any origin; peers are addresses as the socket tells, "" if local."""

    def __init__(self, limits: DoorLimits, trusted: tuple[str, ...], clock: Callable[[], float],
                 proxies: tuple[str, ...] = ()) -> None:
        self._limits = limits
        self._trusted = hosts.networks(trusted)
        self._proxies = hosts.networks(proxies)
        self._inside: Counter[str] = Counter()
        self._comings = Rate(limits.connections_per_minute, 60, clock)
        self._mails = Rate(limits.mails_per_minute, 60, clock)
        most = limits.sender_mails_per_minute
        self._of_senders = Rate(most, 60, clock) if most else None
        self._guesses = Rate(_LOGIN_FAILURES, _LOGIN_SECONDS, clock)

    def is_trusted(self, peer: str) -> bool:
        """Whether the peer is one of our own mail servers."""
        return not peer or hosts.is_in(hosts.address(peer), self._trusted)

    def is_proxy(self, peer: str) -> bool:
        """Whether the peer is a proxy that will say for whom it connects."""
        return hosts.is_in(hosts.address(peer), self._proxies)

    def enter(self, peer: str) -> str:
        """Count a connection in. Not "": why it must go, and it was not counted."""
        key = counted_as(peer)
        if not self.is_trusted(peer) and not self.is_proxy(peer):
            if self._inside[key] >= self._limits.connections_per_address:
                return "421 4.7.0 Too many connections from your address"
            if not self._comings.take(key):
                return "421 4.7.0 Too many connections from your address in a short time, try again later"
        self._inside[key] += 1
        return ""

    def leave(self, peer: str) -> None:
        """A connection that was counted in has ended."""
        key = counted_as(peer)
        self._inside[key] -= 1
        if self._inside[key] <= 0:
            del self._inside[key]

    @property
    def is_overfull(self) -> bool:
        """Whether more are inside than there are places."""
        return self._inside.total() > self._limits.connections

    @property
    def is_stressed(self) -> bool:
        """Whether places run short, so that nobody may take their time."""
        return self._inside.total() > STRESS * self._limits.connections

    def may_send(self, peer: str) -> bool:
        """Count a mail of a peer that is not trusted. False: it has sent too many lately."""
        return self._mails.take(counted_as(peer))

    def may_be_sent_by(self, sender: str) -> bool:
        """Count a mail of a sender, whoever hands it over; bounces have none. False: it has sent too many lately."""
        return self._of_senders is None or not sender or self._of_senders.take(sender.casefold())

    def may_sign_in(self, peer: str) -> bool:
        """Whether the peer has not guessed too often lately."""
        return self._guesses.left(counted_as(peer)) >= 1

    def may_guess(self, peer: str) -> bool:
        """Count a password that is about to be looked at, as others of the peer may be at the same moment."""
        return self._guesses.take(counted_as(peer))

    def guessed_right(self, peer: str) -> None:
        """That password does not count."""
        self._guesses.give_back(counted_as(peer))
