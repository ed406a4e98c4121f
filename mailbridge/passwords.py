"""Passwords of the console's users: how a hash is made and compared. Knows nothing of users or pages.

scrypt (RFC 7914) from the standard library. A hash carries its own costs, so that they can grow without a change of
the settings: `scrypt$15$8$1$salt$hash`, the first number being the logarithm of N.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading

LOG_N, R, P = 15, 8, 1                  # 32 MiB and some 80 ms: a guess costs what a sign-in costs
_MOST_LOG_N = 20
_SALT_BYTES, _HASH_BYTES = 16, 32
_TURN = threading.Semaphore(2)          # strangers may ask for hashes, but not for all the memory at once


def hashed(password: str) -> str:
    """A new hash of the password, different each time."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return "$".join(("scrypt", str(LOG_N), str(R), str(P), _text(salt), _text(_scrypt(password, salt, LOG_N, R, P))))


def is_hash(text: str) -> bool:
    """Whether `matches` could ever say yes to it."""
    return _parts(text) is not None


def matches(password: str, kept: str) -> bool:
    """Whether the password is the one of the hash. Takes as long for a hash that is none."""
    parts = _parts(kept)
    log_n, r, p, salt, wanted = parts or (LOG_N, R, P, b"\0" * _SALT_BYTES, b"\0" * _HASH_BYTES)
    is_same = hmac.compare_digest(_scrypt(password, salt, log_n, r, p), wanted)
    return is_same and parts is not None


def _scrypt(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    n = 1 << log_n
    with _TURN:
        return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, n=n, r=r, p=p,
                              maxmem=(n + p + 2) * r * 128 + (1 << 20), dklen=_HASH_BYTES)


def _parts(text: str) -> tuple[int, int, int, bytes, bytes] | None:
    pieces = text.strip().split("$")
    if len(pieces) != 6 or pieces[0] != "scrypt":
        return None
    try:
        log_n, r, p = (int(piece) for piece in pieces[1:4])
        salt, wanted = (base64.b64decode(piece, validate=True) for piece in pieces[4:])
    except ValueError:
        return None
    is_sane = 10 <= log_n <= _MOST_LOG_N and 1 <= r <= 32 and 1 <= p <= 16
    return (log_n, r, p, salt, wanted) if is_sane and len(wanted) == _HASH_BYTES else None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
