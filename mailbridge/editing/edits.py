"""What a person wants written instead of what was planned, and the writes as they then are. Pure.

Only what was surely not sent can be changed: Heap has no way to change a record. What is kept of an edit, and that no
worker has the item meanwhile, is `spool.amend`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mailbridge import checks
from mailbridge.heap import letters
from mailbridge.heap.typed import typed
from mailbridge.mail import Mail
from mailbridge.plan import Outside, Text, Write, WriteState, plain
from mailbridge.records import LONG_FIELD
from mailbridge.redaction import DEFAULT as USUAL_REDACTION
from mailbridge.redaction import Redaction, clear
from mailbridge.spool import KeptWrite, Story

LONGEST = 64 * 1024
"""Characters of a field that can be changed by hand; of a longer one Heap gets no more than this anyhow."""

_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True)
class Edit:
    """What shall be otherwise. Writes by their number, counted from 1; whatever is not named stays as it is."""

    fields: Mapping[tuple[int, str], str] = field(default_factory=dict)     # the whole new text, "" takes it out
    drops: frozenset[int] = frozenset()
    about: str = ""                     # the contact's address, "" for the same as before


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with an edit, and where: `number` 0 for the plan as a whole, `field` "" for the whole write."""

    number: int
    field: str
    text: str

    def __str__(self) -> str:
        place = f"{self.number}.{self.field}" if self.field else str(self.number)
        return f"{place}: {self.text}" if self.number else self.text


@dataclass(frozen=True, slots=True)
class Amended:
    """An edit that holds. `changed` are the writes that are other than before, by position; `words` say in what."""

    changed: Mapping[int, Write]
    dropped: tuple[int, ...]
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What new texts are measured by. `theirs`: the `strangers_words`, whose operators never act, wherever moved.
    What must not reach Heap is taken out of a person's texts, too, since much in them comes from the mail."""

    theirs: str = ""
    newer_fields: bool = False
    redaction: Redaction = USUAL_REDACTION


def fixed(write: KeptWrite, item: int) -> str:
    """Why a write cannot be changed, and what can be done instead; "" if it can."""
    match write.state:
        case WriteState.WRITTEN:
            return "stands in Heap, where the API can change nothing"
        case WriteState.SENDING | WriteState.UNKNOWN:
            return (f"may stand in Heap; look there for {write.marker or write.write.field('email')}, then: mailbridge "
                    f"items retry {item} --in-heap, or --not-in-heap")
        case _ if write.lost:
            return f"was sent before, and may yet appear in Heap; it is looked for by: mailbridge items retry {item}"
        case _:
            return ""


def shown(text: Text) -> str:
    """A field as it is shown for changing: lines without what an editor or a browser would change by itself."""
    return "\n".join(line.rstrip() for line in letters.lines(plain(text)).expandtabs().split("\n")).strip("\n")


def strangers_words(mail: Mail, writes: tuple[KeptWrite, ...]) -> str:
    """All that the mail's sender may have written: the mail, and what the plan took from it."""
    taken = [piece.text for write in writes for _, text in write.write.fields for piece in text
             if isinstance(piece, Outside)]
    people = (mail.sender, *mail.to, *mail.cc)
    return "\n".join((*taken, mail.subject, mail.text, *map(str, people), *(a.filename for a in mail.attachments)))


def amended(story: Story, edit: Edit, checked: Checked) -> Amended | tuple[Mistake, ...]:
    """The plan as the edit wants it, or everything that is wrong with the edit."""
    wrong = [*_misplaced(story, edit)]
    kept = {write.position: write for write in story.writes if write.position + 1 not in edit.drops}
    changed: dict[int, Write] = {}
    for position, write in kept.items():
        if fixed(write, story.summary.id):
            continue
        new = _changed(write.write, _wanted(write.write, position + 1, story.summary.contact, edit), checked)
        wrong += _wrong(position + 1, write.write, new, newer_fields=checked.newer_fields)
        if new != write.write:
            changed[position] = new
    if not kept:
        wrong.append(Mistake(0, "", "nothing would be left to write; rather skip the item"))
    if wrong:
        return tuple(wrong)
    dropped = tuple(number - 1 for number in sorted(edit.drops))
    about = edit.about if edit.about.casefold() != story.summary.contact.casefold() else ""
    return Amended(changed, dropped, about, "; ".join(_told(story, changed, dropped, about)))


