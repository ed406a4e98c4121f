"""Telling systemd how the service is: the protocol of sd_notify(3), in which a line is one datagram's word.

Without $NOTIFY_SOCKET, as on a terminal or in a container, nothing is told and nothing fails.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Systemd:
    """`socket`: a path, or a name in the abstract namespace that starts with @. `watchdog_seconds`: within so many it
    wants to hear from us again and again, else it kills the service; 0: it does not wait for anything."""

    socket: str = ""
    watchdog_seconds: float = 0.0

    def tell(self, *words: str) -> None:
        """READY=1, STOPPING=1, WATCHDOG=1, STATUS=… A systemd that does not listen is no trouble of ours."""
        if not self.socket:
            return
        address = "\0" + self.socket[1:] if self.socket.startswith("@") else self.socket
        told = "\n".join(word.replace("\n", " ") for word in words).encode("utf-8", "replace")
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as link:
            link.connect(address)
            link.sendall(told)


def of(environment: Mapping[str, str], process: int) -> Systemd:
    """What the environment says. A watchdog that is meant for another process does not count."""
    microseconds = environment.get("WATCHDOG_USEC", "")
    is_ours = environment.get("WATCHDOG_PID", str(process)) == str(process)
    seconds = int(microseconds) / 1_000_000 if is_ours and microseconds.isdigit() else 0.0
    return Systemd(environment.get("NOTIFY_SOCKET", ""), seconds)
