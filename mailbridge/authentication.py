"""Who a mail is from, as a trusted mail server checked it: its Authentication-Results field (RFC 8601). Pure.

Anybody can write such a field, so only the topmost block counts, and only fields that bear the name of the server that
the settings trust; a receiving server puts its own on top and removes forged ones of its name. What is not checked is
not known; it is never "pass".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

METHODS = ("spf", "dkim", "dmarc", "arc")
_MAX_CHARS = 8000
_MOST_FIELDS = 5
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"\s*(spf|dkim|dmarc|arc)\s*=\s*([a-z]{1,20})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Authentication:
    """What the trusted server found: "pass", "fail", "none" …; "" where it says nothing."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    arc: str = ""

    @property
    def proves_sender(self) -> bool:
        """Whether the address in From is proven: DMARC is what ties SPF and DKIM to it (RFC 7489)."""
        return self.dmarc == "pass"


UNKNOWN = Authentication()


def results(headers: Sequence[tuple[str, str]], trusted: str) -> Authentication:
    """The results of the server named `trusted` (its authserv-id), in the fields above the first that is another's."""
    if not trusted:
        return UNKNOWN
    found: dict[str, str] = {}
    fields = [value for name, value in headers if name.casefold() == "authentication-results"]
    for value in fields[:_MOST_FIELDS]:
        identity, _, rest = _without_comments(value).partition(";")
        if identity.split()[:1] != [trusted.casefold()] and identity.strip() != trusted.casefold():
            break
        for statement in rest.split(";"):
            match = _RESULT.match(statement)
            if match:
                found.setdefault(match[1].casefold(), match[2].casefold())
    return Authentication(**found)


def _without_comments(value: str) -> str:
    """The field in lower case; comments may nest a little."""
    text = value[:_MAX_CHARS].casefold()
    for _ in range(3):
        text = _COMMENT.sub(" ", text)
    return text
