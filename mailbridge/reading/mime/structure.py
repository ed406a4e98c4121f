"""Raw bytes -> the tree of parts, as places in the raw mail: nothing is copied or decoded (RFC 2046 section 5).

One pass finds the lines that start with two hyphens; each is looked up among the open boundaries, so that the cost is
linear however many are open. Every limit on structure is kept here, before any parser sees the mail.

Why not mail-parser's tree: it copies each body several times (a 25 MB attachment), loses the exact bytes of attached
mails, is quadratic in nested boundaries and gives up on deep ones (RELIABILITY E6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbridge.reading import limits
from mailbridge.reading.mime import fields, parameters
from mailbridge.reading.mime.fields import Header
from mailbridge.reading.mime.parameters import Parameters

_DASHES = re.compile(rb"--([^\r\n]{0,300})[^\r\n]*(?>\r{0,3}\n|\r|$)")
_GUESSED = re.compile(rb"(?:^|[\r\n])--([^\r\n]{1,200}?)[ \t]*(?>\r{0,3}\n|\r)Content-", re.IGNORECASE)
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")


@dataclass(slots=True)
class Entity:
    """A mail or a part: its header, what it says it is, and where its body lies in the raw mail."""

    header: Header
    content_type: str
    parameters: Parameters
    start: int
    end: int
    children: list[Entity] = field(default_factory=list)
    boundary: bytes = b""               # empty for leaves
    container: str = ""                 # the type of the multipart it is part of


@dataclass(slots=True)
class _Scan:
    raw: bytes
    open: list[Entity]
    levels: dict[bytes, list[int]]
    defects: list[str]
    leaf: Entity | None = None          # the part whose end is not known yet
    parts: int = 0
    work: int = 0

    def note(self, text: str) -> None:
        if text not in self.defects:
            self.defects.append(text)


def scan(raw: bytes, start: int = 0) -> tuple[Entity, list[str]]:
    """The tree of a whole mail, and its defects in words. Never raises for what a sender did."""
    header = fields.read(raw, start, len(raw))
    top = _entity(header, len(raw), "")
    state = _Scan(raw, [], {}, list(header.defects))
    if top.content_type.startswith("multipart/"):
        _find_boundary(state, top)
    if top.boundary:
        _open(state, top)
        _walk(state, top.start)
    if top.content_type.startswith("multipart/") and not top.children:
        top.boundary = b""
        state.note("a multipart mail without parts, read as text")
    return top, state.defects


def _walk(state: _Scan, position: int) -> None:
    for line in _dashes(state.raw, position, len(state.raw)):
        if not state.open:
            break
        state.work += len(state.open)
        if state.work > limits.MAX_BOUNDARY_WORK:
            state.note(limits.exceeded("too many lines that look like boundaries, the rest is not split"))
            break
        if line.start() < position:     # within a header that was already read
            continue
        level, is_last = _level(state, line.group(1))
        if level is None:
            continue
        _close_down_to(state, level, line.start())
        if is_last:
            _pop(state)
            position = line.end()
            continue
        if state.parts >= limits.MAX_PARTS:
            state.note(limits.exceeded(f"more than {limits.MAX_PARTS} parts, the rest is not read"))
            return
        position = _begin(state, line.end())
    _finish(state)


def _dashes(raw: bytes, position: int, stop: int) -> Iterator[re.Match[bytes]]:
    """Lines that start with two hyphens. Searched as bytes: base64 has none, and 25 MB of it are passed in no time."""
    mark = b"\n--" if raw.find(b"\n", 0, 100_000) >= 0 else b"\r--"
    at = position - 1 if raw.startswith(b"--", position) else raw.find(mark, max(0, position - 1), stop)
    while 0 <= at + 1 < stop:
        line = _DASHES.match(raw, at + 1)
        if line is None:
            return
        yield line
        at = raw.find(mark, line.end() - 1, stop)
        if at < 0:
            return


def _level(state: _Scan, token: bytes) -> tuple[int | None, bool]:
    """Which open multipart a line belongs to, and whether it closes it. White space after a boundary is padding."""
    for candidate in (token, token.rstrip(b" \t")):
        if found := state.levels.get(candidate):
            return found[-1], False
        if candidate.endswith(b"--") and (found := state.levels.get(candidate[:-2])):
            return found[-1], True
    return None, False


def _begin(state: _Scan, position: int) -> int:
    """A part starts after a boundary line; returns where its body does."""
    parent = state.open[-1]
    header = fields.read(state.raw, position, _next_boundary(state, position), limits.MAX_PART_HEADER_BYTES)
    for defect in header.defects:
        state.note(defect)
    part = _entity(header, len(state.raw), parent.content_type)
    parent.children.append(part)
    state.parts += 1
    state.leaf = part
    if part.content_type.startswith("multipart/"):
        part.boundary = _declared(part)
        if part.boundary and len(state.open) >= limits.MAX_DEPTH:
            state.note(limits.exceeded(f"parts nested deeper than {limits.MAX_DEPTH}, not split further"))
            part.boundary = b""
        if part.boundary:
            _open(state, part)
            state.leaf = None
    return max(part.start, position)


def _next_boundary(state: _Scan, position: int) -> int:
    """The next line of an open boundary within reach of a part's header: a header without a blank line ends there."""
    stop = min(len(state.raw), position + limits.MAX_PART_HEADER_BYTES)
    for line in _dashes(state.raw, position, stop):
        if _level(state, line.group(1))[0] is not None:
            return line.start()
        if line.start() > position + 4096:
            break
    return stop + 1


