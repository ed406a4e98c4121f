"""Ed25519 against the vectors of RFC 8032 section 7.1, and what is no signature or no key."""

from __future__ import annotations

import time

import pytest

from mailbridge.sender_checks import ed25519

VECTORS = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]


@pytest.mark.parametrize(("key", "content", "signature"), VECTORS, ids=["empty", "one byte", "two bytes"])
def test_the_signatures_of_the_rfc_hold_and_no_other(key: str, content: str, signature: str) -> None:
    owner, signed, mark = bytes.fromhex(key), bytes.fromhex(content), bytes.fromhex(signature)
    assert ed25519.is_signed(signed, mark, owner)
    assert not ed25519.is_signed(signed + b"x", mark, owner)
    for place in (0, 31, 32, 63):
        changed = bytearray(mark)
        changed[place] ^= 1
        assert not ed25519.is_signed(signed, bytes(changed), owner)
    assert not ed25519.is_signed(signed, mark, bytes.fromhex(VECTORS[0][0] if key != VECTORS[0][0] else VECTORS[1][0]))


def test_a_number_beyond_the_order_is_no_second_form_of_a_signature() -> None:
    key, content, signature = (bytes.fromhex(text) for text in VECTORS[1])
    order = 2**252 + 27742317777372353535851937790883648493
    larger = int.from_bytes(signature[32:], "little") + order
    assert not ed25519.is_signed(content, signature[:32] + larger.to_bytes(32, "little"), key)


@pytest.mark.parametrize("key", [b"", b"x" * 31, b"x" * 33, b"\xff" * 32, (2).to_bytes(32, "little"),
                                 (1 | 1 << 255).to_bytes(32, "little")])
def test_what_is_no_point_of_the_curve_is_no_key(key: bytes) -> None:
    assert not ed25519.is_key(key)
    assert not ed25519.is_signed(b"", bytes.fromhex(VECTORS[0][2]), key)
    assert not ed25519.is_signed(b"", b"short", bytes.fromhex(VECTORS[0][0]))


def test_a_signature_takes_little_time() -> None:
    key, content, signature = (bytes.fromhex(text) for text in VECTORS[2])
    started = time.process_time()
    for _ in range(10):
        ed25519.is_signed(content, signature, key)
    assert time.process_time() - started < 1
