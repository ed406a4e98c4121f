"""What holds for every text, and how long the worst of them take."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbridge.reading.replies.replies import visible

_LINES = st.sampled_from([
    "", " ", "Hello,", "Yes, please send 20 chairs.", "> quoted", ">> deeper", "| bar", "JD> quoted", "--", "-- ", "---",
    "________________________________", "On 5 May 2020, at 12:03, Jane Roe <jane@acme.example> wrote:", "wrote:",
    "Jane Roe <jane@acme.example>", "From: Jane Roe <jane@acme.example>", "Sent: Tuesday, 5 May 2020", "To: John Doe",
    "Subject: Offer", "-----Original Message-----", "---------- Forwarded message ---------", "Sent from my iPhone",
    "Best regards", "Thanks,", "Jane", "- Jane", "P.S. one more thing", "```", "- 20 licences", "&gt; quoted",
    "##- Please type your reply above this line -##", "This message is confidential, for the intended recipient only.",
    "Reply On Wed, Apr 4, 2012 at 3:59 PM, bob@acme.example wrote:", "To unsubscribe, click here", ">:",
])
_ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
_MAILS = st.lists(st.one_of(_LINES, _LINES, _ANYTHING), max_size=25).map("\n".join)

_HOSTILE = {
    "a quote of 10,000 lines": "On 5 May 2020, at 12:03, J <j@acme.example> wrote:\n" + "> a quoted line of text\n" * 10_000,
    "20 kB of line breaks": "\n" * 20_000 + "x",
    "50 kB of <": "<" * 50_000,
    "50 kB of >": ">" * 50_000,
    "16 kB of On x, y": "On x, y" * 2_300,
    "lines of On x, y": "On x, y\n" * 2_300,
    "announcements that never come": "On 5 May 2020 12:03 a@acme.example x:\n" * 3_000,
    "verbs": "wrote " * 60_000,
    "lines of verbs": "wrote:\n" * 6_000,
    "headers": "From: x\n" * 6_000,
    "labels": "aa: b\n" * 6_000,
    "delimiters": "--\n" * 6_000,
    "goodbyes": "Best regards\n" * 6_000,
    "devices": "Sent from my\n" * 6_000,
    "rules": "-----\n\n" * 5_000,
    "spaces": " " * 200_000 + "x",
    "dashes": "- " * 100_000,
    "fences": "```\n" * 6_000,
    "a novel": "A line of a novel, as long as they usually are.\n" * 40_000,
}


@given(_MAILS)
@settings(max_examples=100, deadline=None)
def test_nothing_is_invented_moved_or_lost_altogether(mail: str) -> None:
    reply = visible(mail)
    assert bool(reply.strip()) == bool(mail.strip())
    lines = iter(mail.split("\n"))
    for wanted in reply.strip().split("\n"):
        assert any(line.rstrip() == wanted.rstrip() or line.lstrip().startswith(wanted.strip()) for line in lines)


@given(_MAILS)
@settings(max_examples=60, deadline=None)
def test_history_below_changes_nothing_above(mail: str) -> None:
    reply = visible("We take 20 chairs.\n\nOn 5 May 2020, at 12:03, J <j@acme.example> wrote:\n\n"
                    + "\n".join(f"> {line}" for line in mail.split("\n")))
    assert reply == "We take 20 chairs."


@pytest.mark.parametrize("name", _HOSTILE)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    visible("warm up")
    began = time.process_time()
    assert visible(_HOSTILE[name]).strip()
    assert time.process_time() - began < 2.0


def test_what_is_too_long_to_be_looked_at_is_kept() -> None:
    novel = "A line of a novel.\n" * 30_000 + "The end."
    assert visible(novel) == novel


def test_a_quote_too_long_to_be_looked_at_is_history_to_its_end() -> None:
    assert visible("Yes.\n\nOn 5 May 2020, J <j@acme.example> wrote:\n" + "> quoted\n" * 60_000) == "Yes."
