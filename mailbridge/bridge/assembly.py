"""Settings -> all parts of the service, nothing started."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING

from mailbridge import passwords
from mailbridge.accounts import Accounts
from mailbridge.bridge import flying, own_mail, senders, watching
from mailbridge.bridge.deciders import decider, shadow_decider
from mailbridge.bridge.logins import accounts, mailbox_credentials
from mailbridge.bridge.role import ALONE, Role
from mailbridge.bridge.service import Service
from mailbridge.delivery import Delivery, Timing
from mailbridge.errors import AdminError
from mailbridge.intake.imap_watcher import Watcher
from mailbridge.intake.smtp import SmtpDoor
from mailbridge.keeping import open_spool
from mailbridge.latematch import LateMatch
from mailbridge.mail import Mail
from mailbridge.meters import Meters
from mailbridge.notices import instance, own
from mailbridge.planning import Storm
from mailbridge.resting import Resting
from mailbridge.rounds import Rounds
from mailbridge.rulekeeper import RuleKeeper
from mailbridge.settings import Settings, WorkSettings
from mailbridge.sharing import SharedLogins
from mailbridge.spool import Spool, engines, nodes, presence, restored, utc_now
from mailbridge.spool.retention import Keep, Retention
from mailbridge.waits import Waits
from mailbridge.worker import Worker

if TYPE_CHECKING:
    from mailbridge.console import Console

LOOK_EVERY_SECONDS = 5.0


log = logging.getLogger("mailbridge.bridge")


def lock_for_all(settings: Settings) -> object | None:
    """Have the spool for all processes of one service, before the first of them starts.

    What an earlier service had in hand is given back. The lock is held as long as any of them lives; None where several
    services may work. Raises AdminError, SpoolTrouble, or OperatorError when another service has it.
    """
    spool = open_spool(settings)
    try:
        lock = engines.lock_for_service(settings.spool)
        if lock is not None:
            spool.release_all()
    finally:
        spool.close()
    return lock


def assemble(settings: Settings, *, role: Role = ALONE, now: Callable[[], datetime] = utc_now) -> Service:
    """All parts of the service, or of one of its processes, nothing started.

    Raises what is wrong with settings, rules, secrets or the spool.
    """
    keeper = RuleKeeper(settings.rules, lambda: decider(settings), time.monotonic)
    shadow = settings.shadow
    beside = RuleKeeper(shadow, lambda: shadow_decider(settings, shadow), time.monotonic) if shadow else None
    meters = Meters()
    logins = accounts(settings, time.monotonic, meters.heap_asked)
    _must_have_recipients(settings)
    keys = [mailbox_credentials(settings, mailbox) for mailbox in settings.imap]
    with ExitStack() as unless_made:
        spool = open_spool(settings, has_siblings=role.has_siblings)
        unless_made.callback(spool.close)
        lock = None if role.has_siblings else engines.lock_for_service(settings.spool)
        if spool.is_shared:
            shared = SharedLogins(spool)
            logins.share(shared, time.time, shared.reserve)
        if copied_at := restored.take_up(spool):
            log.warning("the spool is a copy of %s: what was written since is looked up in Heap",
                        copied_at.strftime("%Y-%m-%d %H:%M:%S UTC"))
        worker = _worker(settings, spool, role, logins, keeper, beside, now)
        watchers = tuple(Watcher(mailbox, key, spool, now)
                         for mailbox, key in zip(settings.imap, keys, strict=True) if role.is_first)
        service = Service(settings, spool, worker, None, lock, watchers, role=role, meters=meters)
        service.rounds = _rounds(settings, service, logins, keeper, now) if role.is_first else ()
        service.smtp, service.lmtp = _doors(settings, spool, role, now)
        if settings.console is not None and role.is_first:
            service.console = _console(service, keeper, logins, now)
        unless_made.pop_all()
    return service


def _must_have_recipients(settings: Settings) -> None:
    for name, door in (("smtp", settings.smtp), ("lmtp", settings.lmtp)):
        if door is not None and not door.recipients:
            raise AdminError(f"{name}.recipients: name at least one address that mail is taken for, such as "
                             "[crm@bridge.example.com]")


def _worker(settings: Settings, spool: Spool, role: Role, logins: Accounts, keeper: RuleKeeper,
            beside: RuleKeeper | None, now: Callable[[], datetime]) -> Worker:
    notices = own_mail.notices(settings, spool)
    work = settings.work
    return Worker(
        spool, keeper.current, logins,
        Delivery(spool, Timing(settings.heap.settle_seconds, settings.heap.second_look_seconds), now),
        Waits(work.first_wait_seconds, work.longest_wait_seconds, work.give_up_days), now,
        threads=work.threads, heartbeat_seconds=min(work.lease_seconds / 4, presence.BEAT_SECONDS),
        shadow=beside.current if beside else None, storm=_storm(work), chores=_chores(settings, spool, logins, role),
        settled=notices.settled if notices else lambda item: None,
        notified=notices.notified if notices else lambda item, words: None,
        own_notice=_own_mail(settings, spool),
        owner=role.name, proving=senders.proving(settings, spool, now),
    )


def _own_mail(settings: Settings, spool: Spool) -> Callable[[Mail], str]:
    """Why a mail is one of the bridge's own, and is not worked off."""
    canary, sender, us = flying.known(spool), settings.notices.sender if settings.notices else "", instance(spool)
    return lambda mail: canary.welcome(mail) or own(mail, sender, us)


