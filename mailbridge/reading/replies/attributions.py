"""Lines that announce a quote: "On 5 May 2020, Jane <jane@example.com> wrote:", in one line or wrapped over four.

Built on what such lines have in common in every language: a date, an address, a verb of writing, a colon at the end.
Which of them must be there depends on how the line begins and on whether a quote follows. Knows lines, not mails.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import re2

from mailbridge.reading.patterns.forwards_wrote import WROTE
from mailbridge.reading.patterns.habit import Habit
from mailbridge.reading.patterns.replies import LEADS, NAME_LEADS, VERBS
from mailbridge.reading.replies.quote_lines import LONGEST_LINE
from mailbridge.reading.replies.wording import alternation, fold, words_of

MOST_LINES = 4         # clients wrap an announcement over no more
_LONGEST_LOOSE = 300    # letters of an announcement that starts with a name

_ALL_VERBS = words_of(
    (*VERBS, *(Habit(language, "forwards", tuple(words.split("; "))) for language, words, _ in WROTE)))
_VERB = re.compile(alternation(_ALL_VERBS))
_MAY_BE_VERB = re2.compile("|".join(map(re2.escape, _ALL_VERBS)))       # tells at once that there is none
_DATE = re.compile(
    r"(?<!\d)(?:19|20|25)\d\d(?!\d)"                # a year, Thai ones too
    r"|(?<!\d)\d{1,2}[:.h]\d\d(?!\d)"               # a time
    r"|(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d\s?[月월]"
)
_AT = re.compile("@")
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
_YEAR_OR_DAY = re.compile(r"(?<!\d)(?:19|20|25)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d\s?[月월]")
_LEAD = re.compile(r"[\W_]{0,30}" + alternation(words_of(LEADS)) + r"[^\d\n]{0,45}\d")
_NAME_LEAD = re.compile(r"[\W_]{0,8}" + alternation(words_of(NAME_LEADS)))
_DATE_FIRST = re.compile(r"[\W_]{0,12}(?:[^\W\d_]{1,14}[.,]{0,2}\s{1,2}){0,3}\d{1,4}(?!\d)")
_COLON_END = re.compile(r"[:：][\W_]{0,8}$")
_VERB_END = re.compile(alternation(_ALL_VERBS) + r"[\W_]{0,12}$")
_LONGEST_END = len(_ALL_VERBS[0]) + 14
_ADDRESS_END = re.compile(r"[>)\]][^\w:：]{0,6}[:：][\W_]{0,8}$")
_SENTENCE_END = re.compile(r"[!?:;…。]$|\w{5,}\.$")
# "reply On Wed, Apr 4, 2012 at 3:59 PM, bob@example.com wrote:": the writer went on in the client's own line.
_SHARED = re.compile(
    r"[\s\-–—_]{1,12}(?:" + "|".join(re.escape(w.capitalize()) for w in words_of(LEADS) if len(w) > 1 and w.isalpha())
    + r")\s(?:[^\W\d_]{1,12}[.,]{0,2}\s){0,3}\d"
    r"|-{2,12}\s?(?:On|Am|Le|El|Il|Op|Em)\s"
)


class Rank(IntEnum):
    """How much some lines look like the whole of an announcement."""

    NONE = 0
    WEAK = 1            # a name and a verb above a quote
    PLAUSIBLE = 2       # all parts; the line above may belong to it
    CERTAIN = 3         # and it begins as announcements begin


@dataclass(frozen=True, slots=True)
class Opening:
    """Where history begins: lines `start` to `end` (exclusive) announce it. The first `column` letters of line
    `start` are still the writer's. `forward`: what follows is no history but content."""

    start: int
    end: int
    column: int = 0
    forward: bool = False


def may_end(line: str) -> bool:
    """Whether the line ends as announcements end: with a colon, a verb behind an address, dashes, an address."""
    if len(line) > LONGEST_LINE:
        return False
    tail = fold(line[-60:]).rstrip()
    if (":" in tail[-9:] or "：" in tail[-9:]) and _COLON_END.search(tail):
        return True
    if "@" not in line:
        return tail.endswith("-") and _ends_with_verb(tail)
    return tail.endswith(">") or _ends_with_verb(tail)


def ending_at(lines: Sequence[str], end: int, *, lowest: int, quoted: bool) -> Opening | None:
    """The announcement whose last line is `end`, a line that `may_end` one. It never reaches above line `lowest`.

    `quoted`: a quote follows at once, so that a name and a verb are enough.
    """
    if not (quoted or _COLON_END.search(lines[end].rstrip()) or _ends_with_verb(fold(lines[end]).rstrip())):
        return None
    joined, best, rank = "", None, Rank.NONE
    for start in range(end, max(lowest, end - MOST_LINES + 1) - 1, -1):
        line = fold(lines[start][:LONGEST_LINE + 1]).strip()
        if len(line) > LONGEST_LINE or (start < end and _SENTENCE_END.search(line)):
            break
        completes = any(part.search(line) and not part.search(joined) for part in (_AT, _YEAR_OR_DAY))
        joined = f"{line} {joined}".strip()
        found = _rank(joined, lines[start], quoted)
        if found > rank or (found is rank is Rank.PLAUSIBLE and completes) or _NAME_LEAD.match(line):
            best, rank = (Opening(start, end + 1, _column(lines[start])), found) if found else (best, rank)
        if rank is Rank.CERTAIN:
            break
    return best


def _rank(text: str, first_line: str, quoted: bool) -> Rank:
    """How much folded lines look like a whole announcement; the first of them is given as it was written, too.

    "at 12:03, Jane Roe <jane@example.com> wrote:" has all it needs, but begins like the rest of a wrapped line.
    """
    if _starts_with_date(text, quoted):
        letter = next((letter for letter in first_line if letter.isalpha()), "")
        return Rank.CERTAIN if _LEAD.match(text) and letter.isupper() else Rank.PLAUSIBLE
    if len(text) > _LONGEST_LOOSE or not (_COLON_END.search(text) or _ends_with_verb(text)):
        return Rank.NONE
    verb, dated, addressed = _has_verb(text), _DATE.search(text), "@" in text
    if verb and dated and (addressed or (_TIME.search(text) and _YEAR_OR_DAY.search(text))):
        return Rank.PLAUSIBLE
    by_name = verb or _NAME_LEAD.match(text) or (addressed and (dated or _ADDRESS_END.search(text)))
    return Rank.WEAK if quoted and by_name else Rank.NONE


def _has_verb(text: str) -> bool:
    return bool(_MAY_BE_VERB.search(text.encode("utf-8", "replace")) and _VERB.search(text))


def _ends_with_verb(text: str) -> bool:
    end = text[-_LONGEST_END:]
    return _has_verb(end) and _VERB_END.search(end) is not None


def _starts_with_date(text: str, quoted: bool) -> bool:
    led = _LEAD.match(text) is not None
    if not led and not (_DATE_FIRST.match(text) and _YEAR_OR_DAY.search(text)):
        return False
    if not _DATE.search(text):
        return False
    return bool(_has_verb(text) or ("@" in text and (quoted or _ADDRESS_END.search(text))))


def _column(line: str) -> int:
    """Where the client's own words begin in a line that the writer began, 0 when it is all the client's."""
    folded = fold(line[:LONGEST_LINE])
    if _LEAD.match(folded) or _DATE_FIRST.match(folded):
        return 0
    return max((found.start() for found in _SHARED.finditer(line[:LONGEST_LINE])), default=0)
