"""AUTH PLAIN and LOGIN (RFC 4954, RFC 4616) over TLS: who is it, and how often may they guess."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiosmtpd.smtp import MISSING

from mailbridge.intake.smtp_gate import Gate
from mailbridge.settings.doors import SmtpUser

if TYPE_CHECKING:
    from mailbridge.intake.smtp_connection import Connection

log = logging.getLogger("mailbridge.smtp")

MOST_FAILURES = 3
_TOO_MANY = "421 4.7.0 Too many failed sign-ins, try again later"
_WRONG = "535 5.7.8 Error: name or password is wrong"
_UNREADABLE = "501 5.5.2 Error: that is no base64 text"

Matches = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Said:
    """What a client signs in with."""

    name: str
    password: str = field(repr=False)


async def said(server: Connection, arguments: list[str], gate: Gate) -> Said | str | None:
    """Have the client say name and password; or the reply to what is none, None if it was sent already."""
    if not gate.may_sign_in(server.visit.peer):
        server.hang_up(_TOO_MANY)
        return None
    try:
        return await (_plain if arguments[0] == "PLAIN" else _login)(server, arguments[1:])
    except ValueError:                  # no base64, no UTF-8, or a line that is longer than any password
        return _UNREADABLE


async def judged(
    server: Connection, said: Said, gate: Gate, users: Mapping[str, SmtpUser], matches: Matches
) -> str | None:
    """Whether the password is right, and then set `server.login`. The reply; None if it was sent already."""
    peer = server.visit.peer
    if not gate.may_guess(peer):        # many connections may have come up to here at once
        server.hang_up(_TOO_MANY)
        return None
    kept = users.get(said.name, SmtpUser()).password_hash.get_secret_value()
    # In a thread, as it takes long on purpose; for a name that is none, too, so that time does not tell.
    if await asyncio.get_running_loop().run_in_executor(None, matches, said.password, kept):
        gate.guessed_right(peer)
        assert server.session is not None
        server.session.authenticated = True
        server.login = said.name
        return "235 2.7.0 Signed in"
    log.warning("a failed sign-in from %s", peer)
    server.failed_logins += 1
    if server.failed_logins >= MOST_FAILURES:
        server.hang_up(_TOO_MANY)
    return _WRONG


async def _plain(server: Connection, initial: list[str]) -> Said | None:
    """`[authzid] NUL authcid NUL password`; whom one wants to act for is not heeded."""
    answer = _decoded(initial[0]) if initial else await _asked(server, "")
    if answer is None:
        return None
    parts = answer.split("\0")
    return Said(parts[1], parts[2]) if len(parts) == 3 else Said("", "")


async def _login(server: Connection, initial: list[str]) -> Said | None:
    name = _decoded(initial[0]) if initial else await _asked(server, "User Name\0")
    password = await _asked(server, "Password\0") if name is not None else None
    return Said(name, password) if name is not None and password is not None else None


async def _asked(server: Connection, question: str) -> str | None:
    answer = await server.challenge_auth(question)
    return None if answer is MISSING else answer.decode()


def _decoded(text: str) -> str:
    return "" if text == "=" else base64.b64decode(text, validate=True).decode()
