"""The first page: what stands where, what came when, and what is not well right now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from mailbridge.console import plots, rendering
from mailbridge.console.parts import Parts
from mailbridge.console.visits import Visit
from mailbridge.spool import alarms, presence, rests, search
from mailbridge.spool.rests import Rest


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not well: what it is, and what follows or is to be done."""

    what: str
    then: str
    count: int = 0
    next_try: datetime | None = None
    since: datetime | None = None       # an alarm: when it was raised


@dataclass(frozen=True, slots=True)
class Door:
    """A way that mails come in. `count` and `last` are of what came; 0 and None if nothing did yet."""

    name: str
    where: str
    count: int = 0
    last: datetime | None = None


def overview(visit: Visit) -> Response:
    """GET /"""
    parts = visit.parts
    return rendering.page(visit, "overview.html", troubles=troubles(parts), doors=doors(parts),
                          day=last_day(parts), month=last_month(parts))


def troubles(parts: Parts) -> list[Trouble]:
    """The alarms that stand, and what keeps mails waiting."""
    return [
        *(Trouble(alarm.what, alarm.advice, since=alarm.since) for alarm in alarms.standing(parts.spool)),
        *(Trouble(f"Only {service.at_work} of {service.size} processes of {service.service} are at work.",
                  "Others take their places by themselves; if they do not, the log says why.")
          for service in presence.incomplete(parts.spool)),
        *(Trouble(f"Heap is not asked with the login {rest.login} for now.", rest.why, next_try=rest.until,
                  since=rest.since) for rest in resting_logins(parts)),
        *(Trouble(reason, "", count, next_try) for reason, count, next_try in search.waiting_reasons(parts.spool)),
    ]


def resting_logins(parts: Parts) -> list[Rest]:
    """The Heap logins that are left alone for a while, by this node's own knowledge and by the others' word."""
    now, kept = parts.now(), {rest.login: rest for rest in rests.now(parts.spool)}
    ours = {login: Rest(login, why, kept[login].since if login in kept else now, now + timedelta(seconds=seconds))
            for login, why, seconds in parts.accounts.resting()}
    return list((kept | ours).values())


def doors(parts: Parts) -> list[Door]:
    """The doors of the settings, and those that mails came through by hand."""
    settings = parts.settings
    where = {f"imap:{box.name}": f"{box.user} at {box.host}" for box in settings.imap}
    for name, door in (("smtp", settings.smtp), ("lmtp", settings.lmtp)):
        if door is not None:
            where[name] = f"{door.listen}, for {', '.join(door.recipients)}"
    came = {name: (count, last) for name, count, last in search.doors(parts.spool)}
    return [Door(name, where.get(name, _WHERE.get(name, "")), *came.get(name, (0, None)))
            for name in sorted({*where, *came})]


_WHERE = {"pipe": "mailbridge accept", "file": "mailbridge import"}


def last_day(parts: Parts) -> plots.Plot:
    """What came in the last 24 hours, hour by hour in the account's zone."""
    now = parts.now().astimezone(parts.settings.zone())
    start = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=23)
    hours = [start + timedelta(hours=number) for number in range(24)]
    spans = search.over_time(parts.spool, start, timedelta(hours=1), 24)
    return plots.bars(spans, [f"{hour:%A %H:00}" for hour in hours],
                      [f"{hour:%H}" if hour.hour % 3 == 0 else "" for hour in hours])


def last_month(parts: Parts) -> plots.Plot:
    """What came in the last 30 days, day by day; a day is 24 hours from the zone's midnight of today backwards."""
    now = parts.now().astimezone(parts.settings.zone())
    start = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=29)
    days = [start + timedelta(days=number) for number in range(30)]
    spans = search.over_time(parts.spool, start, timedelta(days=1), 30)
    return plots.bars(spans, [f"{day:%A %d %B}" for day in days],
                      [f"{day.day} {day:%b}" if day.weekday() == 0 else "" for day in days])
