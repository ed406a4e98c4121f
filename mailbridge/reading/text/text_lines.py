"""Words and breaks -> lines of plain text, with quote marks, list marks and never more blank lines than one."""

from __future__ import annotations

import re

_SPACES = re.compile(r"[ \t\r\n\f]+")   # a no-break space alone makes a line: it is how mailers write empty ones

MAX_QUOTE_DEPTH = 20                    # 3,000 quotes in one another would otherwise become megabytes of marks


class Lines:
    """Text the way a page is laid out: runs of words, breaks between blocks, blank lines between paragraphs."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._words: list[str] = []
        self._mark = ""                 # a bullet or number that the next words stand behind
        self._wants_blank = False
        self._ends_in_space = True      # the line is empty or ends in white space
        self.quotes = 0
        self.indent = 0

    def say(self, text: str) -> None:
        """Running text: white space counts once, and not at all at the start of a line."""
        if not text:
            return
        words = " ".join(text.split() if "\xa0" not in text else filter(None, _SPACES.split(text)))
        if not words:
            if not self._ends_in_space:
                self._words.append(" ")
                self._ends_in_space = True
            return
        if text[0].isspace() and not self._ends_in_space:
            self._words.append(" ")
        self._words.append(words)
        self._ends_in_space = text[-1].isspace()
        if self._ends_in_space:
            self._words.append(" ")

    def say_as_is(self, text: str) -> None:
        """Preformatted text: each line as written."""
        first, *rest = text.split("\n")
        if first:
            self._words.append(first)
            self._ends_in_space = False
        for line in rest:
            self.line_break()
            if line:
                self._words.append(line)
                self._ends_in_space = False

    def mark(self, text: str) -> None:
        """A bullet or number for the next line."""
        self.block()
        self._mark = text

    def line_break(self) -> None:
        """`<br>`: ends the line even when it is empty."""
        if self._words:
            self._end_line()
        else:
            self._wants_blank = bool(self._lines)

    def block(self) -> None:
        """Start or end of a block: what follows starts on a line of its own."""
        if self._words:
            self._end_line()

    def paragraph(self) -> None:
        """Start or end of a paragraph: as `block`, with a blank line."""
        self.block()
        if not self._mark:
            self._wants_blank = bool(self._lines)

    def text(self) -> str:
        """All lines, without white space around."""
        self.block()
        return "\n".join(self._lines).strip("\n ")

    def _end_line(self) -> None:
        words = "".join(self._words).replace("\xa0", " ").rstrip()
        self._words = []
        self._ends_in_space = True
        if not words.strip():
            self._wants_blank = bool(self._lines)
            return
        if self._wants_blank and not (self._lines and self._lines[-1] == ""):
            self._lines.append((">" * min(self.quotes, self._last_depth())) or "")
        self._wants_blank = False
        quote = ">" * min(self.quotes, MAX_QUOTE_DEPTH)
        lead = "  " * min(self.indent, MAX_QUOTE_DEPTH) + self._mark
        self._mark = ""
        self._lines.append((quote + " " if quote else "") + lead + words)

    def _last_depth(self) -> int:
        last = self._lines[-1] if self._lines else ""
        return min(len(last) - len(last.lstrip(">")), MAX_QUOTE_DEPTH)
