"""What is done with which attachment: kept, left out of the records, or its whole mail parked or refused. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from mailbridge.attachments import kinds, names
from mailbridge.mail import Attachment


class Act(StrEnum):
    """What the settings can want, the mildest first."""

    KEEP = "keep"
    STRIP = "strip"                     # named as left out, and nowhere else
    PARK = "park"                       # the mail goes to review
    REFUSE = "refuse"                   # the mail is skipped


class Sort(StrEnum):
    """What an attachment is called where it is left out."""

    PROGRAM = "program"
    DISGUISED = "program under a false name"
    MACROS = "document with macros"
    ARCHIVE = "archive"
    LARGE = "too large"
    SURPLUS = "one too many"
    NAMED = "not wanted"                # by a name or type of the settings
    OTHER = "file"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An attachment that is not kept: its name as people get to read it, and why."""

    name: str
    sort: Sort

    def __str__(self) -> str:
        return f"{self.name} ({self.sort})"


@dataclass(frozen=True, slots=True)
class Judged:
    """The attachments of a mail. `act` is the strictest of all, `why` what it is for."""

    kept: tuple[Attachment, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    act: Act = Act.KEEP
    why: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the settings say. Globs of `names` and `types`, in lower case, go before all else; the first that fits."""

    programs: Act = Act.STRIP
    disguised: Act = Act.STRIP
    macros: Act = Act.KEEP
    archives: Act = Act.KEEP
    large: Act = Act.STRIP
    max_bytes: int = 0                  # 0: no limit
    surplus: Act = Act.STRIP
    most: int = 0                       # 0: no limit
    names: tuple[tuple[str, Act], ...] = ()
    types: tuple[tuple[str, Act], ...] = ()
    leaves_out_logos: bool = True       # small images that the same domain has sent before (`logos`)

    def judge(self, attachments: Iterable[Attachment]) -> Judged:
        """What the body shows is no attachment and passes, unless it is a program."""
        kept: list[Attachment] = []
        left_out: list[LeftOut] = []
        strictest, why, number = Act.KEEP, "", 1
        for file in attachments:
            sort, act = self._of(file, number)
            if act is Act.KEEP:
                kept.append(file)
                number += not file.inline
                continue
            left_out.append(LeftOut(shown_name(file), sort))
            if _ORDER[act] > _ORDER[strictest]:
                strictest, why = act, str(left_out[-1])
        return Judged(tuple(kept), tuple(left_out), strictest, why)

    def _of(self, file: Attachment, number: int) -> tuple[Sort, Act]:
        if file.inline and not _DANGEROUS.intersection(_kinds(file)):
            return Sort.OTHER, Act.KEEP
        own = self._own(file)
        if own is not None:
            return Sort.NAMED, own
        found = [(sort, act) for sort, act in self._sorts(file, number) if act is not Act.KEEP]
        return max(found, key=lambda one: _ORDER[one[1]], default=(Sort.OTHER, Act.KEEP))

    def _own(self, file: Attachment) -> Act | None:
        name, content_type = _bare(file.filename), file.content_type.lower()
        fits = [act for glob, act in self.names if fnmatchcase(name, glob)]
        fits += [act for glob, act in self.types if fnmatchcase(content_type, glob)]
        return fits[0] if fits else None

    def _sorts(self, file: Attachment, number: int) -> Iterator[tuple[Sort, Act]]:
        yield from ((sort, {Sort.PROGRAM: self.programs, Sort.DISGUISED: self.disguised, Sort.MACROS: self.macros,
                            Sort.ARCHIVE: self.archives}[sort]) for sort in _kinds(file))
        if not file.inline and self.max_bytes and file.size > self.max_bytes:
            yield Sort.LARGE, self.large
        if not file.inline and self.most and number > self.most:
            yield Sort.SURPLUS, self.surplus


USUAL = Policy()
"""Why are programs left out, and not parked? A colleague's mail must reach Heap; what nobody should open is not named
there as something to open. Macros and archives are everyday files of those who sell."""

_DANGEROUS = frozenset((Sort.PROGRAM, Sort.DISGUISED))
_ORDER = {act: place for place, act in enumerate(Act)}


def shown_name(file: Attachment) -> str:
    """How an attachment is called in records: its name, else its type."""
    return names.clean(file.filename) or file.content_type


def _kinds(file: Attachment) -> Iterator[Sort]:
    name = _bare(file.filename)
    _, *ends = (part.strip() for part in name.split("."))
    end = ends[-1] if ends else ""
    is_named_program = end in kinds.PROGRAMS
    if (is_named_program and not kinds.DOCUMENTS.isdisjoint(ends[:-1])) or (file.is_program and end in kinds.DOCUMENTS):
        yield Sort.DISGUISED
    elif is_named_program or file.is_program or file.content_type.lower() in kinds.PROGRAM_TYPES:
        yield Sort.PROGRAM
    if end in kinds.MACROS or file.content_type.lower().endswith(kinds.MACRO_TYPE):
        yield Sort.MACROS
    if end in kinds.ARCHIVES or file.content_type.lower() in kinds.ARCHIVE_TYPES:
        yield Sort.ARCHIVE


def _bare(name: str) -> str:
    """As Windows takes it: without blanks and dots at the end, and without the name of a stream ("x.exe::$DATA")."""
    return names.clean(name).partition(":")[0].rstrip(" .").casefold()
