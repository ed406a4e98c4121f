"""The assembly drawing: settings -> parts -> a running service.

Every part gets what it needs here and knows nothing of the others' settings.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from mailbridge import passwords, rules
from mailbridge.accounts import Account, Accounts
from mailbridge.decider import Decider
from mailbridge.delivery import Delivery, Timing
from mailbridge.errors import AdminError
from mailbridge.heap.breaker import DEFAULT_RESTS, Rests
from mailbridge.heap.client import Habits, HeapClient, Login
from mailbridge.heap.pace import Pace
from mailbridge.heap.people import Equality, People
from mailbridge.heap.transport import Patience
from mailbridge.intake.imap_watcher import Watcher
from mailbridge.intake.smtp import SmtpDoor
from mailbridge.latematch import LateMatch
from mailbridge.notices import Notices, Wanted, instance, own
from mailbridge.notices.relay import Relay
from mailbridge.planning import Storm
from mailbridge.rulekeeper import RuleKeeper
from mailbridge.settings import HeapSettings, Settings, WorkSettings, secret
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.settings.notices import NoticeSettings
from mailbridge.spool import Spool, engines, utc_now
from mailbridge.spool.retention import Keep, Retention
from mailbridge.spool.room import Disk, Room, Watermarks
from mailbridge.team import Team
from mailbridge.worker import Waits, Worker

if TYPE_CHECKING:
    from mailbridge.console import Console

log = logging.getLogger("mailbridge")


def team(settings: Settings) -> Team:
    """Who is a colleague, and which addresses are the bridge's own."""
    return Team(
        domains=frozenset(settings.team.domains),
        people=frozenset(settings.team.people),
        bridges=frozenset((*(settings.smtp.recipients if settings.smtp else ()),
                           *(settings.lmtp.recipients if settings.lmtp else ()),
                           *(mailbox.user.casefold() for mailbox in settings.imap if "@" in mailbox.user))),
        never_log=frozenset(settings.team.never_log),
        trusted_server=settings.team.trusted_server,
        most_contacts=settings.team.most_contacts,
    )


def decider(settings: Settings) -> Decider:
    """The team and the rules as the files stand now. Raises FileProblems."""
    rulebook = rules.load(settings.rules, unmatched=settings.unmatched)
    return Decider(team(settings), rulebook, settings.zone())


def shadow_decider(settings: Settings, place: Path) -> Decider:
    """The same team with other rules. Raises FileProblems."""
    return Decider(team(settings), rules.load(place, unmatched=settings.unmatched), settings.zone())


def heap_client(heap: HeapSettings) -> HeapClient:
    """The client of the bridge's own login. Raises AdminError when address or login are missing."""
    password = secret(heap.login_password, heap.login_password_file, "heap.login_password_file")
    return _client(heap, heap.login_email, password)


def accounts(settings: Settings, clock: Callable[[], float]) -> Accounts:
    """The bridge's own Heap login and those of colleagues."""
    of_colleagues: dict[str, Account] = {}
    for address, person in settings.team.people.items():
        if not person.heap_login_email:
            continue
        what = f"team.people.{address}.heap_login_password_file"
        password = secret(person.heap_login_password, person.heap_login_password_file, what)
        of_colleagues[address] = _account(settings.heap, _client(settings.heap, person.heap_login_email, password))
    work = settings.work
    rests = Rests(work.rest_after, work.first_wait_seconds, min(work.longest_wait_seconds, work.longest_rest_seconds),
                  try_seconds=min(DEFAULT_RESTS.try_seconds, work.first_wait_seconds))
    return Accounts(_account(settings.heap, heap_client(settings.heap)), of_colleagues, clock, rests)


def mailbox_password(mailbox: ImapSettings) -> SecretStr:
    """The password of a mailbox. Raises AdminError when there is none."""
    password = secret(mailbox.password, mailbox.password_file, f"imap.{mailbox.name}.password_file")
    if not password.get_secret_value():
        raise AdminError(f"imap.{mailbox.name}.password_file: name a file that holds the password of {mailbox.user}")
    return password


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


