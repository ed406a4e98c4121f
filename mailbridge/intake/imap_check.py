"""Tries a mailbox for `mailbridge check`: the way in, what the server can do, the folders, what would be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from mailbridge.intake import imap_cursor
from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_credentials import Credentials
from mailbridge.intake.imap_folder import Folder
from mailbridge.intake.imap_troubles import Refused
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.spool import Spool, mailboxes

_MATTERS = (("IDLE", "is asked for mail every {poll:g} s instead"), ("MOVE", "mails are copied and deleted instead"),
            ("UIDPLUS", "deleted mails only get a mark"))


def tried(
    settings: ImapSettings, credentials: Credentials, spool: Spool, now: Callable[[], datetime],
) -> Iterator[str]:
    """A sentence for each thing that works. Raises MailboxTrouble at the first that does not. Changes nothing."""
    connection = Connection(settings, credentials)
    try:
        lacks = [f"no {word}: {instead.format(poll=settings.poll_seconds)}" for word, instead in _MATTERS
                 if not connection.can(word)]
        _refuse_labels(settings, connection)
        yield f"{settings.host} lets {settings.user} in; {'; '.join(lacks) or 'it has IDLE, MOVE and UIDPLUS'}"
        for name in settings.watched:
            folder = Folder(settings, name, spool, now, lambda: False)
            opened = connection.open(name, read_only=True)
            begun = imap_cursor.start(mailboxes.cursor(spool, folder.place), opened, settings.since, now())
            count = len(folder.new(connection, begun.cursor))
            yield f"{name} holds {opened.mails} mails, {count} would be taken now{begun.why and f' ({begun.why})'}"
    finally:
        connection.close()


def _refuse_labels(settings: ImapSettings, connection: Connection) -> None:
    after = settings.after
    labels = [action for action in (after.done, after.skipped, after.failed) if action.startswith("label ")]
    if labels and not connection.is_gmail():
        raise Refused(f"after: `{labels[0]}` is for Gmail only; take `flag NAME` or `move FOLDER` for this server")