def _misplaced(story: Story, edit: Edit) -> Iterator[Mistake]:
    """What the edit asks for that cannot be: of no write, or of one that is no longer to be changed."""
    writes = {write.position + 1: write for write in story.writes}
    if edit.about and not checks.is_address(edit.about):
        yield Mistake(0, "about", f"{edit.about!r} is no e-mail address")
    if not writes:
        yield Mistake(0, "", "no record is planned that could be changed; say whom the mail is about, by `mailbridge "
                             f"items assign {story.summary.id} EMAIL` or `mailbridge items create {story.summary.id}`")
    touched = dict.fromkeys((*(number for number, _ in edit.fields), *sorted(edit.drops)))
    for number in touched if writes else ():
        if number not in writes:
            known = ", ".join(map(str, writes))
            yield Mistake(number, "", f"there is no write {number}; there is: {known}")
        elif (why := fixed(writes[number], story.summary.id)) and _asks_for_change(writes[number].write, number, edit):
            yield Mistake(number, "", f"this {writes[number].write.kind} cannot be changed: it {why}")


def _asks_for_change(write: Write, number: int, edit: Edit) -> bool:
    texts = {name: shown(text).strip() for name, text in write.fields}
    asked = {name: text.strip() for (of, name), text in edit.fields.items() if of == number}
    return number in edit.drops or any(text != texts.get(name, "") for name, text in asked.items())


def _wanted(write: Write, number: int, contact: str, edit: Edit) -> dict[str, str]:
    """Field -> its new text: as asked for, and where it held nothing but the former contact's address, the new one."""
    is_same = edit.about.casefold() in ("", contact.casefold())
    follows = {} if is_same or not contact else {
        name: edit.about for name, text in write.fields if plain(text).strip().casefold() == contact.casefold()}
    return {**follows, **{name: text for (of, name), text in edit.fields.items() if of == number}}


def _changed(write: Write, wanted: Mapping[str, str], checked: Checked) -> Write:
    before = dict(write.fields)
    fields: dict[str, Text] = dict(before)
    for name, text in wanted.items():
        new = shown((Outside(text),))
        if new != shown(before.get(name, ())):
            fields[name] = typed(new, checked.theirs)
    cleared, _ = clear(((name, text) for name, text in fields.items() if plain(text).strip()), checked.redaction)
    return replace(write, fields=cleared) if fields != before else write


def _wrong(number: int, before: Write, write: Write, *, newer_fields: bool) -> Iterator[Mistake]:
    values = {name: plain(text) for name, text in write.fields}
    for name, sentence in checks.mistakes(write.kind, tuple(values), values, newer_fields=newer_fields):
        yield Mistake(number, name, sentence)
    for name, value in values.items():
        if len(value) > LONGEST and value != before.field(name):
            yield Mistake(number, name, f"has {len(value)} characters; {LONGEST} are the most")


def _told(story: Story, changed: Mapping[int, Write], dropped: tuple[int, ...], about: str) -> Iterator[str]:
    """What is other than before, for the timeline and the log: of long texts only that they are."""
    if about:
        yield f"about: {story.summary.contact or 'nobody'} -> {about}"
    for write in story.writes:
        name = f"{write.write.kind} {write.position + 1}"
        if write.position in dropped:
            yield f"{name} left out"
        elif write.position in changed:
            yield f"{name}: {', '.join(_differences(write.write, changed[write.position]))}"


def _differences(before: Write, after: Write) -> Iterator[str]:
    long_field = LONG_FIELD.get(before.kind)
    for name in dict.fromkeys(name for name, _ in (*before.fields, *after.fields)):
        old, new = before.field(name), after.field(name)
        if old != new:
            yield name if name in (long_field, "notes") else f"{name} {_short(old)} -> {_short(new)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line if len(line) <= _SHOWN_CHARS else line[:_SHOWN_CHARS] + "…"}"'
