"""Malformed mail is read: what it says is found, what is odd about it is listed in words."""

from __future__ import annotations

import base64
import hashlib

import pytest

from mailbridge import reading
from mailbridge.reading.mime import message

HEAD = b"From: Ann <ann@example.com>\r\nTo: bob@example.net\r\nSubject: Offer\r\n"


def multipart(*parts: bytes, boundary: bytes = b"b", kind: bytes = b"mixed") -> bytes:
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return HEAD + b"Content-Type: multipart/" + kind + b"; boundary=b\r\n\r\n" + body + b"--" + boundary + b"--\r\n"


PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\nHello"
PDF = b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8="


def test_a_part_keeps_its_name_type_and_bytes() -> None:
    mail = reading.read(multipart(PLAIN, PDF))
    assert mail.text == "Hello"
    (file,) = mail.attachments
    assert (file.filename, file.content_type, file.size) == ("a.pdf", "application/pdf", 5)
    assert file.sha256 == hashlib.sha256(b"Hello").hexdigest()


@pytest.mark.parametrize("front", [
    b"\xef\xbb\xbf", b"\r\n\r\n", b"   \r\n", b"From ann@example.com Mon Sep 17 00:00:00 2001\n", b"Mail content:\r\n",
    b">From ann Mon Sep 17 2001\r\n",
])
def test_what_stands_in_front_of_the_header_does_not_hide_it(front: bytes) -> None:
    mail = reading.read(front + HEAD + b"\r\nHello")
    assert (mail.subject, mail.sender.email, mail.text) == ("Offer", "ann@example.com", "Hello")


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r", b"\r\r\n"])
def test_every_kind_of_line_end_is_a_line_end(end: bytes) -> None:
    mail = reading.read(multipart(PLAIN, PDF).replace(b"\r\n", end))
    assert (mail.subject, mail.text, mail.attachments[0].filename) == ("Offer", "Hello", "a.pdf")


def test_a_mail_in_utf_16_is_read() -> None:
    assert reading.read((HEAD + b"\r\nHello").decode().encode("utf-16")).subject == "Offer"


def test_a_line_without_colon_does_not_end_the_header() -> None:
    mail = reading.read(b"From: ann@example.com\r\nthis is no field\r\nSubject: Offer\r\n\r\nHello")
    assert (mail.subject, mail.text) == ("Offer", "Hello")
    assert "a line of the header that is no field was left out" in mail.defects


def test_a_text_without_any_header_is_a_text() -> None:
    mail = reading.read(b"Dear Ann,\r\nthe offer is fine.\r\n\r\nBob\r\n")
    assert mail.text == "Dear Ann,\nthe offer is fine.\n\nBob"


