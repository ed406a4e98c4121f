"""The gate: every field of every write passes it, whoever typed which half; what was taken out is counted."""

from __future__ import annotations

import time

import pytest

from mailbridge import patterns, redaction
from mailbridge.heap.operators import neutralise
from mailbridge.plan import Ours, Outside, Text, plain
from mailbridge.redaction import Redaction
from mailbridge.redaction.own import OwnPattern

CARD = "4111 1111 1111 1111"


def cleared(*text: Ours | Outside, name: str = "body", what: Redaction = redaction.DEFAULT) -> Text:
    return dict(redaction.clear([(name, tuple(text))], what)[0])[name]


def test_what_was_taken_out_is_counted_by_sort_over_all_fields() -> None:
    fields, counts = redaction.clear(
        [("title", (Outside(f"Pay {CARD}"),)), ("body", (Outside(f"{CARD} and OTP 123456"),))], redaction.DEFAULT)
    assert [plain(text) for _, text in fields] == ["Pay [card …1111]", "[card …1111] and OTP [code]"]
    assert counts == {"card number": 2, "code": 1}


def test_what_is_a_card_in_one_place_is_one_in_all() -> None:
    fields, _ = redaction.clear([
        ("title", (Outside("Order number 4111111111111111"),)), ("phone", (Outside("4222222222222"),)),
        ("body", (Outside(f"my cards {CARD} and 4222222222222, ref X4111111111111111"),))], redaction.DEFAULT)
    assert [plain(text) for _, text in fields] == [
        "Order number [card …1111]", "[card …2222]", "my cards [card …1111] and [card …2222], ref X[card …1111]"]


def test_a_long_code_is_known_without_its_word_and_a_short_one_may_be_anything() -> None:
    fields, counts = redaction.clear([
        ("title", (Outside("[839201] sign in, 4711 points"),)),
        ("body", (Outside("Your verification code is 839 201, your PIN 4711."),))], redaction.DEFAULT)
    assert [plain(text) for _, text in fields] == [
        "[[code]] sign in, 4711 points", "Your verification code is [code], your PIN [code]."]
    assert counts == {"code": 3}
    assert redaction.DEFAULT.words("[839201] sign in", beside="The code is 839201") == "[[code]] sign in"
    assert redaction.DEFAULT.words("[839201] sign in") == "[839201] sign in"


def test_a_number_of_which_an_admin_typed_a_part_is_found() -> None:
    assert plain(cleared(Ours("PIN: "), Outside("4711"))) == "PIN: [code]"
    assert plain(cleared(Ours("x 4111 1111"), Outside(" 1111 1111 y"))) == "x [card …1111] y"


def test_the_pieces_around_stay_whose_they_were() -> None:
    assert cleared(Ours("a "), Outside(f"b {CARD} c"), Ours(" d")) == (
        Ours("a "), Outside("b "), Outside("[card …1111]"), Outside(" c"), Ours(" d"))


def test_the_words_of_an_own_pattern_cannot_act_on_heap() -> None:
    own = Redaction(own=(OwnPattern("passport", r"P\d{7}", "[category: VIP]"),))
    assert neutralise(cleared(Outside("p1234567"), what=own)) == "(category: VIP)"


def test_own_patterns_are_counted_by_their_names_and_run_in_linear_time() -> None:
    own = Redaction(own=(OwnPattern("staff number", r"\bS-\d{4}\b"), OwnPattern("evil", "(a+)+$")))
    fields, counts = redaction.clear([("body", (Outside("S-1234 ü s-9999"),))], own)
    assert plain(fields[0][1]) == "[staff number] ü [staff number]"
    assert counts == {"staff number": 2}
    began = time.monotonic()
    own.words("a" * 50_000 + "b")
    assert time.monotonic() - began < 2


def test_a_pattern_that_matches_nothing_takes_nothing_out() -> None:
    assert Redaction(own=(OwnPattern("empty", "x*"),)).words("abc") == "abc"


def test_half_characters_do_not_move_what_is_found() -> None:
    assert Redaction(own=(OwnPattern("n", r"N\d"),)).words("\ud800ü N1 \udfff") == "\ud800ü [n] \udfff"


def test_a_broken_pattern_is_told_in_words() -> None:
    with pytest.raises(patterns.PatternProblem, match="look-around"):
        OwnPattern("n", "(?=x)")


def test_hits_over_one_another_leave_nothing_of_either() -> None:
    own = Redaction(own=(OwnPattern("start", r"card 4111 1111"),))
    assert own.words(f"my card {CARD}!") == "my [start]!"


def test_of_a_text_too_long_to_be_sent_only_the_start_is_looked_at_and_nothing_moves_into_it() -> None:
    tail = "x" * redaction.LOOKED_AT_CHARS
    assert plain(cleared(Outside(f"{CARD} {tail} {CARD}"))) == f"[card …1111] {tail} {CARD}", "what is sent ends before"
    vanishing = Redaction(own=(OwnPattern("x", "x+"),))
    assert CARD not in plain(cleared(Outside(f"{tail} {CARD}"), what=vanishing))


@pytest.mark.parametrize("hostile", [
    "4" * 200_000, "4 " * 100_000, "4\x00" * 100_000, "4-\n" * 70_000, "de12 " * 40_000, "pin: " * 40_000,
    "your code\n" * 20_000, "verification code " * 10_000, "4111 1111 1111 111 " * 10_000, "+" * 200_000,
], ids=lambda text: repr(text[:12]))
def test_hostile_texts_cost_little(hostile: str) -> None:
    began = time.process_time()
    Redaction(ibans=True).words(hostile)
    assert time.process_time() - began < 3
