"""Which part a person reads, and what is left as attachments."""

from __future__ import annotations

import binascii

from mailbridge import reading
from mailbridge.reading.text import flowed


def mail(kind: str, *parts: str) -> bytes:
    body = "".join(f"--b\r\n{part}\r\n" for part in parts)
    head = f"From: a@example.com\r\nContent-Type: multipart/{kind}; boundary=b\r\n\r\n"
    return (head + body + "--b--\r\n").encode()


def plain(text: str) -> str:
    return "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text


def markup(text: str) -> str:
    return "Content-Type: text/html; charset=utf-8\r\n\r\n" + text


def picture(cid: str, size: int = 9000, disposition: str = "inline") -> str:
    return (f"Content-Type: image/png; name={cid}.png\r\nContent-ID: <{cid}>\r\nContent-Disposition: {disposition}\r\n\r\n"
            + "x" * size)


def test_of_alternatives_the_plain_text_is_read() -> None:
    assert reading.read(mail("alternative", plain("Hello Ann"), markup("<p>Hello <b>Ann</b></p>"))).text == "Hello Ann"


def test_a_stub_gives_way_to_the_html() -> None:
    letter = "<p>" + "The offer is fine. " * 20 + "</p>"
    for stub in ("Please view this email in your browser.", "Diese Nachricht im Browser ansehen", "", "-"):
        assert reading.read(mail("alternative", plain(stub), markup(letter))).text.startswith("The offer is fine.")


def test_an_empty_html_part_does_not_hide_the_plain_one() -> None:
    assert reading.read(mail("alternative", plain("Hello"), markup(""))).text == "Hello"


def test_texts_that_follow_one_another_are_joined() -> None:
    assert reading.read(mail("mixed", plain("one"), picture("p"), plain("two"))).text == "one\ntwo"


def test_the_same_text_sent_twice_is_read_once() -> None:
    text = "The offer that we talked about is attached."
    assert reading.read(mail("mixed", plain(text), markup(f"<p>{text}</p>"))).text == text


def test_a_text_file_is_an_attachment() -> None:
    notes = "Content-Type: text/plain; name=notes.txt\r\nContent-Disposition: attachment\r\n\r\nnotes"
    read = reading.read(mail("mixed", plain("Hello"), notes))
    assert read.text == "Hello"
    assert [a.filename for a in read.attachments] == ["notes.txt"]


def test_a_picture_is_inline_only_when_the_html_shows_it() -> None:
    read = reading.read(mail("related", markup('<img src="cid:shown">Hello'), picture("shown"), picture("other")))
    assert [a.inline for a in read.attachments] == [True, False]


def test_a_small_logo_is_inline_and_a_screenshot_is_not() -> None:
    read = reading.read(mail("mixed", plain("Hello"), picture("logo", 2000), picture("screenshot", 50_000)))
    assert [a.inline for a in read.attachments] == [True, False]


def test_a_uuencoded_file_is_taken_out_of_the_text() -> None:
    data = binascii.b2a_uu(b"some bytes").decode()
    raw = f"From: a@example.com\r\n\r\nHello\r\nbegin 644 a.bin\r\n{data}`\nend\r\nBye\r\n".encode()
    read = reading.read(raw)
    assert read.text.split() == ["Hello", "Bye"]
    assert [(a.filename, a.size) for a in read.attachments] == [("a.bin", 10)]


def test_flowed_lines_are_joined() -> None:
    assert flowed.unwrap("a long \nline\n> quoted \n> too\n-- \nsig", delsp=False) == "a long line\n> quoted too\n-- \nsig"
    assert flowed.unwrap("one \ntwo", delsp=True) == "onetwo"
    assert flowed.unwrap(" >not quoted", delsp=False) == ">not quoted"


def test_encrypted_mail_says_so() -> None:
    pgp = mail("encrypted", "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1")
    assert any("encrypted with PGP" in d for d in reading.read(pgp).defects)


def test_the_charset_of_the_page_counts_when_the_mail_names_none() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">Привет'.encode("koi8-r")
    assert reading.read(b"Content-Type: text/html\r\n\r\n" + page).text == "Привет"
