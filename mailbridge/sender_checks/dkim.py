"""All DKIM signatures of a mail (RFC 6376): the most of them that are looked at, and the result in one word."""

from __future__ import annotations

from collections.abc import Callable

from mailbridge import authentication
from mailbridge.sender_checks import signature
from mailbridge.sender_checks.dns import Lookups
from mailbridge.sender_checks.signature import Bodies, Checked, Times

MOST_SIGNATURES = 8


def checked(bodies: Bodies, lookups: Lookups, times: Times, first: Callable[[str], bool]) -> tuple[Checked, ...]:
    """What came of each signature, those whose domain is wanted `first` before others, and no more than so many."""
    found = bodies.message.named(b"dkim-signature")
    found.sort(key=lambda one: not first(signature.signer(one)))
    return tuple(signature.checked(one, bodies, lookups, times) for one in found[:MOST_SIGNATURES])


def in_one_word(results: tuple[Checked, ...]) -> str:
    """The word for all of them together."""
    return authentication.of_signatures([one.result for one in results]) or "none"
