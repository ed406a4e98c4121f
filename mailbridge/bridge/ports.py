"""Ports that several processes share (SO_REUSEPORT): had before the first of them starts, and held while any runs.

Held without listening: the kernel gives connections to those who listen. It tells at the start, and once, that another
program has a port, which sharing would hide; and a port 0 becomes the same port for all.
"""

from __future__ import annotations

import socket
from contextlib import ExitStack

from mailbridge import listening
from mailbridge.bridge.role import shared_places
from mailbridge.settings import Settings


class Ports:
    """The ports of the settings, had until `close`."""

    def __init__(self, settings: Settings) -> None:
        """Raises OperatorError when one cannot be had."""
        self._held = ExitStack()
        self._places: dict[str, str] = {}
        try:
            for name, place in shared_places(settings):
                self._places[name] = f"{place.rpartition(':')[0]}:{self._hold(name, place)}"
        except BaseException:
            self.close()
            raise

    def fitted(self, settings: Settings) -> Settings:
        """The settings with the ports that were had, where they said 0."""
        for name, place in self._places.items():
            door, _, field = name.partition(".")
            settings = settings.model_copy(update={door: getattr(settings, door).model_copy(update={field: place})})
        return settings

    def close(self) -> None:
        """Others may have them."""
        self._held.close()

    def _hold(self, name: str, place: str) -> int:
        host, _, text = place.rpartition(":")
        port = int(text)
        try:
            found = socket.getaddrinfo(host.strip("[]") or None, port, type=socket.SOCK_STREAM,
                                       flags=socket.AI_PASSIVE)
            for family, kind, protocol, _, address in found:
                there = (address[0], port, *address[2:])
                if port:
                    with socket.socket(family, kind, protocol) as alone:    # fails if anybody has it
                        _bind(alone, there)
                ours = self._held.enter_context(socket.socket(family, kind, protocol))
                ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                _bind(ours, there)
                port = ours.getsockname()[1]
        except OSError as error:
            raise listening.not_opened(name, place, error) from None
        return port


def _bind(which: socket.socket, address: tuple[object, ...]) -> None:
    which.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if which.family == socket.AF_INET6:
        which.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    which.bind(address)
