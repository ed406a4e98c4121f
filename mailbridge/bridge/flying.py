"""Settings -> the canary and the ways that it takes."""

from __future__ import annotations

from datetime import timedelta

from mailbridge.bridge.own_mail import relay
from mailbridge.bridge.service import Service
from mailbridge.canary import Canary
from mailbridge.canary.doors import OwnDoor
from mailbridge.notices.post import Send
from mailbridge.settings import Settings
from mailbridge.settings.canary import CanarySettings
from mailbridge.settings.doors import LmtpSettings, SmtpSettings
from mailbridge.spool import Spool


def routes(settings: Settings) -> tuple[str, ...]:
    """The names of the ways by which canaries are sent."""
    canary = settings.canary
    if canary is None:
        return ()
    doors = [name for name in ("smtp", "lmtp") if canary.doors and getattr(settings, name) is not None]
    return (*doors, *canary.to)


def known(spool: Spool) -> Canary:
    """One that sends nothing, and knows those that come home: also after the settings have switched it off."""
    return Canary(spool, "", {}, timedelta())


def canary(service: Service, canary: CanarySettings) -> Canary:
    """One that sends. Raises AdminError."""
    settings = service.settings
    recipients = [address for door in (settings.smtp, settings.lmtp) if door is not None for address in door.recipients]
    sender = settings.notices.sender if settings.notices is not None else recipients[0] if recipients else ""
    ways: dict[str, tuple[str, Send]] = {}
    for route in routes(settings):
        if route == "smtp" and settings.smtp is not None:
            ways[route] = (settings.smtp.recipients[0], _own_door(service, settings.smtp))
        elif route == "lmtp" and settings.lmtp is not None:
            ways[route] = (settings.lmtp.recipients[0], _own_door(service, settings.lmtp))
        elif settings.notices is not None:
            ways[route] = (route, relay(settings.notices).send)
    return Canary(service.spool, sender, ways, timedelta(minutes=canary.every_minutes))


def _own_door(service: Service, settings: SmtpSettings | LmtpSettings) -> Send:
    """Which port it is, is known only once the door is open."""
    is_lmtp = isinstance(settings, LmtpSettings)

    def send(recipient: str, raw: bytes) -> None:
        door = service.lmtp if is_lmtp else service.smtp
        is_socket = settings.listen.startswith("unix:")
        where = settings.listen if is_socket or door is None else f"{settings.listen.rpartition(':')[0]}:{door.port}"
        OwnDoor(where, is_lmtp, isinstance(settings, SmtpSettings) and settings.require_tls).send(recipient, raw)

    return send
