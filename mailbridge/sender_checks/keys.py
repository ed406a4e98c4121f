"""Signers' public keys, as DNS gives them (RFC 6376 section 3.6, RFC 8301): which count, and whether one signed.

Sizes are bounded first: a stranger chooses the key, and with it how long the arithmetic takes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from mailbridge.sender_checks import tags
from mailbridge.sender_checks.dns import Lookups

SMALLEST_BITS, LARGEST_BITS = 1024, 4096        # RFC 8301 section 3.2
_LARGEST_EXPONENT = 1 << 32
_MOST_BASE64 = 1200                     # a key of 4096 bits takes 736


class BadKey(Exception):
    """There is no key that counts. The message says why."""


@dataclass(frozen=True, slots=True)
class RsaKey:
    """An RSA key that counts. `is_strict`: i= must name the very domain of d= (t=s)."""

    public: RSAPublicKey
    is_strict: bool = False

    def verifies(self, signature: bytes, signed: bytes) -> bool:
        """Whether the signature over what was signed is by this key."""
        try:
            self.public.verify(signature, signed, PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Ed25519Key:
    """An Ed25519 key (RFC 8463)."""

    public: Ed25519PublicKey
    is_strict: bool = False

    def verifies(self, signature: bytes, signed: bytes) -> bool:
        """Whether the signature over the SHA-256 of what was signed is by this key."""
        try:
            self.public.verify(signature, hashlib.sha256(signed).digest())
        except InvalidSignature:
            return False
        return True


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
    is_strict = b"s" in flags
    return RsaKey(_rsa(public), is_strict) if kind == b"rsa" else Ed25519Key(_ed25519(public), is_strict)


def _bytes(encoded: bytes) -> bytes:
    if not encoded:
        raise BadKey("the key was withdrawn")
    if len(encoded) > _MOST_BASE64:
        raise BadKey("the key is too long")
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise BadKey("the key is no base64") from None


def _rsa(der: bytes) -> RSAPublicKey:
    """Of a SubjectPublicKeyInfo, or of a bare RSAPublicKey."""
    try:
        public = load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm):
        raise BadKey("the key cannot be read") from None
    if not isinstance(public, RSAPublicKey):
        raise BadKey("the key cannot be read")
    if not SMALLEST_BITS <= public.key_size <= LARGEST_BITS:
        raise BadKey(f"a key of {public.key_size} bits is not taken, only {SMALLEST_BITS} to {LARGEST_BITS}")
    if not 3 <= public.public_numbers().e < _LARGEST_EXPONENT:
        raise BadKey("the key's exponent is not taken")
    return public


def _ed25519(public: bytes) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(public)
    except ValueError:
        raise BadKey("the key cannot be read") from None
