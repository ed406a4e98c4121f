"""Single lines of a text that may hold a copied mail: their quote marks, the field they name, what they announce.

Knows how clients decorate lines (quote marks, bold, dashes, invisible marks). Which lines belong together is left to
`forward_blocks`, what they prove to `forward_evidence`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mailbridge.reading.patterns import forwards as known
from mailbridge.reading.patterns import forwards_labels as labels

MAX_LABEL_CHARS = 45
_MAX_DEPTH = 30
_MAX_LINE_CHARS = 2000

_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t"
_MARKS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
# Marks that only steer how a line is shown, and spaces that are no plain ones.
INVISIBLE = {**dict.fromkeys(map(ord, _SPACES), " "), **dict.fromkeys(map(ord, _MARKS), None)}
_INVISIBLE = re.compile(f"[{_SPACES}{_MARKS}]")
_BOLD = "*_|"
_BESIDE = _BOLD + " "
_DASHES = "-–—‐‑−_=*~#"
_TWO_DASHES = re.compile(f"[{re.escape(_DASHES)}]{{2}}")
_COLONS = ":：﹕"


@dataclass(frozen=True, slots=True)
class Label:
    """A line "Von: Jane": the field, the languages that call it so, what stands behind the colon."""

    field: str
    languages: frozenset[str]
    value: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """A line that announces a copied mail (`forwards.FORWARD`, `ORIGINAL`) or ends it.

    `rest` is what stands behind it and may be the header; without a `kind` that is all that makes it one.
    """

    kind: str
    rest: str = ""
    is_named: bool = False              # "----- Forwarded by Jane on ...": counts only with a header below
    is_open: bool = False               # a named one is wrapped, its dashes follow on the next line


class Lines:
    """A text's lines, each cleaned once however often it is looked at."""

    __slots__ = ("_known", "raw")

    def __init__(self, raw: Sequence[str]) -> None:
        self.raw = raw
        self._known: dict[int, tuple[int, str]] = {}

    def __len__(self) -> int:
        return len(self.raw)

    def read(self, at: int) -> tuple[int, str]:
        """How many quote marks line `at` has, and its cleaned words; (0, "") beyond the end."""
        if at not in self._known:
            depth, words = unquote(self.raw[at][:_MAX_LINE_CHARS]) if at < len(self.raw) else (0, "")
            self._known[at] = depth, clean(words)
        return self._known[at]

    def words(self, at: int) -> str:
        """Line `at` as it is compared: see `clean`."""
        return self.read(at)[1]


def unquote(line: str) -> tuple[int, str]:
    """How many quote marks a line starts with, and the line without them and their one space each."""
    if ">" not in line[:5]:
        return 0, line
    depth = at = 0
    while depth < _MAX_DEPTH:
        mark = at
        while mark < len(line) and line[mark] in " \t\u00a0" and mark - at < 4:
            mark += 1
        if mark >= len(line) or line[mark] != ">":
            break
        depth, at = depth + 1, mark + 1
    return depth, line[at + 1 if depth and line[at:at + 1] == " " else at:]


def strip_quotes(line: str, depth: int) -> str:
    """The line without its first `depth` quote marks."""
    for _ in range(depth):
        start = line.lstrip(" \t\u00a0")
        if not start.startswith(">"):
            break
        line = start[2:] if start[1:2] == " " else start[1:]
    return line


def clean(line: str) -> str:
    """The line as it is compared: plain spaces, no direction or zero-width marks, no outer space."""
    line = line[:_MAX_LINE_CHARS]
    if line.isascii():
        return line.replace("\t", " ").strip()
    return _visible(line).strip()


def _visible(words: str) -> str:
    return words.translate(INVISIBLE) if _INVISIBLE.search(words) else words     # to look is quicker than to translate


def key(words: str) -> str:
    """A wording as it is looked up: compatibility letters, case and runs of spaces do not matter."""
    if words.isascii():
        return " ".join(words.lower().split())
    return " ".join(unicodedata.normalize("NFKC", _visible(words)).casefold().split())


