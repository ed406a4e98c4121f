"""format=flowed text -> paragraphs (RFC 3676 section 4)."""

from __future__ import annotations

_FULL_LINE = 40                         # no mailer breaks prose sooner


def unwrap(text: str, *, delsp: bool) -> str:
    """Lines that end in a blank go on in the next one of the same quote depth; `delsp` deletes that blank."""
    delsp = delsp and not _is_mislabelled(text)
    out: list[str] = []
    depth_before, is_open = 0, False
    for line in text.split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words[1:] if words.startswith(" ") else words   # space-stuffing, section 4.4
        is_signature = words == "-- "
        flows = words.endswith(" ") and not is_signature
        words = words[:-1] if flows and delsp else words
        if is_open and depth == depth_before and not is_signature:
            out.append(words)
        else:
            out.append(("\n" if out else "") + (">" * depth + " " if depth else "") + words)
        depth_before, is_open = depth, flows
    return "".join(out)


def _is_mislabelled(text: str) -> bool:
    """Whether `delsp` would glue words together: a sender that means it leaves a second blank between Latin words, and
    among several full lines that end in one blank there is none with two."""
    flowing = [line for line in text.split("\n") if line.endswith(" ") and line != "-- "]
    words = [line for line in flowing if line[-2:-1].isascii() and line[-2:-1].isalnum()]
    are_full = all(len(line) >= _FULL_LINE for line in words)
    return len(words) > 1 and are_full and not any(line.endswith("  ") for line in flowing)
