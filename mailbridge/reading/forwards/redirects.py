"""Headers -> who was really written to, where a server sent the mail on by itself (forwarding rules, aliases, groups).

The mail's From is still the author then; what is lost is the address that the author wrote to. What people forward is
read by `forwards`. Every header here was written by some server on the way and can be forged: a claim, no proof.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbridge.mail import Redirect
from mailbridge.reading.forwards import forward_addresses

_MAX_VALUE_CHARS = 2000

# Who was written to first, the surest sign first. The first address of the value counts.
_ORIGINAL_RECIPIENT = (
    "x-forwarded-for",                  # Gmail: "first@x next@y"; a web server's list of hosts holds no @
    "x-ms-exchange-forwardingloop",     # Exchange: "first@x;GUID"
    "resent-from",                      # RFC 5322 3.6.6: who sent it on
    "x-original-to",                    # Postfix, before aliases
    "x-original-recipient",
    "original-recipient",               # RFC 3798 2.3.1: "rfc822;first@x"
    "x-forwarded-by",
    "x-envelope-original-to",
)
# Where it was sent on to.
_TARGET = ("x-forwarded-to", "resent-to", "x-forwarded-recipient")
# The author, where a group put its own address into From.
_ORIGINAL_SENDER = ("x-original-from", "x-original-sender", "x-google-original-from")


def automatic_forward(headers: Sequence[tuple[str, str]]) -> Redirect | None:
    """What the headers (name and decoded value, in order) say of a redirect; None when they say of none."""
    fields: dict[str, list[str]] = {}
    for name, value in headers:
        fields.setdefault(name.casefold(), []).append(value[:_MAX_VALUE_CHARS])
    recipient, by_recipient = _first(fields, _ORIGINAL_RECIPIENT)
    target, by_target = _first(fields, _TARGET)
    author, by_author = _first(fields, _ORIGINAL_SENDER)
    delivered = _delivered(fields)
    if by_recipient == "x-original-to" and not (target or author) and _is_last_hop(recipient, delivered):
        recipient, by_recipient = "", ""
    if not recipient and len(delivered) > 1:
        recipient, by_recipient = delivered[-1], "delivered-to"
    header = by_recipient or by_target or by_author
    if not header:
        return None
    if not target and len(delivered) > 1:
        target = delivered[0]
    sender = forward_addresses.sender(fields[by_author][0]) if author else None
    return Redirect(recipient, target if target != recipient else "", sender, header)


def _first(fields: dict[str, list[str]], names: tuple[str, ...]) -> tuple[str, str]:
    """The first address that one of the headers holds, in lower case, and that header; the oldest of several."""
    for name in names:
        for value in reversed(fields.get(name, [])):
            for address in forward_addresses.parse(value.removeprefix("rfc822;").replace(";", ",")):
                if address.email:
                    return address.email.casefold(), name
    return "", ""


def _delivered(fields: dict[str, list[str]]) -> list[str]:
    """Addresses of the Delivered-To fields, the last delivery first. Each server puts its own on top."""
    found: list[str] = []
    for value in fields.get("delivered-to", []):
        for address in forward_addresses.parse(value)[:1]:
            if address.email and address.email.casefold() not in found:
                found.append(address.email.casefold())
    return found


def _is_last_hop(recipient: str, delivered: Sequence[str]) -> bool:
    """Postfix writes X-Original-To on every mail: it tells of a redirect only where the mail arrived elsewhere."""
    return not delivered or delivered[0] == recipient
