"""Parts -> the one text a person reads, and what remains as attachments.

Decides between plain and HTML, joins what stands one after the other, opens what hides files in text or in
winmail.dat. Leaves to `html` how markup looks and to `hygiene` what is cleaned away.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from mailbridge.mail import Attachment
from mailbridge.reading import limits
from mailbridge.reading.mime import charsets, programs, sealed, tnef, uuencode
from mailbridge.reading.mime.message import Message, Part
from mailbridge.reading.text import flowed, html, hygiene
from mailbridge.reading.text.hygiene import Hygiene

_CID = re.compile(r"cid:([^\"'\s>)]{1,300})", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_STUB = re.compile(
    r"view (?:this|it|the)?.{0,30}(?:browser|online|web)|(?:does not|doesn't|not|cannot) (?:support|display|view)"
    r".{0,40}html|html.{0,30}(?:version|e-?mail|viewer|format|mode|capable|compatible)|"
    r"im browser (?:anzeigen|ansehen|öffnen)|html-(?:fähig|ansicht|format|darstellung)|"
    r"dans (?:votre|un) navigateur|en (?:el|su|tu) navegador|nel (?:tuo )?browser|in (?:je|uw|de) browser|"
    r"w przeglądarce|no (?:seu )?navegador", re.IGNORECASE)
_SMALL_LOGO_BYTES = 6 * 1024            # row B6: what a signature carries; a screenshot is larger


@dataclass(frozen=True, slots=True)
class Body:
    """`plain` is the readable text, whatever it came from; `html` the markup of the HTML part, "" if there is none."""

    plain: str
    html: str = ""
    defects: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()         # what the hygiene steps changed
    files: tuple[Attachment, ...] = ()  # out of the text and out of winmail.dat
    opened: tuple[Part, ...] = ()       # parts whose content is in `plain` and `files`: nobody needs them themselves


@dataclass(slots=True)
class _Gathered:
    """What has been found while the parts are gone through in order."""

    texts: list[str] = field(default_factory=list)
    markups: list[str] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    opened: list[Part] = field(default_factory=list)
    pixels: int = 0


def assemble(message: Message, steps: Hygiene = hygiene.DEFAULT) -> Body:
    """The text: of alternatives the plain one unless it is a stub, of a sequence each one in order."""
    found = _Gathered()
    for group in _groups(message):
        _add_group(found, group)
    _open_winmail(found, message)
    text = _bounded(found, "\n".join(t for t in found.texts if t.strip()).strip("\n"))
    text, notes = hygiene.clean(text, steps)
    if found.pixels and steps.pixels:
        notes = (*notes, f"{found.pixels} tracking pixel{'s' * (found.pixels > 1)} left out")
    return Body(
        plain=text,
        html="\n".join(found.markups),
        defects=tuple(dict.fromkeys((*found.defects, *sealed.notices(message, text)))),
        notes=notes,
        files=tuple(found.files),
        opened=tuple(found.opened),
    )


def attachments(message: Message, body: Body) -> tuple[Attachment, ...]:
    """Every part that the text is not made of, then the files that were found inside parts."""
    shown = _shown(body.html)
    rest = [p for p in message.parts if not _is_text(p)]
    opened = {id(p) for p in body.opened}
    listed = [_attachment(p, shown, is_opened=id(p) in opened) for p in rest if p.encoded or p.filename]
    return tuple([*listed, *body.files][: limits.MAX_ATTACHMENTS])


def decode(part: Part) -> str:
    """A text part's letters with \\n line ends."""
    return _letters(part)[0]


def _letters(part: Part) -> tuple[str, str]:
    limit = limits.MAX_HTML_BYTES if part.content_type == "text/html" else limits.MAX_TEXT_BYTES
    data = part.body if len(part.encoded) <= limit else dataclasses.replace(part, encoded=part.encoded[:limit]).body
    label = part.charset
    if part.content_type == "text/html" and (not label or not charsets.canonical(label)):
        said = _META_CHARSET.search(data[:4096])
        label = said.group(1).decode("ascii", "replace") if said else label
    text, odd = charsets.decode(data, label)
    return text.replace("\r\n", "\n").replace("\r", "\n"), odd


def _is_text(part: Part) -> bool:
    """Whether a part belongs to the text: plain or HTML, not sent as a file."""
    return part.content_type in ("text/plain", "text/html") and part.disposition != "attachment" and not part.filename


def _groups(message: Message) -> Iterator[list[Part]]:
    """Text parts in order; those of one multipart/alternative together."""
    together: dict[int, list[Part]] = {}
    for number, part in enumerate(message.parts):
        if _is_text(part):
            together.setdefault(_alternative(part) or -number - 1, []).append(part)
    yield from together.values()


def _alternative(part: Part) -> int:
    """Which alternative a part is in (the outermost), 0 for none."""
    return next((number + 1 for kind, number in zip(part.containers, part.groups, strict=True)
                 if kind == "multipart/alternative"), 0)


