"""Names of attached files, as people get to read them: only names, never a path (row B8). Pure.

`reading` hands on what the sender wrote, without the control and direction marks that disguise a name's end.
"""

from __future__ import annotations

import re

MAX_CHARS = 120
_ENDING = 40                            # characters of an overlong name that stay at its end: what sort of file it is
_IS_PATH = re.compile(r"\\|^[/~]|(?:^|/)\.{1,2}/|^[a-zA-Z]:")
_FOLDERS = re.compile(r".*[/\\]|^[a-zA-Z]:", re.DOTALL)


def clean(name: str) -> str:
    """Without folders in front. A slash in a name that is no path ("offer 3/4.pdf", as a Mac allows) becomes a line.

    "" for a name of nothing.
    """
    letters = " ".join("".join(letter for letter in name if letter.isprintable()).split())
    last = _FOLDERS.sub("", letters) if _IS_PATH.search(letters) else letters.replace("/", "_")
    if len(last) <= MAX_CHARS:
        return last
    return f"{last[:MAX_CHARS - _ENDING - 1]}…{last[-_ENDING:]}"
