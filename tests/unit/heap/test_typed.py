"""Text that an admin typed or changed: the admin's operators act, a stranger's never do, however they were moved."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbridge.heap.operators import neutralise
from mailbridge.heap.typed import typed
from mailbridge.plan import Ours, Outside


@pytest.mark.parametrize(("text", "theirs", "sent"), [
    ("Call her. [category:VIP]", "Please call.", "Call her. [category:VIP]"),
    ("[event:+1 Week:Call] then [category:VIP]", "", "[event:+1 Week:Call] then [category:VIP]"),
    ("Hello [category:VIP]", "Hello [category:VIP]", "Hello (category:VIP)"),
    ("[category:VIP] moved up", "long text\nand then [category:VIP]", "(category:VIP) moved up"),
    ("a gap closed: [category:VIP]", "[cat\negory:\nVIP]", "a gap closed: (category:VIP)"),
    ("junk taken out: [category:VIP]", "[catXXegory--:VIP]", "junk taken out: (category:VIP)"),
    ("mended: [category:VIP]", "［ＣＡＴＥＧＯＲＹ：ＶＩＰ］", "mended: (category:VIP)"),
    ("mine [category:VIP], theirs [event:+1 Day:x]", "see [event:+1 Day:x]", "mine [category:VIP], theirs (event:+1 Day:x)"),
    ("[category:Harbour]", "see [category:VIP] about the harbour", "[category:Harbour]"),
    ("a bracket taken out: [category:VIP]", "[cat]egory:VIP]", "a bracket taken out: (category:VIP)"),
    ("half typed [category:", "", "half typed (category:"),
    ("[category:[association:x]]", "", "(category:[association:x])"),
    ("[EXTERNAL] stays, [category:VIP] acts", "[EXTERNAL] [image: a.png]", "[EXTERNAL] stays, [category:VIP] acts"),
])
def test_only_operators_that_the_admin_typed_act(text: str, theirs: str, sent: str) -> None:
    assert neutralise(typed(text, theirs)) == sent


def test_a_text_without_brackets_is_the_admins_with_its_lines() -> None:
    assert typed("VIP\nHarbour", "anything") == (Ours("VIP\nHarbour"),)


@given(st.text(st.sampled_from("[[]]::aZ1 \n［］：é"), max_size=40), st.text(st.sampled_from("]1 \n"), max_size=10))
def test_what_is_left_as_it_was_never_acts(theirs: str, added: str) -> None:
    assert neutralise(typed(theirs + added, theirs)) == neutralise((Outside(theirs + added),))


def test_a_hostile_mail_takes_no_time() -> None:
    started = time.process_time()
    typed("[category:VIP] " * 4000, "[c" * 500 + "[" * 60_000)
    typed("".join(f"[c{n}:VIP]" for n in range(500)), "".join(f"[{'c' * 60}{n}" for n in range(499)))
    assert time.process_time() - started < 3