def _add_group(found: _Gathered, group: list[Part]) -> None:
    plains = [_plain(found, part) for part in group if part.content_type == "text/plain"]
    markups = [_markup(found, part) for part in group if part.content_type == "text/html"]
    found.markups.extend(m for m in markups if m)
    plain = "\n".join(t for t in plains if t.strip())
    if any(m.strip() for m in markups) and (_may_be_stub(plain) or not plain.strip()):
        rendered = _rendered(found, markups)
        if _is_stub(plain, rendered) and rendered.strip():
            plain = rendered
    elif markups and not plains:
        plain = _rendered(found, markups)
    if plain.strip() and not any(_same_words(plain, text) for text in found.texts[-1:]):
        found.texts.append(plain)


def _plain(found: _Gathered, part: Part) -> str:
    text, odd = _letters(part)
    _note(found, part, odd)
    if part.flowed:
        text = flowed.unwrap(text, delsp=part.flowed == "delsp")
    text, files = uuencode.take_out(text)
    for name, data in files:
        found.files.append(_file(name, "application/octet-stream", data))
    return text


def _markup(found: _Gathered, part: Part) -> str:
    text, odd = _letters(part)
    _note(found, part, odd)
    markup, met = html.bounded(text)
    found.defects.extend(met)
    return markup


def _note(found: _Gathered, part: Part, odd: str) -> None:
    if odd:
        found.defects.append(odd)
    if len(part.encoded) > limits.MAX_TEXT_BYTES:
        size = f"{limits.MAX_TEXT_BYTES >> 20} MiB"
        found.defects.append(limits.exceeded(f"a text longer than {size}, the rest is not read"))


def _bounded(found: _Gathered, text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") < limits.MAX_TEXT_LINES:
        return text
    found.defects.append(limits.exceeded(f"a text of more than {limits.MAX_TEXT_LINES} lines, the rest is not read"))
    return "\n".join(text.split("\n", limits.MAX_TEXT_LINES)[:-1])


def _rendered(found: _Gathered, markups: list[str]) -> str:
    pages = [html.render(markup) for markup in markups]
    found.pixels += sum(page.pixels for page in pages)
    found.defects.extend(defect for page in pages for defect in page.defects)
    return "\n".join(page.text for page in pages if page.text)


def _may_be_stub(plain: str) -> bool:
    """Worth comparing with the HTML: short, or it says that it is one."""
    return len(plain) < 600 or plain.lstrip()[:1] == "<"


def _is_stub(plain: str, rendered: str) -> bool:
    words = plain.strip()
    if not words or words[:60].lower().startswith(("<html", "<!doctype", "<div", "<table", "<p>", "<body", "<head")):
        return True
    if len(rendered) < 2 * len(words):
        return False
    return bool(_STUB.search(words)) or len(rendered) > 200 + 10 * len(words)


def _same_words(one: str, other: str) -> bool:
    """Whether a text was already there: some mailers send plain and HTML one after the other, not as alternatives."""
    if len(one) > 200_000 or abs(len(one) - len(other)) > 0.2 * max(len(one), len(other)) + 20:
        return False
    letters = ["".join(filter(str.isalnum, text)) for text in (one, other)]
    return letters[0] == letters[1] and len(letters[0]) > 20


def _open_winmail(found: _Gathered, message: Message) -> None:
    """The files and, if there is no other, the text of winmail.dat; a broken one stays an attachment (row B1)."""
    for part in message.parts:
        if not _is_winmail(part):
            continue
        inside = tnef.read(part.body)
        if inside is None or inside.is_damaged:
            found.defects.append("winmail.dat is damaged and stays an attachment")
        if inside is None:
            continue
        if not inside.is_damaged:
            found.opened.append(part)
        found.files.extend(_file(f.name, f.content_type, f.data) for f in inside.files)
        if not any(t.strip() for t in found.texts):
            found.texts.append(inside.text or html.to_text(inside.html))
            found.markups.extend([inside.html] if inside.html else [])


def _is_winmail(part: Part) -> bool:
    is_named_so = part.filename.lower() in ("winmail.dat", "win.dat")
    return is_named_so or part.content_type in ("application/ms-tnef", "application/vnd.ms-tnef")


def _shown(markup: str) -> frozenset[str]:
    """Content ids that the HTML shows."""
    if "cid:" not in markup.lower():
        return frozenset()
    return frozenset(unquote(cid.group(1)).lower() for cid in _CID.finditer(markup))


def _attachment(part: Part, shown: frozenset[str], *, is_opened: bool) -> Attachment:
    """`inline` for what the text shows, for small logos (row B6) and for a winmail.dat whose files are listed."""
    size, digest = part.measured()
    is_shown = bool(part.content_id) and part.content_id.lower() in shown
    is_logo = part.content_type.startswith("image/") and part.disposition == "inline" and 0 < size <= _SMALL_LOGO_BYTES
    is_program = programs.is_program(part.start(programs.START_BYTES))
    return Attachment(_name(part), part.content_type, size, digest, is_shown or is_logo or is_opened, is_program)


def _file(name: str, content_type: str, data: bytes) -> Attachment:
    """A file that was found in a part."""
    digest = hashlib.sha256(data).hexdigest()
    is_program = programs.is_program(data[:programs.START_BYTES])
    return Attachment(name, content_type, len(data), digest, inline=False, is_program=is_program)


def _name(part: Part) -> str:
    """Attached mails are known by their subject when they have no name."""
    if part.filename or part.content_type not in ("message/rfc822", "message/global"):
        return part.filename
    return f"{sealed.subject_of(part)[:100] or 'message'}.eml"
