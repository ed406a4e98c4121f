"""The last gate: a write becomes the fields that are sent. Pure; the only place where `Ours` and `Outside` are joined.

Knows how Heap calls things on the wire and what it can bear. What a reply means is `heap.replies`' knowledge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mailbridge import checks
from mailbridge.heap import letters
from mailbridge.heap.marker import line
from mailbridge.heap.operators import neutralise
from mailbridge.plan import Cleared, Ours, Outside, Text, Write
from mailbridge.records import LONG_FIELD, Kind


@dataclass(frozen=True, slots=True)
class Limits:
    """Longest values. The page gives none: these are bounds on us, chosen well below a form's usual 8 MB."""

    title_chars: int = 255
    long_bytes: int = 64 * 1024
    other_bytes: int = 1024


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class FieldsToSend:
    """What goes into the form beside the login: the word for `create` and the fields by their names on the page."""

    create: str
    fields: tuple[tuple[str, str], ...]

    def __getitem__(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")


@dataclass(frozen=True, slots=True)
class Problems:
    """Why nothing is sent, a sentence each."""

    texts: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.texts)


def write_of(kind: Kind, fields: Mapping[str, str], account: str = "") -> Write:
    """A write whose every letter is ours, for the command line and for programs that call the client.

    Nothing is taken out of it: who types a record by hand means what they type.
    """
    return Write(kind, Cleared(tuple((name, (Ours(value),)) for name, value in fields.items())), account=account)


def get_word(kind: Kind) -> str:
    """What the kind is called in `get=`."""
    return "people" if kind is Kind.PERSON else kind.value


def fields_to_send(
    write: Write, *, marker: str, limits: Limits = DEFAULT_LIMITS, newer_fields: bool = False,
    create_people_as: str = "person",
) -> FieldsToSend | Problems:
    """The form of one write, or everything that is wrong with it.

    `marker` (letters and digits, "" for none) becomes the last line of the kind's long field, after any cut; people
    have no such field. `create_people_as`: the page's list of kinds says `people`, its section on people `person`.
    """
    if marker and not (marker.isascii() and marker.isalnum()):
        raise ValueError("a marker has letters and digits only")
    long_field = LONG_FIELD.get(write.kind)
    values: dict[str, str] = {}
    for name, text in write.fields:
        room = len(line(marker)) + 1 if marker and name == long_field else 0
        values[name] = _value(name, text, limits, many_lines=name in (long_field, "notes"), room=room)
    wrong = checks.problems(write.kind, (name for name, _ in write.fields), values, newer_fields=newer_fields)
    if wrong:
        return Problems(wrong)
    if marker and long_field:
        values[long_field] = f"{values.get(long_field, '')}\n{line(marker)}".lstrip("\n")
    word = create_people_as if write.kind is Kind.PERSON else write.kind.value
    return FieldsToSend(word, tuple((name, value) for name, value in values.items() if value))


def _value(name: str, text: Text, limits: Limits, *, many_lines: bool, room: int) -> str:
    max_bytes = limits.long_bytes - room if many_lines else limits.other_bytes
    max_chars = limits.title_chars if name == "title" else max_bytes
    cleaned = tuple(_cleaned(name, piece, many_lines) for piece in text)
    whole_bytes = sum(letters.size(piece.text) for piece in cleaned)
    value = neutralise(_beginning(cleaned, max_bytes + 1)).strip()
    if whole_bytes <= max_bytes:        # then `_beginning` was all of it, and trimming is no cut
        whole_bytes = letters.size(value)
    before_note = "\n" if many_lines else " "
    return letters.cut(value, whole_bytes, max_bytes=max_bytes, max_chars=max_chars, before_note=before_note)


def _cleaned(name: str, piece: Ours | Outside, many_lines: bool) -> Ours | Outside:
    """Line ends stay where they belong: in long texts, in addresses, and between an admin's several categories."""
    keep = many_lines or name == "address" or (name == "category" and isinstance(piece, Ours))
    return type(piece)(letters.lines(piece.text) if keep else letters.one_line(piece.text))


def _beginning(text: Text, max_chars: int) -> Text:
    """As many pieces as can matter: the gate looks at each character, and a mail may bring millions."""
    kept: list[Ours | Outside] = []
    for piece in text:
        kept.append(type(piece)(piece.text[:max_chars]))
        max_chars -= len(kept[-1].text)
        if max_chars <= 0:
            break
    return tuple(kept)
