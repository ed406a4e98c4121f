"""Which lines of a text hold a mark, found without looking at the lines one by one."""

from __future__ import annotations

from collections.abc import Iterable


def lines_with(text: str, marks: Iterable[str]) -> set[int]:
    """The numbers, from 0, of the lines in which any of the marks stands; a mark holds no line break."""
    found: set[int] = set()
    for mark in marks:
        line = start = 0                # a line, and where in the text it starts or a little behind
        at = text.find(mark) if mark[0] in text else -1     # one letter is found quickest
        while at >= 0:
            line += text.count("\n", start, at)
            found.add(line)
            start = text.find("\n", at)
            at = text.find(mark, start) if start >= 0 else -1
    return found
