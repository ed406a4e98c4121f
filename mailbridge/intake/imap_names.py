"""How a folder that the settings call `Sales/New` is called on a server. Pure.

Servers differ in the delimiter between the parts of a name, and some keep every folder below INBOX (RFC 2342).
"""

from __future__ import annotations

from collections.abc import Collection


def on_server(folder: str, delimiter: str, prefix: str, existing: Collection[str]) -> str:
    """The first spelling that exists, else the one that the server would make it under."""
    if folder.casefold() == "inbox":
        return next((name for name in existing if name.casefold() == "inbox"), "INBOX")
    parts = delimiter.join(folder.split("/"))
    below = parts if not prefix or parts.casefold().startswith(prefix.casefold()) else prefix + parts
    return next((name for name in (folder, parts, below) if name in existing), below)
