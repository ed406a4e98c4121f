"""The text of a `get` reply -> records, by the tags that the page names. Pure, linear, never a parser of XML.

Why not an XML parser? The page's own samples are refused by every strict one (their DOCTYPE is not well-formed), and a
recovering one drops `&` and `<` from values without a word, so that a company would lose half its name. Looking for
known tags and taking what stands between them as it is was the only way without loss. There is no nesting to follow
and hence none to exhaust; entities are never defined, only the characters' names of HTML are read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mailbridge.records import GET_FIELDS, Kind, Record

MAX_RECORDS = 1000

_ATTRIBUTES = r"(?:\s{1,20}[\w:.-]{1,40}=\"[^\"<>]{0,200}\"){0,5}\s{0,20}"
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_DOCTYPE = re.compile(r"<!doctype", re.IGNORECASE)
_ENTITY = re.compile(r"<!entity", re.IGNORECASE)
_ROOT = re.compile(rf"<result{_ATTRIBUTES}(/?)>", re.IGNORECASE)
_ROOT_END = re.compile(r"</result\s{0,20}>", re.IGNORECASE)
_CHARACTER = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CONTROLS = dict.fromkeys((*(c for c in range(0x20) if c not in (0x09, 0x0A)), *range(0x7F, 0xA0)))


class Unscannable(Exception):
    """The text is no trustworthy list of records; the message says why, as the end of "Heap's reply ..."."""


def scan(kind: Kind, text: str) -> tuple[Record, ...]:
    """Every record of the kind, in order. Raises `Unscannable`; an empty `<result>` is an empty tuple.

    Tolerated: anything in front of `<result>`, a missing end tag of a field, unknown tags, known tags as part of a
    value, tags in capitals, CDATA, a bare `&` or `<`. Not tolerated: a missing `</result>` or a record without end, for
    the reply was cut short; records of another kind; entity declarations; more than `MAX_RECORDS`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start, end = _inside_root(text)
    tags = tuple(_tags_in(kind, text, start, end))
    records = tuple(_record(kind, fields) for fields in _records(kind, text, tags))
    if not records and text[start:end].strip():
        raise Unscannable(f"holds something that is no {kind.value}: {text[start:end].strip()[:60]!r}")
    return records


def unescape(text: str) -> str:
    """`&amp;`, `&uuml;`, `&#39;` as characters; a bare `&` stays, also where letters follow (`?a=1&copy=2`)."""
    return _CHARACTER.sub(lambda found: html.unescape(found[0]), text)


def _inside_root(text: str) -> tuple[int, int]:
    """Where the content of `<result>` begins and ends."""
    if _ENTITY.search(text):
        raise Unscannable("declares entities, which no honest reply needs")
    root = _ROOT.search(text, _end_of_doctype(text))
    if root is None:
        raise Unscannable("holds no <result>")
    if root[1]:
        return root.end(), root.end()
    ends = [match.start() for match in _ROOT_END.finditer(text, root.end())]
    if not ends:
        raise Unscannable("breaks off before </result>")
    return root.end(), ends[-1]


def _end_of_doctype(text: str) -> int:
    """Where the document goes on behind its DOCTYPE, of which nothing is ever read. 0 without one.

    By `str.find` and only for the first: 20 000 unclosed openings took a regular expression ten seconds.
    """
    opening = _DOCTYPE.search(text)
    if opening is None:
        return 0
    subset, end = text.find("[", opening.end()), text.find(">", opening.end())
    if 0 <= subset < end:
        closing = text.find("]", subset)
        end = text.find(">", closing) if closing >= 0 else -1
    if end < 0:
        raise Unscannable("has a DOCTYPE without end")
    return end + 1


@dataclass(frozen=True, slots=True)
class _Tag:
    """One known tag: its name in small letters, and where it begins and ends in the text."""

    name: str
    closing: bool
    empty: bool
    start: int
    end: int


@cache
def _tag_pattern(kind: Kind) -> re.Pattern[str]:
    words = "|".join((*_record_words(kind), *GET_FIELDS[kind]))
    return re.compile(rf"<(/?)({words}){_ATTRIBUTES}(/?)>|<!\[CDATA\[", re.IGNORECASE)


def _record_words(kind: Kind) -> tuple[str, ...]:
    return ("person", "people") if kind is Kind.PERSON else (kind.value,)


def _tags_in(kind: Kind, text: str, start: int, end: int) -> Iterator[_Tag]:
    """The known tags outside CDATA sections."""
    pattern = _tag_pattern(kind)
    while found := pattern.search(text, start, end):
        start = found.end()
        if found[2] is None:
            start = _end_of_cdata(text, start, end)
        else:
            yield _Tag(found[2].casefold(), bool(found[1]), bool(found[3]), found.start(), found.end())


def _end_of_cdata(text: str, start: int, end: int) -> int:
    found = text.find(_CDATA_END, start, end)
    if found < 0:
        raise Unscannable("breaks off within a CDATA section")
    return found + len(_CDATA_END)


def _records(kind: Kind, text: str, tags: tuple[_Tag, ...]) -> Iterator[list[tuple[str, str]]]:
    """The fields of each record as they came, repeated ones too."""
    ends = _ends_of_values(kind, tags)
    fields: list[tuple[str, str]] | None = None
    count, at = 0, 0
    while at < len(tags):
        tag, at = tags[at], at + 1
        if tag.name in _record_words(kind):
            if fields is not None:
                yield fields
            fields = None if tag.closing or tag.empty else []
            count += not tag.closing
            if count > MAX_RECORDS:
                raise Unscannable(f"holds more than {MAX_RECORDS} records")
        elif fields is not None and tag.empty:
            fields.append((tag.name, ""))
        elif fields is not None and not tag.closing and (end := ends[at - 1]) < len(tags):
            fields.append((tag.name, _value(text[tag.end:tags[end].start])))
            at = end
    if fields is not None:
        raise Unscannable("breaks off within a record")


def _ends_of_values(kind: Kind, tags: tuple[_Tag, ...]) -> list[int]:
    """For each tag that opens a field: the index of the tag at which its value ends.

    That is its own end tag, and known tags before it are part of the value (`see <city> below`), unless the record
    ends or the same field begins again first: then its end tag is missing, and the next known tag ends it. One pass
    from behind, so that hostile replies cost no more than honest ones.
    """
    ends = [0] * len(tags)
    next_opening: dict[str, int] = {}
    next_closing: dict[str, int] = {}
    never = len(tags)
    for at in range(len(tags) - 1, -1, -1):
        tag = tags[at]
        own = next_closing.get(tag.name, never)
        record_end = min(next_closing.get(word, never) for word in _record_words(kind))
        ends[at] = own if own < min(record_end, next_opening.get(tag.name, never)) else at + 1
        (next_closing if tag.closing else next_opening)[tag.name] = at
    return ends


def _value(raw: str) -> str:
    parts: list[str] = []
    at = 0
    while (opening := raw.find(_CDATA, at)) >= 0:       # every section has its end: `_tags_in` made sure
        closing = raw.index(_CDATA_END, opening)
        parts += unescape(raw[at:opening]), raw[opening + len(_CDATA):closing]
        at = closing + len(_CDATA_END)
    parts.append(unescape(raw[at:]))
    return "".join(parts).translate(_CONTROLS).strip()


def _record(kind: Kind, fields: list[tuple[str, str]]) -> Record:
    first: dict[str, str] = {}
    for name, value in fields:
        first.setdefault(name, value)
    dates = tuple(value for name, value in fields if name == "date")
    return Record(kind, tuple((name, first.get(name, "")) for name in GET_FIELDS[kind]), dates)
