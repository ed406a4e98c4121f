"""Who a mail is from, as it was checked: the results of one check, and Authentication-Results fields (RFC 8601). Pure.

Anybody can write such a field, so only the topmost block counts, and only fields that bear the name of the server that
the settings trust; a receiving server puts its own on top and removes forged ones of its name. What is not checked is
not known; it is never "pass".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

METHODS = ("spf", "dkim", "dmarc", "arc")
_MAX_CHARS = 8000
_MOST_FIELDS = 5
_RESULT = re.compile(r"\s*(spf|dkim|dmarc|arc)\s*(?:/\s*1\s*)?=\s*([a-z]{1,20})(?![a-z0-9])")
_FROM = re.compile(r"\sheader\.from\s*=\s*([^\s;]{0,320})")


@dataclass(frozen=True, slots=True)
class Authentication:
    """What was found: "pass", "fail", "none" …; "" where nothing was, or where it cannot be told."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    arc: str = ""
    sealer: str = ""                    # the trusted forwarder that found From proven before it changed the mail
    evidence: tuple[str, ...] = ()      # what was found, in words for people

    @property
    def proves_sender(self) -> bool:
        """Whether the address in From is proven: DMARC is what ties SPF and DKIM to it (RFC 7489)."""
        return self.dmarc == "pass" or bool(self.sealer)

    @property
    def is_undecided(self) -> bool:
        """Whether DNS did not say: asked again, there may be another answer."""
        return not self.proves_sender and "temperror" in (self.dmarc, self.arc)


UNKNOWN = Authentication()


def results(headers: Sequence[tuple[str, str]], trusted: str, domain: str) -> Authentication:
    """The results of the server named `trusted` (its authserv-id), in the fields above the first that is another's.

    `domain` is that of the one address in From: a dmarc=pass that is said of another (header.from) is nothing here.
    """
    if not trusted:
        return UNKNOWN
    found: dict[str, list[str]] = {method: [] for method in METHODS}
    fields = [value for name, value in headers if name.casefold() == "authentication-results"]
    for value in fields[:_MOST_FIELDS]:
        identity, _, rest = _bare(value).partition(";")
        if identity.split()[:1] != [trusted.casefold()] and identity.strip() != trusted.casefold():
            break
        for statement in rest.split(";"):
            match = _RESULT.match(statement)
            if match is None:
                continue
            is_of_another = match[1] == "dmarc" and not _said_of(statement) <= {_name(domain)}
            found[match[1]].append("" if is_of_another and match[2] == "pass" else match[2])
    return Authentication(_least(found["spf"]), of_signatures(found["dkim"]), _least(found["dmarc"]),
                          _least(found["arc"]))


def of_signatures(words: Sequence[str]) -> str:
    """The results of a mail's signatures in one: "pass" if any holds, and what DNS did not say may have been one
    (RFC 8601 section 2.7.1). "" if there is none.
    """
    return next((word for word in ("pass", "temperror") if word in words), words[0] if words else "")


def _least(words: Sequence[str]) -> str:
    """Of what has one result: where there are several that differ, it is not "pass"."""
    return next((word for word in words if word != "pass"), "pass" if words else "")


def says_dmarc_pass_for(field: str, domain: str) -> bool:
    """Whether an Authentication-Results value says dmarc=pass once, and of exactly this domain (header.from)."""
    found = [(match[2], statement) for statement in _bare(field).split(";")
             if (match := _RESULT.match(statement)) and match[1] == "dmarc"]
    if len(found) != 1 or found[0][0] != "pass":
        return False
    return _said_of(found[0][1]) == {_name(domain)}


def as_json(found: Authentication) -> dict[str, Any]:
    """{spf, dkim, dmarc, arc, sealer, evidence}, as the spool keeps it."""
    return {**{method: getattr(found, method) for method in METHODS}, "sealer": found.sealer,
            "evidence": list(found.evidence)}


def from_json(kept: dict[str, Any]) -> Authentication:
    """The inverse of `as_json`."""
    return Authentication(**{**kept, "evidence": tuple(kept["evidence"])})


def _said_of(statement: str) -> set[str]:
    """The domains in header.from, of which a result is said; "" for one that is no plain word."""
    return {_name(said.rpartition("@")[2]) for said in _FROM.findall(statement)}


def _name(domain: str) -> str:
    """As DNS knows it: a server may write the letters of a domain in either way."""
    try:
        return domain.casefold().rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return domain.casefold()


def _bare(value: str) -> str:
    """The field in lower case without comments and quoted texts: a stranger's address stands in those, and must not be
    taken for a result. "" if one of them has no end.
    """
    kept: list[str] = []
    depth, quoted = 0, False
    letters = iter(value[:_MAX_CHARS].casefold())
    for letter in letters:
        if letter == "\\":
            next(letters, "")
        elif quoted:
            quoted = letter != '"'
        elif letter == "(":
            depth += 1
        elif depth:
            depth -= letter == ")"
        elif letter == '"':
            quoted = True
        else:
            kept.append(letter)
            continue
        if kept[-1:] != [" "]:
            kept.append(" ")
    return "" if depth or quoted else "".join(kept)
