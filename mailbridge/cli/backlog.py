"""The command that keeps a backlog: files, or the past of a mailbox."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from mailbridge import bridge
from mailbridge.cli.paths import Unreadable, bytes_in, mails_in
from mailbridge.cli.progress import Progress, count, size
from mailbridge.cli.session import Session
from mailbridge.errors import OperatorError, UsageError
from mailbridge.intake.imap_past import Past, Step
from mailbridge.mail import Arrival, Envelope
from mailbridge.settings import Settings
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.spool import Accepted, Spool, lists, utc_now

MOST_AT_ONCE = 200                      # mails that share a commit
MOST_BYTES_AT_ONCE = 32 * 1024 * 1024


@click.command("import")
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option("--mailbox", metavar="NAME", help="Take the past of this mailbox of the settings instead of files.")
@click.option("--folder", "folders", multiple=True, metavar="FOLDER",
              help="Of the mailbox; can be given again. Default: those that are watched.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
              help="Of the mailbox: only mails that came from that day on. Default: all.")
@click.option("--dry-run", is_flag=True, help="Only say what would be taken.")
@click.pass_obj
def import_(session: Session, paths: tuple[Path, ...], mailbox: str | None, folders: tuple[str, ...],
            since: datetime | None, dry_run: bool) -> None:
    """Keep a backlog of mails, as if they had come in now. What came before is not taken twice.

    PATH is an .eml file, a folder with all below it, a Maildir or an mbox. Files that are no mail are named and left
    out. With --mailbox the past of a mailbox is taken; nothing is changed in it. It can be stopped with Ctrl-C: the
    same command goes on later. The mails are worked off by `mailbridge run`; try the rules on them first with
    `mailbridge explain`.

    \b
    mailbridge import archive.mbox Maildir/
    mailbridge import --mailbox sales --folder Archive/2025 --since 2025-07-01 --dry-run
    """
    if bool(paths) == bool(mailbox):
        raise UsageError("say what to take: PATH… for files, or --mailbox NAME for a mailbox of the settings")
    if (folders or since) and not mailbox:
        raise UsageError("--folder and --since are for a mailbox: add --mailbox NAME")
    with closing(session.open_spool(may_be_new=True)) as spool:
        if not mailbox:
            sys.exit(_look_at_files(spool, paths) if dry_run else _take_files(spool, paths))
        watched = _mailbox(session.settings, mailbox)
        credentials = bridge.mailbox_credentials(session.settings, watched)
        for folder in folders or watched.watched:
            past = Past(watched, folder, since.date() if since else None, spool, utc_now)
            if dry_run:
                ahead = past.ahead(credentials)
                click.echo(f"{folder}: {_mails(ahead.mails)}{_from(since)}, {size(ahead.bytes)}, would be looked at"
                           f"{_too_large(ahead.too_large)}; nothing was taken")
            else:
                _take_past(folder, past.taken(credentials))


def _mailbox(settings: Settings, name: str) -> ImapSettings:
    for mailbox in settings.imap:
        if mailbox.name == name:
            return mailbox
    there = ", ".join(mailbox.name for mailbox in settings.imap) or "none in the settings"
    raise UsageError(f"there is no mailbox {name!r}; there are: {there}")


def _take_past(folder: str, steps: Iterator[Step]) -> None:
    step = Step(0, 0)

    def so_far() -> str:
        return f"{folder}: stopped after {_mails(step.done)} of {count(step.total)}"

    with Progress(count) as progress, _stopped_in_words(so_far, progress):
        for step in steps:
            progress.at(step.done, f"{step.new} new, {step.known} already here", total=step.total)
    missed = f", {step.missed} not handed over by the server: run it again to ask for them" if step.missed else ""
    click.echo(f"{folder}: {step.new} new, {step.known} already here{missed}")


@dataclass(slots=True)
class _Tally:
    """What became of the files."""

    new: int = 0
    known: int = 0
    left_out: int = 0

    def __str__(self) -> str:
        left_out = f", {self.left_out} left out" if self.left_out else ""
        return f"{self.new} new, {self.known} already here{left_out}"

    def add(self, is_new: bool) -> None:
        self.new, self.known = self.new + is_new, self.known + (not is_new)


def _take_files(spool: Spool, paths: tuple[Path, ...]) -> int:
    tally = _Tally()
    keeping: deque[tuple[int, Future[Accepted]]] = deque()
    done = held = 0
    with Progress(size, bytes_in(paths)) as progress, _stopped_in_words(lambda: f"stopped after {tally}", progress):
        for raw in _raw_mails(paths, tally, progress):
            keeping.append((len(raw), spool.accept_soon(Arrival(raw, Envelope("file"), utc_now()))))
            held += len(raw)
            while len(keeping) > MOST_AT_ONCE or held > MOST_BYTES_AT_ONCE:
                kept_bytes, kept = keeping.popleft()
                tally.add(kept.result().new)
                done, held = done + kept_bytes, held - kept_bytes
                progress.at(done, str(tally))
        for _, kept in keeping:
            tally.add(kept.result().new)
    click.echo(str(tally))
    return 1 if tally.left_out else 0


def _look_at_files(spool: Spool, paths: tuple[Path, ...]) -> int:
    tally, done, seen = _Tally(), 0, set[int]()
    with Progress(size, bytes_in(paths)) as progress:
        for raw in _raw_mails(paths, tally, progress):
            tally.add(hash(raw) not in seen and lists.item_of(spool, Arrival(raw, Envelope("file"), utc_now())) is None)
            seen.add(hash(raw))
            done += len(raw)
            progress.at(done, str(tally))
    click.echo(f"{tally}; nothing was taken")
    return 1 if tally.left_out else 0


def _raw_mails(paths: tuple[Path, ...], tally: _Tally, progress: Progress) -> Iterator[bytes]:
    """The mails of the files; what is none is told."""
    for found in mails_in(paths):
        if isinstance(found, Unreadable) or not found.looks_like_mail:
            tally.left_out += 1
            why = f"cannot be read: {found.reason}" if isinstance(found, Unreadable) else "is no mail, left out"
            progress.say(f"{found.path}: {why}")
        else:
            yield found.raw


@contextmanager
def _stopped_in_words(words: Callable[[], str], progress: Progress) -> Iterator[None]:
    """Whatever ends it early: how far it came, and that nothing is lost by going on later."""
    try:
        yield
    except KeyboardInterrupt:
        raise OperatorError(f"{words()}; run it again to go on, nothing is taken twice") from None
    except OperatorError:
        progress.say(f"{words()}; run it again to go on, nothing is taken twice")
        raise


def _mails(number: int) -> str:
    return "1 mail" if number == 1 else f"{count(number)} mails"


def _from(since: datetime | None) -> str:
    return f" since {since:%Y-%m-%d}" if since else ""


def _too_large(number: int) -> str:
    return f", {number} of them too large for more than their headers (max_bytes)" if number else ""
