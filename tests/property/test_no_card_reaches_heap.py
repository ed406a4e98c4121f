"""Whatever stands around a card number and however it is spelt: no field that is posted to Heap holds it.

The whole way is real: a mail's bytes, reading, rules with every kind of record, the client, a sandbox over HTTP. What
was posted is taken from the sandbox's own file.
"""

from __future__ import annotations

import random
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbridge import reading
from mailbridge.decider import Decider
from mailbridge.heap.client import HeapClient, Login
from mailbridge.heap.outcomes import Created
from mailbridge.heap.pace import Pace
from mailbridge.mail import Envelope
from mailbridge.plan import Person, PersonState
from mailbridge.rules import load_text
from mailbridge.sandbox import DEFAULT_LOGIN, Sandbox
from mailbridge.team import Team

EVERY_KIND = """
rules:
  - name: Everything of a mail goes everywhere
    when: {}
    create:
      - lead: {name: "{{ subject }}", email: "{{ contact.email }}", phone: "{{ subject }}", city: "{{ reply }}",
               address: "{{ text }}", moreinfo: "{{ text }}"}
      - person: {name: "{{ subject }}", email: "{{ contact.email }}", title: "{{ reply }}", url: "{{ attachments }}"}
      - customer: {name: "{{ contact.name }} {{ subject }}", moreinfo: "Card: {{ reply }}"}
      - event: {year: "2026", month: "11", day: "25", title: "{{ subject }}", location: "{{ reply }}",
                description: "{{ text }}"}
      - message: {title: "{{ subject | upper }}", body: "{{ text }}"}
"""
KINDS = 5
PREFIXES = {"4": 16, "51": 16, "2221": 16, "34": 15, "37": 15, "36": 14, "6011": 16, "3530": 16, "62": 19, "6759": 16}
BLANKS = (" ", "  ", "\u00a0", "\u202f", "\u3000", "-", "\u2013", "\u2212", ".", "/", "\u200b", "\u00ad", "\u2060 ")
DIGITS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("N", "C", "Zl", "Zp"), exclude_characters="@+[]&"),
                max_size=30)


def with_check_digit(start: str) -> str:
    """The number with the digit at its end that makes it fit (ISO/IEC 7812-1 annex B)."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(start))]
    return start + str(-sum(sum(divmod(value, 10)) for value in doubled) % 10)


@st.composite
def cards(draw: st.DrawFn) -> tuple[str, str]:
    """A card's digits, and how somebody wrote them."""
    prefix = draw(st.sampled_from(sorted(PREFIXES)))
    length = PREFIXES[prefix]
    rest = draw(st.text("0123456789", min_size=length - len(prefix) - 1, max_size=length - len(prefix) - 1))
    number = with_check_digit(prefix + rest)
    groups = {14: (4, 6, 4), 15: (4, 6, 5), 16: (4, 4, 4, 4), 19: (4, 4, 4, 4, 3)}[length]
    sizes = draw(st.sampled_from(((length,), groups, (1,) * length, (5,) * (length // 5 + 1))))
    blank, digits, at, pieces = draw(st.sampled_from(BLANKS)), draw(st.sampled_from(DIGITS)), 0, []
    for size in sizes:
        pieces.append(number[at:at + size])
        at += size
    written = blank.join(piece for piece in pieces if piece)
    return number, written.translate(str.maketrans("0123456789", digits))


def only_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) for char in text if unicodedata.digit(char, None) is not None)


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HeapClient, Path]]:
    data = tmp_path_factory.mktemp("heap") / "sandbox.db"
    with Sandbox(data) as sandbox:
        client = HeapClient(sandbox.url, Login(DEFAULT_LOGIN.email, DEFAULT_LOGIN.password), pace=Pace(creates_per_second=10_000))
        yield client, data
        client.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(card=cards(), before=WORDS, after=WORDS, seed=st.integers())
def test_no_posted_field_holds_a_card(
    heap: tuple[HeapClient, Path], card: tuple[str, str], before: str, after: str, seed: int
) -> None:
    number, written = card
    client, data = heap
    mail = EmailMessage()
    mail["From"], mail["To"] = "Jane Doe <jane@acme.example>", "crm@bridge.example.com"
    mail["Subject"] = f"{before} {written} {after}".strip()
    mail.set_content(f"Hello,\n\n{before} {written} {after}\n\nand once more:\n{written}\n")
    mail.add_attachment(b"x", maintype="text", subtype="csv", filename=f"{written} list.csv")
    plan = Decider(Team(), load_text(EVERY_KIND), ZoneInfo("UTC")).decide(
        reading.read(mail.as_bytes()), Envelope("smtp"), datetime.now(UTC), lambda about: Person(PersonState.UNKNOWN))
    assert len(plan.writes) == KINDS, plan.reason
    for write in plan.writes:
        made = client.create(write, marker=f"mb{random.Random(seed).getrandbits(64):016x}")
        assert isinstance(made, Created), made
    with closing(sqlite3.connect(data)) as records:
        posted = [row[0] for row in records.execute("select raw from records order by id desc limit ?", (KINDS,))]
    fields = [value for form in posted for name, value in parse_qsl(form) if not name.startswith("login")]
    assert sum(f"[card …{number[-4:]}]" in value for value in fields) >= KINDS
    for value in fields:
        assert number not in only_digits(value), value
    assert plan.left_out["card number"] >= KINDS
    assert any("card number" in told for told in plan.evidence)
