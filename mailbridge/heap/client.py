"""One Heap account: create a record, get records. The joint between the pure files of this folder and the network.

Never sends a search without text, never a second time what may have left, never the password anywhere but in the
body of a request to the one address. Looking a write up after an unknown outcome is `heap.proof`'s.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from mailbridge.heap import replies, wire
from mailbridge.heap.address import endpoint
from mailbridge.heap.breaker import Breaker
from mailbridge.heap.outcomes import (
    Created,
    CreateOutcome,
    HeapRefusedLogin,
    HeapUnreachable,
    HeapUnreadable,
    LoginRefused,
    NotSent,
    Refused,
    Unknown,
)
from mailbridge.heap.pace import Pace
from mailbridge.heap.transport import MayHaveLeft, NeverLeft, Patience, Posted, Reply, Transport
from mailbridge.plan import Write
from mailbridge.records import Kind, Record


@dataclass(frozen=True, slots=True)
class Login:
    """What signs every request. The password is in no repr."""

    email: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Habits:
    """What the settings say about how records are sent; the page leaves it open."""

    limits: wire.Limits = wire.DEFAULT_LIMITS
    newer_fields: bool = False
    create_people_as: str = "person"


DEFAULT_HABITS = Habits()
DEFAULT_PATIENCE = Patience()


class HeapClient:
    """Speaks for one login. Safe for several threads; a `Pace` may be shared by clients of the same account."""

    def __init__(
        self, address: str, login: Login, *, allow_insecure: bool = False, ca_file: str | None = None,
        habits: Habits = DEFAULT_HABITS, patience: Patience = DEFAULT_PATIENCE, pace: Pace | None = None,
        sleep: Callable[[float], None] = time.sleep,
        asked: Callable[[str, str, float], None] = lambda act, outcome, seconds: None,
    ) -> None:
        """`address`: a subdomain or an address, see `heap.address`. `ca_file`: certificates to trust instead of the
        usual ones, for a Heap behind a private authority. `asked` is told of each request: create or get, what came of
        it in one of `meters.OUTCOMES`, and how long it took. Raises `AdminError` for an address that will not do."""
        self.url = endpoint(address, allow_insecure=allow_insecure)
        self.login_email = login.email
        self._login = login
        self._habits = habits
        self._pace = pace or Pace()
        self._breaker = Breaker(login.email, time.monotonic)
        self._asked = asked
        self._transport = Transport(self.url, patience=patience, ca_file=ca_file, sleep=sleep)

    def __repr__(self) -> str:
        return f"HeapClient({self.url!r}, {self.login_email!r})"

    def close(self) -> None:
        """Ends the calling thread's connection."""
        self._transport.close()

    def share_pace(self, reserve: Callable[[float], float]) -> None:
        """Share the creates of this login with other processes, see `Pace.share`."""
        self._pace.share(reserve)

    def report_to(self, breaker: Breaker) -> None:
        """Tell `breaker` from now on what requests meet with. Whoever asks it decides whether one is made at all."""
        self._breaker = breaker

    def fields_to_send(self, write: Write, marker: str) -> wire.FieldsToSend | wire.Problems:
        """The form of a write as this account would send it, or what is wrong with it. Asks nobody."""
        return wire.fields_to_send(
            write, marker=marker, limits=self._habits.limits, newer_fields=self._habits.newer_fields,
            create_people_as=self._habits.create_people_as)

    def create(
        self, write: Write, marker: str = "", *, about_to_send: Callable[[], None] = lambda: None
    ) -> CreateOutcome:
        """Creates one record, carrying the marker if there is one. Sends at most once what may have left.

        `about_to_send` is called when the request's turn has come and before anything leaves: what it raises passes
        through, and then nothing is sent.
        """
        sending = self.fields_to_send(write, marker)
        if isinstance(sending, wire.Problems):
            return Refused(str(sending))
        outcome = _created(self._post(("create", sending.create), *sending.fields, about_to_send=about_to_send))
        explained = self._explained(outcome) if isinstance(outcome, Refused) else outcome
        match explained:
            case Created():
                self._breaker.answered()
            case LoginRefused(text):
                self._breaker.refused(text)
        return explained

    def create_record(self, kind: Kind, fields: Mapping[str, str], marker: str = "") -> CreateOutcome:
        """`create` for a program's own texts: operators in them act."""
        return self.create(wire.write_of(kind, fields), marker)

    def get(self, kind: Kind, search: str) -> tuple[Record, ...]:
        """The records that Heap finds, by its own loose search: compare them exactly before acting on them.

        An empty tuple is Heap's readable "nobody". Raises `HeapUnreachable`, `HeapUnreadable`, `HeapRefusedLogin`;
        `ValueError` for a search without text, which could return everything.
        """
        found = self._search(kind, search)
        if not isinstance(found, replies.Unreadable):
            return found
        if found.refusal and self.login_works() is False:
            self._breaker.refused(found.refusal)
            raise HeapRefusedLogin(f"Heap refuses the login {self.login_email}: {found.refusal}")
        raise HeapUnreadable(found.reason)

    def login_works(self) -> bool | None:
        """Whether Heap knows e-mail and password, by a harmless search for the login's own address.

        Heap's error texts are undocumented, so a wrong password and a wrong field look alike; only this tells them
        apart. None when there is no telling.
        """
        try:
            found = self._search(Kind.PERSON, self.login_email)
        except HeapUnreachable:
            return None
        if not isinstance(found, replies.Unreadable):
            return True
        return False if found.refusal else None

    def _explained(self, outcome: Refused) -> CreateOutcome:
        match self.login_works():
            case True:
                return outcome
            case False:
                return LoginRefused(outcome.text)
            case None:                  # then neither the mail nor the login is to blame yet
                return NotSent(f"Heap refused, and whether for the login is not to be told now: {outcome.text}")

    def _search(self, kind: Kind, search: str) -> tuple[Record, ...] | replies.Unreadable:
        words = " ".join("".join(c if c.isprintable() else " " for c in search).split())
        if not words:
            raise ValueError("a search needs text")
        posted = self._post(("get", wire.get_word(kind)), ("search", words))
        match posted:
            case Reply(status, headers, body):
                if later := replies.try_later(status, headers):
                    raise HeapUnreachable(later.reason, later.retry_after_seconds)
                found = replies.read_records(kind, status, headers, body)
                if not isinstance(found, replies.Unreadable):
                    self._breaker.answered()
                return found
            case NeverLeft(reason) | MayHaveLeft(reason):
                raise HeapUnreachable(f"Heap could not be asked: {reason}")
            case _:
                assert_never(posted)

    def _post(
        self, act: tuple[str, str], *fields: tuple[str, str], about_to_send: Callable[[], None] = lambda: None
    ) -> Posted:
        login = [("login_email", self._login.email), ("login_password", self._login.password)]
        with self._pace.turn(create=act[0] == "create"):
            about_to_send()
            started = time.monotonic()
            posted = self._transport.post([*login, act, *fields])
        self._asked(act[0], _outcome(posted), time.monotonic() - started)
        self._report(posted)
        return posted

    def _report(self, posted: Posted) -> None:
        """What shows of an answer before it is read: that there is none, that Heap is broken, that it wants time."""
        match posted:
            case Reply(status, headers, _) if later := replies.try_later(status, headers):
                self._breaker.asked_to_wait(later.retry_after_seconds or 0)
            case Reply(status) if status >= 500:
                self._breaker.failed(f"it answers with HTTP {status}")
            case NeverLeft(reason) | MayHaveLeft(reason):
                self._breaker.failed(reason)


def _outcome(posted: Posted) -> str:
    match posted:
        case Reply(status, headers, _):
            return "busy" if replies.try_later(status, headers) else "broken" if status >= 500 else "answered"
        case NeverLeft():
            return "not-reached"
        case MayHaveLeft():
            return "lost"
        case _:
            assert_never(posted)


def _created(posted: Posted) -> CreateOutcome:
    match posted:
        case Reply(status, headers, body):
            return replies.read_create(status, headers, body)
        case NeverLeft(reason):
            return NotSent(reason)
        case MayHaveLeft(reason):
            return Unknown(reason)
        case _:
            assert_never(posted)
