"""How a folder that the settings call `Sales/New` is called on a server. Pure.

Servers differ in the delimiter between the parts of a name, and some keep every folder below INBOX (RFC 2342). Gmail
has its own folders in the account's language; the settings call them in English, and they are known by their use
(RFC 6154).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

_GMAILS = {"all mail": "\\All", "sent mail": "\\Sent", "drafts": "\\Drafts", "spam": "\\Junk", "trash": "\\Trash",
           "bin": "\\Trash", "starred": "\\Flagged", "important": "\\Important"}
"""Gmail's own folders in English -> what the server says that they are for."""


def on_server(folder: str, delimiter: str, prefix: str, existing: Collection[str],
              uses: Mapping[str, str] | None = None) -> str:
    """The first spelling that exists, else the one that the server would make it under. `uses`: use -> folder."""
    if folder.casefold() == "inbox":
        return next((name for name in existing if name.casefold() == "inbox"), "INBOX")
    parts = delimiter.join(folder.split("/"))
    below = parts if not prefix or parts.casefold().startswith(prefix.casefold()) else prefix + parts
    found = next((name for name in (folder, parts, below) if name in existing), None)
    return found or _by_use(folder, uses or {}) or below


def missing(folder: str, existing: Collection[str]) -> str:
    """What to say of a folder that does not exist."""
    there = ", ".join(sorted(existing)) or "none"
    hint = ""
    if folder.casefold() in _GMAILS and any(name.startswith(("[Gmail]", "[Google Mail]")) for name in existing):
        hint = f"; Gmail's own is [Gmail]/{folder} here, whatever the account's language"
    return f"there is no folder {folder!r}; there are: {there}{hint}"


def _by_use(folder: str, uses: Mapping[str, str]) -> str | None:
    above, _, name = folder.partition("/")
    return uses.get(_GMAILS.get(name.casefold(), "")) if above in ("[Gmail]", "[Google Mail]") else None
