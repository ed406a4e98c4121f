"""How fast and how small reading is, against mail-parser alone, in one run on one machine.

    python tests/bench/reading.py

Prints the time to read ordinary mails as a multiple of `mailparser.parse_from_bytes`, each station's share of it, and
the time and peak memory of a mail with a 25 MB attachment as multiples of decoding and hashing it and of its size.
Figures are medians of paired rounds, so that a busy machine slows both sides.
"""

from __future__ import annotations

import base64
import binascii
import gc
import hashlib
import logging
import quopri
import random
import statistics
import textwrap
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from functools import partial, wraps
from types import ModuleType
from typing import Any

import mailparser

from mailbridge import reading
from mailbridge.reading.automatic import automatic
from mailbridge.reading.calendar import calendar
from mailbridge.reading.forms import forms
from mailbridge.reading.forwards import forwards
from mailbridge.reading.mime import message
from mailbridge.reading.replies import replies
from mailbridge.reading.text import body

ROUNDS = 41
STATIONS: tuple[tuple[ModuleType, str], ...] = (
    (message, "parse"), (body, "assemble"), (automatic, "kind"), (forwards, "find"), (replies, "visible"),
    (body, "attachments"), (calendar, "invitations"), (forms, "find"),
)
HEAD = (
    b"Return-Path: <ann@example.com>\r\n"
    b"Received: from mx.example.com (mx.example.com [192.0.2.1]) by mail.example.net (Postfix) with ESMTPS id 4X1;\r\n"
    b"\tMon, 3 Nov 2025 18:23:01 +0100 (CET)\r\n"
    b"Received: from [192.0.2.7] by mx.example.com with ESMTPSA id 77; Mon, 3 Nov 2025 18:23:00 +0100\r\n"
    b"From: =?utf-8?q?Ann_Gr=C3=BCn?= <ann@example.com>\r\nTo: Bob <bob@example.net>, sales@example.net\r\n"
    b"Subject: =?utf-8?q?Offer_for_=C3=84cker?=\r\nDate: Mon, 3 Nov 2025 18:23:00 +0100\r\n"
    b"Message-ID: <bench@example.com>\r\nMIME-Version: 1.0\r\n"
)
SUBJECTS = ("the offer", "our order of last week", "your colleague in Zürich", "the second delivery", "my invoice no. 4711",
            "the meeting on Tuesday", "a sample of the new fabric", "the price list", "every container", "Mr. Ożóg's note",
            "nobody in our office", "this spring's catalogue", "part of the goods", "what you asked on the phone")
VERBS = ("has arrived", "was sent to the warehouse at 10:45", "will be discussed", "costs 1.250 EUR more than expected",
         "did not reach us", "looks fine: thank you", "needs a signature", "could be shipped before 12/11/2025",
         "depends on what the customs office says", "is written down at https://shop.example.com/orders/77?lang=en",
         "surprised the whole team", "stays as agreed", "has not been paid for yet", "was damaged on its way",
         "must wait until the fair is over", "is not what we had in mind", "went to the wrong address")
ADVERBS = ("as far as we know", "and nobody minds", "although the bank holiday is near", "which is why I write",
           "because the forwarder asked for it", "so please answer soon", "– this time for good", "from now on",
           "at least on paper", "if you (or Jane) agree")


def prose(size: int, seed: int = 1) -> str:
    """About `size` letters of a business letter: paragraphs of different sentences, wrapped like plain text."""
    pick = random.Random(seed)
    paragraphs = ["Dear Bob,"]
    while sum(map(len, paragraphs)) < size:
        sentences = (f"{pick.choice(SUBJECTS)} {pick.choice(VERBS)}, {pick.choice(ADVERBS)}."
                     for _ in range(pick.randint(2, 7)))
        paragraphs.append(textwrap.fill(" ".join(s[0].upper() + s[1:] for s in sentences), 76))
    return "\n\n".join(paragraphs) + "\n\nKind regards\nAnn Grün\n\n-- \nGrün Ltd, 12 Field Road, +44 20 7946 0123\n"


def plain_mail(text: str, more: bytes = b"") -> bytes:
    """A mail of plain text in quoted-printable."""
    kind = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return HEAD + more + kind + quopri.encodestring(text.encode()).replace(b"\n", b"\r\n")


def reply() -> bytes:
    """Some words above 200 quoted lines."""
    quoted = "\n".join(f"> {line}".rstrip() for line in prose(20_000, seed=2).split("\n")[:200])
    text = f"{prose(600)}\nOn Mon, 3 Nov 2025 at 17:02, Bob Bench <bob@example.net> wrote:\n\n{quoted}\n"
    return plain_mail(text, b"In-Reply-To: <first@example.net>\r\nReferences: <first@example.net>\r\n")


