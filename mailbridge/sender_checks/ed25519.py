"""Ed25519 signatures as RFC 8463 uses them for mail (RFC 8032 section 5.1): whether one holds. Pure.

Checking needs no secret, so nothing here must take a constant time. Some milliseconds for a signature are enough, as a
mail has few; a library that needs less is compiled, and larger than all of mailbridge.
"""

from __future__ import annotations

import hashlib

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)

_Point = tuple[int, int, int, int]
"""In extended coordinates (section 5.1.4): X/Z, Y/Z, and T = XY/Z."""

_NEUTRAL: _Point = (0, 1, 1, 0)


def is_signed(content: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the 64 bytes of the signature over the content are by the owner of the 32 bytes of the key (5.1.7)."""
    if len(signature) != 64 or len(key) != 32:
        return False
    owner, scalar = _point(key), int.from_bytes(signature[32:], "little")
    if owner is None or scalar >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + content).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    x, y, z, t = owner
    return _bytes(_sum(_times(scalar, _BASE), _times(challenge, (_P - x, y, z, _P - t)))) == signature[:32]


def is_key(key: bytes) -> bool:
    """Whether the bytes are a public key."""
    return len(key) == 32 and _point(key) is not None


def _point(encoded: bytes) -> _Point | None:
    """The point of 32 bytes, None if there is none (5.1.3)."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    x = _x_of(y, sign) if y < _P else None
    return (x, y, 1, x * y % _P) if x is not None else None


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return _P - x if x & 1 != sign else x


def _sum(one: _Point, other: _Point) -> _Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: _Point) -> _Point:
    product = _NEUTRAL
    while scalar:
        if scalar & 1:
            product = _sum(product, point)
        point = _sum(point, point)
        scalar >>= 1
    return product


def _bytes(point: _Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    x, y = x * inverse % _P, y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _base() -> _Point:
    y = 4 * pow(5, -1, _P) % _P
    x = _x_of(y, 0)
    assert x is not None
    return x, y, 1, x * y % _P


_BASE = _base()
