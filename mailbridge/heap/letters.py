"""Characters that Heap must never get, and lengths that it may get. Pure; knows nothing of fields or operators."""

from __future__ import annotations

_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Everything that some reader takes for the end of a line: what `str.splitlines` does, so PHP and browsers too."""

_DROPPED = dict.fromkeys((
    *(code for code in range(0x20) if chr(code) not in _BREAKS + "\t"),
    *(code for code in range(0x7F, 0xA0) if chr(code) not in _BREAKS),
    *range(0x202A, 0x202F), *range(0x2066, 0x206A),     # bidirectional overrides: text that reads other than it is
    *range(0xD800, 0xE000),                             # lone surrogates: no UTF-8 for them
    0xFEFF, *range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF,
))
_ONE_LINE = _DROPPED | dict.fromkeys(map(ord, _BREAKS + "\t"), " ")
_LINES = _DROPPED | dict.fromkeys(map(ord, _BREAKS), "\n")

_NOTE_ROOM = 32
"""Characters kept free for the note about a cut; it is ASCII, so bytes as well."""


def one_line(text: str) -> str:
    """Line ends and tabs as spaces, control characters removed: a newline in a one-line field can be a second value."""
    return text.replace("\r\n", "\n").translate(_ONE_LINE)


def lines(text: str) -> str:
    """Line ends as \\n, control characters (but tabs) removed."""
    return text.replace("\r\n", "\n").translate(_LINES)


def size(text: str) -> int:
    """Bytes of the text in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def cut(text: str, whole_bytes: int, *, max_bytes: int, max_chars: int, before_note: str) -> str:
    """The text, or as much of its beginning as fits together with a visible note of how many bytes are missing.

    `text` may itself be the beginning of something of `whole_bytes` bytes. Cuts between characters.
    """
    if size(text) == whole_bytes <= max_bytes and len(text) <= max_chars:
        return text
    kept = text[:max(0, max_chars - _NOTE_ROOM)].encode("utf-8")[:max(0, max_bytes - _NOTE_ROOM)]
    start = kept.decode("utf-8", "ignore").rstrip()
    return f"{start}{before_note}[cut, {whole_bytes - size(start)} bytes]"
