"""What one POST to api.php means: who posts, what is wanted, what is kept and what is replied.

The page of the API in three steps: login, `create=` or `get=`, fields or `search=`. The faults that a request meets
are drawn first and act at four places: before anything is done, instead of doing it, on the keeping, on the reply.

This file knows nothing of sockets: a reply of None means that the connection is to be closed without one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from mailbridge.sandbox import mishaps
from mailbridge.sandbox.faults import Armed, Board
from mailbridge.sandbox.kinds import CREATE_WORDS, GET_WORDS, Refused, accepted
from mailbridge.sandbox.records import Entry, Request, Store
from mailbridge.sandbox.replies import Reply, error

_CONTROL = ("login_email", "login_password", "create")
_KEEPING = ("lost-reply", "error-after-keep")   # their record is kept although the reply says otherwise


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who may use the API. `name` is what records show as their creator."""

    email: str
    password: str
    name: str


@dataclass(frozen=True, slots=True)
class Form:
    """A posted form. `raw` is its text with the password masked, `kind` "" where none or an unknown one is named."""

    values: Mapping[str, str]
    raw: str = ""

    @property
    def what(self) -> str:
        """`create`, `get` or ""."""
        return next((word for word in ("create", "get") if word in self.values), "")

    @property
    def kind(self) -> str:
        """The kind meant, "" where none or an unknown one is named."""
        words = CREATE_WORDS if self.what == "create" else GET_WORDS
        return words.get(self.values.get(self.what, "").strip().lower(), "")

    @property
    def about(self) -> str:
        """The word by which a person recognises the request in the log."""
        names = ("search",) if self.what == "get" else ("name", "title")
        return next((self.values[name] for name in names if self.values.get(name)), "")[:200]


class Api:
    """The API on one store. `now` and `zone` decide the dates that records get."""

    def __init__(self, store: Store, board: Board, logins: Sequence[Login], *, now: Callable[[], datetime],
                 zone: tzinfo | None, newer_fields: bool) -> None:
        self._store = store
        self._board = board
        self._logins = {login.email.casefold(): login for login in logins}
        self._now = now
        self._zone = zone
        self._newer_fields = newer_fields
        self._stopping = threading.Event()
        self._late: dict[threading.Timer, Entry] = {}
        self._late_lock = threading.Lock()

    def answer(self, form: Form, base_url: str) -> Reply | None:
        """Does what the form asks and notes it in the log before the reply leaves."""
        drawn = {armed.fault.name: armed for armed in self._board.draw(form.what, form.kind)}
        if "slow" in drawn:
            self._stopping.wait(drawn["slow"].amount)
        instead = next((armed for armed in drawn.values() if armed.fault.instead), None)
        if instead is None:
            reply, outcome = self._act(form, drawn)
            self._log(form, outcome, drawn)
            return reply
        kept = self._act(form, drawn)[1] if self._keeps(form, instead) else "nothing kept"
        stand_in = mishaps.stand_in(instead, base_url)
        sent = f"replied {stand_in.status}" if stand_in else "closed without a reply"
        self._log(form, f"{sent}; {kept}", drawn)
        return mishaps.dripping(stand_in, drawn) if stand_in else None

    def followed_redirect(self, form: Form) -> Reply:
        """The other end of `redirect`: a client that comes here has handed its password on."""
        self._log(form, "followed the redirect; nothing kept", {})
        return mishaps.success({})

    def stop_waiting(self) -> None:
        """Wakes the requests that `slow` holds back; they are carried out at once."""
        self._stopping.set()

    def land_late_records(self) -> None:
        """Keeps at once what is still on its way, so that what was kept no longer changes."""
        with self._late_lock:
            for timer, entry in self._late.items():
                timer.cancel()
                self._store.keep(entry)
            self._late.clear()

    def _keeps(self, form: Form, instead: Armed) -> bool:
        return form.what == "create" and (instead.kept or instead.fault.name in (*_KEEPING, "late"))

    def _act(self, form: Form, drawn: Mapping[str, Armed]) -> tuple[Reply, str]:
        """The honest reply (disguised at most) and the outcome in words."""
        login = self._logins.get(form.values.get("login_email", "").strip().casefold())
        if login is None or login.password != form.values.get("login_password", ""):
            return mishaps.INVALID_LOGIN, "invalid login"
        try:
            if form.what == "create":
                return self._create(form, login, drawn)
            if form.what == "get":
                return self._get(form, drawn)
            raise Refused("nothing to do: post create or get")
        except Refused as refusal:
            return mishaps.dripping(error(str(refusal)), drawn), f"refused: {refusal}"

    def _create(self, form: Form, login: Login, drawn: Mapping[str, Armed]) -> tuple[Reply, str]:
        kind = _kind(form, CREATE_WORDS)
        posted = {name: value for name, value in form.values.items() if name not in _CONTROL}
        fields = accepted(kind, posted, newer_fields=self._newer_fields)
        now = self._now()
        entry = Entry(kind, fields, creator=login.name, created_at=now, updated_on=now.astimezone(self._zone).date(),
                      raw=form.raw, hidden_seconds=drawn["hidden"].amount if "hidden" in drawn else 0)
        if "late" in drawn:
            self._keep_later(entry, drawn["late"].amount)
            return mishaps.success(drawn), f"to be kept {drawn['late'].amount:g} s later"
        self._store.keep(entry)
        return mishaps.success(drawn), "kept"

    def _get(self, form: Form, drawn: Mapping[str, Armed]) -> tuple[Reply, str]:
        kind = _kind(form, GET_WORDS)
        if "search" not in form.values:
            raise Refused("search is required")
        records = self._store.find(kind, form.values["search"], self._now())
        return mishaps.listing(kind, records, drawn), f"{len(records)} found"

    def _keep_later(self, entry: Entry, seconds: float) -> None:
        def land() -> None:
            with self._late_lock:               # held while keeping: the store is not closed in between
                if self._late.pop(timer, None):
                    self._store.keep(entry)

        timer = threading.Timer(seconds, land)
        timer.daemon = True
        with self._late_lock:
            self._late[timer] = entry
        timer.start()

    def _log(self, form: Form, outcome: str, drawn: Mapping[str, Armed]) -> None:
        self._store.log(Request(
            at=self._now().astimezone(UTC).isoformat(timespec="milliseconds"),
            login=form.values.get("login_email", "")[:200], what=form.what, kind=form.kind, about=form.about,
            outcome=outcome, fault=", ".join(drawn)))


def _kind(form: Form, words: Mapping[str, str]) -> str:
    if not form.kind:
        raise Refused(f"cannot {form.what} {form.values[form.what][:60]!r}; there are {', '.join(words)}")
    return form.kind
