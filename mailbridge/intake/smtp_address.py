"""Addresses of MAIL and RCPT (RFC 5321 section 4.1.2). Pure and linear; lenient where senders are, never on controls.

The library's own parser is the standard library's for headers: it takes comments and folding for addresses, fails with
exceptions on some malformed ones, and takes `<a b@c>`.
"""

from __future__ import annotations

import re

NULL = "<>"                             # the sender of bounces
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_NOT_LOCAL = re.compile(r'[ "(),:;<>@\[\]\\]')
_NOT_DOMAIN = re.compile(r'[ "(),;<>@\[\]\\]')


def path(argument: str) -> tuple[str, str] | None:
    """(address without brackets, the parameters after it); None if malformed. The null path is "<>".

    Brackets may be missing, as old clients leave them out. A source route is dropped, as section 4.1.1.3 wants.
    """
    text = argument.strip(" \t")
    if text.startswith("<"):
        end = _unquoted(text, ">", 1)
        if end < 0 or text[end + 1:end + 2] not in ("", " "):
            return None
        inner, rest = text[1:end], text[end + 1:]
    else:
        inner, _, rest = text.partition(" ")
    if not inner:
        return (NULL, rest.strip()) if text.startswith("<") else None
    if inner.startswith("@"):
        inner = inner.partition(":")[2]
    return (inner, rest.strip()) if _is_address(inner) else None


def has_controls(text: str) -> bool:
    """Whether a control character stands in it, C0, DEL or C1: nothing that a mail system can mean."""
    return _CONTROL.search(text) is not None


def _is_address(text: str) -> bool:
    """A local part, plain or quoted, and a domain. Which of them exist is for others to say."""
    if has_controls(text):
        return False
    at = _unquoted(text, "@", 0)
    if at <= 0 or at == len(text) - 1:
        return False
    local, domain = text[:at], text[at + 1:]
    is_quoted = local.startswith('"')
    is_local = local.endswith('"') and len(local) > 2 if is_quoted else _NOT_LOCAL.search(local) is None
    literal = domain.removeprefix("[").removesuffix("]") if domain.startswith("[") and domain.endswith("]") else domain
    return is_local and bool(literal) and _NOT_DOMAIN.search(literal) is None


def _unquoted(text: str, wanted: str, start: int) -> int:
    """Where a character first stands outside quotes; -1 if nowhere."""
    if '"' not in text:
        return text.find(wanted, start)
    is_quoted, is_escaped = False, False
    for at in range(start, len(text)):
        c = text[at]
        if is_escaped:
            is_escaped = False
        elif c == "\\" and is_quoted:
            is_escaped = True
        elif c == '"':
            is_quoted = not is_quoted
        elif c == wanted and not is_quoted:
            return at
    return -1
