"""`mailbridge run`: the service, in one process or in several that share its doors and its spool."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import click

from mailbridge import bridge, family, onecore, open_files, systemd
from mailbridge.bridge import ALONE, Ports, Role, Service
from mailbridge.cli.session import Session
from mailbridge.cli.watchdog import watch
from mailbridge.errors import AdminError, MailbridgeError
from mailbridge.logs import set_up
from mailbridge.rehearsal import complaint
from mailbridge.settings import Settings
from mailbridge.stopping import HEARD, on_signals

log = logging.getLogger("mailbridge.run")

REHEARSAL_SECONDS = 20.0


@click.command()
@click.option("--workers", type=click.IntRange(1, family.MOST), default=1, show_default=True, metavar="N",
              help="Processes that share the doors and the spool. As many as there are processors is a good number.")
@click.pass_obj
def run(session: Session, workers: int) -> None:
    """Run the service: take mail, work it off, until SIGTERM or Ctrl-C.

    Try the settings first with `mailbridge check`; it tells all that is wrong at once.

    With --workers, a process that dies is replaced, and SIGHUP reads the settings anew and replaces all processes one
    after another while the others go on. Changed rules and certificates are taken up by themselves.

    Under systemd (Type=notify) it says when it is ready, how the queue stands and, as long as worker and doors move,
    that it lives (WatchdogSec).

    \b
    mailbridge run --workers 4
    """
    set_up(session.settings.log)
    _return_freed_memory()
    if workers == 1:
        signal.signal(signal.SIGHUP, _nothing_to_do)
        _work(session.settings, ALONE, _ready)
        return
    several = _Several(session, workers)
    status = family.Family(workers, several.work, several.renewed, several.ready).run()
    _hear_no_more()
    sys.exit(status)


class _Several:
    """What the parent has for its children: the settings, the ports, and the spool's lock for all of them."""

    def __init__(self, session: Session, workers: int) -> None:
        self._session = session
        self._workers = workers
        self._as_written = session.settings
        self._lock = bridge.lock_for_all(self._as_written)
        self._ports = Ports(self._as_written)

    def work(self, seat: family.Seat, ready: Callable[[], None]) -> int:
        """The child's life."""
        settings = self._ports.fitted(self._as_written)
        set_up(settings.log, process=seat.number)
        onecore.take_seat(seat.number)
        try:
            _work(settings, Role(seat.number, seat.of, seat.name, seat.before), ready)
        except MailbridgeError as error:
            click.echo(str(error), err=True)
            return error.exit_code
        return 0

    def ready(self) -> None:
        """All children are."""
        click.echo(f"{self._workers} processes are at work", err=True)
        _ready()

    def renewed(self) -> bool:
        """Read the settings anew; whether they can be had, and a service can be made of them."""
        try:
            fresh = self._session.read_again()
            if fresh.spool != self._as_written.spool:
                raise AdminError("spool: another spool needs a stop and a start of the service")
            if bridge.shared_places(fresh) != bridge.shared_places(self._as_written):
                raise AdminError("smtp, lmtp: other ports need a stop and a start of the service")
            if trouble := complaint(lambda: self._rehearse(fresh), REHEARSAL_SECONDS):
                raise AdminError(trouble)
        except MailbridgeError as error:
            log.error("the changed settings are not taken up, all goes on as it was: %s", error)    # noqa: TRY400 - the sentence says it
            return False
        self._as_written = fresh
        log.info("the settings were read anew; the processes are replaced one after another")
        return True

    def _rehearse(self, fresh: Settings) -> None:
        """A process as it would be, but for its start: broken rules and absent passwords must end none that works."""
        service = bridge.assemble(fresh, role=Role(1, self._workers))
        former = self._as_written.console
        if service.console is not None and (former is None or former.listen != service.console.listen):
            service.console.try_to_listen()


def _work(settings: Settings, role: Role, ready: Callable[[], None]) -> None:
    """One process, from its start to SIGTERM."""
    try:
        service = bridge.assemble(settings, role=role)
    except AdminError as error:
        raise AdminError(f"{error}\nEverything that is wrong at once: mailbridge check") from error
    open_files.allow(open_files.needed(settings))
    stopping = threading.Event()
    on_signals(stopping)
    service.start()
    if role.is_first:
        _tell_where(service)
    ready()
    told = systemd.of(os.environ, os.getppid() if role.has_siblings else os.getpid())
    watch(service, role, told, stopping)
    _hear_no_more()
    if role.is_first:
        told.tell("STOPPING=1", "STATUS=finishing the mails in hand")
        click.echo("stopping: finishing the mails in hand", err=True)
    service.stop()


def _hear_no_more() -> None:
    """A second SIGTERM changes nothing. Ignored and not handled: Python takes handlers away while it ends, and a signal
    that comes then would make a failure of an orderly stop."""
    for number in HEARD:
        signal.signal(number, signal.SIG_IGN)


def _ready() -> None:
    """Said once, by the process that was started."""
    click.echo("ready", err=True)
    systemd.of(os.environ, os.getpid()).tell("READY=1")


def _tell_where(service: Service) -> None:
    for door in (service.smtp, service.lmtp):
        if door is not None:
            click.echo(f"{door.name}: listening on {door.where}", err=True)
    if service.console is not None:
        click.echo(f"console: {service.console.url}", err=True)


def _return_freed_memory() -> None:
    """Have large blocks go back to the system when they are freed.

    glibc keeps them to itself from the first one on that was freed (mallopt(3), M_MMAP_THRESHOLD): after twenty mails
    of 25 MB the service would hold on to a hundred MB of nothing.
    """
    with suppress(OSError, AttributeError):         # another C library
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE_BLOCK_BYTES)


_MMAP_THRESHOLD = -3                    # malloc.h
_LARGE_BLOCK_BYTES = 1 << 20


def _nothing_to_do(_number: int, _frame: FrameType | None) -> None:
    log.info("SIGHUP: changed rules and certificates are taken up by themselves, settings by a restart")