def _doors(settings: Settings, spool: Spool, role: Role,
           now: Callable[[], datetime]) -> tuple[SmtpDoor | None, SmtpDoor | None]:
    """The SMTP and the LMTP door."""
    smtp, lmtp = (door if role.has_door(door) else None for door in (settings.smtp, settings.lmtp))
    shared = role.has_siblings
    return (SmtpDoor(smtp, spool, now, passwords.matches, reuse_port=shared) if smtp is not None else None,
            SmtpDoor(lmtp, spool, now, reuse_port=shared) if lmtp is not None else None)


def _console(service: Service, keeper: RuleKeeper, logins: Accounts, now: Callable[[], datetime]) -> Console:
    from mailbridge.console import Console, Parts  # late: a web server is nothing that the other commands need

    return Console(Parts(service.settings, service.spool, logins, keeper.current, lambda: keeper.trouble,
                         service.is_working, now, service.meters.registry))


def _rounds(settings: Settings, service: Service, logins: Accounts, keeper: RuleKeeper,
            now: Callable[[], datetime]) -> tuple[Rounds, ...]:
    """What goes on beside the worker: watching over everything, and sending what is to be told."""
    watched = watching.Watched(logins, lambda: keeper.trouble, service.is_working)
    flying_canary = () if settings.canary is None else (
        Rounds("canary", LOOK_EVERY_SECONDS, flying.canary(service, settings.canary).look),)
    return (
        *flying_canary,
        Rounds("alarms", LOOK_EVERY_SECONDS, watching.watchman(settings, service.spool, watched, now()).look),
        Rounds("rests", LOOK_EVERY_SECONDS, Resting(service.spool, logins, service.worker.owner, now).look),
        Rounds("notices", LOOK_EVERY_SECONDS, watching.post(settings, service.spool).look),
    )


def _chores(settings: Settings, spool: Spool, logins: Accounts, role: Role) -> tuple[Callable[[], object], ...]:
    """What the worker does while no mail is due; one of all that share the spool does it."""
    if not role.is_first:
        return ()
    keep = settings.keep
    late = LateMatch(spool, logins, settings.work.late_match_minutes * 60)
    retention = Retention(spool, Keep(keep.originals_days, keep.parked_days, keep.items_days))
    ours = nodes.sole_housekeeper(spool)
    return (lambda: ours.is_ours() and (late.look(), retention.look()),)


def _storm(work: WorkSettings) -> Storm:
    return Storm(work.storm_records, work.storm_minutes, work.contact_records, work.contact_minutes)
