"""Signers' public keys, as DNS gives them (RFC 6376 section 3.6, RFC 8301): which count, and whether one signed.

Sizes are bounded first: a stranger chooses the key, and with it how long the arithmetic takes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from mailbridge.sender_checks import ed25519, rsa, tags
from mailbridge.sender_checks.dns import Lookups

SMALLEST_BITS, LARGEST_BITS = 1024, 4096        # RFC 8301 section 3.2
_LARGEST_EXPONENT = 1 << 32
_MOST_BASE64 = 1200                     # a key of 4096 bits takes 736


class BadKey(Exception):
    """There is no key that counts. The message says why."""


@dataclass(frozen=True, slots=True)
class RsaKey:
    """An RSA key that counts. `is_strict`: i= must name the very domain of d= (t=s)."""

    modulus: int
    exponent: int
    is_strict: bool = False

    def verifies(self, signature: bytes, signed: bytes) -> bool:
        """Whether the signature over what was signed is by this key."""
        return rsa.is_signed(signed, signature, self.modulus, self.exponent)


@dataclass(frozen=True, slots=True)
class Ed25519Key:
    """An Ed25519 key (RFC 8463)."""

    public: bytes
    is_strict: bool = False

    def verifies(self, signature: bytes, signed: bytes) -> bool:
        """Whether the signature over the SHA-256 of what was signed is by this key."""
        return ed25519.is_signed(hashlib.sha256(signed).digest(), signature, self.public)


Key = RsaKey | Ed25519Key


def find(selector: str, domain: str, lookups: Lookups, algorithm: bytes) -> Key:
    """The key that a signature of this kind (a=) names. Raises BadKey, and NoAnswer when DNS cannot say."""
    records = lookups.ask(f"{selector}._domainkey.{domain}", "TXT")
    if not records:
        raise BadKey(f"{domain} has no key {selector}")
    return _read(records[0], algorithm.partition(b"-")[0])


def _read(record: bytes, kind: bytes) -> Key:
    try:
        said = tags.read(record)
    except tags.BadTags as problem:
        raise BadKey(f"the key's record cannot be read: {problem}") from None
    flags = tags.names(said.get("t", b""))
    if said.get("v", b"DKIM1") != b"DKIM1":
        raise BadKey("the key's record is of another version")
    if said.get("k", b"rsa").lower() != kind:
        raise BadKey("the key is of another kind than the signature")
    if not {b"*", b"email"} & set(tags.names(said.get("s", b"*"))):
        raise BadKey("the key is not for mail")
    if said.get("h") and b"sha256" not in tags.names(said["h"]):
        raise BadKey("the key is not for SHA-256")
    if b"y" in flags:
        raise BadKey("the key says that its owner is only testing")
    public = _bytes(tags.unspaced(said.get("p", b"")))
    if kind == b"rsa":
        return RsaKey(*_numbers(public), b"s" in flags)
    if not ed25519.is_key(public):
        raise BadKey("the key cannot be read")
    return Ed25519Key(public, b"s" in flags)


def _bytes(encoded: bytes) -> bytes:
    if not encoded:
        raise BadKey("the key was withdrawn")
    if len(encoded) > _MOST_BASE64:
        raise BadKey("the key is too long")
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise BadKey("the key is no base64") from None


def _numbers(der: bytes) -> tuple[int, int]:
    try:
        modulus, exponent = rsa.read(der)
    except rsa.NoKey:
        raise BadKey("the key cannot be read") from None
    if modulus <= 0:
        raise BadKey("the key cannot be read")
    if not SMALLEST_BITS <= modulus.bit_length() <= LARGEST_BITS:
        raise BadKey(f"a key of {modulus.bit_length()} bits is not taken, only {SMALLEST_BITS} to {LARGEST_BITS}")
    if not 3 <= exponent < _LARGEST_EXPONENT or not exponent % 2:
        raise BadKey("the key's exponent is not taken")
    return modulus, exponent
