"""Settings -> what the bridge itself sends."""

from __future__ import annotations

from mailbridge.bridge.deciders import team
from mailbridge.notices import Notices, Wanted
from mailbridge.notices.relay import Relay
from mailbridge.settings import Settings, secret
from mailbridge.settings.notices import NoticeSettings
from mailbridge.spool import Spool


def notices(settings: Settings, spool: Spool) -> Notices | None:
    """What writes to colleagues and the admin; None if the settings want nobody told."""
    wanted = settings.notices
    if wanted is None:
        return None
    console = settings.console.public_url if settings.console is not None else ""
    return Notices(spool, lambda: team(settings), Wanted(
        wanted.sender, wanted.to_colleagues, wanted.admin, wanted.most_per_hour, console))


def relay(notices: NoticeSettings) -> Relay:
    """The mail server for our own mails. Raises AdminError when its password cannot be had."""
    password = secret(notices.password, notices.password_file, "notices.password_file").get_secret_value()
    host, _, port = notices.smtp.rpartition(":")
    return Relay(host.strip("[]"), int(port), notices.tls, notices.user, password)
