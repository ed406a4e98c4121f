"""Keeps arrival, plan, writes and events of every mail until settled: one schema, on SQLite or PostgreSQL.

    store      the verbs of a mail's day            lists      what people look at
    committer  many changes, one flush of the disk  hands      what people do to items
    identity   what makes two arrivals the same mail
    schema     the tables                           engines    what is not the same in both databases
    rows       rows <-> values                      mailboxes  how far each folder of a mailbox was read
    retention  what is deleted after its time       room       whether there is room for one more mail
    verify     the proof that nothing is lost
"""

from mailbridge.spool.rows import Claimed, ItemId, KeptWrite, Story, Summary
from mailbridge.spool.store import Accepted, LostClaim, Spool, utc_now
from mailbridge.spool.troubles import SpoolTrouble

__all__ = ["Accepted", "Claimed", "ItemId", "KeptWrite", "LostClaim", "Spool", "SpoolTrouble", "Story", "Summary",
           "utc_now"]
