"""Which lines of a mail are history: quotes with what announces them, and everything under a header or a marker.

One walk over what `quote_lines` and `openings` found. Answers between and below quotes stay. Nothing at or below a
forwarded mail's first line is history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailbridge.reading.replies import attributions, openings
from mailbridge.reading.replies.attributions import Opening
from mailbridge.reading.replies.quote_lines import Kind, kinds, next_filled, quote_end

_FEWEST_QUOTED = 3      # lines; fewer that nothing announces are the writer's own citation
_QUOTE_SIGNS = " \t>＞"
# What clients write into the markup of quotes. A block quote without any of it only indents.
_CITES = ("type=\"cite\"", "type=cite", "cite=", "gmail_quote", "yahoo_quoted", "moz-cite", "protonmail_quote",
          "tutanota_quote", "zmail_extra", "divrplyfwdmsg")


@dataclass(frozen=True, slots=True)
class Span:
    """Lines `start` to `end` (exclusive) are history, but for the first `column` letters of line `start`."""

    start: int
    end: int
    announced: bool
    column: int = 0


@dataclass(frozen=True, slots=True)
class Own:
    """The writer's lines, in parts between which history stood; with `has_forward` the last holds a forwarded mail."""

    parts: list[list[str]]
    has_forward: bool


def own(lines: Sequence[str], html: str = "") -> Own:
    """The writer's own lines, whole and in order.

    `html` is the mail's markup, if it has any: in it people indent with what a plain text shows as a quote. Such
    lines are the writer's and come without the quote signs.
    """
    found = kinds(lines)
    spans, has_forward = _spans(lines, found, openings.find(lines, found))
    markup = html.lower()
    indents = "<blockquote" in markup
    dropped, cited = _sorted_out(found, spans, is_cited=not indents or any(cite in markup for cite in _CITES))
    shown = _without_signs(lines, cited) if indents else lines
    parts: list[list[str]] = []
    at = 0
    for span in dropped:
        rest = [lines[span.start][: span.column].rstrip()] if span.column else []
        parts.append([*shown[at:span.start], *rest])
        at = span.end
    return Own([*parts, list(shown[at:])], has_forward)


def _spans(
    lines: Sequence[str], found: Sequence[Kind], opened: dict[int, Opening]
) -> tuple[list[Span], bool]:
    """Every stretch of history above a forwarded mail, and whether there is one."""
    spans: list[Span] = []
    below = 0                           # the line after the last span
    quote = Kind.QUOTE
    for at in sorted({*opened, *(at for at, kind in enumerate(found) if kind is quote)}):
        opening = opened.get(at)
        if at < below:
            continue
        if opening is not None and opening.forward:
            return spans, True
        if opening is not None:
            floor = spans[-1].end if spans else 0
            below = _history_end(lines, found, opened, opening)
            spans.append(Span(openings.first_line(lines, opening, floor), below, True, opening.column))
        else:
            below = quote_end(lines, found, at)
            spans.append(Span(at, below, _announces_itself(lines, at, below)))
    return spans, False


def _history_end(
    lines: Sequence[str], found: Sequence[Kind], opened: dict[int, Opening], opening: Opening
) -> int:
    """Below an announcement comes a quote, and then perhaps an answer; or, without quote signs, only history."""
    while True:
        after = next_filled(found, opening.end)
        if after < len(found) and found[after] in (Kind.QUOTE, Kind.BAR):
            return quote_end(lines, found, after)
        following = opened.get(after)
        if following is None or following.column:
            return len(found)
        opening = following


def _announces_itself(lines: Sequence[str], start: int, end: int) -> bool:
    """Phones quote the announcement too: "> On 5 May 2020, at 12:03, Jane Roe <jane@example.com> wrote:"."""
    top = [line.lstrip(_QUOTE_SIGNS) for line in lines[start:min(end, start + 3)]]
    return any(attributions.may_end(line) and attributions.ending_at(top, at, lowest=0, quoted=False) is not None
               for at, line in enumerate(top))


def _sorted_out(found: Sequence[Kind], spans: list[Span], *, is_cited: bool) -> tuple[list[Span], list[Span]]:
    """The spans to leave out: all from the first announced one on, and those above if they are more than a citation.

    And those to keep: with `is_cited` false nothing says that the unannounced ones are quotes at all.
    """
    first = next((at for at, span in enumerate(spans) if span.announced), len(spans))
    quoted = sum(found[at] is Kind.QUOTE for span in spans[:first] for at in range(span.start, span.end))
    return (spans, []) if is_cited and quoted >= _FEWEST_QUOTED else (spans[first:], spans[:first])


def _without_signs(lines: Sequence[str], spans: list[Span]) -> list[str]:
    shown = list(lines)
    for span in spans:
        shown[span.start:span.end] = [line.lstrip(_QUOTE_SIGNS) for line in lines[span.start:span.end]]
    return shown
