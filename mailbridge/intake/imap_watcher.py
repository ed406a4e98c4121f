"""Watches one mailbox in a thread of its own: connect, take what is new, do what comes after, wait for more.

However a connection ends, the next one goes on where the spool says; what ended it decides how long is waited.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import datetime

from mailbridge.errors import OperatorError
from mailbridge.intake import imap_actions
from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_credentials import Credentials
from mailbridge.intake.imap_folder import Folder
from mailbridge.intake.imap_troubles import FolderMissing, LoginRefused, Refused, Throttled
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.spool import Spool, nodes
from mailbridge.spool.polls import Polls

log = logging.getLogger("mailbridge.imap")

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 300.0
SLOWEST_WAIT_SECONDS = 3600.0           # when the server asks again and again to slow down
LOGIN_WAIT_SECONDS = 900.0
KEY_SECONDS = 5.0                       # how often, after a refused login, is looked for something new to sign in with
ACT_EVERY_SECONDS = 2.0                 # how soon after its end a mail is moved
OTHER_NODE_SECONDS = 10.0               # how often is asked whether the node that watches is gone
STOP_SECONDS = 1.0


class Watcher:
    """Watches from `start` to `stop`."""

    def __init__(self, settings: ImapSettings, credentials: Credentials, spool: Spool,
                 now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._credentials = credentials
        self._spool = spool
        self._sole = nodes.sole_watcher(spool, settings.name)
        self._stopping = threading.Event()
        self._folders = [Folder(settings, name, spool, now, self._stopping.is_set) for name in settings.watched]
        self._polls = Polls(spool, settings.name)
        self._connection: Connection | None = None
        self._failures = 0
        self._throttled = 0
        self._told: set[str] = set()        # troubles that were told and are not over
        self._thread = threading.Thread(target=self._run, name=f"imap-{settings.name}", daemon=True)

    def start(self) -> None:
        """Begin. Returns at once: a mailbox that cannot be reached is tried again and again."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Begin to end; `stop` waits for it."""
        self._stopping.set()

    def stop(self) -> None:
        """End, whatever it is waiting for; what was fetched and not kept is fetched again by the next start."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        connection = self._connection
        if self._thread.is_alive() and connection is not None:
            connection.cut()
            self._thread.join(STOP_SECONDS)

    # --- the thread

    def _run(self) -> None:
        while not self._stopping.is_set():
            wait_seconds = 0.0
            try:
                if self._sole.is_ours():
                    self._watch()
                else:
                    wait_seconds = OTHER_NODE_SECONDS
            except LoginRefused as refused:
                self._tell(logging.ERROR, str(refused), LOGIN_WAIT_SECONDS)
                self._polls.failed(str(refused), is_refused=True)
                self._wait_for_a_key()
            except OperatorError as trouble:
                wait_seconds = self._wait_after(trouble)
                self._tell(logging.WARNING, str(trouble), wait_seconds)
                self._polls.failed(str(trouble))
            except Exception:
                wait_seconds = LONGEST_WAIT_SECONDS
                log.exception("mailbox=%s a fault in mailbridge; the mailbox is watched again in %d s",
                              self._settings.name, wait_seconds)
            self._stopping.wait(wait_seconds)
        self._sole.let_go()

    def _watch(self) -> None:
        """One connection from login to its end."""
        connection = self._connection = Connection(self._settings, self._credentials)
        try:
            log.info("mailbox=%s connected host=%s idle=%s move=%s", self._settings.name, self._settings.host,
                     _yes(connection.can("IDLE")), _yes(connection.can("MOVE")))
            while not self._is_over(connection) and self._sole.is_ours():
                # The first is looked at last: it stays selected, and IDLE is for what is selected.
                watched = [folder for folder in reversed(self._folders) if self._look(connection, folder)]
                self._failures = self._throttled = 0
                if len(watched) == len(self._folders):
                    self._polls.good()
                self._wait(connection, watched)
        finally:
            self._connection = None
            connection.close()

    def _look(self, connection: Connection, folder: Folder) -> bool:
        """Take what is new in a folder and do what is due. False if there is no such folder."""
        try:
            folder.take(connection)
        except FolderMissing as missing:
            self._once(logging.ERROR, folder.name, str(missing))
            self._polls.failed(str(missing))
            return False
        self._told.discard(folder.name)
        if not self._stopping.is_set():
            self._act(connection, folder)
        return True

    def _act(self, connection: Connection, folder: Folder) -> None:
        if not self._is_due(folder):
            return
        try:
            validity = folder.open(connection).uid_validity
            imap_actions.carry_out(connection, self._spool, folder.place, validity, self._settings.after)
        except Refused as refused:
            self._once(logging.ERROR, _after(folder), f"{refused}; it is tried again with every look")
        else:
            self._told.discard(_after(folder))

    def _is_due(self, folder: Folder) -> bool:
        return bool(imap_actions.due(self._spool, folder.place, folder.uid_validity, self._settings.after, most=1))

    def _wait(self, connection: Connection, watched: list[Folder]) -> None:
        """Wait for more: told by the server where it can, at most until the next look is due."""
        if not (self._settings.idle and watched and connection.can("IDLE")):
            self._pause(connection, watched)
            return
        selected = watched[-1]
        selected.open(connection)
        if connection.told_of_new():        # since it was searched: IDLE would not tell of it again
            return
        alone = len(self._folders) == 1
        seconds = connection.renew_seconds if alone else min(connection.renew_seconds, self._settings.poll_seconds)
        connection.idle(seconds, lambda: self._is_over(connection) or self._may_act(selected))

    def _is_over(self, connection: Connection) -> bool:
        """Whether it shall end: a stop, or its token's time is nearly over. Servers end it then, and less politely."""
        return self._stopping.is_set() or self._credentials.is_over(connection.key)

    def _pause(self, connection: Connection, watched: list[Folder]) -> None:
        left = self._settings.poll_seconds
        while left > 0 and not self._is_over(connection):
            self._stopping.wait(min(left, ACT_EVERY_SECONDS))
            left -= ACT_EVERY_SECONDS
            for folder in filter(self._may_act, watched):
                self._act(connection, folder)

    def _may_act(self, folder: Folder) -> bool:
        """Whether something is due that was not refused a moment ago: such is tried with the next look, not at once."""
        return _after(folder) not in self._told and self._is_due(folder)

    # --- troubles

    def _wait_for_a_key(self) -> None:
        """After a refused login: long, as trying again may lock the account, but not once there is another key."""
        end = time.monotonic() + LOGIN_WAIT_SECONDS
        while not self._stopping.wait(KEY_SECONDS) and time.monotonic() < end:
            if self._credentials.has_changed():
                log.info("mailbox=%s there is something new to sign in with", self._settings.name)
                return

    def _wait_after(self, trouble: OperatorError) -> float:
        grown = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2.0 ** min(self._failures, 20))
        self._failures += 1
        if isinstance(trouble, Throttled):
            slower = min(SLOWEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS * 2.0 ** min(self._throttled, 20))
            self._throttled += 1
            return max(slower, trouble.asked_seconds)
        return grown * random.uniform(0.7, 1.0)     # noqa: S311 - only keeps mailboxes from coming back at once

    def _tell(self, level: int, text: str, wait_seconds: float) -> None:
        if not self._stopping.is_set():
            log.log(level, "mailbox=%s %s; again in %.0f s", self._settings.name, text, wait_seconds)

    def _once(self, level: int, about: str, text: str) -> None:
        """Tell a trouble when it begins, not with every look."""
        if about not in self._told:
            self._told.add(about)
            log.log(level, "mailbox=%s %s", self._settings.name, text)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _after(folder: Folder) -> str:
    return f"after {folder.name}"
