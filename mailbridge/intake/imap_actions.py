"""What becomes of a mail in its mailbox once its item has come to an end: moved, flagged, deleted, or left.

The bridge's mails to itself are deleted where anything at all may be changed: nobody shall wade through them.

The mailbox is touched last: an item's end is on disk before its mail is. A crash in between does it once more, which
changes nothing: a mail that was moved has no such UID any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from itertools import groupby

from mailbridge import maillog
from mailbridge.intake import imap_gmail
from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_troubles import Refused
from mailbridge.plan import ItemState
from mailbridge.settings.mailbox import AfterSettings
from mailbridge.spool import Spool, mailboxes
from mailbridge.spool.mailboxes import Place, Settled

MOST_AT_ONCE = 500                      # in one command
MOST_DUE = 5000


def due(
    spool: Spool, place: Place, uidvalidity: int, after: AfterSettings, most: int = MOST_DUE,
) -> Sequence[Settled]:
    """Mails that have come to an end and whose mailbox is still to be told."""
    # A failed mail that is left may still be retried and done: only then is it due.
    states = [ItemState.DONE, ItemState.SKIPPED, *([] if after.failed == "leave" else [ItemState.FAILED])]
    return mailboxes.settled(spool, place, uidvalidity, states, most)


def carry_out(connection: Connection, spool: Spool, place: Place, uidvalidity: int, after: AfterSettings) -> None:
    """Do what is due in the folder that is open. Raises Refused when the server will not."""
    by_state = {ItemState.DONE: after.done, ItemState.SKIPPED: after.skipped, ItemState.FAILED: after.failed}
    may_change = set(by_state.values()) != {"leave"}        # else the folder is open for looking only

    def chosen(mail: Settled) -> str:
        return "delete" if mail.is_canary and may_change else by_state[mail.state]

    while mails := due(spool, place, uidvalidity, after):
        keeping: list[Future[None]] = []
        try:
            for action, group in groupby(sorted(mails, key=chosen), chosen):
                together = list(group)
                event = None if action == "leave" else maillog.in_mailbox(place.folder, action)
                for first in range(0, len(together), MOST_AT_ONCE):
                    part = together[first:first + MOST_AT_ONCE]
                    _act(connection, action, [mail.uid for mail in part])
                    keeping.append(mailboxes.told_soon(spool, place, uidvalidity, part, event))
        finally:
            for kept in keeping:            # also when the next was refused: these were done
                kept.result()


def _act(connection: Connection, action: str, uids: Sequence[int]) -> None:
    verb, _, name = action.partition(" ")
    labels = imap_gmail.labels(verb, name, in_all_mail=connection.in_all_mail()) if connection.is_gmail() else None
    try:
        if labels is not None:
            connection.label(uids, labels)
        else:
            _carry_out(connection, verb, name, uids)
    except Refused:
        there = connection.still_there(uids)
        if len(there) == len(uids):
            raise
        if there:                           # some servers refuse all when another program took one of them away
            _act(connection, action, sorted(there))


def _carry_out(connection: Connection, verb: str, name: str, uids: Sequence[int]) -> None:
    match verb:
        case "move":
            connection.move(uids, name)
        case "flag":
            connection.flag(uids, name)
        case "delete":
            connection.delete(uids)
        case "label":
            raise Refused(f"only Gmail has labels; take `flag {name}` or `move {name}` for this server")
