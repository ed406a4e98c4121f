"""The doors that mail servers hand mail to: SMTP (RFC 5321) and LMTP (RFC 2033), each in a thread of its own.

    smtp_gate, smtp_places      who may come in, for how long, and how much at once
    smtp_dialogue               a connection: lines and mails that come, replies that go
    smtp_connection             a session: commands and their order; lmtp_connection is what LMTP has otherwise
    smtp_handler                what they mean: recipients, and 250 only after the commit
    smtp_path, smtp_address, smtp_incoming, smtp_content    a stranger's bytes: arguments, addresses, mails
    smtp_replies                what is answered in several places
    smtp_tls, smtp_login        certificate and passwords

Here they are put together, opened and shut.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import uvloop

from mailbridge import listening, onecore
from mailbridge.intake.smtp_answers import Answers
from mailbridge.intake.smtp_doorstep import Doorstep
from mailbridge.intake.smtp_gate import Gate
from mailbridge.intake.smtp_handler import Handler
from mailbridge.intake.smtp_places import Places, Stage
from mailbridge.intake.smtp_tls import Certificate
from mailbridge.settings.doors import LmtpSettings, SmtpSettings
from mailbridge.spool import Spool

GRACE_SECONDS = 10.0
_BACKLOG = 256


def _never(password: str, kept: str) -> bool:
    return False


class SmtpDoor:
    """Listens from `start` to `stop`; speaks LMTP if the settings are the LMTP door's.

    Raises AdminError when its certificate cannot be used. `password_matches(password, hash)` decides who may sign in.
    """

    def __init__(self, settings: SmtpSettings | LmtpSettings, spool: Spool, now: Callable[[], datetime],
                 password_matches: Callable[[str, str], bool] = _never, *, reuse_port: bool = False) -> None:
        """`reuse_port`: other processes of ours listen on the same port, and the kernel shares connections out."""
        self.name = "lmtp" if isinstance(settings, LmtpSettings) else "smtp"
        tls = settings.tls if isinstance(settings, SmtpSettings) else None
        self._settings = settings
        self._reuse_port = reuse_port
        self._loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
        # Its threads read large mails and work out passwords, which takes long: not on the core that the loop stays on.
        self._loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix=self.name, initializer=onecore.let_go))
        proxies = settings.proxies if isinstance(settings, SmtpSettings) else ()
        gate = Gate(settings.limits, settings.trusted, self._loop.time, proxies)
        self._places = Places(settings.limits, gate, self._loop.time)
        handler = Handler(self.name, settings, spool, now, gate, Answers(self._loop), password_matches)
        self._doorstep = Doorstep(settings, handler, self._places, Certificate(tls) if tls else None, self._loop)
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"{self.name}-door", daemon=True)
        self._servers: list[asyncio.Server] = []
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Listen. Raises OperatorError when an address cannot be had."""
        self._thread.start()
        self._loop.call_soon_threadsafe(onecore.keep_to_one)
        wanted = [("listen", self._settings.listen, False)]
        if isinstance(self._settings, SmtpSettings) and self._settings.listen_tls:
            wanted.append(("listen_tls", self._settings.listen_tls, True))
        for setting, place, is_tls in wanted:
            try:
                asyncio.run_coroutine_threadsafe(self._listen(place, is_tls), self._loop).result()
            except OSError as error:
                self.stop()
                raise listening.not_opened(f"{self.name}.{setting}", place, error) from None

    @property
    def port(self) -> int:
        """The port that is listened on, also when the settings said 0."""
        return self._port(0)

    @property
    def tls_port(self) -> int:
        """The port where TLS comes first. Only with the setting `listen_tls`."""
        return self._port(1)

    @property
    def where(self) -> str:
        """What is listened on, in words."""
        is_socket = self._settings.listen.startswith("unix:")
        ports = "" if is_socket else " and ".join(str(self._port(n)) for n in range(len(self._servers)))
        return self._settings.listen.removeprefix("unix:") if is_socket else f"port {ports}"

    @property
    def in_hand(self) -> int:
        """Mails between their last byte and their reply."""
        return sum(visit.stage is Stage.KEEPING for visit in list(self._places.inside))

    def answers(self, within_seconds: float) -> bool:
        """Whether the door is open and its loop comes round in time."""
        if not (self._thread.is_alive() and self._servers and all(server.is_serving() for server in self._servers)):
            return False
        turn = asyncio.run_coroutine_threadsafe(asyncio.sleep(0), self._loop)
        try:
            turn.result(within_seconds)
        except TimeoutError:
            turn.cancel()
            return False
        return True

    def stop(self) -> None:
        """Take no new connection, let mails that are being handed over come to their reply, then hang up."""
        if not self._thread.is_alive():
            return
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _port(self, which: int) -> int:
        return int(self._servers[which].sockets[0].getsockname()[1])

    async def _listen(self, place: str, is_tls: bool) -> None:
        def at_the_door() -> asyncio.Protocol:
            return self._doorstep.protocol(is_tls)

        if place.startswith("unix:"):
            path = Path(place.removeprefix("unix:"))
            server = await self._loop.create_unix_server(at_the_door, path, backlog=_BACKLOG)
            path.chmod(0o666)           # as a port of 127.0.0.1: its folder says who may come near
        else:
            host, _, port = place.rpartition(":")
            server = await self._loop.create_server(at_the_door, host.strip("[]"), int(port), backlog=_BACKLOG,
                                                   reuse_port=self._reuse_port)
        self._servers.append(server)
        if self._watch is None:
            self._watch = self._loop.create_task(self._places.watch())

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        await self._places.close(GRACE_SECONDS)
        tasks = [task for task in asyncio.all_tasks(self._loop) if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._loop.shutdown_default_executor()
        if self._settings.listen.startswith("unix:"):
            Path(self._settings.listen.removeprefix("unix:")).unlink(missing_ok=True)


