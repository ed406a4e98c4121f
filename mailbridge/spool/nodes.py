"""What nodes that share a spool must not do at the same time.

A race, told as a story: somebody new sends two mails; two nodes ask Heap, both hear "nobody", and both create the
person. Within a node `turns` keeps them apart; here the item itself says, while it is claimed, whom it is about to be
decided for. A node that dies or stands still lets go of that with the item's lease.
"""

from __future__ import annotations

import sqlalchemy as sa

from mailbridge.plan import ItemState
from mailbridge.spool import engines
from mailbridge.spool.engines import Sole
from mailbridge.spool.rows import Claimed
from mailbridge.spool.schema import items
from mailbridge.spool.store import Spool


def sole_watcher(spool: Spool, mailbox: str) -> Sole:
    """Asks, again and again, whether it is this node that watches the mailbox.

    If two watched it for a while, because the answer was lost, mails would be fetched twice and kept once.
    """
    return spool.sole(f"mailbox {mailbox}")


def sole_housekeeper(spool: Spool) -> Sole:
    """Asks whether it is this node that does what need be done once: deleting what is old, looking again."""
    return spool.sole("housekeeping")


def take_turn(spool: Spool, item: Claimed, contact: str) -> bool:
    """Whether the item has its first contact to itself among all nodes. Always so where there are no others.

    Raises LostClaim.
    """
    if not (spool.is_shared and contact):
        return True
    wanted = contact.casefold()

    def change(connection: sa.Connection) -> bool:
        spool.hold(connection, item)
        if connection.scalar(sa.select(items.c.turn).where(items.c.id == item.id)):
            return True
        engines.in_turn(connection, [f"contact {wanted}"])
        others = sa.exists().where(items.c.turn == wanted, items.c.state == ItemState.CLAIMED.value,
                                   items.c.id != item.id)
        if connection.scalar(sa.select(others)):
            return False
        connection.execute(sa.update(items).where(items.c.id == item.id).values(turn=wanted))
        return True

    return spool.change(change)
