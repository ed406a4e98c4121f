"""The header that a client copies above a forwarded text: several "Von: Jane" lines, or all of them glued on one.

Reads the fields' values, however they are folded, and where the header ends. Whether it proves a forward is left to
`forward_evidence`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from mailbridge.reading.forwards import forward_lines, subjects
from mailbridge.reading.forwards.forward_lines import Label, Lines
from mailbridge.reading.patterns.forwards_labels import CC, DATE, FROM, OTHER, SUBJECT, TO

_MAX_LINES = 300                        # a To field of 1000 addresses, folded
_MAX_GLUED_CHARS = 4000
_MAX_GLUED_COLONS = 60
_WRAPPED_AT = 70                        # plain text is folded between here and 80 columns
_PEOPLE = (FROM, TO, CC)


@dataclass(frozen=True, slots=True)
class Block:
    """A copied header: `values` by field, the languages of its labels (the likeliest first), its place in the text.

    `end` is the line behind it. `depth` is how many quote marks its lines have.
    """

    values: dict[str, str]
    languages: tuple[str, ...]
    depth: int
    start: int
    end: int


@dataclass(slots=True)
class _Growing:
    """A block while its lines are read."""

    depth: int
    values: dict[str, str] = field(default_factory=dict)
    votes: Counter[str] = field(default_factory=Counter)
    current: str = ""                   # the field that a further line would continue
    is_spaced: bool = False             # an empty line between each two fields: rendered from paragraphs
    is_announced: bool = False
    is_below: bool = False              # values stand on the line below their label: rendered from a table

    def add(self, found: Label) -> None:
        self.is_below = self.is_below or (not found.value and not self.values)
        if found.field != OTHER:
            self.values[found.field] = found.value
            weight = 2 if found.field == FROM else 1    # Gmail translates this label only
            self.votes.update(dict.fromkeys(sorted(found.languages), weight))     # a set has no order of its own
        self.current = found.field

    def languages(self) -> tuple[str, ...]:
        return tuple(language for language, _ in self.votes.most_common())


def read(
    lines: Lines, start: int, subject: str, *, rest: str = "", is_announced: bool = False,
) -> Block | None:
    """The header whose first label stands on line `start`; None if none does.

    `subject` is the outer mail's: it shows where a folded subject ends. `rest` is what stands behind an announcement
    on its own line, where Yahoo puts all of the header. In an announced header, labels of a language that nobody
    entered yet are known by their place.
    """
    depth, words = lines.read(start)
    words = rest or words
    first = forward_lines.label(words)
    if first is None and not is_announced:
        return None
    block = _Growing(depth, is_announced=is_announced)
    first = first or _by_place(block, lines, start, words)
    if first is None:
        return None
    _take(block, words, first)
    at = start + 1
    while at < min(len(lines), start + _MAX_LINES):
        step = _step(block, lines, at, subject)
        if not step:
            break
        at += step
    return Block(block.values, block.languages(), depth, start, at) if block.values else None


def _take(block: _Growing, words: str, found: Label) -> None:
    """One line with a label; the further fields too, if they are glued to it."""
    glued = _glued(words, found) if found.field != SUBJECT and "@" in words else []
    if len(glued) < 3:
        block.add(found)
        return
    for one in glued:
        if one.field not in block.values:
            block.add(one)
    block.current = ""


def _step(block: _Growing, lines: Lines, at: int, subject: str) -> int:
    """How many lines from `at` on belong to the header; 0 at its end."""
    depth, words = lines.read(at)
    if depth < block.depth:
        return 0
    if not words:
        return _over_empty_line(block, lines, at)
    found = forward_lines.label(words) or _by_place(block, lines, at, words)
    if found and found.field not in block.values:
        _take(block, words, found)
        return 1
    if found and found.field != OTHER:
        return 0                        # a second From: the header of the next mail
    if block.current and _is_continued(block, lines, at, words, subject):
        if block.current != OTHER:
            block.values[block.current] = f"{block.values[block.current]} {words}".strip()
        return 1
    return 0


def _by_place(block: _Growing, lines: Lines, at: int, words: str) -> Label | None:
    """An unknown label before an address, with known ones below: From comes first, then To, in every client."""
    name, _, value = words.partition(":")
    wanted = FROM if FROM not in block.values and TO not in block.values else TO
    is_label = block.is_announced and len(name) <= forward_lines.MAX_LABEL_CHARS and "@" in value and "@" not in name
    if not is_label or wanted in block.values or not _label_follows(block, lines, at):
        return None
    return Label(wanted, frozenset(), value.strip())


def _over_empty_line(block: _Growing, lines: Lines, at: int) -> int:
    """1 when the header goes on behind the empty line."""
    if not (len(block.values) <= 1 or block.is_spaced):
        return 0
    depth, words = lines.read(at + 1)
    found = forward_lines.label(words)
    if found is None or found.field in block.values or depth != block.depth:
        return 0
    block.is_spaced = True
    return 1


def _is_continued(block: _Growing, lines: Lines, at: int, words: str, subject: str) -> bool:
    """Whether a line without a label belongs to the field before it."""
    value = block.values.get(block.current, "")
    if not value and block.is_below:
        return True
    if block.current in _PEOPLE:
        is_folded = lines.raw[at][:1] in " \t" or _is_full(lines, at)
        return _goes_on_with_people(value, words, is_folded=is_folded) or _label_follows(block, lines, at)
    if block.current == SUBJECT and _fits_outer_subject(value, words, subject):
        return True
    if _label_follows(block, lines, at):
        return True
    is_whole = subjects.bare(value) == subjects.bare(subject)
    return block.current == SUBJECT and not is_whole and _is_wrapped(lines, at, words)


def _goes_on_with_people(value: str, words: str, *, is_folded: bool) -> bool:
    if not value or value.endswith((",", ";")) or value.rfind("<") > value.rfind(">"):
        return True
    is_list_end = "@" in words and words.endswith((">", ">,", ">;", ";", ",", "]"))
    return words.startswith(("<", "[")) or (is_list_end and (is_folded or value.count('"') % 2 == 1))


def _label_follows(block: _Growing, lines: Lines, at: int) -> bool:
    """A field that is still missing comes within two lines: what stands before it is part of the header."""
    for words in (lines.words(at + 1), lines.words(at + 2)):
        if not words:
            return False
        found = forward_lines.label(words)
        if found:
            is_same = not block.votes or bool(found.languages & set(block.votes))
            return found.field not in block.values and is_same
    return False


def _fits_outer_subject(value: str, words: str, subject: str) -> bool:
    outer = "".join(subjects.bare(subject).split())
    return len(value) > 20 and outer.startswith("".join((subjects.bare(value) + words).split()))


def _is_wrapped(lines: Lines, at: int, words: str) -> bool:
    """The line before was full, and this one ends the header: an empty line follows."""
    return _is_full(lines, at) and not lines.words(at + 1) and len(words) < len(lines.words(at - 1))


def _is_full(lines: Lines, at: int) -> bool:
    """The first word of line `at` had no room on the line before."""
    before, first = lines.words(at - 1), lines.words(at).split(" ", 1)[0]
    return len(before) <= 80 and len(before) + 1 + len(first) > _WRAPPED_AT


def _glued(words: str, first: Label) -> list[Label]:
    """The fields of a line like "Von: Jane <jane@x>An: ...Betreff: ..." in the first label's language."""
    words = words[:_MAX_GLUED_CHARS]
    languages = {*first.languages, "en"}
    names = {field: forward_lines.wordings(field, languages) for field in (FROM, DATE, TO, CC, SUBJECT)}
    cuts = _cuts(words, names)
    if len(cuts) < 3:
        return []
    ends = [start for _, start, _ in cuts[1:]] + [len(words)]
    values = {field: words[value:end].strip(" :|") for (field, _, value), end in zip(cuts, ends, strict=True)}
    _split_without_colon(values, names)
    return [Label(field, first.languages, value) for field, value in values.items()]


