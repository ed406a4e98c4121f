"""winmail.dat is opened; a broken one stays an attachment."""

from __future__ import annotations

import base64
import struct

from mailbridge import reading
from mailbridge.reading.mime import rtf, tnef


def attribute(level: int, number: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, number, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def prop(number: int, text: str) -> bytes:
    data = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHII", 0x001F, number, 1, len(data)) + data + b"\0" * (-len(data) % 4)


def properties(*props: bytes) -> bytes:
    return struct.pack("<I", len(props)) + b"".join(props)


def winmail() -> bytes:
    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(1, 0x9003, properties(prop(0x1000, "Grüße\r\nBob")))
        + attribute(2, 0x9002, bytes(14))
        + attribute(2, 0x8010, b"SHORT~1.PDF\0")
        + attribute(2, 0x800F, b"%PDF")
        + attribute(2, 0x9005, properties(prop(0x3707, "a long name.pdf"), prop(0x370E, "application/pdf")))
    )


def mail(data: bytes) -> bytes:
    return (b"From: a@example.com\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data))


def test_files_and_text_come_out() -> None:
    read = reading.read(mail(winmail()))
    assert read.text == "Grüße\nBob"
    assert [(a.filename, a.content_type, a.size, a.inline) for a in read.attachments if a.filename != "winmail.dat"] == [
        ("a long name.pdf", "application/pdf", 4, False)]


def test_a_broken_one_stays_an_attachment() -> None:
    read = reading.read(mail(b"no TNEF at all"))
    assert [(a.filename, a.inline) for a in read.attachments] == [("winmail.dat", False)]
    assert "winmail.dat is damaged and stays an attachment" in read.defects


def test_every_cut_and_every_changed_byte_is_survived() -> None:
    whole = winmail()
    for length in range(len(whole)):
        tnef.read(whole[:length])
    for position in range(len(whole)):
        tnef.read(whole[:position] + b"\xff" + whole[position + 1:])


def test_compressed_rtf_gives_its_text() -> None:
    body = b"{\\rtf1\\ansi\\ansicpg1252 {\\fonttbl x}Gr\\'fc\\'dfe\\par Bob\\u8364 ?}"
    packed = struct.pack("<IIII", len(body) + 12, len(body), 0x414C454D, 0) + body
    assert rtf.read(packed) == ("Grüße\nBob€", "")


def test_html_inside_rtf_is_found_again() -> None:
    body = b"{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Hello\\htmlrtf }\\htmlrtf0 {\\*\\htmltag72 </p>}}"
    packed = struct.pack("<IIII", len(body) + 12, len(body), 0x414C454D, 0) + body
    assert rtf.read(packed) == ("", "<p>Hello</p>")
