from __future__ import annotations

import itertools
import re
import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailbridge.heap.operators import neutralise
from mailbridge.plan import Ours, Outside, Text

OPERATOR = re.compile(r"\[[^\]:]*[^\W\d_][^\]:]*:", re.DOTALL)


def outside(text: str) -> str:
    return neutralise((Outside(text),))


@pytest.mark.parametrize(("written", "sent"), [
    ("[category:VIP]", "(category:VIP)"),
    ("[CaTeGoRy:VIP]", "(CaTeGoRy:VIP)"),
    ("[event:+1 Week:Call]", "(event:+1 Week:Call)"),
    ("[association:Josh Taylor]", "(association:Josh Taylor)"),
    ("［category：VIP］", "(category：VIP)"),
    ("﹇category﹕VIP﹈", "(category﹕VIP)"),
    ("⟦category∶VIP⟧", "(category∶VIP)"),
    ("[cat\negory\r\n:VIP]", "(cat\negory\r\n:VIP)"),
    ("[ category :VIP]", "( category :VIP)"),
    ("[\u200bcat\u00adegory\u2060:VIP]", "(\u200bcat\u00adegory\u2060:VIP)"),
    ("[ⓒategory:VIP]", "(ⓒategory:VIP)"),
    ("[cat[category:x]egory:y]", "(cat(category:x)egory:y)"),
    ("[cat[1]egory:y]", "(cat[1]egory:y)"),
    ("[cat］egory:y]", "(cat］egory:y)"),
    ("﹇cat⟧egory:y]", "(cat⟧egory:y)"),
    ("[category:never closed", "(category:never closed"),
    ("[[category:x]]", "((category:x))"),
])
def test_an_operator_of_a_stranger_becomes_harmless_and_stays_readable(written: str, sent: str) -> None:
    assert outside(written) == sent


@pytest.mark.parametrize("text", [
    "[EXTERNAL] offer", "see [1], [2]: there", "[link]", "[14:30] call", "［重要］：ご確認", "〔重要〕：ご確認", "【重要】お知らせ：本日", "a: [b]", "](x:y)",
])
def test_brackets_that_are_no_operators_stay(text: str) -> None:
    assert outside(text) == text


@pytest.mark.parametrize(("text", "sent"), [
    ((Ours("[category:VIP] "), Outside("hello")), "[category:VIP] hello"),
    ((Ours("[category:"), Outside("A"), Ours("]")), "[category:A]"),
    ((Ours("[category:"), Outside("x] [event:+1 Day:y"), Ours("]")), "[category:x) (event:+1 Day:y]"),
    ((Ours("[category:"), Outside("x\n［y"), Ours("] [z]")), "[category:x (y] [z]"),
    ((Ours("["), Outside("category:x]")), "(category:x)"),
    ((Ours("["), Outside("category"), Ours(":x]")), "(category:x)"),
    ((Ours("[category"), Outside(":x"), Ours("]")), "(category:x)"),
    ((Ours("[category："), Outside(":x"), Ours("]")), "(category：:x)"),
    ((Ours("[cat"), Outside("\u200b"), Ours("egory:x]")), "(cat\u200begory:x)"),
    ((Outside("["), Ours("category:x]")), "(category:x)"),
    ((Outside("[1] "), Ours("[category:a] "), Outside("[category:b]")), "[1] [category:a] (category:b)"),
    ((Outside("[cate"), Outside("gory"), Outside(":x]")), "(category:x)"),
])
def test_an_operator_acts_only_when_its_opener_is_wholly_ours(text: Text, sent: str) -> None:
    assert neutralise(text) == sent


HOSTILE = st.text(st.sampled_from("[[[]]]::aZ1 \n［］：﹇\u200bⓒ⟦⟧é"), max_size=60)


@given(HOSTILE, st.lists(st.integers(0, 60), max_size=5))
@example("[cat[category:x]egory:y]", [4, 9])
def test_no_operator_survives_however_the_outside_text_is_split(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(text)]
    pieces = tuple(Outside(text[a:b]) for a, b in itertools.pairwise(places))
    sent = neutralise(pieces)
    assert sent == outside(text)
    assert not OPERATOR.search(unicodedata.normalize("NFKC", sent))
    assert len(sent) == len(text)


@given(HOSTILE)
def test_what_was_neutralised_once_stays_as_it_is(text: str) -> None:
    assert outside(outside(text)) == outside(text)


@given(st.lists(st.tuples(st.booleans(), HOSTILE), max_size=6))
@settings(max_examples=200)
def test_every_operator_that_survives_was_opened_by_us_alone(pieces: list[tuple[bool, str]]) -> None:
    sent = neutralise(tuple(Ours(text) if ours else Outside(text) for ours, text in pieces))
    ours = [mark for mark, text in pieces for _ in text]
    for found in OPERATOR.finditer(sent):
        opener = sent.rindex("[", found.start(), found.end())
        assert all(ours[opener:found.end()])


def test_a_long_hostile_text_takes_linear_time() -> None:
    started = time.process_time()
    for text in ("[" * 65536, "[:" * 32768, "[a" * 32000 + ":", "[a:" * 21000 + "]" * 21000):
        outside(text)
    assert time.process_time() - started < 3
