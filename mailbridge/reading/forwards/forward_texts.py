"""Where the text of a forwarded mail starts and ends, without the marks that the forwarding client put before it."""

from __future__ import annotations

from collections.abc import Sequence

from mailbridge.reading.forwards import forward_lines
from mailbridge.reading.forwards.forward_evidence import Candidate
from mailbridge.reading.patterns import forwards as known
from mailbridge.reading.replies import signature_lines


def split(lines: Sequence[str], candidate: Candidate) -> tuple[str, str]:
    """The original's text, and what the forwarder wrote below it ("" if nothing)."""
    body = list(lines[candidate.body:])
    depth = candidate.depth
    if not depth and _is_all_quoted(body, only_first=candidate.wrote is not None):
        depth = 1                       # ProtonMail: the header is not quoted, the text is
    first = next((line for line in body if line.strip()), "")
    depth = min(depth, forward_lines.unquote(first)[0])
    end = _quoted_end(body, depth) if depth else len(body)
    below = body[end:]
    original = [forward_lines.strip_quotes(line, depth) for line in body[:end]]
    original, rest = _until_end_line(original)
    return _tidy(original), _tidy([*rest, *below])


def comment(lines: Sequence[str]) -> str:
    """What stands above the forward, without empty and bare quoted lines at its edges and the phone's own line."""
    kept = list(lines)
    is_device = False                   # the delimiter above it goes with it
    while kept and (_is_empty(kept[-1]) or signature_lines.is_device(kept[-1]) or (is_device and _is_drawn(kept[-1]))):
        is_device = is_device or signature_lines.is_device(kept[-1])
        kept.pop()
    return "\n".join(kept).strip("\n \t\u00a0\ufeff")


def _is_empty(line: str) -> bool:
    """Whether a line has no words, or only those that Orange puts above its header: "> Message du 04/03/24 10:15"."""
    words = forward_lines.clean(forward_lines.unquote(line)[1])
    return not words or (line.startswith(">") and words.startswith("Message du ") and words[-1].isdigit())


def _is_drawn(line: str) -> bool:
    return not line.strip("-_ \t\u2013\u2014\u00a0")


def _is_all_quoted(body: Sequence[str], *, only_first: bool) -> bool:
    """Whether every line with words is quoted. Of an original that merely starts with a quote it is not true."""
    full = (line for line in body if line.strip())
    first = next(full, "")
    if not first.lstrip().startswith(">"):
        return False
    return only_first or all(line.lstrip().startswith(">") for line in full)


def _quoted_end(body: Sequence[str], depth: int) -> int:
    """The line behind the last quoted one. A single line between two quoted ones was wrapped by a client."""
    end = 0
    for at, line in enumerate(body):
        if not line.strip():
            continue
        if forward_lines.unquote(line)[0] >= depth:
            end = at + 1
        elif not (at == end and at + 1 < len(body) and forward_lines.unquote(body[at + 1])[0] >= depth):
            break
    return end


def _until_end_line(original: list[str]) -> tuple[list[str], list[str]]:
    """Cut at "End of forwarded message", without the second announcement that Zoho puts under its header."""
    first = next((at for at, line in enumerate(original) if line.strip()), 0)
    is_repeated = "==" in "".join(original[first:first + 1]) and _announces(original[first], known.FORWARD)
    start = first + 1 if is_repeated else 0
    for at in range(start, len(original)):
        if "--" in original[at] and _announces(original[at], known.END):
            return original[start:at], original[at + 1:]
    return original[start:], []


def _announces(line: str, kind: str) -> bool:
    found = forward_lines.announcement(forward_lines.clean(line))
    return found is not None and found.kind == kind


def _tidy(lines: Sequence[str]) -> str:
    """Joined, without common indentation and outer empty lines."""
    full = [line for line in lines if line.strip()]
    indent = min((len(line) - len(line.lstrip(" ")) for line in full), default=0)
    return "\n".join(line[indent:] if line.strip() else "" for line in lines).strip("\n \t\u00a0\ufeff")
