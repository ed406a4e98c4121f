"""A span of time as people say it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbridge import spans


@pytest.mark.parametrize(("span", "words"), [
    (timedelta(seconds=-5), "less than a minute"), (timedelta(seconds=59.9), "less than a minute"),
    (timedelta(minutes=1), "1 minute"), (timedelta(minutes=119), "119 minutes"), (timedelta(hours=2), "2 hours"),
    (timedelta(hours=47.9), "47 hours"), (timedelta(days=2), "2 days"), (timedelta(days=400), "400 days"),
])
def test_a_span_is_told_in_the_largest_unit_of_which_there_are_two(span: timedelta, words: str) -> None:
    assert spans.in_words(span) == words
