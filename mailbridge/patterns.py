"""Patterns that admins write: RE2, linear in time and bounded in memory, and its complaints in words for them."""

from __future__ import annotations

from typing import Any

import re2

MAX_PATTERN = 1000
MAX_PATTERN_BYTES = 8 << 20             # of memory for one compiled pattern


class PatternProblem(Exception):
    """What is wrong with a pattern, in words for an admin."""


def compiled(source: str) -> Any:
    """A compiled RE2 pattern with named groups, upper and lower case alike. Raises PatternProblem with RE2's words."""
    if len(source) > MAX_PATTERN:
        raise PatternProblem(f"the pattern is longer than {MAX_PATTERN} characters")
    options = re2.Options()
    options.max_mem = MAX_PATTERN_BYTES
    options.log_errors = False          # RE2 would print to standard error by itself
    options.case_sensitive = False
    options.never_nl = False
    try:
        return re2.compile(source, options)
    except re2.error as error:
        said = error.args[0]
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise PatternProblem(f'the pattern "{source}" is not understood: {words}{_hint(source, words)}') from None


def _hint(source: str, words: str) -> str:
    if any(look in source for look in ("(?=", "(?!", "(?<=", "(?<!")):
        return "; look-around does not exist here, so that no mail can make a pattern run for ever"
    if "escape" in words and any(f"\\{digit}" in source for digit in "123456789"):
        return "; looking back at what a group found does not exist here, so that no pattern can run for ever"
    return ""
