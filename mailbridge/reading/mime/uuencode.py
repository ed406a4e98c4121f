"""Files that stand uuencoded in the text (`begin 644 name` ... `end`): taken out as attachments."""

from __future__ import annotations

import re

from mailbridge.reading.mime import transfer

_BEGIN = re.compile(r"^begin [0-7]{3,4} (\S[^\n]{0,254})\n(?=[ -`][!-`]|`\n| \n)", re.MULTILINE)
_MAX_FILES = 100


def take_out(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without them, and each file's name and bytes. What has no `end` line stays text."""
    if "begin " not in text:
        return text, []
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    position = 0
    while len(files) < _MAX_FILES and (begin := _BEGIN.search(text, position)):
        end = text.find("\nend", begin.end() - 1)
        if end < 0:
            break
        body = text[begin.end():end].encode("ascii", "replace")
        kept.append(text[position:begin.start()])
        files.append((begin.group(1).strip(), transfer.uuencoded(body)))
        position = min(end + 5, len(text))
    kept.append(text[position:])
    return "".join(kept), files
