"""S/MIME envelopes that are only signed are opened, also in one another; encrypted ones are called what they are."""

from __future__ import annotations

import base64
import random
import time
from pathlib import Path

import pytest

from mailbridge import reading
from mailbridge.reading.mime import pkcs7

MAILS = Path(__file__).parents[2] / "mails" / "smime"


def envelope(name: str) -> bytes:
    return base64.b64decode((MAILS / name).read_bytes().partition(b"\n\n")[2])


@pytest.mark.parametrize("name", ["signed_opaque.eml", "signed_opaque_streamed.eml"])
def test_what_a_signed_envelope_hides_is_read_like_any_other_mail(name: str) -> None:
    mail = reading.read((MAILS / name).read_bytes())
    assert mail.text == "Dear Ben,\n\nwe take the forty licences. Grüße"
    assert [(file.filename, file.size) for file in mail.attachments] == [("order.pdf", 9)]
    assert not mail.defects


def test_a_signed_envelope_without_a_type_of_its_own_is_known_by_its_name() -> None:
    raw = (MAILS / "signed_opaque.eml").read_bytes().replace(b"application/pkcs7-mime", b"application/octet-stream")
    assert "forty licences" in reading.read(raw).text


def test_what_is_encrypted_inside_is_called_so() -> None:
    mail = reading.read((MAILS / "encrypted_then_signed.eml").read_bytes())
    assert mail.defects == ("encrypted with S/MIME: only the sender's and the recipient's software can read it",)
    assert [file.filename for file in mail.attachments] == ["smime.p7m"]


def test_a_damaged_envelope_stays_an_attachment_and_is_called_so() -> None:
    raw = (MAILS / "signed_opaque.eml").read_bytes()
    mail = reading.read(raw[:raw.index(b"\n\n") + 300])
    assert "damaged" in mail.defects[-1]
    assert [file.filename for file in mail.attachments] == ["smime.p7m"]


@pytest.mark.parametrize("name", ["signed_opaque.eml", "signed_opaque_streamed.eml"])
def test_whatever_is_broken_in_an_envelope_it_is_opened_or_not_and_nothing_else_happens(name: str) -> None:
    whole, chance = envelope(name), random.Random(1)
    for _ in range(2000):
        broken = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        pkcs7.signed_content(bytes(broken[:chance.randrange(len(broken) + 1)]))


@pytest.mark.parametrize("hostile", [
    b"\x30\x80" * 500_000, b"\xa0\x80" * 500_000, b"\x24\x80" * 500_000, b"\x30\x80\x06\x00" * 300_000,
    b"\x30\xff" + b"\xff" * 500_000, b"\x04\x00" * 500_000, b"\x30\x88" + b"\xff" * 8,
], ids=range(7))
def test_a_hostile_envelope_costs_little(hostile: bytes) -> None:
    whole = envelope("signed_opaque_streamed.eml")
    began = time.process_time()
    for start in (b"", whole[:15], whole[:60]):
        assert pkcs7.signed_content(start + hostile) is None
    assert time.process_time() - began < 1


def test_an_envelope_in_thousands_of_pieces_is_opened_quickly() -> None:
    def part(tag: int, *bodies: bytes) -> bytes:
        body = b"".join(bodies)
        return bytes((tag, 0x84)) + len(body).to_bytes(4, "big") + body

    oid, data = (bytes.fromhex(f"06092a864886f70d01070{kind}") for kind in (2, 1))
    pieces = b"".join(part(0x04, b"x" * 1000) for _ in range(20_000))
    signed = part(0x30, b"\x02\x01\x01", part(0x31), part(0x30, data, part(0xA0, part(0x24, pieces))))
    began = time.process_time()
    assert pkcs7.signed_content(part(0x30, oid, part(0xA0, signed))) == b"x" * 20_000_000
    assert time.process_time() - began < 2
