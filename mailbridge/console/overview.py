"""The first page: what stands where, what came when, and what is not well right now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from mailbridge.alarms import findings
from mailbridge.alarms.findings import Kind
from mailbridge.console import plots, rendering
from mailbridge.console.parts import Parts
from mailbridge.console.visits import Visit
from mailbridge.spool import alarms, backlog, canaries, polls, presence, rests, search
from mailbridge.spool.rests import Rest


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not well: what it is, and what follows or is to be done."""

    what: str
    then: str
    since: datetime | None = None
    next_try: datetime | None = None
    is_alarm: bool = False              # it was told to the admin
    page: str = ""                      # where what it is about is shown


_PAGES: dict[str, str] = {Kind.RULES: "/rules", Kind.STALLED: "/items?state=waiting", Kind.FAILED_MAILS: "/failed",
                          Kind.STORM: "/review"}


@dataclass(frozen=True, slots=True)
class Wait:
    """Why mails wait: how many, and when the first of them is tried again."""

    reason: str
    count: int
    next_try: datetime


@dataclass(frozen=True, slots=True)
class Pace:
    """How it goes: mails within the last hour, and since when the oldest that waits has been waiting."""

    came: int
    settled: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Door:
    """A way that mails come in. `count` and `last` are of what came; 0 and None if nothing did yet.

    `looked_at`, `trouble`: of a mailbox. `canary`: how the last mail of the bridge to itself came home by this way.
    """

    name: str
    where: str
    count: int = 0
    last: datetime | None = None
    looked_at: datetime | None = None
    trouble: str = ""
    canary: canaries.Flown | None = None

    @property
    def has_mails(self) -> bool:
        """Whether items may be listed by it."""
        return "@" not in self.name

    @property
    def is_watched(self) -> bool:
        """Whether anything is known of how it is."""
        return bool(self.looked_at or self.trouble or self.canary)


def overview(visit: Visit) -> Response:
    """GET /"""
    parts = visit.parts
    return rendering.page(visit, "overview.html", troubles=troubles(parts), waits=waits(parts), pace=pace(parts),
                          doors=doors(parts), day=last_day(parts), month=last_month(parts))


def troubles(parts: Parts) -> list[Trouble]:
    """The alarms that stand, and what needs no alarm since it mends itself."""
    standing = alarms.standing(parts.spool)
    missed = [] if any(alarm.name == Kind.PROCESSES for alarm in standing) else presence.incomplete(parts.spool)
    return [
        *(Trouble(alarm.what, alarm.advice, alarm.since, is_alarm=True,
                  page=_PAGES.get(findings.split(alarm.name)[0], "")) for alarm in standing),
        *(Trouble(f"Only {service.at_work} of {service.size} processes of {service.service} are at work.",
                  "Others take their places by themselves; if they do not, the log says why.")
          for service in missed),
        *(Trouble(f"Heap is not asked with the login {rest.login} for now.", rest.why, rest.since, rest.until)
          for rest in resting_logins(parts)),
    ]


def waits(parts: Parts) -> list[Wait]:
    """Why mails wait, the most frequent reason first."""
    return [Wait(reason, count, next_try) for reason, count, next_try in search.waiting_reasons(parts.spool)]


def pace(parts: Parts) -> Pace:
    """Of the last hour."""
    came, settled = backlog.within(parts.spool, parts.spool.now() - timedelta(hours=1))
    return Pace(came, settled, search.oldest_waiting(parts.spool))


def resting_logins(parts: Parts) -> list[Rest]:
    """The Heap logins that are left alone for a while, by this node's own knowledge and by the others' word."""
    now, kept = parts.now(), {rest.login: rest for rest in rests.now(parts.spool)}
    ours = {login: Rest(login, why, kept[login].since if login in kept else now, now + timedelta(seconds=seconds))
            for login, why, seconds in parts.accounts.resting()}
    return list((kept | ours).values())


def doors(parts: Parts) -> list[Door]:
    """The doors of the settings, those that mails came through by hand, and what a canary is sent to."""
    settings, spool = parts.settings, parts.spool
    where = {f"imap:{box.name}": f"{box.user} at {box.host}" for box in settings.imap}
    for name, door in (("smtp", settings.smtp), ("lmtp", settings.lmtp)):
        if door is not None:
            where[name] = f"{door.listen}, for {', '.join(door.recipients)}"
    came = {name: (count, last) for name, count, last in search.doors(spool)}
    looked, home = polls.last(spool), canaries.last(spool) if settings.canary is not None else {}
    by_mail = {address: "the canary's way through the mail server" for address in home if "@" in address}
    told = {**_WHERE, **by_mail, **where}
    return [_door(name, told.get(name, ""), came.get(name), looked.get(name[len("imap:"):]), home.get(name))
            for name in sorted({*where, *came, *by_mail})]


def _door(name: str, where: str, came: tuple[int, datetime] | None, poll: polls.Poll | None,
          canary: canaries.Flown | None) -> Door:
    count, last = came or (0, None)
    if poll is None or not name.startswith("imap:"):
        return Door(name, where, count, last, canary=canary)
    return Door(name, where, count, last, poll.good_at, poll.trouble, canary)


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
