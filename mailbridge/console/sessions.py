"""Who is signed in: a signed cookie, nothing kept on the server but the sessions that were signed out of.

The cookie holds the user's name, when the session began, a random id, the token that every form carries (CSRF) and a
mark of the user's password hash. It is signed with a key made from the spool's secret.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

from mailbridge.settings import ConsoleUser

COOKIE = "mailbridge"
WHOLE_SECONDS = 8 * 3600
IDLE_SECONDS = 30 * 60
_RENEW_SECONDS = 60                     # not with every request: a cookie a minute keeps it alive


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser. Times in seconds since 1970."""

    user: str
    role: str
    csrf: str
    id: str
    began: float
    seen: float

    @property
    def is_admin(self) -> bool:
        """Whether the user may act, not only look."""
        return self.role == "admin"


class Sessions:
    """Makes and reads the cookie's value."""

    def __init__(self, users: Mapping[str, ConsoleUser], secret: bytes, clock: Callable[[], float]) -> None:
        self._users = users
        self._key = hmac.new(secret, b"console sessions", hashlib.sha256).digest()
        self._signer = URLSafeSerializer(self._key, salt="session")
        self._clock = clock
        self._ended: dict[str, float] = {}
        self._lock = threading.Lock()

    def begin(self, user: str) -> Session:
        """A new session of a user who proved to be one."""
        now = self._clock()
        return Session(user, self._users[user].role, secrets.token_urlsafe(24), secrets.token_urlsafe(12), now, now)

    def end(self, session: Session) -> None:
        """Forget it: a copy of its cookie is worth nothing from now on."""
        now = self._clock()
        with self._lock:
            self._ended = {id_: at for id_, at in self._ended.items() if now - at < WHOLE_SECONDS}
            self._ended[session.id] = now

    def cookie(self, session: Session) -> str:
        """The cookie's value, seen now."""
        return self._signer.dumps([session.user, self._mark(session.user), session.csrf, session.id,
                                   int(session.began), int(self._clock())])

    def read(self, cookie: str) -> Session | None:
        """The session of a cookie; None if it is not ours, too old, idle too long, or signed out of."""
        try:
            user, mark, csrf, id_, began, seen = self._signer.loads(cookie)
        except (BadData, TypeError, ValueError):
            return None
        now = self._clock()
        if user not in self._users or mark != self._mark(user) or id_ in self._ended:
            return None
        if now - began > WHOLE_SECONDS or now - seen > IDLE_SECONDS:
            return None
        return Session(user, self._users[user].role, csrf, id_, began, seen)

    def is_due(self, session: Session) -> bool:
        """Whether the browser shall get a fresh cookie, so that it does not count as idle."""
        return self._clock() - session.seen > _RENEW_SECONDS

    def _mark(self, user: str) -> str:
        """Changes with the password, so that a new one ends the sessions of the old."""
        password_hash = self._users[user].password_hash.get_secret_value()
        return hmac.new(self._key, password_hash.encode(), hashlib.sha256).hexdigest()[:16]
