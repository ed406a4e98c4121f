"""The token in a record that proves which write made it.

Knows how a marker is derived and how it stands in a text; who searches for it is `heap.proof`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

LENGTH = 22
"""Letters and digits of a marker: "mb" and 20 of base32, 100 bits."""


def marker(secret: bytes, identity: str, position: int) -> str:
    """`mb` and 20 lower-case letters and digits for the write at `position` (from 0) of the mail `identity`.

    Always the same for the same arguments, on every node and after every restart. Keyed (HMAC-SHA256), so that no
    sender can forge the mark of another mail and have its record taken for written. Letters and digits only, because
    Heap's search is loosely described: a sign in the token could end a word or act as a selector.
    """
    digest = hmac.new(secret, f"{position}:{identity}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return "mb" + base64.b32encode(digest).decode("ascii").lower()[:LENGTH - 2]


def line(token: str) -> str:
    """The last line of a marked record's text."""
    return f"Ref {token}"
