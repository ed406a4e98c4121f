"""Each step of cleaning does its own thing, says so, and can be switched off."""

from __future__ import annotations

import pytest

from mailbridge import reading
from mailbridge.reading.replies import replies
from mailbridge.reading.text import hygiene, links
from mailbridge.reading.text.hygiene import Hygiene

OFF = Hygiene(padding=False, pixels=False, safe_links=False, banners=False, disclaimers=False)
LEGAL = "This e-mail and any attachments are confidential and intended solely for the addressee named above."


@pytest.mark.parametrize(("text", "expected"), [
    ("Sale \u034f \u200c \u00ad \u034f \u200c today", "Sale today"),
    ("CAUTION: This email originated from outside of the organization.\n\nHello", "Hello"),
    ("[EXTERNAL] Hello", "Hello"),
    ("see https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.example%2Fa&data=1", "see https://x.example/a"),
])
def test_a_step_changes_the_text_and_says_so(text: str, expected: str) -> None:
    assert hygiene.clean(text)[0] == expected
    assert hygiene.clean(text)[1]
    assert hygiene.clean(text, OFF) == (text, ())


def test_joiners_inside_words_are_spelling() -> None:
    assert hygiene.clean("می\u200cخواهم و می\u200cروم")[0] == "می\u200cخواهم و می\u200cروم"


def test_a_text_about_outside_mail_is_no_banner() -> None:
    text = "Warning signs from outside suppliers were ignored by ann@example.com.\n\nBest, Bob"
    assert hygiene.clean(text)[0] == text


def test_a_legal_notice_ends_the_reply_only() -> None:
    reply = f"Yes, please.\n\n{LEGAL}"
    assert hygiene.clean_reply(reply) == ("Yes, please.", ("legal disclaimer removed from the reply",))
    assert hygiene.clean_reply(reply, OFF) == (reply, ())
    assert LEGAL in reading.read(f"From: a@example.com\r\n\r\n{reply}\r\n".encode()).text


@pytest.mark.parametrize("notice", [
    "Diese E-Mail enthält vertrauliche Informationen und ist nur für den Adressaten bestimmt.",
    "本メールには機密情報が含まれており、宛先の方のみを対象としています。受信者以外は削除してください。",
    "Tato zpráva je důvěrná a je určena pouze pro adresáta.",
])
def test_a_reply_and_a_comment_on_a_forward_lose_the_same_notices(notice: str) -> None:
    assert replies.visible(f"Yes, please.\n\n{notice}") == "Yes, please."
    assert hygiene.clean_reply(f"Yes, please.\n\n{notice}")[0] == "Yes, please."


def test_words_about_confidential_matters_are_no_notice() -> None:
    said = "Hello Ben,\n\nthe attached offer is confidential; please show it to nobody before Friday.\n\nCall me, Jane"
    assert hygiene.clean_reply(said) == (said, ())


def test_a_reply_that_is_only_a_legal_notice_stays() -> None:
    assert hygiene.clean_reply(LEGAL) == (LEGAL, ())


def test_the_tag_of_a_filter_is_no_subject() -> None:
    mail = reading.read(b"Subject: [EXTERNAL] Offer\r\n\r\nx")
    assert (mail.subject, mail.header("subject")) == ("Offer", "[EXTERNAL] Offer")
    assert hygiene.clean_subject("[EXTERNAL]") == "[EXTERNAL]"


@pytest.mark.parametrize(("link", "expected"), [
    ("https://urldefense.proofpoint.com/v2/url?u=https-3A__x.example_a-3Fb-3D1&d=D", "https://x.example/a?b=1"),
    ("https://urldefense.proofpoint.com/v1/url?u=https://x.example/a&k=1", "https://x.example/a"),
    ("https://urldefense.com/v3/__https://x.example/a?b=1__;!!N!d$", "https://x.example/a?b=1"),
    ("https://urldefense.com/v3/__https://x.example/a*b__;Iw!!N!d$", "https://x.example/a#b"),
    ("https://www.google.com/url?q=https://x.example/a&sa=D", "https://x.example/a"),
    ("https://www.google.com/search?q=x", "https://www.google.com/search?q=x"),
    ("https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fx.example&c=E", "https://x.example"),
    ("https://eur01.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)", None),
    ("https://x.example/?url=https://y.example", None),
])
def test_a_rewritten_link_is_unwrapped(link: str, expected: str | None) -> None:
    assert links.unwrap(link) == (expected or link)


def test_a_legal_notice_stays_where_it_is_wanted() -> None:
    mail = f"From: a@example.com\r\n\r\nYes, please.\r\n\r\n{LEGAL}\r\n".encode()
    assert reading.read(mail).reply == "Yes, please."
    assert LEGAL in reading.read(mail, OFF).reply
