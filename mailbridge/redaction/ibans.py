"""Account numbers (IBAN, ISO 13616): a country, its length, and check digits that add up. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbridge.redaction.hits import Hit

_LENGTHS = {
    "ad": 24, "ae": 23, "al": 28, "at": 20, "az": 28, "ba": 20, "be": 16, "bg": 22, "bh": 22, "bi": 27, "br": 29,
    "by": 28, "ch": 21, "cr": 22, "cy": 28, "cz": 24, "de": 22, "dj": 27, "dk": 18, "do": 28, "ee": 20, "eg": 29,
    "es": 24, "fi": 18, "fk": 18, "fo": 18, "fr": 27, "gb": 22, "ge": 22, "gi": 23, "gl": 18, "gr": 27, "gt": 28,
    "hn": 28, "hr": 21, "hu": 28, "ie": 22, "il": 23, "iq": 23, "is": 26, "it": 27, "jo": 30, "kw": 30, "kz": 20,
    "lb": 28, "lc": 32, "li": 21, "lt": 20, "lu": 20, "lv": 21, "ly": 25, "mc": 27, "md": 24, "me": 22, "mk": 19,
    "mn": 20, "mr": 27, "mt": 31, "mu": 30, "ni": 28, "nl": 18, "no": 15, "om": 23, "pk": 24, "pl": 28, "ps": 29,
    "pt": 25, "qa": 29, "ro": 24, "rs": 22, "ru": 33, "sa": 24, "sc": 31, "sd": 18, "se": 24, "si": 19, "sk": 24,
    "sm": 27, "so": 23, "st": 25, "sv": 28, "ti": 23, "tl": 23, "tn": 24, "tr": 26, "ua": 29, "va": 22, "vg": 24,
    "xk": 20, "ye": 30,
}
"""Characters of an account number by country (SWIFT's IBAN registry, release 99)."""

_START = re.compile(r"(?<![a-z0-9])([a-z]{2})[\x00 -]{0,3}[0-9]\x00{0,3}[0-9]")
_BETWEEN = re.compile(r"[\x00 \n.-]{0,6}")


def find(skeleton: str) -> Iterator[Hit]:
    """Every account number whose check digits are right, however it is spaced."""
    for start in _START.finditer(skeleton):
        length = _LENGTHS.get(start.group(1))
        found = _taken(skeleton, start.start(), length) if length else None
        if found is not None and _adds_up(found[0]):
            yield Hit(start.start(), found[1], "account number", f"[IBAN …{found[0][-4:].upper()}]")


def _taken(skeleton: str, start: int, length: int) -> tuple[str, int] | None:
    """(the number without what stands between its characters, its end), None if it is too short or goes on."""
    letters: list[str] = []
    at = start
    while len(letters) < length:
        between = _BETWEEN.match(skeleton, at)
        at = between.end() if between and letters else at
        if at >= len(skeleton) or not (skeleton[at].isascii() and skeleton[at].isalnum()):
            return None
        letters.append(skeleton[at])
        at += 1
    goes_on = at < len(skeleton) and skeleton[at].isascii() and skeleton[at].isalnum()
    return None if goes_on else ("".join(letters), at)


def _adds_up(number: str) -> bool:
    """ISO 7064, MOD 97-10: letters count from 10, the first four characters come last."""
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1