def two_versions(text: str, markup: str, attached: bytes = b"") -> bytes:
    """A mail that says the same as plain text and as HTML."""
    return (
        HEAD + b"Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\n"
        b"Content-Type: multipart/alternative; boundary=a\r\n\r\n"
        b"--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode().replace(b"\n", b"\r\n")
        + b"\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + markup.encode().replace(b"\n", b"\r\n")
        + b"\r\n--a--\r\n" + attached + b"\r\n--r--\r\n"
    )


def ordinary_mail() -> bytes:
    """20 kB: plain text, HTML and a small picture, as a mail program writes it."""
    text = prose(2600)
    picture = base64.encodebytes(b"\x89PNG" + bytes(9000)).replace(b"\n", b"\r\n")
    markup = "<p>" + text.replace("\n", "<br>\n") + '</p><img src="cid:logo@example.com">'
    return two_versions(text, markup, (
        b"--r\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo@example.com>\r\n"
        b"Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n" + picture))


def enquiry() -> bytes:
    """20 kB: some labelled lines as a form has them above a long text, and the text again as HTML."""
    text = prose(8500)
    markup = "<html><body><p>" + text.replace("\n", "</p>\n<p>") + "</p></body></html>"
    return two_versions(f"Name: Ann Gruen\nPhone: +44 20 7946 0123\nCompany: Gruen Ltd\n\n{text}", markup)


def newsletter() -> bytes:
    """20 kB: nested tables with styles and links, and a short plain version."""
    row = ('<tr><td style="padding:12px;font-family:Arial,sans-serif"><table width="100%" cellpadding="0"><tr>'
           '<td class="text" style="color:#333333;line-height:1.5">{}</td></tr></table></td></tr>\n')
    text = prose(3200)
    cells = (f'<strong>News</strong> {p} <a href="https://shop.example.com/{n}">more</a>'
             for n, p in enumerate(text.split("\n\n")))
    page = f'<html><body><table role="presentation">{"".join(map(row.format, cells))}</table></body></html>'
    return two_versions(text, page.replace("</table></body>", page[-4000:] + "</table></body>"))


def large_mail() -> bytes:
    """A text and one attachment of 25 MB (about 18 MB decoded)."""
    data = base64.encodebytes(bytes(range(256)) * 72_000).replace(b"\n", b"\r\n")
    return (
        HEAD + b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/plain\r\n\r\nHello\r\n--m\r\n"
        b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n" + data + b"\r\n--m--\r\n"
    )


def seconds(work: Callable[[], object]) -> float:
    """CPU time of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def times_as_long(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median over paired rounds of how many times longer `ours` takes."""
    gc.disable()
    ratios = [seconds(ours) / seconds(theirs) for _ in range(rounds)]
    gc.enable()
    return statistics.median(ratios)


def shares(raw: bytes) -> dict[str, float]:
    """Each station's part of the time that one reading takes; the rest is the assembly and the header's values."""
    spent: Counter[str] = Counter()

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(*given: Any, **named: Any) -> Any:
            started = time.process_time()
            result = function(*given, **named)
            spent[name] += time.process_time() - started
            return result
        return call

    plain = [(module, name, getattr(module, name)) for module, name in STATIONS]
    for module, name, function in plain:
        setattr(module, name, timed(f"{module.__name__.rpartition('.')[2]}.{name}", function))
    started = time.process_time()
    for _ in range(ROUNDS):
        reading.read(raw)
    whole = time.process_time() - started
    for module, name, function in plain:
        setattr(module, name, function)
    return {**{name: part / whole for name, part in spent.items()}, "rest": 1 - spent.total() / whole}


def peak_of(raw: bytes) -> int:
    """Bytes that reading allocates at most, beyond the raw mail."""
    tracemalloc.start()
    reading.read(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def main() -> None:
    """Prints the figures."""
    logging.disable(logging.CRITICAL)
    mails = {"text only": plain_mail(prose(19_000)), "text, HTML and picture": ordinary_mail(),
             "enquiry with HTML": enquiry(), "newsletter": newsletter(),
             "reply with 200 quoted lines": reply()}
    for name, raw in mails.items():
        reading.read(raw)
        ratio = times_as_long(partial(reading.read, raw), partial(mailparser.parse_from_bytes, raw))
        print(f"{name} ({len(raw)} bytes): {ratio:.2f} x mail-parser alone (goal 1.5)")
        for station, share in shares(raw).items():
            print(f"    {station:22} {share:6.1%}  {share * ratio:5.2f} x")
    raw = large_mail()
    encoded = raw[raw.index(b"base64\r\n\r\n") + 10:-9]
    ratio = times_as_long(
        lambda: reading.read(raw), lambda: hashlib.sha256(binascii.a2b_base64(encoded)).hexdigest(), rounds=7)
    print(f"25 MB attachment: {ratio:.2f} x one base64 decode and SHA-256 (goal 2)")
    memory = (len(raw) + peak_of(raw)) / len(raw)
    print(f"25 MB attachment: {memory:.2f} x its size in memory, the raw mail included (goal 2)")


if __name__ == "__main__":
    main()