def test_a_header_that_a_line_of_blanks_ends() -> None:
    mail = reading.read(HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n \r\nna=C3=AFve")
    assert mail.text == "naïve"


def test_a_multipart_that_is_never_closed_is_read_to_its_end() -> None:
    mail = reading.read(multipart(PLAIN, PDF).removesuffix(b"\r\n--b--\r\n"))
    assert (mail.text, mail.attachments[0].size) == ("Hello", 5)
    assert "a multipart that is never closed" in mail.defects


def test_parts_between_other_boundaries_than_declared_are_found() -> None:
    mail = reading.read(multipart(PLAIN, PDF, boundary=b"other"))
    assert (mail.text, mail.attachments[0].filename) == ("Hello", "a.pdf")
    assert "the boundary between the parts is not the declared one" in mail.defects


def test_a_multipart_without_parts_is_text() -> None:
    mail = reading.read(HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\nHello")
    assert mail.text == "Hello"


def test_an_inner_multipart_ends_where_the_outer_goes_on() -> None:
    inner = b"Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain\r\n\r\nHello"
    mail = reading.read(multipart(inner, PDF))
    assert (mail.text, mail.attachments[0].filename) == ("Hello", "a.pdf")


def test_a_part_header_without_blank_line_ends_at_the_next_boundary() -> None:
    mail = reading.read(multipart(b"Content-Type: image/png; name=a.png", PLAIN))
    assert mail.text == "Hello"


def test_a_boundary_that_starts_like_another_is_another() -> None:
    mail = reading.read(multipart(b"\r\nHello\r\n--bb\r\nthere", PDF))
    assert mail.text == "Hello\n--bb\nthere"


def test_attached_mails_are_kept_as_they_stood() -> None:
    inner = b"From: Eve <eve@example.org>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nInner \r\n text"
    raw = multipart(PLAIN, b"Content-Type: message/rfc822\r\n\r\n" + inner,
                    b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(inner))
    assert message.parse(raw).attached == (inner, inner)
    mail = reading.read(raw)
    assert [m.sender.email for m in mail.attached] == ["eve@example.org"] * 2
    assert [a.filename for a in mail.attachments] == ["Grüße.eml"] * 2
    assert mail.text == "Hello"


def test_a_digest_holds_mails() -> None:
    mail = reading.read(multipart(b"\r\nSubject: one\r\n\r\n1", b"\r\nSubject: two\r\n\r\n2", kind=b"digest"))
    assert [m.subject for m in mail.attached] == ["one", "two"]


@pytest.mark.parametrize(("field", "name"), [
    (b'attachment; filename="a b.pdf"', "a b.pdf"),
    (b"attachment; filename=a b.pdf", "a b.pdf"),
    (b"attachment; filename=a.pdf; size=3", "a.pdf"),
    (b'attachment; filename="=?utf-8?q?Gr=C3=BC=C3=9Fe.pdf?="', "Grüße.pdf"),
    (b"attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
    (b"attachment; filename*0*=utf-8''Gr%C3%BC; filename*1*=%C3%9Fe; filename*2=.pdf", "Grüße.pdf"),
    (b'attachment; filename*1="b.pdf"; filename*0="a"', "ab.pdf"),
    (b"attachment; filename*=windows-1251''%EF%F0%EE.txt", "про.txt"),
    (b'attachment; filename="Gr\xc3\xbc\xc3\x9fe.pdf"', "Grüße.pdf"),
    (b'attachment; filename="long\r\n name.pdf"', "long name.pdf"),
    (b'attachment; filename="a\\"b.pdf"', 'a"b.pdf'),
    (b'attachment filename="a.pdf"', "a.pdf"),
    (b'; filename="a.pdf"', "a.pdf"),
    (b'attachment; filename="invoice\xe2\x80\xaefdp.exe"', "invoicefdp.exe"),
])
def test_file_names_in_every_spelling(field: bytes, name: str) -> None:
    part = b"Content-Type: application/pdf\r\nContent-Disposition: " + field + b"\r\n\r\nx"
    assert [a.filename for a in reading.read(multipart(PLAIN, part)).attachments] == [name]


@pytest.mark.parametrize("text", [b"SGVsbG8", b"SGVs\r\n\r\nbG8=\r\n", b"S G*V!sbG8=", b"SGVs=bG8=", b"SGVsbG8==="])
def test_damaged_base64_is_decoded_as_far_as_it_goes(text: bytes) -> None:
    part = b"Content-Type: application/pdf; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n" + text
    assert reading.read(multipart(PLAIN, part)).attachments[0].size in (4, 5)


def test_two_from_fields_are_both_known_and_noted() -> None:
    mail = reading.read(b"From: a@example.com\r\nFrom: b@example.org\r\n\r\nx")
    assert [a.email for a in mail.senders] == ["a@example.com", "b@example.org"]
    assert "more than one From field" in mail.defects


def test_what_mail_parser_finds_odd_is_listed() -> None:
    assert "the date is malformed" in reading.read(b"From: a@example.com\r\nDate: yesterday\r\n\r\nx").defects


def test_the_text_holds_neither_nul_nor_half_letters() -> None:
    mail = reading.read(HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\na\0b +2AE-")
    mail.text.encode("utf-8")
    assert "\0" not in mail.text
