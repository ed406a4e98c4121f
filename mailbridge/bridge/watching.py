"""Settings -> what watches over the service, and what sends the alarms and notices."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from mailbridge.accounts import Accounts
from mailbridge.alarms import Seldom, Watch, Watchman, watches
from mailbridge.alarms.messages import Bridge
from mailbridge.alarms.webhook import Webhook
from mailbridge.bridge import flying
from mailbridge.bridge.own_mail import relay
from mailbridge.errors import AdminError
from mailbridge.notices import instance
from mailbridge.notices.post import Post, Send
from mailbridge.notices.text import Writer
from mailbridge.settings import Settings, secret
from mailbridge.settings.alarms import AlarmSettings
from mailbridge.spool import Spool, outbox

QUEUE_SECONDS = 20.0
"""How often the queue is looked at: with a hundred thousand waiting mails it takes a quarter of a second."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The parts that are watched over, beside settings and spool."""

    accounts: Accounts
    rules_trouble: Callable[[], str]
    is_working: Callable[[], bool]


def webhook(alarms: AlarmSettings) -> Webhook | None:
    """Where alarms are posted, None if nowhere. Raises AdminError."""
    url = secret(alarms.webhook, alarms.webhook_file, "alarms.webhook_file").get_secret_value().strip()
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AdminError("alarms.webhook: must be an address such as https://hooks.example.com/services/…")
    signs = secret(alarms.webhook_secret, alarms.webhook_secret_file, "alarms.webhook_secret_file")
    return Webhook(url, signs.get_secret_value())


def speaker(settings: Settings, spool: Spool) -> Bridge:
    """Who an alarm says that it is from."""
    return Bridge(instance(spool), settings.console.public_url if settings.console is not None else "")


def post(settings: Settings, spool: Spool) -> Post:
    """What sends the outbox. Raises AdminError."""
    hook = webhook(settings.alarms)
    return Post(spool, relay(settings.notices).send if settings.notices is not None else None,
                {outbox.WEBHOOK: hook.send} if hook is not None else {})


def watchman(settings: Settings, spool: Spool, watched: Watched, started: datetime) -> Watchman:
    """Who raises the alarms. Raises AdminError."""
    ways: dict[str, Send] = {}
    hook = webhook(settings.alarms)
    if hook is not None:
        ways[outbox.WEBHOOK] = hook.send
    notices = settings.notices
    if notices is not None and notices.admin:
        ways[notices.admin] = relay(notices).send
    return Watchman(spool, _watches(settings, spool, watched, started), ways, speaker(settings, spool),
                    Writer(notices.sender if notices is not None else "", instance(spool)),
                    hold=timedelta(seconds=settings.alarms.hold_seconds),
                    find_out=watched.accounts.ask_once)


def _watches(settings: Settings, spool: Spool, watched: Watched, started: datetime) -> list[Watch]:
    alarms = settings.alarms
    longest, stall = timedelta(minutes=alarms.mailbox_minutes), timedelta(minutes=alarms.stall_minutes)
    names = [mailbox.name for mailbox in settings.imap]
    found: list[Watch] = [
        lambda: watches.heap(watched.accounts),
        lambda: watches.mailboxes(spool, names, longest, spool.now() - started),
        lambda: watches.rules(watched.rules_trouble),
        lambda: watches.room(spool),
        Seldom(lambda: watches.queue(spool, stall, spool.now() - started), QUEUE_SECONDS, time.monotonic),
        lambda: watches.worker(watched.is_working),
        watches.Processes(spool),
    ]
    if settings.canary is not None:
        every, late = timedelta(minutes=settings.canary.every_minutes), timedelta(minutes=settings.canary.late_minutes)
        found.append(lambda: watches.canary(spool, flying.routes(settings), every + late, spool.now() - started))
    tls = settings.smtp.tls if settings.smtp is not None else None
    if tls is not None:
        found.append(partial(watches.certificate, "smtp", tls.certificate, timedelta(days=alarms.certificate_days),
                             spool.now))
    return found
