"""The console as a thread of the service: listens from `start` to `stop`. Knows the web server and nothing of pages."""

from __future__ import annotations

import socket
import threading

import uvicorn

from mailbridge import listening, passwords
from mailbridge.console.app import build
from mailbridge.console.connections import HastyProtocol
from mailbridge.console.parts import Parts
from mailbridge.errors import AdminError
from mailbridge.settings import ConsoleSettings

MOST_CONNECTIONS = 100
HEADER_BYTES = 16 * 1024
GRACE_SECONDS = 3


class Console:
    """The pages of one service."""

    def __init__(self, parts: Parts) -> None:
        """Raises AdminError when nobody could sign in."""
        check_users(parts.console)
        self._parts = parts
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.port = 0

    @property
    def listen(self) -> str:
        """HOST:PORT as the settings have it."""
        return self._parts.console.listen

    def try_to_listen(self) -> None:
        """Raises OperatorError where `start` would."""
        _listener(self.listen).close()

    def start(self) -> None:
        """Listen. Raises OperatorError when the address is taken or is not this machine's."""
        listener = _listener(self.listen)
        self.port = listener.getsockname()[1]
        self._server = uvicorn.Server(uvicorn.Config(
            build(self._parts, self.port), http=HastyProtocol, ws="none", loop="asyncio", lifespan="off",
            log_config=None, log_level="critical", access_log=False, server_header=False, proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS, h11_max_incomplete_event_size=HEADER_BYTES,
            timeout_graceful_shutdown=GRACE_SECONDS))
        self._thread = threading.Thread(target=self._server.run, args=([listener],), name="console", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the requests in hand and stop listening."""
        if self._server is not None:
            self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(GRACE_SECONDS + 2)

    @property
    def url(self) -> str:
        """Where browsers find it."""
        host = self.listen.rpartition(":")[0]
        return self._parts.console.public_url or f"http://{host}:{self.port}"


def _listener(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, int(port)), family=family)
    except OSError as error:
        raise listening.not_opened("console.listen", address, error) from None
    # asyncio does so only for sockets that it made itself; without it each answer waits 40 ms for the browser's ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def check_users(console: ConsoleSettings) -> None:
    """Raises AdminError when nobody could sign in and that is not meant so, or a password's hash is none."""
    if not console.users and not console.machines_only:
        raise AdminError("console.users: name somebody who may sign in, such as {ben: {password_hash: …, role: admin}};"
                         " `mailbridge password` makes the hash. Or say machines_only: true")
    for name, user in console.users.items():
        kept = user.password_hash.get_secret_value()
        if not passwords.is_hash(kept) and not (console.trusted_proxy_header and not kept):
            raise AdminError(f"console.users.{name}.password_hash: is no hash; `mailbridge password` makes one")
