"""What MAIL and RCPT say behind their word: an address and parameters (RFC 5321 section 4.1.2, RFC 1870, RFC 6152,
RFC 6531). Pure: whether the address is anybody's is for others to say.

A bridge hears of few senders and fewer recipients again and again, so what was read is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mailbridge.intake import smtp_address

_LONGEST_PARAMETER = 1000
_REMEMBERED = 512                       # arguments, each no longer than a command


@dataclass(frozen=True, slots=True)
class Said:
    """An address, "<>" for the null sender; or the reply to what cannot be understood."""

    address: str = ""
    refusal: str = ""


@lru_cache(_REMEMBERED)
def of_mail(argument: str | None, is_extended: bool, max_bytes: int) -> Said:
    """The sender. `max_bytes`: what a mail may be announced with, 0 for any."""
    given = _given("MAIL FROM:", argument, is_extended)
    if isinstance(given, Said):
        return given
    address, options = given
    if options.pop("BODY", "7BIT") not in ("7BIT", "8BITMIME"):
        return Said(refusal="501 5.5.4 Error: BODY can only be one of 7BIT, 8BITMIME")
    if options.pop("SMTPUTF8", ""):
        return Said(refusal="501 5.5.4 Error: SMTPUTF8 takes no arguments")
    size = options.pop("SIZE", "0")
    if not size.isdigit():
        return _syntax("MAIL FROM:", is_extended)
    if int(size) > max_bytes > 0:
        return Said(refusal="552 5.3.4 Error: message size exceeds fixed maximum message size")
    options.pop("AUTH", "")             # RFC 4954 section 5: who wrote it at its first server, which is nothing to us
    return _without("MAIL FROM", address, options)


@lru_cache(_REMEMBERED)
def of_rcpt(argument: str | None, is_extended: bool) -> Said:
    """A recipient."""
    given = _given("RCPT TO:", argument, is_extended)
    return given if isinstance(given, Said) else _without("RCPT TO", *given)


def _given(words: str, argument: str | None, is_extended: bool) -> tuple[str, dict[str, str]] | Said:
    """An address and its parameters."""
    text = _after(words.partition(" ")[2], argument)
    if text is None:
        return _syntax(words, is_extended)
    path = smtp_address.path(text)
    if path is None:
        return Said(refusal="553 5.1.3 Error: malformed address")
    address, rest = path
    options = _options(rest)
    return _syntax(words, is_extended) if options is None or (options and not is_extended) else (address, options)


def _syntax(words: str, is_extended: bool) -> Said:
    return Said(refusal=f"501 5.5.4 Syntax: {words} <address>" + " [SP <mail-parameters>]" * is_extended)


def _without(words: str, address: str, more: dict[str, str]) -> Said:
    """The address, if nothing else was said."""
    unknown = f"555 5.5.4 {words} parameters not recognized or not implemented"
    return Said(refusal=unknown) if more else Said(address)


def _after(word: str, argument: str | None) -> str | None:
    """What follows the word, None if something else stands there."""
    if argument is None or argument[:len(word)].upper() != word:
        return None
    return argument[len(word):].strip() or None


def _options(text: str) -> dict[str, str] | None:
    """Name -> value, "" without one; None if that is no list of parameters (RFC 5321 section 4.1.2, esmtp-param)."""
    found: dict[str, str] = {}
    for parameter in text.upper().split():
        name, equals, value = parameter.partition("=")
        is_one = name.isalnum() and parameter.isascii() and len(parameter) <= _LONGEST_PARAMETER
        if not is_one or (equals and not value):
            return None
        found[name] = value
    return found
