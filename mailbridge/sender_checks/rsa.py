"""RSA as signers of mail use it: a public key from its DER, and RSASSA-PKCS1-v1_5 over SHA-256 (RFC 8017). Pure.

Nothing here is secret, so nothing must take a constant time; and the whole padded block is compared, so that no other
block can pass for it. Whoever calls bounds the numbers' sizes.
"""

from __future__ import annotations

import hashlib

_SEQUENCE, _INTEGER, _BIT_STRING = 0x30, 0x02, 0x03
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")       # DigestInfo up to the digest (section 9.2)
_RSA = bytes.fromhex("06092a864886f70d010101")                          # rsaEncryption


class NoKey(Exception):
    """The bytes are no RSA key."""


def read(der: bytes) -> tuple[int, int]:
    """(modulus, exponent) of a SubjectPublicKeyInfo, or of a bare RSAPublicKey. Raises NoKey."""
    whole, rest = _taken(der, _SEQUENCE)
    if rest:
        raise NoKey
    if whole[:1] == bytes([_SEQUENCE]):
        kind, rest = _taken(whole, _SEQUENCE)
        bits, rest = _taken(rest, _BIT_STRING)
        if not kind.startswith(_RSA) or bits[:1] != b"\0" or rest:
            raise NoKey
        return read(bits[1:])
    modulus, rest = _taken(whole, _INTEGER)
    exponent, rest = _taken(rest, _INTEGER)
    if rest:
        raise NoKey
    return int.from_bytes(modulus, "big", signed=True), int.from_bytes(exponent, "big", signed=True)


def is_signed(content: bytes, signature: bytes, modulus: int, exponent: int) -> bool:
    """Whether the signature over the content is by the owner of the key (section 8.2.2)."""
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= modulus:
        return False
    digest = _SHA256 + hashlib.sha256(content).digest()
    wanted = b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest
    return pow(number, exponent, modulus).to_bytes(size, "big") == wanted


def _taken(der: bytes, tag: int) -> tuple[bytes, bytes]:
    """(content of the first element, what is behind it). Raises NoKey if it is another."""
    if len(der) < 2 or der[0] != tag:
        raise NoKey
    length, start = der[1], 2
    if length >= 0x80:
        start += length - 0x80
        if not 2 < start <= 4 or len(der) < start:
            raise NoKey
        length = int.from_bytes(der[2:start], "big")
    if len(der) < start + length:
        raise NoKey
    return der[start:start + length], der[start + length:]