def _entity(header: Header, end: int, container: str) -> Entity:
    what = parameters.read(header.first("content-type"))
    content_type = what.value
    if not _TYPE.fullmatch(content_type):
        content_type = _default_type(content_type, what, container)
    return Entity(header, content_type, what, header.body_start, end, container=container)


def _default_type(said: str, what: Parameters, container: str) -> str:
    """RFC 2045 5.2 and RFC 2046 5.1.5; `text` alone is plain text, `multipart` alone mixed (old mailers)."""
    if said.startswith("multipart") and "boundary" in what.raw:
        return "multipart/mixed"
    if said.strip("/") == "html":
        return "text/html"
    return "message/rfc822" if container == "multipart/digest" and not said else "text/plain"


def _find_boundary(state: _Scan, top: Entity) -> None:
    """The declared boundary if the mail has it, else the first line that looks like one in front of a part."""
    declared = _declared(top)
    if declared and state.raw.find(b"--" + declared, top.start) >= 0:
        top.boundary = declared
        return
    likely = _GUESSED.search(state.raw, max(0, top.start - 1))
    if likely:
        top.boundary = likely.group(1)
        state.note("the boundary between the parts is not the declared one")


def _declared(part: Entity) -> bytes:
    boundary = part.parameters.raw.get("boundary", b"")
    if not boundary and (text := part.parameters.text("boundary")):
        boundary = text.encode("utf-8", "replace")
    return boundary if len(boundary) <= limits.MAX_BOUNDARY_BYTES else b""


def _open(state: _Scan, part: Entity) -> None:
    state.levels.setdefault(part.boundary, []).append(len(state.open))
    state.open.append(part)


def _pop(state: _Scan) -> None:
    part = state.open.pop()
    state.levels[part.boundary].pop()
    state.leaf = None


def _close_down_to(state: _Scan, level: int, line_start: int) -> None:
    end = _before_line_break(state.raw, line_start)
    if state.leaf is not None:
        state.leaf.end = max(state.leaf.start, end)
        state.leaf = None
    while len(state.open) - 1 > level:
        state.open[-1].end = end
        state.note("a multipart that is never closed")
        _pop(state)


def _before_line_break(raw: bytes, position: int) -> int:
    """The line break in front of a boundary belongs to the boundary (RFC 2046 5.1.1)."""
    if raw[position - 1:position] == b"\n":
        position -= 1
    return position - 1 if raw[position - 1:position] == b"\r" else position


def _finish(state: _Scan) -> None:
    if state.open:
        state.note("a multipart that is never closed")
