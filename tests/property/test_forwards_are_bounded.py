"""Hostile texts: reading forwards raises nothing, stays linear and loses nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbridge.reading.forwards import forward_addresses, forward_dates, forwards, subjects
from mailbridge.reading.forwards.redirects import automatic_forward

SIZE = 100_000
MAX_SECONDS = 2.0                       # some 30 ms on an idle machine
UNITS = [
    "aa: b\n", "From: x\n", "From: a@b.c\nTo: a@b.c\nDate: 1\nSubject: x\n", "\n", " ", "<", ">", "> ", "> From: a@b.c\n> Date: 1\n>\n",
    "On 1 x, y\n", "On 1 a@b.c\n", "On 1 a@b.c wrote:\n", "---------- Forwarded message ---------\n", "-", "_", "----- x\n",
    "From: a@b.c To: ", "To: x\n y\n", "@", ":", "a@b.c,\n", '"', "[Fwd: ", "\u200b", "x y z\n", "    x\n", "From: a@b.c\n\n",
]
PIECES = st.sampled_from([*UNITS, "---------- Forwarded message ---------\n", "Von: Jane <jane@acme.example>\n", "Subject:", "À :",
                          "Sent: Wednesday, 3 November 2021 15:51\n", "Cc: a@b.c; d@e.f\n", "-------- Ende --------\n", "​", "İ"])


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("head", ["", "---------- Forwarded message ---------\nFrom: a@b.c\nDate: 1\n\n", "From: a@b.c\nTo: "])
@pytest.mark.parametrize("subject", ["Fwd: x", "Hello"])
def test_a_hostile_text_takes_no_time(unit: str, head: str, subject: str) -> None:
    text = head + unit * (SIZE // len(unit))
    started = time.process_time()
    forwards.find(text, subject=subject, html="", attached=())
    assert time.process_time() - started < MAX_SECONDS


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["Fwd: x", "Re: x", "x", "[Fwd:", "VS:"]))
@settings(max_examples=300, deadline=None)
def test_nothing_raises_and_every_word_is_kept_or_was_a_header(text: str, subject: str) -> None:
    found = forwards.find(text, subject=subject, html="", attached=())
    if found:
        assert len(found.text) + len(found.comment) <= len(text) + 2
        forwards.chain(found)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_values_of_any_letters_are_read_without_error(text: str) -> None:
    forward_addresses.sender(text)
    forward_dates.parse(text, ["en", "hr"])
    subjects.kind(text)
    subjects.bare(text)
    automatic_forward([("X-Forwarded-For", text), ("Delivered-To", text)])