def label(words: str) -> Label | None:
    """The field that a cleaned line names, None if it names none."""
    words = words.lstrip(_BESIDE)
    at = _colon(words)
    if at < 1 or words[at - 1].isdecimal():         # of a time
        return None
    start = words[:2].lower()
    if start.isalpha() and start.isascii() and start not in _STARTS:
        return None
    found = _field(key(words[:at].strip(_BESIDE)))
    if found is None:
        return None
    value = words[at + 1:].strip(" |")
    is_bold = value.startswith("*") or words[:at].endswith("*")
    return Label(*found, value.strip("* ") if is_bold or value.endswith("**") else value)


def wordings(field: str, languages: Iterable[str]) -> tuple[str, ...]:
    """How these languages write the name of a field, the longest first."""
    found = {w for language in languages for w in _WORDINGS.get((language, field), ())}
    return tuple(sorted(found, key=lambda w: (-len(w), w)))


def announcement(words: str) -> Announcement | None:
    """What a cleaned line announces, None if it is no such line."""
    if words[:1] not in _DASHES:
        return _plain(words)
    core = words.lstrip(_DASHES + " ")
    dashes = sum(c != " " for c in words[: len(words) - len(core)])
    if dashes < 2:
        return _plain(words)
    if not core:
        return None
    end = _closing(core)
    inner, rest = core[:end].strip(" :"), core[end:].strip(_DASHES + " ")
    kind = _DASHED.get(key(inner))
    if kind:
        return Announcement(kind, "" if key(rest) in _DASHED else rest)
    if key(inner).startswith(_NAMED):
        return Announcement(known.FORWARD, is_named=True, is_open=end == len(core))
    return Announcement("", rest) if inner and "@" in rest else None


def is_rule(words: str) -> bool:
    """A line of dashes, or dashes around words nobody knows: where a client starts a copied mail."""
    core = words.strip(_DASHES + " ")
    if not core:
        return len(words) >= 5
    return len(core) < 60 and words[:3] == words[0] * 3 and words[-3:] == words[-1] * 3 and words[0] in _DASHES


def is_bare_announcement(words: str) -> bool:
    """ "Original Message" without dashes, as BlackBerry writes it: proves nothing unless a header follows."""
    return len(words) < 60 and key(words) in _DASHED


def ends_with_dashes(words: str) -> bool:
    """The second half of a wrapped announcement."""
    return words[-1:] in tuple(_DASHES) and words[-2:-1] == words[-1:]


def _plain(words: str) -> Announcement | None:
    words = words.strip(_BOLD + " ")
    if not words.endswith(tuple(_COLONS)):
        return None
    return Announcement(known.FORWARD) if key(words.rstrip(_COLONS + _BOLD + " ")) in _PLAIN else None


def _field(name: str) -> tuple[str, frozenset[str]] | None:
    found = _FIELDS.get(name)
    if found is None and ("/" in name or "(" in name):      # "Von/From:" and "副本 (CC):" name it in two languages
        parts = name.replace("(", "/").replace(")", "").split("/")
        found = next((its for part in parts if (its := _FIELDS.get(part.strip()))), None)
    return found


def _colon(words: str) -> int:
    at = words.find(":", 0, MAX_LABEL_CHARS)
    if words.isascii():
        return at
    return min((place for colon in _COLONS if (place := words.find(colon, 0, MAX_LABEL_CHARS)) > 0), default=-1)


def _closing(core: str) -> int:
    """Where the dashes behind the words start."""
    dashes = _TWO_DASHES.search(core)
    return dashes.start() if dashes else len(core)


def _fields() -> dict[str, tuple[str, frozenset[str]]]:
    found: dict[str, tuple[str, set[str]]] = {}
    for language, field, words in labels.LABELS:
        for wording in words.split("; "):
            found.setdefault(key(wording), (field, set()))[1].add(language)
    return {wording: (field, frozenset(languages)) for wording, (field, languages) in found.items()}


def _announced(shape: str) -> dict[str, str]:
    return {key(words): kind for _, _, kind, its_shape, rows in known.ANNOUNCEMENTS if its_shape == shape
            for words in rows}


_FIELDS = _fields()
_STARTS = frozenset(wording[:2] for wording in _FIELDS)     # of labels: most lines of prose begin otherwise
_WORDINGS = {(language, field): tuple(words.split("; ")) for language, field, words in labels.LABELS}
_DASHED = _announced(known.DASHED)
_PLAIN = _announced(known.PLAIN)
_NAMED = tuple(f"{words} " for words in _announced(known.NAMED))
