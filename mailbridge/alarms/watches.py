"""The looks at what may not be well. Each takes what it looks at and says what it found; none changes anything.

What a service that has just started cannot know yet (whether a mailbox that was last seen an hour ago answers) it does
not tell: `up` is how long it has been looking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from mailbridge import certificates, spans
from mailbridge.accounts import Accounts
from mailbridge.alarms.findings import Finding, Kind, well
from mailbridge.errors import MailbridgeError
from mailbridge.heap.breaker import Standing
from mailbridge.spool import Spool, backlog, canaries, polls, presence, search
from mailbridge.spool.polls import Poll

FAILED_WITHIN = timedelta(minutes=60)
STORM_WITHIN = timedelta(minutes=10)
REPLACED_WITHIN = timedelta(minutes=1)


def heap(accounts: Accounts) -> Iterator[Finding]:
    """Whether Heap answers, and takes each login."""
    standings = accounts.standings()
    away = next((reason for _, standing, reason in standings if standing is Standing.AWAY), None)
    if away is not None:
        yield Finding(Kind.HEAP_AWAY, what=f"Heap is not to be reached: {away}.",
                      advice="Mails are kept and tried again by themselves. Is Heap up, and the way to it open?")
    else:
        yield Finding(Kind.HEAP_AWAY, is_well=any(standing is Standing.ANSWERS for _, standing, _ in standings))
    for login, standing, reason in standings:
        if standing is Standing.REFUSED:
            yield Finding(Kind.HEAP_LOGIN, login, f"Heap refuses the login {login}: {reason}.",
                          "Its mails are kept and wait. Mend e-mail and password in the settings and restart.")
        else:
            yield Finding(Kind.HEAP_LOGIN, login, is_well=standing is Standing.ANSWERS)


def mailboxes(spool: Spool, names: Sequence[str], longest: timedelta, up: timedelta) -> Iterator[Finding]:
    """Whether each mailbox lets us in, and was looked at lately."""
    known = polls.last(spool)
    for name in names:
        poll = known.get(name, Poll(None))
        if poll.is_refused:
            yield Finding(Kind.MAILBOX_LOGIN, name, f"The mailbox {name} does not let the bridge in: {poll.trouble}.",
                          "Its mail is not fetched until user, password or token are mended in the settings.")
        else:
            yield Finding(Kind.MAILBOX_LOGIN, name, is_well=not poll.trouble and poll.good_at is not None)
        yield _mailbox(name, poll, spool.now(), longest, up)


def _mailbox(name: str, poll: Poll, now: datetime, longest: timedelta, up: timedelta) -> Finding:
    since = now - poll.good_at if poll.good_at is not None else None
    if since is not None and since <= longest:
        return Finding(Kind.MAILBOX, name, is_well=not poll.trouble)
    if up <= longest:
        return Finding(Kind.MAILBOX, name)
    ago = f"for {spans.in_words(since)}" if since is not None else "yet"
    return Finding(Kind.MAILBOX, name, f"The mailbox {name} could not be looked at {ago}.",
                   poll.trouble or "mailbridge check says what is wrong with it.")


def rules(trouble: Callable[[], str]) -> Iterator[Finding]:
    """Whether changed rule files can be used."""
    found = trouble()
    if found:
        yield Finding(Kind.RULES, what="Changed rule files cannot be used; the former rules stay in force.",
                      advice=found)
    else:
        yield well(Kind.RULES)


def room(spool: Spool) -> Iterator[Finding]:
    """Whether new mail is taken."""
    found = search.room_trouble(spool)
    yield Finding(Kind.ROOM, what="New mail is refused for now.", advice=found) if found else well(Kind.ROOM)


def queue(spool: Spool, longest: timedelta, up: timedelta) -> Iterator[Finding]:
    """Whether mails are worked off, and whether more of them fail or are held up by the storm guard than before."""
    now = spool.now()
    waiting = backlog.waiting_longer(spool, now - longest)
    if waiting is None:
        yield well(Kind.STALLED)
    elif up <= longest:
        yield Finding(Kind.STALLED)
    else:
        last = f"the last was settled {spans.in_words(now - waiting.last_settled)} ago" if waiting.last_settled else \
            "none was ever settled"
        yield Finding(Kind.STALLED, what=f"Mails wait for too long: {waiting.count} wait, the oldest for "
                                         f"{spans.in_words(now - waiting.oldest)}; {last}.",
                      advice=waiting.reason or "mailbridge items list --state waiting shows them.")
    failed = backlog.failed_since(spool, now - FAILED_WITHIN)
    yield Finding(Kind.FAILED_MAILS, what=f"{_mails(failed)} failed within the last hour.",
                  advice="They are kept: mailbridge items list --state failed") if failed else well(Kind.FAILED_MAILS)
    held = backlog.held_up_since(spool, now - STORM_WITHIN)
    yield Finding(Kind.STORM, what=f"The storm guard has sent {_mails(held)} to review within ten minutes.",
                  advice="A rule makes more records than its limit: mailbridge items list --state review") \
        if held else well(Kind.STORM)


def canary(spool: Spool, routes: Sequence[str], longest: timedelta, up: timedelta) -> Iterator[Finding]:
    """Whether the bridge's mail to itself has come home by each way."""
    known = canaries.last(spool)
    for route in routes:
        flown = known.get(route)
        since = spool.now() - flown.came_at if flown is not None and flown.came_at is not None else None
        if since is not None and since <= longest:
            yield well(Kind.CANARY, route)
        elif up <= longest:
            yield Finding(Kind.CANARY, route)
        else:
            ago = f"for {spans.in_words(since)}" if since is not None else "yet"
            why = flown.trouble if flown is not None else ""
            yield Finding(Kind.CANARY, route, f"No mail of the bridge to itself has come home by way of {route} {ago}.",
                          f"It cannot be sent: {why}." if why else "It was sent: does mail come in by that way at all?")


def worker(is_working: Callable[[], bool]) -> Iterator[Finding]:
    """Whether the worker's thread lives."""
    yield well(Kind.WORKER) if is_working() else Finding(
        Kind.WORKER, what="The worker has stopped.", advice="Mails are kept but not worked off; restart the service.")


class Processes:
    """Whether each service has all of its processes. One that is just being replaced is no trouble."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._since: dict[str, datetime] = {}

    def __call__(self) -> Iterator[Finding]:
        now = self._spool.now()
        found = presence.incomplete(self._spool)
        self._since = {each.service: self._since.get(each.service, now) for each in found}
        missed = [each for each in found if now - self._since[each.service] >= REPLACED_WITHIN]
        if missed:
            who = ", ".join(f"{each.at_work} of {each.size} of {each.service}" for each in missed)
            yield Finding(Kind.PROCESSES, what=f"Not all processes are at work: {who}.",
                          advice="Others are started in their places again and again: the log says why they end.")
        else:
            yield Finding(Kind.PROCESSES, is_well=not found)


def certificate(door: str, file: Path, least: timedelta, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Whether a door's certificate is good for a while yet."""
    try:
        until = certificates.validity(file).until
    except MailbridgeError as trouble:
        yield Finding(Kind.CERTIFICATE, door, f"The certificate of the {door} door cannot be read.", str(trouble))
        return
    left = until - now()
    if left > least:
        yield well(Kind.CERTIFICATE, door)
        return
    when = f"expires in {spans.in_words(left)}" if left > timedelta() else "has expired"
    yield Finding(Kind.CERTIFICATE, door, f"The certificate of the {door} door {when} ({until:%Y-%m-%d %H:%M} UTC).",
                  f"Renew {file}; it is taken up by itself.")


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count} mails"
