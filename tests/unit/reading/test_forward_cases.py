"""Forwards of single clients with habits of their own, and texts that only look like a forward."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from forward_mails import COMMENT, JANE, MOMENT, TEXT, TITLE, TOM, find, outlook_mac, outlook_web

from mailbridge.mail import NOBODY, Address, Mail
from mailbridge.reading.forwards import forwards

HEADER = f"From: {JANE}\nDate: {MOMENT}\nSubject: {TITLE}\nTo: <{TOM}>"
GMAIL = f"---------- Forwarded message ---------\n{HEADER}\n\n\n{TEXT}"
KIM = Address("Kim Lo", "kim@other.example")


@pytest.mark.parametrize(("client", "subject", "text"), [
    ("ProtonMail", "Fw: x", f"------- Forwarded Message -------\n{HEADER}\nCC:\n\n> Hi\n> \n> bye"),
    ("ProtonMail of old", "Fwd: x", f"‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn 3 November 2021 3:51 PM, {JANE} wrote:\n\n> Hi\n>\n> bye"),
    ("Yandex", "Fwd: x", ('-------- Пересылаемое сообщение --------\n03.11.2021, 15:51, "Jane Roe" '
                         f"<{JANE.email}>:\n\nHi\n\nbye\n-------- Конец пересылаемого сообщения --------")),
    ("Zoho", "Fwd: x", (f"============ Forwarded message ============\n{HEADER}\n"
                       "============ Forwarded message ============\n\nHi\n\nbye")),
    ("QQ", "转发：x", ('------------------\u00a0原始邮件\u00a0------------------\n发件人: "Jane Roe"<jane.roe@acme.example>;\n'
                    f'发送时间: 2021年11月3日(星期三) 下午3:51\n收件人: "tom"<{TOM}>;\n主题: {TITLE}\n\nHi\n\nbye')),
    ("Notes", "Fw: x", ("----- Forwarded by Tom Poe/Acme on 03.11.2021\n15:51 -----\n\n"
                       f"From:\t{JANE}\nTo:\tTom Poe/Acme@Acme\nDate:\t03.11.2021 15:51\nSubject:\tx\n\n\nHi\n\nbye")),
    ("mutt", "x (fwd)", (f"----- Forwarded message from {JANE} -----\n\n{HEADER}\n\nHi\n\nbye\n\n"
                        "----- End forwarded message -----")),
    ("Samsung", "Fwd: x", (f"-------- Original message --------\nFrom: {JANE} \nDate: 11/3/21  3:51 PM  (GMT+01:00) \n"
                          f"To: {TOM} \nSubject: x \n\nHi\n\nbye")),
    ("web.de", "Fw: x", ('Gesendet: Mittwoch, 03. November 2021 um 15:51 Uhr\nVon: "Jane Roe" <jane.roe@acme.example>\n'
                        f"An: {TOM}\nBetreff: x\nHi\n\nbye")),
    ("Zimbra", "TR: x", (f"----- Mail original -----\nDe: \"Jane Roe\" <{JANE.email}>\nÀ: \"tom\" <{TOM}>\nEnvoyé: Mercredi 3 "
                        "Novembre 2021 15:51:30\nObjet: x\n\nHi\n\nbye")),
    ("BlackBerry", "Fw: x", (f"  Original Message  \nFrom: {JANE}\nSent: Wednesday, November 3, 2021 3:51 PM\nTo: {TOM}\n"
                            "Subject: x\n\nHi\n\nbye")),
    ("glued HTML", "FW: x", f"From: {JANE} Sent: Wednesday, November 3, 2021 3:51 PM To: {TOM} Subject: x\n\nHi\n\nbye"),
    ("a table", "FW: x", f"From:\n{JANE}\nSent:\nWednesday, November 3, 2021 3:51 PM\nTo:\n{TOM}\nSubject:\nx\n\nHi\n\nbye"),
    ("a language not entered", "x", f"---------- Zyzzy zyzzy ---------\nXyzzy: {JANE}\n{HEADER.split(chr(10), 1)[1]}\n\nHi\n\nbye"
                                    .replace("Zyzzy zyzzy", "Forwarded message")),
    ("a glued line not entered", "x", f"   ----- Zyzzy zyzzy ----- From: {JANE}To: \"{TOM}\" <{TOM}>Sent: {MOMENT}Subject: x\n Hi\n\nbye"),
    ("Yahoo in French", "x", (f"  ----- Message transmis ----- De : {JANE}À : \"{TOM}\" <{TOM}>Envoyé : mercredi 3 novembre 2021 à "
                             "15:51:30 UTC+1Objet : x\n Hi\n\nbye")),
    ("an announcement not entered", "x", f"-------- Zyzzy zyzzy --------\n{HEADER}\n\nHi\n\nbye"),
])
def test_clients_with_habits_of_their_own(client: str, subject: str, text: str) -> None:
    found = find(f"See below.\n\n{text}", subject)
    assert found is not None, client
    assert (found.sender, found.text, found.comment) == (JANE, "Hi\n\nbye", "See below."), client
    assert (found.date or "").startswith("2021-11-03T15:51"), client


def test_a_folded_subject_and_folded_recipients_are_joined() -> None:
    title = "A subject that goes on and on until a client folds it into a second line"
    text = (f"-------- Original Message --------\nFrom: {JANE}\nTo: one@x.example, two@x.example,\n  three@x.example\n"
            f"Date: {MOMENT}\nSubject: {title[:60]}\n{title[60:]}\n\n{TEXT}")
    found = find(text, f"Fwd: {title}")
    assert found is not None
    assert (found.subject, len(found.to), found.text) == (title, 3, TEXT)


def test_a_long_subject_that_is_whole_does_not_take_the_greeting() -> None:
    title = "A subject that is long enough to fill its line but was never folded"
    text = f"From: {JANE}\nDate: {MOMENT}\nTo: {TOM}\nSubject: {title}\nHello,\n\ntwenty chairs"
    found = find(text, f"FW: {title}")
    assert found is not None
    assert (found.subject, found.text) == (title, "Hello,\n\ntwenty chairs")


def test_labels_in_two_languages_are_known_by_either() -> None:
    text = f"Von / From: {JANE}\nGesendet/Sent: {MOMENT}\nAn/To: {TOM}\nBetreff (Subject): {TITLE}\n\n{TEXT}"
    found = find(text, f"WG: {TITLE}")
    assert found is not None
    assert (found.sender, found.to, found.subject, found.text) == (JANE, (TOM,), TITLE, TEXT)


def test_people_folded_at_the_margin_do_not_run_into_the_text() -> None:
    folded = "Carol Doe <carol@acme.example>, Dave Poe <dave@acme.example>, Erin\nLo <erin@acme.example>, Kim <kim@x.example>"
    found = find(f"-------- Forwarded Message --------\n{HEADER}\nCC: {folded}\n\n\n{TEXT}")
    assert found is not None
    assert ([person.name for person in found.cc], found.text) == (["Carol Doe", "Dave Poe", "Erin Lo", "Kim"], TEXT)


def test_a_header_that_alone_is_quoted_does_not_cut_the_text() -> None:
    header = HEADER.replace("\n", "\n> ")
    found = find(f"> Begin forwarded message:\n>\n> {header}\n\n{TEXT}")
    assert found is not None
    assert (found.sender, found.text) == (JANE, TEXT)


def test_a_greeting_with_a_colon_is_no_field() -> None:
    found = find(f"---------- Mensaje reenviado ---------\nDe: {JANE}\nAsunto: {TITLE}\nHola:\n\nveinte sillas")
    assert found is not None
    assert found.text == "Hola:\n\nveinte sillas"


def test_an_original_that_starts_with_a_quote_keeps_its_own_quote_marks() -> None:
    found = find(f"---------- Forwarded message ---------\n{HEADER}\n\n> how many?\n\nTwenty.")
    assert found is not None
    assert found.text == "> how many?\n\nTwenty."


def test_what_stands_below_a_quoted_forward_belongs_to_the_comment() -> None:
    quoted = "\n".join(f"> {line}" for line in f"{HEADER}\n\n{TEXT}".split("\n"))
    found = find(f"Top.\n\nBegin forwarded message:\n\n{quoted}\n\nBottom.")
    assert found is not None
    assert (found.comment, found.text) == ("Top.\n\nBottom.", TEXT)


def test_a_name_without_an_address_is_kept_as_a_name() -> None:
    found = find(f"From: Roe, Jane\nSent: {MOMENT}\nTo: Poe, Tom; Kim Lo\nSubject: {TITLE}\n\n{TEXT}", f"FW: {TITLE}")
    assert found is not None
    assert found.sender == Address("Roe, Jane", "")
    assert found.to == (Address("Poe, Tom", ""), Address("Kim Lo", ""))


def test_an_announcement_without_a_header_is_a_forward_by_nobody_known() -> None:
    found = find("Begin forwarded message:\nHi")
    assert found is not None
    assert (found.sender, found.text) == (NOBODY, "Hi")


def test_of_forwards_in_forwards_the_outermost_is_meant_and_the_chain_gives_all() -> None:
    inner = f"---------- Forwarded message ---------\nFrom: {KIM}\nSubject: {TITLE}\n\nTen, please."
    text = f"{COMMENT}\n\n{GMAIL.replace(TITLE, f'Fwd: {TITLE}')}\n\n{inner}"
    found = find(text, f"Fwd: Fwd: {TITLE}")
    assert found is not None
    assert (found.sender, found.comment) == (JANE, COMMENT)
    assert [original.sender for original in forwards.chain(found)] == [JANE, KIM]
    assert forwards.chain(found)[1].comment == TEXT


def test_a_forward_inside_an_answered_mail_is_found_and_the_answer_is_the_comment() -> None:
    quoted = "\n".join(f"> {line}" for line in f"For you.\n\n{GMAIL}".split("\n"))
    found = find(f"I call her.\n\nOn Wed, Nov 3, 2021 at 4:00 PM Ben <ben@team.example> wrote:\n{quoted}\n", "Re: Fwd: x")
    assert found is not None
    assert (found.sender, found.text, found.comment) == (JANE, TEXT, "I call her.")


def test_a_reply_of_outlook_is_no_forward() -> None:
    assert find(outlook_web("en"), f"RE: {TITLE}") is None
    assert find(outlook_mac("de"), f"AW: {TITLE}") is None


def test_an_altered_subject_leaves_the_decision_to_the_recipients() -> None:
    assert find(outlook_mac("en"), "Hello") is None
    assert find(outlook_mac("en"), "Hello", [KIM]) is not None
    assert find(outlook_mac("en"), "Hello", [KIM, JANE]) is None
    assert find(outlook_web("en"), "Hello", [JANE]) is None


def test_the_line_that_outlook_draws_in_html_only_is_seen() -> None:
    text = outlook_mac("en")
    assert forwards.find(text, subject="Hello", html='<div id="divRplyFwdMsg">', attached=()) is not None
    assert forwards.find(text, subject="Re: x", html='<div id="divRplyFwdMsg">', attached=()) is None


@pytest.mark.parametrize("text", [
    "Here is the plan:\n\nFrom: Berlin\nTo: Paris\nDate: 3 November 2021\nSubject: seat 14",
    "New enquiry\n\nFrom: Jane Roe\nEmail: jane@acme.example\nSubject: chairs\nMessage: twenty, please",
    "I saw ---------- Forwarded message ---------- in it. From: Jane",
    "Call me.\n\n----- Forwarded by the office on Monday -----",
    "We open:\nDate: tomorrow\nTo: everybody",
    "On Monday, 3 November Jane wrote: twenty chairs.",
    "Thanks!\n\nOn Wed, Nov 3, 2021 at 3:51 PM Jane Roe <jane.roe@acme.example> wrote:\n\n> Twenty chairs.",
    "",
    "\n\n\n",
])
def test_what_only_looks_like_a_forward_is_none(text: str) -> None:
    assert find(text, "Hello") is None
    assert find(text, "Re: Hello") is None


def _attached(sender: Address = JANE) -> Mail:
    return Mail(message_id="1@acme.example", date=datetime(2021, 11, 3, 14, 51, tzinfo=UTC), sender=sender, subject=TITLE,
                text=TEXT, reply=TEXT, to=(TOM,))


@pytest.mark.parametrize(("subject", "text"), [(f"Fwd: {TITLE}", "Twenty!\n" * 300), (TITLE, ""), ("", "See attached.")])
def test_a_mail_around_an_attached_mail_is_its_forward(subject: str, text: str) -> None:
    found = forwards.find(text, subject=subject, html="", attached=(_attached(), _attached(KIM)))
    assert found is not None
    assert (found.sender, found.to, found.subject, found.text) == (JANE, (TOM,), TITLE, TEXT)
    assert (found.date, found.comment) == ("2021-11-03T14:51:00+00:00", text.strip())


@pytest.mark.parametrize(("subject", "text"), [("Re: our offer", "As she wrote."), ("Our offer", "word " * 300)])
def test_an_answer_or_a_long_mail_with_an_attached_mail_is_no_forward(subject: str, text: str) -> None:
    assert forwards.find(text, subject=subject, html="", attached=(_attached(),)) is None


def test_an_attached_mail_that_returns_to_its_author_is_no_forward() -> None:
    returned = forwards.find("Sorry.", subject="Undelivered", html="", attached=(_attached(),), recipients=(JANE,))
    assert returned is None