@dataclass(slots=True)
class Service:
    """A running bridge: spool, worker, doors and console. `start` it, `stop` it; both return when it is so."""

    settings: Settings
    spool: Spool
    worker: Worker
    smtp: SmtpDoor | None
    lock: object | None                 # None: the spool is shared with other nodes
    imap: tuple[Watcher, ...] = ()
    console: Console | None = None
    lmtp: SmtpDoor | None = None
    notices: Notices | None = None
    thread: threading.Thread | None = None

    def start(self) -> None:
        """Give back what an earlier process had in hand, start working, then open the doors."""
        if self.lock is not None:       # else other nodes are at work: what a dead one held comes free with its lease
            self.spool.release_all()
        self.thread = threading.Thread(target=self.worker.run, name="worker")
        self.thread.start()
        try:
            if self.notices is not None:
                self.notices.start()
            if self.console is not None:
                self.console.start()
            for door in (self.smtp, self.lmtp):
                if door is not None:
                    door.start()
        except Exception:
            self.stop()
            raise
        for watcher in self.imap:
            watcher.start()

    def stop(self) -> None:
        """Close the doors, finish the mails in hand, let go of the spool."""
        for watcher in self.imap:
            watcher.ask_to_stop()
        for door in (self.smtp, self.lmtp):
            if door is not None:
                door.stop()
        if self.console is not None:
            self.console.stop()
        for watcher in self.imap:
            watcher.stop()
        self.worker.stop()
        if self.thread is not None:
            self.thread.join()
        if self.notices is not None:
            self.notices.stop()
        self.spool.close()


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
    passwords = [mailbox_password(mailbox) for mailbox in settings.imap]
    spool = open_spool(settings)
    try:
        lock = engines.lock_for_service(settings.spool)
    except Exception:
        spool.close()
        raise
    try:
        notices = _notices(settings, spool)
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
        own_notice=partial(own, sender=settings.notices.sender if settings.notices else "",
                           our_instance=instance(spool)),
    )
    watchers = tuple(Watcher(mailbox, password, spool, now)
                     for mailbox, password in zip(settings.imap, passwords, strict=True))
    service = Service(settings, spool, worker, None, lock, watchers, notices=notices)
    try:
        service.smtp, service.lmtp = _doors(settings, spool, now)
        if settings.console is not None:
            service.console = _console(service, keeper, logins, now)
    except Exception:
        spool.close()
        raise
    return service


def _doors(settings: Settings, spool: Spool, now: Callable[[], datetime]) -> tuple[SmtpDoor | None, SmtpDoor | None]:
    """The SMTP and the LMTP door."""
    smtp = SmtpDoor(settings.smtp, spool, now, passwords.matches) if settings.smtp is not None else None
    lmtp = SmtpDoor(settings.lmtp, spool, now) if settings.lmtp is not None else None
    return smtp, lmtp


def _console(service: Service, keeper: RuleKeeper, logins: Accounts, now: Callable[[], datetime]) -> Console:
    from mailbridge.console import Console, Parts  # late: a web server is nothing that the other commands need

    def is_working() -> bool:
        return service.thread is not None and service.thread.is_alive()

    return Console(Parts(service.settings, service.spool, logins, keeper.current, lambda: keeper.trouble, is_working,
                         now))


def _notices(settings: Settings, spool: Spool) -> Notices | None:
    """What writes to colleagues and the admin; None if the settings want nobody told."""
    wanted = settings.notices
    if wanted is None:
        return None
    console = settings.console.public_url if settings.console is not None else ""
    return Notices(spool, lambda: team(settings), Wanted(
        wanted.sender, wanted.to_colleagues, wanted.admin, wanted.most_per_hour, console), relay(wanted).send)


def relay(notices: NoticeSettings) -> Relay:
    """The mail server for our own mails. Raises AdminError when its password cannot be had."""
    password = secret(notices.password, notices.password_file, "notices.password_file").get_secret_value()
    host, _, port = notices.smtp.rpartition(":")
    return Relay(host.strip("[]"), int(port), notices.tls, notices.user, password)


def _chores(settings: Settings, spool: Spool, logins: Accounts) -> tuple[Callable[[], object], ...]:
    """What the worker does while no mail is due."""
    keep = settings.keep
    return (
        LateMatch(spool, logins, settings.work.late_match_minutes * 60).look,
        Retention(spool, Keep(keep.originals_days, keep.parked_days, keep.items_days)).look,
    )


def _storm(work: WorkSettings) -> Storm:
    return Storm(work.storm_records, work.storm_minutes, work.contact_records, work.contact_minutes)


def _account(heap: HeapSettings, client: HeapClient) -> Account:
    people = People(client.get, kinds=heap.contact_kinds, remember_seconds=heap.cache_seconds,
                    equality=Equality(frozenset(heap.loose_domains)), ambiguous=heap.ambiguous)
    return Account(client, people)


def _client(heap: HeapSettings, login_email: str, password: SecretStr) -> HeapClient:
    if not (heap.subdomain or heap.url):
        raise AdminError("heap.subdomain: say where your Heap is: the first part of the address you sign in at "
                         "(heap: {subdomain: creativearc}), or MAILBRIDGE_HEAP__URL")
    if not (login_email and password.get_secret_value()):
        raise AdminError("heap.login_email and heap.login_password_file: the bridge needs a login to Heap "
                         "(MAILBRIDGE_HEAP__LOGIN_EMAIL, MAILBRIDGE_HEAP__LOGIN_PASSWORD)")
    return HeapClient(
        heap.url or heap.subdomain, Login(login_email, password.get_secret_value()),
        allow_insecure=heap.allow_insecure,
        habits=Habits(newer_fields=heap.newer_fields, create_people_as=heap.create_people_as),
        patience=Patience(whole_seconds=heap.call_seconds),
        pace=Pace(creates_per_second=heap.creates_per_second),
    )
