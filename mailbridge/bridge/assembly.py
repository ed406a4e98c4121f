"""Settings -> all parts of the service, nothing started."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from mailbridge import passwords
from mailbridge.accounts import Accounts
from mailbridge.bridge import flying, own_mail, watching
from mailbridge.bridge.deciders import decider, shadow_decider
from mailbridge.bridge.logins import accounts, mailbox_credentials
from mailbridge.bridge.service import Service
from mailbridge.delivery import Delivery, Timing
from mailbridge.errors import AdminError
from mailbridge.intake.imap_watcher import Watcher
from mailbridge.intake.smtp import SmtpDoor
from mailbridge.latematch import LateMatch
from mailbridge.mail import Mail
from mailbridge.notices import instance, own
from mailbridge.planning import Storm
from mailbridge.rounds import Rounds
from mailbridge.rulekeeper import RuleKeeper
from mailbridge.settings import Settings, WorkSettings
from mailbridge.spool import Spool, engines, restored, utc_now
from mailbridge.spool.retention import Keep, Retention
from mailbridge.spool.room import Disk, Room, Watermarks
from mailbridge.worker import Waits, Worker

if TYPE_CHECKING:
    from mailbridge.console import Console

LOOK_EVERY_SECONDS = 5.0


log = logging.getLogger("mailbridge.bridge")


def open_spool(settings: Settings) -> Spool:
    """The spool of the settings. Raises AdminError or SpoolTrouble."""
    limits = settings.spool_limits
    room = Room(Watermarks(limits.free_bytes, limits.rows, limits.bytes), partial(_disk, settings.spool))
    return Spool(settings.spool, lease_seconds=settings.work.lease_seconds, room=room)


def _disk(spool: str) -> Disk | None:
    """The spool's disk; None where that cannot be told, and then its own troubles tell it soon enough."""
    folder = engines.folder(spool)
    try:
        usage = shutil.disk_usage(folder) if folder is not None else None
    except OSError:
        return None
    return Disk(usage.total, usage.free) if usage is not None else None


def assemble(settings: Settings, *, now: Callable[[], datetime] = utc_now) -> Service:
    """All parts of the service, nothing started. Raises what is wrong with settings, rules, secrets or the spool."""
    keeper = RuleKeeper(settings.rules, lambda: decider(settings), time.monotonic)
    shadow = settings.shadow
    beside = RuleKeeper(shadow, lambda: shadow_decider(settings, shadow), time.monotonic) if shadow else None
    logins = accounts(settings, time.monotonic)
    for name, door in (("smtp", settings.smtp), ("lmtp", settings.lmtp)):
        if door is not None and not door.recipients:
            raise AdminError(f"{name}.recipients: name at least one address that mail is taken for, such as "
                             "[crm@bridge.example.com]")
    keys = [mailbox_credentials(settings, mailbox) for mailbox in settings.imap]
    spool = open_spool(settings)
    try:
        lock = engines.lock_for_service(settings.spool)
    except Exception:
        spool.close()
        raise
    try:
        if copied_at := restored.take_up(spool):
            log.warning("the spool is a copy of %s: what was written since is looked up in Heap", copied_at)
        notices = own_mail.notices(settings, spool)
    except Exception:
        spool.close()
        raise
    timing = Timing(settings.heap.settle_seconds, settings.heap.second_look_seconds)
    work = settings.work
    worker = Worker(
        spool, keeper.current, logins, Delivery(spool, timing, now),
        Waits(work.first_wait_seconds, work.longest_wait_seconds, work.give_up_days), now,
        threads=work.threads, heartbeat_seconds=work.lease_seconds / 4,
        shadow=beside.current if beside else None, storm=_storm(work), chores=_chores(settings, spool, logins),
        settled=notices.settled if notices else lambda item: None,
        notified=notices.notified if notices else lambda item, words: None,
        own_notice=_own_mail(settings, spool),
    )
    watchers = tuple(Watcher(mailbox, key, spool, now)
                     for mailbox, key in zip(settings.imap, keys, strict=True))
    service = Service(settings, spool, worker, None, lock, watchers)
    try:
        service.rounds = _rounds(settings, service, logins, keeper, now)
        service.smtp, service.lmtp = _doors(settings, spool, now)
        if settings.console is not None:
            service.console = _console(service, keeper, logins, now)
    except Exception:
        spool.close()
        raise
    return service


def _own_mail(settings: Settings, spool: Spool) -> Callable[[Mail], str]:
    """Why a mail is one of the bridge's own, and is not worked off."""
    canary, sender, us = flying.known(spool), settings.notices.sender if settings.notices else "", instance(spool)
    return lambda mail: canary.home(mail) or own(mail, sender, us)


def _doors(settings: Settings, spool: Spool, now: Callable[[], datetime]) -> tuple[SmtpDoor | None, SmtpDoor | None]:
    """The SMTP and the LMTP door."""
    smtp = SmtpDoor(settings.smtp, spool, now, passwords.matches) if settings.smtp is not None else None
    lmtp = SmtpDoor(settings.lmtp, spool, now) if settings.lmtp is not None else None
    return smtp, lmtp


def _console(service: Service, keeper: RuleKeeper, logins: Accounts, now: Callable[[], datetime]) -> Console:
    from mailbridge.console import Console, Parts  # late: a web server is nothing that the other commands need

    return Console(Parts(service.settings, service.spool, logins, keeper.current, lambda: keeper.trouble,
                         service.is_working, now))


def _rounds(settings: Settings, service: Service, logins: Accounts, keeper: RuleKeeper,
            now: Callable[[], datetime]) -> tuple[Rounds, ...]:
    """What goes on beside the worker: watching over everything, and sending what is to be told."""
    watched = watching.Watched(logins, lambda: keeper.trouble, service.is_working)
    flying_canary = () if settings.canary is None else (
        Rounds("canary", LOOK_EVERY_SECONDS, flying.canary(service, settings.canary).look),)
    return (
        *flying_canary,
        Rounds("alarms", LOOK_EVERY_SECONDS, watching.watchman(settings, service.spool, watched, now()).look),
        Rounds("notices", LOOK_EVERY_SECONDS, watching.post(settings, service.spool).look),
    )


def _chores(settings: Settings, spool: Spool, logins: Accounts) -> tuple[Callable[[], object], ...]:
    """What the worker does while no mail is due."""
    keep = settings.keep
    return (
        LateMatch(spool, logins, settings.work.late_match_minutes * 60).look,
        Retention(spool, Keep(keep.originals_days, keep.parked_days, keep.items_days)).look,
    )


def _storm(work: WorkSettings) -> Storm:
    return Storm(work.storm_records, work.storm_minutes, work.contact_records, work.contact_minutes)
