"""Why nobody can listen at a place, in a sentence that says what to do."""

from __future__ import annotations

import errno
import os
import socket

from mailbridge.errors import OperatorError

_ADVICE = {
    errno.EADDRINUSE: "is another program using it?",
    errno.EADDRNOTAVAIL: "name an address of this machine, or 0.0.0.0 for all of them",
    errno.EACCES: "a port below 1024 wants the capability CAP_NET_BIND_SERVICE, a socket a folder that is ours",
    errno.ENOENT: "is its folder there?",
    socket.EAI_NONAME: "name an address, or a host that is known here",
}


def not_opened(setting: str, place: str, error: OSError) -> OperatorError:
    """`place` is what the setting says. In the system's own words: asyncio's name the place once more."""
    number = error.errno or 0
    why = os.strerror(number) if number > 0 else error.strerror or str(error)
    return OperatorError("; ".join(filter(None, (f"{setting}: {place} cannot be opened: {why}", _ADVICE.get(number)))))
