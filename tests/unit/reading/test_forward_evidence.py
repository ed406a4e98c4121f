"""What counts for a forward and what against, and the reasons that are given."""

from __future__ import annotations

from forward_mails import JANE, TOM

from mailbridge.reading.forwards import forward_blocks
from mailbridge.reading.forwards.forward_blocks import Block
from mailbridge.reading.forwards.forward_evidence import CERTAIN, Candidate, weigh
from mailbridge.reading.forwards.forward_lines import Lines
from mailbridge.reading.patterns import forwards as known

BLOCK = Block({"from": str(JANE), "date": "3 Nov 2021", "to": str(TOM), "subject": "chairs"}, ("en",), 0, 0, 4)
OUTLOOK = Candidate(start=0, body=4, depth=0, block=BLOCK)


def test_a_header_alone_is_not_enough() -> None:
    assert weigh(OUTLOOK, "chairs", ()).points < CERTAIN


def test_a_subject_a_line_and_other_recipients_each_make_a_header_certain() -> None:
    ruled = Candidate(start=0, body=4, depth=0, is_ruled=True, block=BLOCK)
    assert weigh(OUTLOOK, "FW: chairs", ()).points >= CERTAIN
    assert weigh(ruled, "chairs", ()).points >= CERTAIN
    assert weigh(OUTLOOK, "chairs", {"crm@bridge.example"}).points >= CERTAIN


def test_an_answer_to_the_quoted_sender_is_named_as_such() -> None:
    evidence = weigh(Candidate(start=0, body=4, depth=0, kind=known.ORIGINAL, block=BLOCK), "chairs", {JANE.email})
    assert evidence.points < CERTAIN
    assert "it goes to the one who is quoted" in evidence.reasons


def test_words_that_only_forwards_have_outweigh_a_replys_subject() -> None:
    assert weigh(Candidate(start=0, body=4, depth=0, kind=known.FORWARD, block=BLOCK), "Re: chairs", ()).points >= CERTAIN


def test_languages_that_are_equally_likely_keep_one_order_in_every_process() -> None:
    lines = Lines(["Fra: jane@acme.test", "Til: tom@example.com", "Emne: stole"])
    block = forward_blocks.read(lines, 0, "stole")
    assert block is not None
    assert block.languages == ("da", "no", "is")
