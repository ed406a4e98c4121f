"""What all processes know of a Heap login: how it stands, until when it rests, and whose turn the next creates are.

Only for a spool that is shared. A moment is one small change, at most twenty a second; a rest is kept when it begins
and when it ends.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from mailbridge.spool import engines
from mailbridge.spool.rows import milliseconds
from mailbridge.spool.schema import logins
from mailbridge.spool.store import Spool

_LONGEST_QUEUE_MS = 120_000             # a moment further away was given by a clock that went wrong


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a login. `until_ms`: it rests until then."""

    standing: str
    reason: str
    longer: int
    until_ms: int


def reserve(spool: Spool, login: str, span_ms: int) -> int:
    """Milliseconds until a span begins that is nobody else's; it lasts `span_ms`. Raises SpoolTrouble."""
    def change(connection: sa.Connection) -> int:
        now = milliseconds(spool.now())
        kept = _locked(connection, login).next_create
        begin = kept if now < kept <= now + _LONGEST_QUEUE_MS else now
        _set(connection, login, next_create=begin + span_ms)
        return begin - now

    return spool.change(change)


def standing(spool: Spool, login: str) -> Standing | None:
    """What was kept last, None if nothing ever was."""
    with spool.looking() as connection:
        row = connection.execute(sa.select(logins).where(logins.c.name == login)).one_or_none()
    return None if row is None or not row.standing else Standing(row.standing, row.reason, row.longer, row.rest_until)


def keep(spool: Spool, login: str, now: Standing) -> bool:
    """Keep how it stands; whether it stood otherwise before. Raises SpoolTrouble."""
    def change(connection: sa.Connection) -> bool:
        before = _locked(connection, login).standing
        _set(connection, login, standing=now.standing, reason=now.reason[:1000], longer=now.longer,
             rest_until=now.until_ms)
        return bool(before != now.standing)

    return spool.change(change)


def goes_ahead(spool: Spool, login: str, until_ms: int, most_ms: int) -> bool:
    """Whether nobody rests or tries any more; the others rest on until then. Raises SpoolTrouble.

    A rest that would last for more than `most_ms` from now began before the clock was set back.
    """
    def change(connection: sa.Connection) -> bool:
        now = milliseconds(spool.now())
        if now < _locked(connection, login).rest_until <= now + most_ms:
            return False
        _set(connection, login, rest_until=until_ms)
        return True

    return spool.change(change)


def _locked(connection: sa.Connection, login: str) -> sa.Row[tuple[object, ...]]:
    """Its row, which nobody else changes until the end of this change."""
    engines.in_turn(connection, [f"login {login}"])
    query = sa.select(logins).where(logins.c.name == login)
    row = connection.execute(query).one_or_none()
    if row is None:
        connection.execute(sa.insert(logins).values(name=login))
        row = connection.execute(query).one()
    return row


def _set(connection: sa.Connection, login: str, **values: object) -> None:
    connection.execute(sa.update(logins).where(logins.c.name == login).values(**values))
