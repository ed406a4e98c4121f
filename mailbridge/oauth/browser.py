"""Signing in with a browser that is then sent back to this machine (RFC 8252), with PKCE (RFC 7636).

The browser may run on another machine: it then ends on a page that cannot be shown, whose address is all we need. What
comes back counts only with the `state` that went out, so that no other page can slip in a code of its own; and a code
that somebody saw is of no use without the verifier, which never leaves this process.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import select
import socket
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urlencode, urlsplit

from mailbridge.errors import OperatorError
from mailbridge.oauth.exchange import Denied, ask, cleaned
from mailbridge.oauth.providers import Provider
from mailbridge.oauth.tokens import Tokens, granted

WAIT_SECONDS = 900.0
READ_SECONDS = 2.0
MOST_LETTERS = 16_384                   # of an address


@dataclass(frozen=True, slots=True)
class Asked:
    """A sign-in under way: the address to open, and what is kept to know the answer by."""

    address: str
    redirect: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


def begin(by: Provider, port: int, user: str) -> Asked:
    """`user` is proposed to the person; they may choose another."""
    verifier, state = secrets.token_urlsafe(64), secrets.token_urlsafe(24)
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    redirect = f"http://{by.redirect_host}:{port}/"
    fields = {
        "response_type": "code", "client_id": by.client_id, "redirect_uri": redirect, "scope": by.scope,
        "state": state, "code_challenge": challenge, "code_challenge_method": "S256", "login_hint": user,
        **dict(by.extra),
    }
    return Asked(f"{by.authorize_url}?{urlencode(fields)}", redirect, state, verifier)


def finish(by: Provider, asked: Asked, code: str, now: Callable[[], datetime]) -> Tokens:
    """The code for tokens (RFC 6749 section 4.1.3). Raises OAuthTrouble, OperatorError."""
    answer = ask(by.token_url, {
        "grant_type": "authorization_code", "code": code, "redirect_uri": asked.redirect,
        "code_verifier": asked.verifier, **by.client()})
    if isinstance(answer, Denied):
        raise OperatorError(f"{by.name} does not let us in: {answer}")
    return granted(answer, by, now())


def code_in(address: str, asked: Asked) -> str | None:
    """The code in an address that a browser was sent to; None if it is not the answer to what was asked.

    Raises OperatorError when the answer is no.
    """
    try:
        fields = parse_qs(urlsplit(address.strip()[:MOST_LETTERS]).query, max_num_fields=20)
    except ValueError:
        return None
    if not secrets.compare_digest(fields.get("state", [""])[0].encode("utf-8", "replace"), asked.state.encode()):
        return None
    if "error" in fields:
        raise OperatorError(f"the sign-in was refused: {cleaned(fields['error'][0])}")
    return fields.get("code", [""])[0] or None


def listener() -> socket.socket:
    """Where a browser on this machine comes back to: a free port that only this machine reaches."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(READ_SECONDS)
    return listening


def wait(listening: socket.socket, asked: Asked, say: Callable[[str], None], typed: int | None,
         seconds: float = WAIT_SECONDS) -> str:
    """The code, from a browser that comes back or from an address that is pasted. Raises OperatorError.

    `typed`: the descriptor of standard input, None if it is closed. Not the file: select does not see the lines that a
    file has read ahead.
    """
    end, line = time.monotonic() + seconds, b""
    sources = [listening.fileno(), *(() if typed is None else (typed,))]
    while (left := end - time.monotonic()) > 0:
        ready, _, _ = select.select(sources, [], [], left)
        codes: list[str | None] = []
        if typed is not None and typed in ready:
            pasted = os.read(typed, MOST_LETTERS)
            sources = sources if pasted else sources[:1]    # else nobody is there to type
            *whole, line = (line + pasted).split(b"\n")
            codes = [_pasted(part.decode("utf-8", "replace"), asked, say) for part in whole]
        if listening.fileno() in ready:
            codes.append(_come_back(listening, asked))
        for code in filter(None, codes):
            return code
    raise OperatorError("nobody signed in in time; run it again")


def _pasted(line: str, asked: Asked, say: Callable[[str], None]) -> str | None:
    code = code_in(line, asked)
    if code is None and line.strip():
        say("That is not the address that the browser ended on after the sign-in; paste all of it.")
    return code


def _come_back(listening: socket.socket, asked: Asked) -> str | None:
    """One visit of a browser; it may ask for other things than we sent it for, and it may say nothing."""
    with suppress(OSError), listening.accept()[0] as link:
        link.settimeout(READ_SECONDS)
        method, _, rest = link.recv(65_536).decode("ascii", "replace").partition(" ")
        try:
            code = code_in(rest.partition(" ")[0], asked) if method == "GET" else None
        except OperatorError:
            link.sendall(_page("403 Forbidden", "The sign-in was refused. You can close this page."))
            raise
        if code is None:
            link.sendall(_page("404 Not Found", "There is nothing here."))
        else:
            link.sendall(_page("200 OK", "You are signed in. You can close this page and go back to mailbridge."))
        return code
    return None


def _page(status: str, text: str) -> bytes:
    return (f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(text)}\r\n"
            f"Cache-Control: no-store\r\nConnection: close\r\n\r\n{text}").encode()
