"""Settings -> what checks whose a mail is, if they want that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from mailbridge import hosts
from mailbridge.own_servers import Ours
from mailbridge.proving import Proving
from mailbridge.sender_checks import Resolver, SenderChecks, Wanted
from mailbridge.settings import AuthenticationSettings, Settings
from mailbridge.spool import Spool


def sender_checks(settings: Settings, now: Callable[[], datetime]) -> SenderChecks | None:
    """The checks; None if the settings want none. Raises AdminError when there is no DNS server to ask."""
    wanted = settings.authentication
    if not wanted.check:
        return None
    return SenderChecks(resolver(wanted), Wanted(
        wanted.mail_seconds, settings.team.trusted_server, frozenset(wanted.sealers), own_servers(settings)), now)


def own_servers(settings: Settings) -> Ours:
    """Who hands mail over as a server of ours."""
    doors = (("smtp", settings.smtp), ("lmtp", settings.lmtp))
    return Ours(tuple((name, hosts.networks(door.trusted)) for name, door in doors if door is not None))


def proving(settings: Settings, spool: Spool, now: Callable[[], datetime]) -> Proving | None:
    """What has each mail checked when it is worked off; None if the settings want no checks."""
    checks = sender_checks(settings, now)
    patience = timedelta(minutes=settings.authentication.patience_minutes)
    return Proving(spool, checks, patience, now) if checks is not None else None


def resolver(wanted: AuthenticationSettings) -> Resolver:
    """What asks DNS. Raises AdminError when the machine names no server."""
    servers = [(host.strip("[]"), int(port)) for host, _, port in (each.rpartition(":") for each in wanted.dns)]
    return Resolver(servers, query_seconds=wanted.query_seconds)