def _cuts(words: str, names: dict[str, tuple[str, ...]]) -> list[tuple[str, int, int]]:
    """(field, where its label starts, where its value starts) for each label that a colon follows."""
    cuts: list[tuple[str, int, int]] = []
    at, past = -1, 0
    for _ in range(_MAX_GLUED_COLONS):
        at = min((place for colon in ":：" if (place := words.find(colon, at + 1)) >= 0), default=-1)
        if at < 0:
            break
        before = words[past:at].rstrip()
        missing = {field: its for field, its in names.items() if field not in {cut[0] for cut in cuts}}
        best = max(((len(name), field) for field, its in missing.items() for name in its if _ends_with(before, name)),
                   default=None)
        if best:
            cuts.append((best[1], past + len(before) - best[0], at + 1))
            past = at + 1
            if best[1] == SUBJECT:
                break                   # the last one that clients glue; behind it colons are its own
    return cuts


def _ends_with(before: str, name: str) -> bool:
    """Whether the label stands at the end. Case does not matter but for the first letter: "CC", "Cc", never "cc"."""
    end = before[-len(name):]
    return end[:1] == name[:1] and end.casefold() == name.casefold()


def _split_without_colon(values: dict[str, str], names: dict[str, tuple[str, ...]]) -> None:
    """Yahoo forgets the colon of some labels: `>Dw Walter <...>`, `CETAssunto Integer`."""
    for missing, behind, before in ((CC, TO, ">"), (SUBJECT, DATE, "")):
        if missing in values or behind not in values:
            continue
        for name in names[missing]:
            at = max(values[behind].find(f"{before}{its} ") for its in (name, name.capitalize()))
            if at > 0 and len(name) > 1:
                values[missing] = values[behind][at + len(before) + len(name):].strip()
                values[behind] = values[behind][: at + len(before)]
                break
